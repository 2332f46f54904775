package letter

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// TestGoldenLetters keeps every shipped letter as text, so that a change of
// wording is seen in review as wording.
func TestGoldenLetters(t *testing.T) {
	for _, lang := range Languages() {
		for _, kind := range []Kind{Reminder, Warning, Claim} {
			for _, hold := range []bool{false, true} {
				for _, n := range []int{1, 4} {
					if kind == Reminder && hold {
						continue
					}
					name := fmt.Sprintf("%s_%s_%d", lang, kind, n)
					if hold {
						name += "_hold"
					}
					t.Run(name, func(t *testing.T) {
						f := Sample(kind, lang, n)
						if hold {
							f.Hold = Hold{InForce: true, Since: f.Date - 3}
						}
						golden(t, name+".txt", "Subject: "+render(t, &f).Meta.Subject+"\n\n"+render(t, &f).Text())
					})
				}
			}
		}
	}
}

func render(t testing.TB, f *Facts) *Document {
	t.Helper()
	tmpl, err := Shipped(f.Lang, f.Kind)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := tmpl.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
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
}
