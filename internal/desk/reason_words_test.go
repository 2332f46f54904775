package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/store"
)

// A reason that nobody gave stands in the books in the company's language.
func TestReasonsSpeakTheCompanysLanguage(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.customers("A")
		invoices := "invoice,customer,date,due,amount,currency\nI1,A,2026-01-05,2026-01-19,"
		b.take("invoices.csv", invoices+"10.00,BYN\n")
		b.take("invoices.csv", invoices+"11.00,BYN\n")
		if _, err := b.TakePromise(t.Context(), desk.PromiseRequest{Customer: "A", Parts: []desk.PromisePart{{Until: b.Today() + 2}}}); err != nil {
			t.Fatal(err)
		}
		reasons := map[string]int{}
		if err := b.Journal(t.Context(), desk.JournalQuery{}, func(r store.JournalRow) error { reasons[r.Reason]++; return nil }); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"загружено повторно с другими значениями", "обещание клиента"} {
			if reasons[want] == 0 {
				t.Errorf("%q is not in the journal: %v", want, reasons)
			}
		}
	})
}

// Every language of the program has them all.
func TestEveryLanguageHasDefaultReasons(t *testing.T) {
	for _, lang := range desk.Languages {
		if r := desk.DefaultReasons(lang); r[0] == "" || r[1] == "" || r[2] == "" {
			t.Errorf("%s: %q", lang, r)
		}
	}
}
