package docx

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/letter"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// goldens are letters with every block and both arrangements of the first
// page. Their templates are their own, so that a better sentence in a shipped
// letter changes nothing here.
var goldens = []struct {
	name, lang string
	kind       letter.Kind
	law        letter.Law
	change     func(*letter.Facts)
	source     string
}{
	{"demand", "ru", letter.PretrialDemand, "RU", func(f *letter.Facts) {
		f.Creditor.Second = letter.Person{Name: "П. П. Петрова", Position: "Главный бухгалтер"}
		f.Creditor.Stamp, f.Creditor.Automatic = true, true
		f.Debtor.Head = letter.Person{Name: "Сидоров Пётр Ильич", Position: "Генеральный директор"}
	}, "---\nsubject: Требование\ntitle: Требование\n---\nДолг **{{money .Total}}** & *пени*.\n\n{{table}}\n\n{{total}}\n\n{{details}}\n\n**Приложения:**\n\n1. Договор.\n1. Расчёт.\n\nИли:\n\n1. Ничего.\n\n{{signature}}\n"},
	{
		"dunning", "de", letter.Dunning2, "DE", func(f *letter.Facts) { f.Creditor.Logo.Data = drawnLogo(60, 20) },
		"---\nsubject: Mahnung\ntitle: Mahnung\n---\n{{salutation}}\n\nOffen sind **{{money .Total}}**.\n\n{{table}}\n\n{{total}}\n\n{{details}}\n\n{{signature}}\n",
	},
	{
		"reminder", "uk", letter.Reminder, "UA", func(*letter.Facts) {},
		"---\nsubject: Нагадування\ntitle: Нагадування\n---\nНагадуємо про оплату:\n\n- {{money .Total}};\n- до {{date .Date}}.\n\n{{table}}\n\n{{signature}}\n",
	},
	{
		"memo", "ru", letter.Memo, "RU", func(*letter.Facts) {},
		"---\nsubject: Записка\ntitle: Записка\n---\n{{history}}\n\n{{table}}\n\n{{signature}}\n\n## Решение\n\n- [ ] взыскивать\n- [ ] простить\n",
	},
}

func TestGolden(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			f := letter.Sample(g.kind, g.lang, 3).Under(g.law)
			g.change(&f)
			tmpl, err := letter.Parse("golden/"+g.name, g.lang, g.source)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := tmpl.Render(&f)
			if err != nil {
				t.Fatal(err)
			}
			parts := written(t, doc)
			checkParts(t, parts)
			if diff := cmp.Diff(expected(doc), texts(t, parts["word/document.xml"])); diff != "" {
				t.Error(diff)
			}
			compare(t, g.name+"_document.xml", parts["word/document.xml"])
			compare(t, g.name+"_numbering.xml", parts["word/numbering.xml"])
		})
	}
}

// compare looks for differences from a golden file, a line for each paragraph.
func compare(t *testing.T, name, part string) {
	t.Helper()
	got := strings.NewReplacer("<w:p>", "\n<w:p>", "<w:tbl>", "\n<w:tbl>", "<w:tr>", "\n<w:tr>", "<w:tc>", "\n<w:tc>", "<w:sectPr>", "\n<w:sectPr>",
		"<w:abstractNum ", "\n<w:abstractNum ", "<w:num ", "\n<w:num ").Replace(part) + "\n"
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-golden +now); -update writes it anew\n%s", file, diff)
	}
}
