package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/sample"
	"debitor/internal/store"
	"debitor/internal/web"
	"debitor/internal/web/page"
	"debitor/internal/web/pagetest"
)

// things are what the addresses name: by the part of the path before it, and
// its name there. They are all of one customer.
type things map[string]string

var variable = regexp.MustCompile(`([a-z-]+)/\{([a-z_]+)\}`)

// fill puts things in their places in a route's path; absent tells that one is
// not there.
func (s things) fill(path string) (filled string, absent bool) {
	filled = variable.ReplaceAllStringFunc(path, func(m string) string {
		part := variable.FindStringSubmatch(m)
		value := s[part[1]+"/"+part[2]]
		if value == "" {
			value, absent = "1", true
		}
		return part[1] + "/" + url.PathEscape(value)
	})
	return strings.ReplaceAll(filled, "{$}", ""), absent
}

// ofCustomer are the things that only who sees the customer may see.
var ofCustomer = []string{"customers/{customer}", "invoices/{invoice}", "letters/{letter}", "tasks/{task}", "promises/{promise}", "disputes/{number}", "approvals/{number}", "acts/{act}", "charges/{number}"}

func aboutCustomer(path string) bool {
	return slices.ContainsFunc(ofCustomer, func(of string) bool { return strings.Contains(path, of) })
}

