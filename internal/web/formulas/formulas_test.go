package formulas_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/formula"
	"debitor/internal/web/formulas"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(formula|say|nav|fault)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

func TestEveryFormulaHasAPageInEveryLanguage(t *testing.T) {
	h := pagetest.New(t, formulas.Routes())
	paths := []string{"/formulas"}
	for _, f := range formula.All() {
		paths = append(paths, "/formulas/"+f.Name)
	}
	for _, path := range paths {
		for _, lang := range desk.Languages {
			body := h.Must(h.Get("sales-representative", path+"?lang="+lang)).Body
			if keys := bare.FindAllString(tags.ReplaceAllString(body, " "), -1); keys != nil {
				t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
			}
		}
	}
}

func TestFiguresOfTheAddressAreCounted(t *testing.T) {
	h := pagetest.New(t, formulas.Routes())
	page := func(path string) string { return h.Must(h.Get("lawyer", path)).Body }
	if body := page("/formulas/credit-effect?lang=en"); !strings.Contains(body, "350.00") || !strings.Contains(body, "These are an example") {
		t.Error("the example is not shown")
	}
	if body := page("/formulas/days-overdue?lang=de&shipped=2026-01-10&deferral=14&today=2026-02-01"); !strings.Contains(body, "24.01.2026") || !strings.Contains(body, ">8<") {
		t.Errorf("the due date is not counted: %s", body)
	}
	if body := page("/formulas/overdue-share?lang=en&overdue=many&receivables=100"); !strings.Contains(body, "Write «overdue» like 1234.50") {
		t.Errorf("what is wrong is not told: %s", body)
	}
	if a := h.Get("lawyer", "/formulas/rain"); a.Status != http.StatusNotFound {
		t.Errorf("rain is a formula: %d", a.Status)
	}
}
