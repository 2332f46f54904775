package bank

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTmp(t *testing.T) {
	for _, d := range []string{"bank-1c", "bank-by"} {
		list, _ := filepath.Glob(filepath.Join(os.Getenv("DEBITOR_CORPUS"), d, "*.txt"))
		for _, p := range list {
			b, _ := os.ReadFile(p)
			f, err := Read(filepath.Base(p), b, Options{})
			if err != nil {
				t.Log(err)
				continue
			}
			t.Log(filepath.Base(p), f.Format, f.Encoding)
			for _, st := range f.Statements {
				t.Log("   ", st.Account, st.Currency, st.From, st.To, st.Opening, st.Closing, len(st.Entries))
				for _, e := range st.Entries {
					e.Raw = ""
					t.Logf("       %+v", e)
				}
			}
			for _, w := range f.Warnings {
				t.Log("  W", w.Line, w.Code, w.Text)
			}
		}
	}
}