// house has a customer of the first manager with one of everything.
func house(t *testing.T) (*pagetest.House, things) {
	t.Helper()
	h := pagetest.New(t, web.Routes())
	ctx, s := t.Context(), h.Session(sample.Managers[0])
	all, err := h.Desk.Session(ctx, h.Company, desk.Actor{System: "test"})
	must(t, err)
	had := things{
		"policies/policy": "aktivmarket", "templates/letter": "reminder", "users/user": "lawyer", "list/task": "letters",
		"file/as": "pdf", "originals/paper": "waybill", "papers/file": "register.csv",
	}
	must(t, s.EachTask(ctx, store.TasksQuery{State: "all", Limit: 1000}, func(r store.TaskRow) error {
		had["customers/customer"], had["tasks/task"] = string(r.Customer), string(r.ID)
		return nil
	}))
	customer := id.Customer(had["customers/customer"])
	must(t, s.EachLetter(ctx, store.LettersQuery{Customer: customer, Limit: 1000}, func(r store.LetterRow) error {
		had["letters/letter"], had["runs/date"] = string(r.ID), r.RunDate.String()
		return nil
	}))
	must(t, s.Aging(ctx, pagetest.Today, "invoice", func(r desk.AgingRow) error {
		if r.Customer == customer {
			had["invoices/invoice"] = string(r.Invoice)
		}
		return nil
	}))
	invoice := id.Invoice(had["invoices/invoice"])
	cash, err := s.TakeCash(ctx, desk.CashRequest{Customer: customer, Amount: 1, Document: "1"})
	must(t, err)
	had["cash-held/receipt"] = cash.Receipt
	came, err := all.Cash(ctx, desk.CashQuery{States: []string{store.EntryUndecided}, Limit: 1})
	must(t, err)
	had["entries/entry"] = came.Entries[0].ID
	dispute, err := all.OpenDispute(ctx, desk.DisputeRequest{
		Customer: customer, Documents: []desk.DisputedPart{{Invoice: invoice, Amount: "1"}}, Reason: "faulty", Complaint: "it leaks", On: pagetest.Today,
	})
	must(t, err)
	had["disputes/number"] = strconv.FormatInt(dispute.Number, 10)
	asked, err := all.Ask(ctx, desk.AskRequest{Kind: authority.Exclude, Subject: string(customer), Until: pagetest.Today + 30, Reason: "test"})
	must(t, err)
	had["approvals/number"] = strconv.FormatInt(asked.Number, 10)
	promises, err := s.Promises(ctx, desk.PromiseFilter{From: pagetest.Today - 700, To: pagetest.Today + 60}, pagetest.Today)
	must(t, err)
	had["promises/promise"] = promises.Promises[0].Key
	kept, err := s.Attach(ctx, desk.NewAttachment{Customer: customer, Name: "note.txt", Data: []byte("paper"), Date: pagetest.Today})
	must(t, err)
	had["attachments/number"] = strconv.Itoa(kept.Number)
	act, err := s.MakeAct(ctx, desk.ActRequest{Customer: customer, From: pagetest.Today - 300, To: pagetest.Today})
	must(t, err)
	charge, err := all.ProposeCharge(ctx, desk.NewCharge{Kind: ledger.ChargeFine, Invoice: invoice, To: pagetest.Today, Amount: "1", Basis: "p. 7", Reason: "test"})
	must(t, err)
	had["charges/number"] = strconv.FormatInt(charge.Number, 10)
	had["acts/act"] = strconv.FormatInt(act, 10)
	return h, had
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheTableOfRightsIsKept asks every page as everybody: nobody is sent to
// sign in, who lacks the right is refused, a company that is not his is not
// there, and neither is a customer whom he does not see.
func TestTheTableOfRightsIsKept(t *testing.T) {
	h, had := house(t)
	operator := desk.Actor{System: "test"}
	if _, err := h.Desk.AddCompany(t.Context(), operator, "second", desk.Profile{Name: "Second", Country: "BY", Currency: "BYN"}); err != nil {
		t.Fatal(err)
	}
	people := slices.Concat([]string{"", sample.Managers[0], sample.Managers[1]}, policy.Roles)
	for _, route := range sorted(web.Routes()) {
		path, absent := had.fill(route.Path)
		for _, user := range people {
			got := answer(h, route, user, path)
			if problem := judge(h, route, user, got, absent); problem != "" {
				t.Errorf("%s %s as %q: answered %d %s: %s\n%.2000s", route.Method, path, user, got.Status, got.Location, problem, words(got.Body))
			}
		}
		if route.Right == page.Public {
			continue
		}
		if got := h.Ask("admin", route.Method, "/c/second"+path, nil); got.Status != http.StatusNotFound {
			t.Errorf("%s %s of a company that is not his: answered %d", route.Method, path, got.Status)
		}
	}
}

// sorted are the routes with those that ask before those that change.
func sorted(routes []page.Route) []page.Route {
	slices.SortStableFunc(routes, func(a, b page.Route) int { return strings.Compare(a.Method, b.Method) })
	return routes
}

// answer asks for a page, or sends it an empty form.
func answer(h *pagetest.House, route page.Route, user, path string) pagetest.Answer {
	if route.Right == page.Public {
		return h.Ask(user, route.Method, path, nil)
	}
	if route.Method == http.MethodPost {
		return h.Post(user, path, nil)
	}
	return h.Get(user, path)
}

// judge says what is wrong with an answer, empty if nothing.
func judge(h *pagetest.House, route page.Route, user string, got pagetest.Answer, absent bool) string {
	public := route.Right == page.Public
	switch {
	case got.Status >= 500:
		return "it broke"
	case public:
		return ""
	case user == "":
		if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/sign-in") {
			return "nobody is to be sent to sign in"
		}
		return ""
	case !h.Session(user).May(route.Right):
		if got.Status != http.StatusForbidden {
			return "he has not the right " + string(route.Right)
		}
		return ""
	case aboutCustomer(route.Path) && !sees(user):
		if got.Status != http.StatusNotFound {
			return "he does not see the customer"
		}
		return ""
	}
	return allowed(route, got, absent)
}

// inAddress is a page whose address says what it is about behind a "?".
const inAddress = "/runs/{date}/action"

// allowed says what is wrong with an answer to who has the right. A form that
// is empty, or comes again, may be refused for what it asks.
func allowed(route page.Route, got pagetest.Answer, absent bool) string {
	switch got.Status {
	case http.StatusOK, http.StatusSeeOther:
		return ""
	case http.StatusNotFound:
		if absent || route.Method == http.MethodPost || route.Path == inAddress {
			return ""
		}
	case http.StatusUnprocessableEntity, http.StatusForbidden:
		if route.Method == http.MethodPost && !strings.Contains(got.Body, "right.missing") {
			return ""
		}
	}
	return "he has the right " + string(route.Right)
}

// sees tells whether the user sees the customer: his manager does, and all
// whom no scope keeps to their own.
func sees(user string) bool {
	kept := []string{"sales-manager", "sales-representative", "collector", "supervisor", "law-firm", sample.Managers[1]}
	return !slices.Contains(kept, user)
}

var tag = regexp.MustCompile(`(?s)<[^>]*>`)

// words are what a page says.
func words(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
