package bank

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"debitor/internal/fault"
)

// whole holds what every reader promises: an Input fault that names the file,
// or statements whose entries are complete.
func whole(t *testing.T, src []byte) {
	t.Helper()
	f, err := Read("name", src, Options{})
	if err != nil {
		if fault.KindOf(err) != fault.Input || !strings.HasPrefix(err.Error(), "name") {
			t.Fatalf("not a refusal of the file: %v", err)
		}
		return
	}
	if f.Format == "" || len(f.Statements) == 0 {
		t.Fatalf("read, but nothing is there: %+v", f)
	}
	for _, st := range f.Statements {
		for _, e := range st.Entries {
			if e.Date == 0 || e.ValueDate == 0 || e.Line < 1 || e.Raw == "" || e.Currency != st.Currency || e.Amount.Check() != nil || !utf8.ValidString(e.Purpose+e.Counterparty) {
				t.Fatalf("an entry is not whole: %+v", e)
			}
		}
	}
}

// both reads the bytes as they are, and with what is no letter put right: else
// most mutations would end at the encoding.
func both(t *testing.T, src []byte) {
	whole(t, src)
	whole(t, bytes.ToValidUTF8(src, []byte("Ж")))
}

func FuzzOneC(f *testing.F) {
	section := balances(rub1, "02.03.2026", "03.03.2026", "0", "5", "0", "5")
	f.Add([]byte(onecFile(section, order("1", "5", his, rub1, "ДатаПоступило=02.03.2026", "Плательщик=ИНН 7700000001 Х", "НазначениеПлатежа1=за", "НазначениеПлатежа2=товар"))))
	f.Add([]byte(onecFile(section, order("1", "5,00", rub1, rub1, "ДатаСписано=02.03.2026"), order("1", "5,00", rub1, rub1, "ДатаПоступило=03.03.2026"))))
	f.Add([]byte("1CClientBankExchange\nРасчСчет=" + rub1 + "\nСекцияДокумент=x\nДата=02.03.2026\nДатаСписано=02.03.2026\nСумма=1\nКонецДокумента\nКонецФайла"))
	f.Fuzz(both)
}

func FuzzBY(f *testing.F) {
	f.Add([]byte(byFile("3", "DateIn=02/03/2026", "CrIn=1.00", "DocDate=02.03.2026", "Db=1.00", "Credit=0.00", "Nazn=x", "CrOut=0.00")))
	f.Add([]byte(byFile("600", "I3=CNY", "InCre=1", "InCreQ=1", "DocDate=02.03.2026", "DebQ=1", "Deb=4", "OutCreQ=0")))
	f.Fuzz(both)
}

func FuzzTable(f *testing.F) {
	f.Add([]byte(titled))
	f.Add([]byte("Date,Amount,D/C,Currency,Own account,Value date\n2026-03-03,1234.50,C,EUR,DE89370400440532013000,4/3/2026\n"))
	f.Add([]byte("Дата;Приход;Расход\n03.03.2026;1 234,50;\nИтого;1;2\n"))
	f.Fuzz(both)
}
