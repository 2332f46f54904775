package late_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/claims"
	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/store"
	"debitor/internal/web/customer"
	"debitor/internal/web/late"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(charge|customer|say|nav|role|do|fault|lists|court)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

func house(t *testing.T) *pagetest.House {
	t.Helper()
	return pagetest.New(t, slices.Concat(late.Routes(), customer.Routes()))
}

// overdue is a document that is late, with its customer.
func overdue(t *testing.T, h *pagetest.House) (row desk.LimitRow) {
	t.Helper()
	err := h.Session("lawyer").Limitation(t.Context(), desk.LimitQuery{Date: pagetest.Today, Class: claims.Doubtful}, func(r desk.LimitRow) error {
		if l, err := h.Session("lawyer").Lateness(t.Context(), desk.LateQuery{Invoice: r.Invoice, Part: r.Part, To: pagetest.Today}); row.Customer == "" && err == nil && l.More() > 0 {
			row = r
		}
		return nil
	})
	if err != nil || row.Customer == "" {
		t.Fatalf("there is no late debt: %v", err)
	}
	return row
}

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// A calculation is shown, proposed, charged, paid in part and waived, all in the
// browser; in every language, and as files.
func TestFromCalculationToWaiver(t *testing.T) {
	h := house(t)
	row := overdue(t, h)
	path := "/invoices/" + string(row.Invoice) + "/lateness"
	part := strconv.Itoa(row.Part)
	if a := h.Post("accountant", path, form("to", pagetest.Today.String(), "part", part)); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("proposed without a reason: %d", a.Status)
	}
	a := h.Post("accountant", path, form("to", pagetest.Today.String(), "part", part, "reason", "late again"))
	if a.Status != http.StatusSeeOther || !strings.Contains(a.Location, "/charges/") {
		t.Fatalf("proposed: %d %s %s", a.Status, a.Location, a.Body)
	}
	list, err := h.Session("accountant").Charges(t.Context(), store.ChargeQuery{Customer: row.Customer})
	if err != nil || len(list) == 0 {
		t.Fatal(err, list)
	}
	c := list[len(list)-1]
	charge := "/charges/" + strconv.FormatInt(c.Number, 10)
	paths := []string{
		"/charges", "/charges?all=1", charge, path + "?part=" + part, path + "?to=2020-01-01", path + "?kind=penalty", path + "?kind=interest", "/customers/" + string(row.Customer) + "/lateness",
		"/customers/" + string(row.Customer), "/invoices/" + string(row.Invoice), "/lateness", "/lateness?law=RU&inflation=40", "/lateness?law=BA-RS", "/lateness?principal=much", "/interest-rates", "/interest-rates?series=by-refinancing",
	}
	for _, path := range paths {
		for _, lang := range desk.Languages {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			body := h.Must(h.Get("finance-director", path+sep+"lang="+lang)).Body
			if keys := bare.FindAllString(tags.ReplaceAllString(body, " "), -1); keys != nil {
				t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
			}
		}
	}
	if body := h.Must(h.Get("accountant", "/customers/"+string(row.Customer)+"?lang=en")).Body; !strings.Contains(body, charge) || !strings.Contains(body, "Accrued up to") {
		t.Error("the customer's page does not lead to what he is charged")
	}
	for _, format := range []string{"pdf", "docx", "xlsx"} {
		for _, from := range []string{charge, path + "?part=" + part, "/customers/" + string(row.Customer) + "/lateness"} {
			sep := "?"
			if strings.Contains(from, "?") {
				sep = "&"
			}
			if a := h.Get("accountant", from+sep+"format="+format); a.Status != http.StatusOK || len(a.Body) < 1000 {
				t.Errorf("%s as %s: %d, %d bytes", from, format, a.Status, len(a.Body))
			}
		}
	}
	if a := h.Get("accountant", charge+"?format=odt"); a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusBadRequest {
		t.Errorf("as odt: %d", a.Status)
	}
	act := func(user string, status int, pairs ...string) {
		t.Helper()
		if a := h.Post(user, charge, form(pairs...)); a.Status != status {
			t.Errorf("%v: %d %.300s", pairs, a.Status, a.Body)
		}
	}
	act("finance-director", http.StatusUnprocessableEntity, "do", "rain")
	act("finance-director", http.StatusUnprocessableEntity, "do", "charge")
	act("finance-director", http.StatusSeeOther, "do", "charge", "reason", "as agreed")
	act("accountant", http.StatusUnprocessableEntity, "do", "pay", "paid_amount", "0.01", "paid_on", "2030-01-01", "paid_document", "7")
	act("accountant", http.StatusSeeOther, "do", "pay", "paid_amount", "0.01", "paid_on", pagetest.Today.String(), "paid_document", "7")
	act("finance-director", http.StatusSeeOther, "do", "waive", "waive_amount", "0.01", "waive_reason", "known to us")
	now, err := h.Session("accountant").Charge(t.Context(), c.Number)
	if err != nil || now.State != desk.ChargePartPaid || now.Paid != 1 || now.Waived != 1 || len(now.Moves) != 2 {
		t.Errorf("it stands so: %v %+v", err, now)
	}
	h.Must(h.Get("accountant", charge))
	if a := h.Get("accountant", "/charges?all=1&format=csv"); a.Status != http.StatusOK || !strings.Contains(a.Body, string(row.Customer)) {
		t.Errorf("the list as a file: %d", a.Status)
	}
}

