package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/sample"
	"debitor/internal/store"
	"debitor/internal/web"
	"debitor/internal/web/page"
	"debitor/internal/web/pagetest"
)

// strangers finds the names and codes of all customers whom a user does not
// see, but for the code of the one who is asked for, which the answer may say
// again.
func strangers(t *testing.T, all, his *desk.Session, askedFor string) *regexp.Regexp {
	t.Helper()
	seen := map[id.Customer]bool{}
	must(t, his.EachCustomer(t.Context(), pagetest.Today, desk.CustomersQuery{}, func(c store.StandingRow) error { seen[c.Customer] = true; return nil }))
	var names []string
	must(t, all.EachCustomer(t.Context(), pagetest.Today, desk.CustomersQuery{}, func(c store.StandingRow) error {
		if seen[c.Customer] {
			return nil
		}
		if names = append(names, regexp.QuoteMeta(html.EscapeString(c.Name))); string(c.Customer) != askedFor {
			names = append(names, `\b`+regexp.QuoteMeta(string(c.Customer))+`\b`)
		}
		return nil
	}))
	if len(names) < 20 {
		t.Fatal("he sees nearly all")
	}
	return regexp.MustCompile(strings.Join(names, "|"))
}

// asked are the ways in which a page is asked: as it is, as a file, and with
// all that narrows or widens a list.
func asked(had things) []string {
	customer := url.QueryEscape(had["customers/customer"])
	return []string{
		"", "?format=csv", "?state=all&all=1&overdue=0&hidden=1&manager=&per=500&limit=500",
		"?customer=" + customer + "&q=" + customer + "&manager=" + url.QueryEscape(sample.Managers[0]) + "&state=all",
		"?date=" + had["runs/date"] + "&step=&on=" + had["runs/date"], "?blocker=&show=all&list=all&kind=all",
	}
}

// TestPagesTellNothingOfOthersCustomers asks every page as those who see few
// customers, and looks for the name of any other.
func TestPagesTellNothingOfOthersCustomers(t *testing.T) {
	h, had := house(t)
	all, err := h.Desk.Session(t.Context(), h.Company, desk.Actor{System: "test"})
	must(t, err)
	h.Must(h.Get("admin", "/runs/"+had["runs/date"]+"/papers/stoplist.csv"))
	for _, user := range []string{sample.Managers[1], "law-firm", "supervisor"} {
		others := strangers(t, all, h.Session(user), had["customers/customer"])
		if got := h.Get(user, "/runs/"+had["runs/date"]+"/papers/stoplist.csv"); got.Status == http.StatusOK {
			t.Errorf("%s gets the stop list of all customers", user)
		}
		for _, route := range web.Routes() {
			if route.Method != http.MethodGet || route.Right == page.Public {
				continue
			}
			path, _ := had.fill(route.Path)
			for _, how := range asked(had) {
				got := h.Get(user, path+how)
				if told := others.FindString(got.Body); got.Status >= 500 || told != "" {
					t.Errorf("%s%s as %s: answered %d and tells of %q", path, how, user, got.Status, told)
				}
			}
		}
	}
}
