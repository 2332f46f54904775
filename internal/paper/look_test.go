package paper

import (
	"bytes"
	"io"
	"os"
	"testing"

	"debitor/internal/letter"
)

func TestLook(t *testing.T) {
	out := os.Getenv("LOOK")
	if out == "" {
		t.Skip()
	}
	hold := func(f *letter.Facts) { f.Hold = letter.Hold{InForce: true, Since: f.Date - 3} }
	long := func(f *letter.Facts) {
		f.Debtor.Name = "Совместное общество с ограниченной ответственностью «Торгово-промышленная компания „Белорусско-Балтийский Мебельный Альянс“»"
		f.Debtor.Address = "224000, Брестская область, Брестский район, аг. Большие Мотыкалы, ул. Первомайская, д. 117, корп. 3, пом. 24"
	}
	nocon := func(f *letter.Facts) {
		for i := range f.Items {
			f.Items[i].Contract, f.Items[i].ContractDate = "", 0
		}
	}
	for _, c := range []struct {
		name string
		d    *letter.Document
	}{
		{"ru_claim_1", doc(t, letter.Claim, "ru", 1, hold)},
		{"ru_warning_15", doc(t, letter.Warning, "ru", 15, nil)},
		{"ru_claim_80", doc(t, letter.Claim, "ru", 80, hold)},
		{"ru_warning_long", doc(t, letter.Warning, "ru", 3, long)},
		{"ru_warning_nocon", doc(t, letter.Warning, "ru", 2, nocon)},
		{"ru_reminder_3", doc(t, letter.Reminder, "ru", 3, nil)},
		{"en_claim_4", doc(t, letter.Claim, "en", 4, hold)},
		{"en_reminder_1", doc(t, letter.Reminder, "en", 1, nil)},
	} {
		b, err := Single(c.d)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(out+"/"+c.name+".pdf", b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var to []Party
	reg := Register{Lang: "ru", Sender: Party{"ООО «Северный свет»", "220030, г. Минск, ул. Первая, д. 5, оф. 12"}, Date: doc(t, letter.Claim, "ru", 1, nil).Meta.Date}
	for i := range 60 {
		d := doc(t, letter.Claim, "ru", i+1, nil)
		if i == 1 {
			d = doc(t, letter.Warning, "ru", 1, long)
		}
		to = append(to, Party{d.Meta.Addressee, d.Meta.Address})
		reg.Rows = append(reg.Rows, RegisterRow{i + 1, d.Meta.Addressee, d.Meta.Address, string(d.Meta.ID), d.Meta.Kind, Pages(d)})
	}
	for name, write := range map[string]func(io.Writer) error{
		"register": reg.Write,
		"envelopes": func(w io.Writer) error {
			return Envelopes(w, Info{Title: "envelopes", Date: reg.Date}, reg.Sender, to[:2])
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(out+"/"+name+".pdf", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