// A sum that somebody named has a page too; who may not charge asks.
func TestASumWithoutACalculation(t *testing.T) {
	h := house(t)
	row := overdue(t, h)
	c, err := h.Session("accountant").ProposeCharge(t.Context(), desk.NewCharge{Kind: ledger.ChargeCourtFee, Customer: row.Customer, To: pagetest.Today, Amount: "40", Basis: "decision 7", Reason: "fee"})
	if err != nil {
		t.Fatal(err)
	}
	charge := "/charges/" + strconv.FormatInt(c.Number, 10)
	if body := h.Must(h.Get("accountant", charge+"?lang=en")).Body; !strings.Contains(body, "there is no calculation") || !strings.Contains(body, "decision 7") {
		t.Error("the page does not say by what it goes")
	}
	if a := h.Post("sales-representative", charge, form("do", "charge", "reason", "x")); a.Status == http.StatusOK {
		t.Errorf("a representative charges: %d", a.Status)
	}
	if a := h.Get("sales-representative", "/charges/999999"); a.Status != http.StatusNotFound {
		t.Errorf("a charge that is not there: %d", a.Status)
	}
}

// The way that comes to most is named, with what a court may take and what
// inflation takes.
func TestComparison(t *testing.T) {
	h := house(t)
	body := func(path string) string {
		return strings.Join(strings.Fields(tags.ReplaceAllString(h.Must(h.Get("lawyer", path)).Body, " ")), " ")
	}
	// 100,000 late from 2024-07-16 to 2024-10-31: 0.1 % a day is 10,800; art. 395 gives 5,387.99 (CONTRACT.md's example).
	got := body("/lateness?lang=en&law=RU&principal=100000&due=2024-07-15&to=2024-10-31&per_day=0.1&inflation=50")
	for _, want := range []string{"10,800.00", "5,387.99", "write it into the contract", "A court may take away", "what inflation takes", "leaves"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	if got := body("/lateness?lang=en&law=RU&principal=100000&due=2024-07-15&to=2024-10-31&per_day=0.01"); !strings.Contains(got, "The law gives") {
		t.Errorf("a low penalty is praised: %s", got)
	}
	if got := body("/interest-rates?lang=en"); !strings.Contains(got, "Not known up to today") || !strings.Contains(got, "known up to") {
		t.Errorf("old rates are not told of: %s", got)
	}
}
