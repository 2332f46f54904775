package desk_test

import (
	"errors"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/letters"
)

const ours = "---\nsubject: Ours\ntitle: Ours\n---\nDear {{.Debtor.Name}}, you owe.\n\n{{table}}\n"

// A letter is edited as its author wrote it, and an empty place is begun from
// what would be used there.
func TestLetterToEdit(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	shipped, _ := letters.Source("de", "warning")
	if got, err := b.LetterToEdit(t.Context(), "warning", "de", "DE"); err != nil || got.Source != shipped || got.Version != 0 {
		t.Errorf("%q, %v; want the shipped text", got.Source, err)
	}
	if _, err := b.UseLetterText(t.Context(), ours, "mine", "ru", ""); err != nil {
		t.Fatal(err)
	}
	for lang, version := range map[string]int{"ru": 1, "de": 0} {
		got, err := b.LetterToEdit(t.Context(), "mine", lang, "")
		if err != nil || got.Source != ours || got.Version != version || got.Language != lang {
			t.Errorf("in %s %+v, %v; want our text, version %d", lang, got, err, version)
		}
	}
	if _, err := b.LetterToEdit(t.Context(), "nobodys", "ru", ""); fault.Code(err) != "letter.none" {
		t.Errorf("a letter there is not: %v", err)
	}
	_, err := b.UseLetterText(t.Context(), strings.Replace(ours, ".Name", ".Nam", 1), "mine", "ru", "")
	if problem, ok := errors.AsType[*letter.Problem](err); !ok || problem.Line != 5 {
		t.Errorf("a wrong text: %v", err)
	}
}

// A preview is of made-up debts under the company's own head, or of a
// customer's that the actor sees.
func TestPreviewLetter(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	b.take("customers.csv", "customer,name,manager\nC1,Alder & Co,anna\n")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,C1,2026-01-02,2026-01-20,72.27,BYN\n")
	profile := desk.Profile{
		Name: "Мукомол", Address: "Минск, ул. Первая, 5", City: "Минск", Bank: []string{"BY00"}, Signatory: desk.Person{Name: "И. И. Иванов", Position: "Директор"},
	}
	if err := b.SetCompany(t.Context(), profile); err != nil {
		t.Fatal(err)
	}
	q := desk.LetterSample{Source: ours + "\n{{.Creditor.Name}}\n", Letter: "warning", Language: "ru"}
	doc, err := b.PreviewLetter(t.Context(), q)
	if err != nil || !strings.Contains(doc.Text(), "Мукомол") {
		t.Fatalf("%v, %v; want the company's own name", doc, err)
	}
	q.Customer = "C1"
	if doc, err = b.PreviewLetter(t.Context(), q); err != nil || !strings.Contains(doc.Text(), "Alder & Co") || !strings.Contains(doc.Text(), "72,27") {
		t.Fatalf("%v, %v; want the customer's debt", doc, err)
	}
	if err := b.AddPerson(t.Context(), desk.NewPerson{Name: "boris", Role: "sales-manager", Scope: desk.ScopeOwn}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.as("boris").PreviewLetter(t.Context(), q); fault.Code(err) != "customer.unknown" {
		t.Errorf("somebody else's customer: %v", err)
	}
}
