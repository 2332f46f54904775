package paper

import (
	"strings"
	"testing"

	"debitor/internal/letter"
)

// What has no letter's frame begins at the top of the sheet, has no mark to
// fold by and no code to be found by, and its tables need no total.
func TestADocumentThatIsNoLetter(t *testing.T) {
	doc := &letter.Document{
		Meta: letter.Meta{Lang: "en", Subject: "Rules of the house"},
		Blocks: []letter.Block{
			letter.Title{Text: "Rules"},
			letter.Table{
				Columns: []letter.Column{{Key: "text", Title: "Who"}, {Key: "text", Title: "What"}},
				Rows:    [][]string{{"The director", strings.Repeat("decides what is left open ", 20)}},
			},
		},
	}
	sheets := layout(doc)
	if len(sheets) != 1 {
		t.Fatalf("%d sheets", len(sheets))
	}
	first, foot := pageHeight, false
	for _, o := range sheets[0].ops {
		if o.text == "Rules" {
			first = o.y
		}
		foot = foot || o.text == "Rules of the house"
		if o.dots != nil || o.x < left-1 || o.x > right || o.x2 > right+0.1 {
			t.Errorf("%+v", o)
		}
	}
	if first > top+10 || !foot {
		t.Errorf("the title stands at %.1f; foot: %v", first, foot)
	}
}
