package sample

import (
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/bank"
	"debitor/internal/cal"
)

// The statement reads whole, agrees with its own balances, and is the same each
// time.
func TestStatementOfTheSample(t *testing.T) {
	from, to := cal.On(2026, 10, 30), cal.On(2026, 11, 2)
	var texts [2][]byte
	for i := range texts {
		file := filepath.Join(t.TempDir(), "kl_to_1c.txt")
		if err := WriteStatement(file, Default, from, to); err != nil {
			t.Fatal(err)
		}
		var err error
		if texts[i], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	if string(texts[0]) != string(texts[1]) {
		t.Error("the same company has two statements")
	}
	f, err := bank.Read("kl_to_1c.txt", texts[0], bank.Options{Currency: Currency})
	if err != nil || len(f.Warnings) > 0 || len(f.Statements) != 1 {
		t.Fatalf("read: %v, %+v", err, f.Warnings)
	}
	st := f.Statements[0]
	if st.Account != Account || st.From != from || st.To != to || len(st.Entries) != len(bankSorts)+3 {
		t.Errorf("%s %s %s: %d entries", st.Account, st.From, st.To, len(st.Entries))
	}
}
