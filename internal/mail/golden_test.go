package mail

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/letter"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// TestGoldenHTML keeps one letter of each language as its e-mail shows it: with
// payment details, a table, boxes to tick and small print.
func TestGoldenHTML(t *testing.T) {
	for lang, kind := range map[string]letter.Kind{
		"ru": letter.Claim, "be": letter.Resolution, "uk": letter.PretrialDemand, "bs": letter.Dunning3, "de": letter.Warning, "en": letter.StopNotice,
	} {
		t.Run(lang, func(t *testing.T) {
			f := letter.Sample(kind, lang, 3).Under("RU")
			f.Creditor.Automatic = true
			f.Debtor.Head = letter.Person{Name: "Иванов Иван Иванович", Position: "Генеральный директор"}
			tmpl, err := letter.Shipped(lang, kind)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := tmpl.Render(&f)
			if err != nil {
				t.Fatal(err)
			}
			got, file := HTML(doc), filepath.Join("testdata", lang+"_"+string(kind)+".html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}
