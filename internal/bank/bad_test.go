package bank

import (
	"fmt"
	"strings"
	"testing"

	"debitor/internal/fault"
)

// good is a file of every format, whole.
func good() map[string]string {
	section := balances(rub1, "02.03.2026", "03.03.2026", "0", "5", "0", "5")
	return map[string]string{
		"1c":    onecFile(section, order("1", "5.00", his, rub1, "ДатаПоступило=02.03.2026", "НазначениеПлатежа=Оплата")),
		"by":    byFile("3", "DocDate=02.03.2026", "Num=1", "Db=0.00", "Credit=5.00", "Nazn=Оплата"),
		"camt":  camtFile(camtCredit),
		"mt940": ":20:X\n:25:1\n:60F:C260301EUR0,\n:61:2603020302C5,00NTRFA\n:86:Оплата\n:62F:C260302EUR5,00\n-\n",
		"table": "Дата;Дебет;Кредит;Назначение\n02.03.2026;;5,00;Оплата\n",
	}
}

// TestEveryReaderMinds: letters that were lost and bytes that are none refuse a
// file of any format, and one that is cut off anywhere is refused, or tells of
// it, or has every entry as the whole one has it.
func TestEveryReaderMinds(t *testing.T) {
	for format, src := range good() {
		whole, err := Read("x", []byte(src), Options{Account: rub1, Currency: "EUR"})
		if err != nil || len(whole.Statements) != 1 || len(whole.Statements[0].Entries) == 0 {
			t.Fatalf("%s: %v: %+v", format, err, whole)
		}
		middle := strings.LastIndex(src, "5")
		for code, bad := range map[string]string{
			"bank.letters_lost": src[:middle] + "\uFFFD" + src[middle:],
			"bank.binary":       src[:middle] + "\x00" + src[middle:],
		} {
			if _, err := Read("x", []byte(bad), Options{Account: rub1, Currency: "EUR"}); fault.Code(err) != code || !strings.HasPrefix(err.Error(), "x:") {
				t.Errorf("%s: %v, want %s", format, err, code)
			}
		}
		first := fmt.Sprintf("%+v", whole.Statements[0].Entries[0].Amount)
		for n := range len(src) {
			f, err := Read("x", []byte(src[:n]), Options{Account: rub1, Currency: "EUR"})
			if err != nil || len(f.Statements) == 0 || len(f.Statements[0].Entries) == 0 {
				continue
			}
			e := f.Statements[0].Entries[0]
			if got := fmt.Sprintf("%+v", e.Amount); got != first && e.Problem == "" && len(f.Warnings) == 0 {
				t.Errorf("%s, cut at %d of %d: %s passes for %s:\n%s", format, n, len(src), got, first, src[:n])
			}
		}
	}
}

// FuzzArchive: an archive is opened without harm, whatever it is.
func FuzzArchive(f *testing.F) {
	for _, src := range good() {
		f.Add(archive(f, "a.txt", src))
	}
	f.Add(archive(f, "a/b/../c.txt", "x", "empty.txt", ""))
	f.Fuzz(wholeOrParked)
}
