package court_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/web/court"
	"debitor/internal/web/customer"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(court|customer|say|nav|role|do|fault|lists)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

func house(t *testing.T) *pagetest.House {
	t.Helper()
	return pagetest.New(t, slices.Concat(court.Routes(), customer.Routes()))
}

// overdue is a debt that is late and not in court, with its customer.
func overdue(t *testing.T, h *pagetest.House) (row desk.LimitRow) {
	t.Helper()
	err := h.Session("lawyer").Limitation(t.Context(), desk.LimitQuery{Date: pagetest.Today, Class: claims.Doubtful}, func(r desk.LimitRow) error {
		if row.Customer == "" && r.Clock != nil && r.Clock.Stops == "" && r.Clock.By.Fact == "" {
			row = r
		}
		return nil
	})
	if err != nil || row.Customer == "" {
		t.Fatalf("there is no late debt: %v", err)
	}
	return row
}

func TestPagesInEveryLanguage(t *testing.T) {
	h := house(t)
	row := overdue(t, h)
	for _, path := range []string{
		"/sue", "/sue?cost=5000&per_day=0.1&all=1", "/sue?cost=much", "/limitation", "/limitation?class=doubtful", "/limitation?within=180",
		"/customers/" + string(row.Customer) + "/legal", "/customers/" + string(row.Customer), "/invoices/" + string(row.Invoice),
	} {
		for _, lang := range desk.Languages {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			body := h.Must(h.Get("lawyer", path+sep+"lang="+lang)).Body
			if keys := bare.FindAllString(tags.ReplaceAllString(body, " "), -1); keys != nil {
				t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
			}
		}
	}
}

func TestSueHidesWhoIsNotLateAndCountsThem(t *testing.T) {
	h := house(t)
	r, err := h.Session("finance-control").WhomToSue(t.Context(), desk.SueQuery{Date: pagetest.Today, Cost: "100", PerDay: "0.1"})
	if err != nil {
		t.Fatal(err)
	}
	hidden, sued := id.Customer(""), id.Customer("")
	for _, v := range r.Rows {
		switch v.Verdict {
		case claims.NotLate:
			hidden = v.Customer
		case claims.ToSue:
			sued = v.Customer
		}
	}
	if hidden == "" || sued == "" {
		t.Fatalf("the sample has nobody to sue, or nobody to hide: %q, %q", sued, hidden)
	}
	page := func(path string) string { return h.Must(h.Get("finance-control", path)).Body }
	file := page("/sue?cost=100&per_day=0.1&format=csv")
	for _, line := range strings.Split(strings.TrimSpace(file), "\n")[1:] {
		cells := strings.Split(strings.TrimSpace(line), ";")
		at := slices.IndexFunc(r.Rows, func(v claims.Row) bool {
			return string(v.Customer) == cells[0] && strings.Contains(line, ";"+string(v.Currency)+";")
		})
		if bare, late := r.Rows[at].Bare(pagetest.Today); late == 0 || cells[len(cells)-1] != fmt.Sprintf("%d/%d", bare, late) {
			t.Errorf("%d of %d late documents lack papers, the file says %s", bare, late, line)
		}
	}
	if strings.Contains(file, string(hidden)+";") || !strings.Contains(file, string(sued)+";") {
		t.Errorf("the file hides %s and shows %s: %s", hidden, sued, file)
	}
	if all := page("/sue?cost=100&per_day=0.1&all=1&format=csv"); !strings.Contains(all, string(hidden)+";") {
		t.Errorf("with all, %s is not there", hidden)
	}
	if body := page("/sue?cost=100&per_day=0.1&lang=de"); !strings.Contains(body, "Papiere unvollständig: Belege ") || !strings.Contains(body, "nicht unterschrieben zurück: ") {
		t.Error("nobody is told which papers a suit lacks")
	}
	if body := page("/sue?cost=much&lang=en"); !strings.Contains(body, "is no amount that suing one customer costs") {
		t.Error("a wrong cost is not told")
	}
	if a := h.Get("sales-representative", "/sue"); a.Status != http.StatusForbidden {
		t.Errorf("a representative sees whom to sue: %d", a.Status)
	}
}

func TestAFactBeginsTheTimeAnew(t *testing.T) {
	h := house(t)
	row := overdue(t, h)
	path := "/customers/" + string(row.Customer) + "/legal"
	post := func(user string, pairs ...string) pagetest.Answer {
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return h.Post(user, path, form)
	}
	if a := post("lawyer", "kind", "rain", "on", "2026-10-20"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("rain is a legal fact: %d", a.Status)
	}
	if a := post("lawyer", "kind", "acknowledged", "on", "2027-10-20"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a fact of next year is taken: %d", a.Status)
	}
	if a := post("lawyer", "kind", "acknowledged", "on", "2026-10-20", "invoice", "NOBODY"); a.Status != http.StatusNotFound {
		t.Errorf("a fact about nothing is taken: %d", a.Status)
	}
	if a := post("sales-representative", "kind", "acknowledged", "on", "2026-10-20"); a.Status != http.StatusForbidden {
		t.Errorf("a representative records facts: %d", a.Status)
	}
	if a := post("lawyer", "kind", "acknowledged", "on", "2026-10-20", "invoice", string(row.Invoice), "document", "12-A"); a.Status != http.StatusSeeOther {
		t.Fatalf("the acknowledgment is refused: %d %s", a.Status, a.Body)
	}
	var after desk.LimitRow
	err := h.Session("lawyer").Limitation(t.Context(), desk.LimitQuery{Date: pagetest.Today}, func(r desk.LimitRow) error {
		if r.Invoice == row.Invoice && r.Part == row.Part {
			after = r
		}
		return nil
	})
	if err != nil || after.Clock == nil || after.Clock.By.Document != "12-A" || after.Clock.Left() <= row.Clock.Left() {
		t.Errorf("the clock is %+v (%v), it was %+v", after.Clock, err, row.Clock)
	}
	if body := h.Must(h.Get("lawyer", "/limitation?format=csv&lang=en")).Body; !strings.Contains(body, "12-A") {
		t.Error("the list does not say by what it began anew")
	}
}
