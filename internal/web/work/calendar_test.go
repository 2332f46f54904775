package work_test

import (
	"strings"
	"testing"

	"debitor/internal/desk"
)

// Whoever records a promise or a talk is told when the customer pays.
func TestPayDaysStandBesidePromiseAndTalk(t *testing.T) {
	h := house(t)
	c, _, _ := debtor(t, h)
	if err := h.Session("admin").SaveCard(t.Context(), c, map[string]string{"pay_days": "thu"}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/promise", "/plan", "/call"} {
		for _, lang := range desk.Languages {
			body := h.Must(h.Get("admin", "/customers/"+string(c)+path+"?lang="+lang)).Body
			if lang == "en" && !strings.Contains(body, "He says he pays on: Thu") || strings.Contains(body, "rhythm.") {
				t.Errorf("%s in %s says nothing of Thursdays", path, lang)
			}
		}
	}
}
