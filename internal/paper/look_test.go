package paper

import (
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
}
