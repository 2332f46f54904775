package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// TestLetterInUseStays: the only text of a letter that the policy writes cannot
// be taken away, or its runs would stop.
func TestLetterInUseStays(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	file := b.file("warning.md", "---\nsubject: Ours\ntitle: Ours\n---\n{{.Debtor.Name}}\n")
	for _, name := range []string{"mine", "warning"} {
		if _, err := b.UseLetter(t.Context(), file, name, "ru", ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.UsePolicy(t.Context(), b.file("policy.yaml", strings.Replace(policyOf(t), "letter: warning", "letter: mine", 1)), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DropLetter(t.Context(), "mine", "ru", ""); fault.Code(err) != "letter.needed" {
		t.Error(err)
	}
	if _, err := b.DropLetter(t.Context(), "warning", "ru", ""); err != nil {
		t.Error(err)
	}
}

func policyOf(t *testing.T) string {
	t.Helper()
	_, source, err := desk.ReadPolicy("aktivmarket")
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
