package acts_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/web/acts"
	"debitor/internal/web/pagetest"
)

// bare is a key that no text was found for.
var bare = regexp.MustCompile(`\b(acts|plans|work|say|nav|role|do|fault)\.[a-z_]+`)

var tags = regexp.MustCompile(`<[^>]*>`)

// whole looks at a page in every language for texts that are missing.
func whole(t *testing.T, h *pagetest.House, user, path string) {
	t.Helper()
	for _, lang := range desk.Languages {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		body := h.Must(h.Get(user, path+sep+"lang="+lang)).Body
		if keys := bare.FindAllString(tags.ReplaceAllString(body, " "), -1); keys != nil {
			t.Errorf("%s in %s has keys for texts: %v", path, lang, keys)
		}
	}
}

func debtor(t *testing.T, h *pagetest.House) (customer id.Customer) {
	t.Helper()
	err := h.Session("accountant").Aging(t.Context(), pagetest.Today, "customer", func(r desk.AgingRow) error {
		if customer == "" && r.Total > r.Credit {
			customer = r.Customer
		}
		return nil
	})
	if err != nil || customer == "" {
		t.Fatalf("there is no debtor: %v", err)
	}
	return customer
}

// bring sends a form with a file.
func bring(t *testing.T, h *pagetest.House, path, name string, data []byte, pairs ...string) pagetest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return h.Send("accountant", path, w.FormDataContentType(), &b)
}

func TestAnActFromMakingToItsReturn(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	customer := string(debtor(t, h))
	whole(t, h, "accountant", "/customers/"+customer+"/act")
	a := h.Post("accountant", "/customers/"+customer+"/act", url.Values{"to": {pagetest.Today.String()}})
	if a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, "/acts/1") {
		t.Fatalf("%d to %s: %s", a.Status, a.Location, a.Body)
	}
	for _, path := range []string{"/acts", "/acts/1", "/acts/1/send", "/acts/1/own", "/acts/1/signed", "/acts/1/disagreed", "/acts/1/withdraw", "/acts/1/compare", "/acts/campaign"} {
		whole(t, h, "accountant", path)
	}
	csv := h.Must(h.Get("accountant", "/acts/1?format=csv")).Body
	found := h.Must(bring(t, h, "/acts/1/compare", "act.csv", []byte(csv)))
	if strings.Contains(found.Body, "Not in") || !strings.Contains(found.Body, `class="badge good"`) && !strings.Contains(found.Body, "good") {
		t.Error("our own act does not agree with itself")
	}
	if a := bring(t, h, "/acts/1/compare", "act.csv", []byte("no act at all")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a file that is no act: %d", a.Status)
	}
	if pdf := h.Must(h.Get("accountant", "/acts/1?format=pdf")); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no PDF")
	}
	if a := h.Post("accountant", "/acts/1/own", url.Values{"signed_by": {"Director O."}}); a.Status != http.StatusSeeOther || !strings.Contains(h.Must(h.Get("accountant", "/acts/1")).Body, "Director O.") {
		t.Errorf("signed by us: %d", a.Status)
	}
	if a := h.Post("accountant", "/acts/1/send", url.Values{}); a.Status != http.StatusSeeOther {
		t.Errorf("sent on paper: %d %s", a.Status, a.Body)
	}
	signature := url.Values{"signed_on": {pagetest.Today.String()}, "signed_by": {"Director D."}, "authority": {"power"}}
	if a := h.Post("accountant", "/acts/1/signed", signature); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a power without a number: %d", a.Status)
	}
	signature.Set("authority", "charter")
	if a := h.Post("accountant", "/acts/1/signed", signature); a.Status != http.StatusSeeOther {
		t.Errorf("signed: %d %s", a.Status, a.Body)
	}
	whole(t, h, "accountant", "/acts/1")
	whole(t, h, "accountant", "/acts?state=signed")
}

func TestCampaignPages(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	a := h.Post("accountant", "/acts/campaign", url.Values{"to": {pagetest.Today.String()}, "contracts": {"1"}})
	if a.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.Status, a.Body)
	}
	whole(t, h, "accountant", "/acts?campaign=1")
	if pdf := h.Must(h.Post("accountant", "/campaigns/1/print", nil)); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no PDF")
	}
	if a := h.Post("accountant", "/campaigns/1/send", nil); a.Status != http.StatusForbidden {
		t.Errorf("mailed without a mail server: %d", a.Status)
	}
	before := h.Must(h.Get("accountant", "/acts?campaign=1")).Body
	if a := h.Post("accountant", "/campaigns/1/go-on", nil); a.Status != http.StatusSeeOther || h.Must(h.Get("accountant", "/acts?campaign=1")).Body != before {
		t.Errorf("gone on with what is done: %d", a.Status)
	}
}

func TestControlTotalsPage(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	whole(t, h, "accountant", "/books")
	customer := debtor(t, h)
	a := h.Must(bring(t, h, "/books", "books.csv", []byte("customer;balance\n"+string(customer)+";1.00\nstranger;2.00\nbad;x\n"), "date", pagetest.Today.String()))
	if keys := bare.FindAllString(tags.ReplaceAllString(a.Body, " "), -1); keys != nil || !strings.Contains(a.Body, "stranger") {
		t.Errorf("keys %v", keys)
	}
	if a := h.Post("accountant", "/books", url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("without a file: %d", a.Status)
	}
	if a := h.Get("sales-manager", "/books"); a.Status != http.StatusForbidden {
		t.Errorf("a sales manager sees all books: %d", a.Status)
	}
}

func TestNothingToNet(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	whole(t, h, "accountant", "/customers/"+string(debtor(t, h))+"/netting")
}

// A netting is proposed by one, booked by another when both have signed, and
// taken back.
func TestANettingFromProposalToReversal(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	customer := debtor(t, h)
	file := filepath.Join(t.TempDir(), "owed.csv")
	owed := "customer,document,payable,due,currency\n"
	for _, currency := range []string{"BAM", "BYN", "EUR", "RUB"} {
		owed += string(customer) + ",S-1,10.00,2026-01-01," + currency + "\n"
	}
	if err := os.WriteFile(file, []byte(owed), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Session("accountant").Import(t.Context(), []string{file}, desk.ImportOptions{Kind: intake.Payables, Date: pagetest.Today}); err != nil {
		t.Fatal(err)
	}
	whole(t, h, "accountant", "/customers/"+string(customer)+"/netting")
	whole(t, h, "accountant", "/customers/"+string(customer)+"/netting?format=pdf")
	a := h.Post("accountant", "/customers/"+string(customer)+"/netting", nil)
	if a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, "/nettings/1") {
		t.Fatalf("%d to %s: %s", a.Status, a.Location, a.Body)
	}
	for _, path := range []string{"", "/book", "/withdraw", "?format=pdf"} {
		whole(t, h, "accountant", "/nettings/1"+path)
	}
	signed := url.Values{"signed_on": {pagetest.Today.String()}, "own_by": {"Director O."}, "signed_by": {"Director B."}}
	if a := h.Post("finance-director", "/nettings/1/book", signed); a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusForbidden {
		t.Errorf("booked without authority: %d", a.Status)
	}
	signed.Set("authority", "charter")
	if a := h.Post("accountant", "/nettings/1/book", signed); a.Status == http.StatusSeeOther {
		t.Error("booked by who proposed it")
	}
	if a := h.Post("finance-director", "/nettings/1/book", signed); a.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", a.Status, a.Body)
	}
	for _, path := range []string{"", "/reverse"} {
		whole(t, h, "finance-director", "/nettings/1"+path)
	}
	if a := h.Post("finance-director", "/nettings/1/reverse", url.Values{"reason": {"not so"}}); a.Status != http.StatusSeeOther {
		t.Errorf("%d: %s", a.Status, a.Body)
	}
	if body := h.Must(h.Get("finance-director", "/customers/"+string(customer)+"/netting")).Body; !strings.Contains(body, "/nettings/1") {
		t.Error("the netting is not listed")
	}
}

func TestMonthlyStatements(t *testing.T) {
	h := pagetest.New(t, acts.Routes())
	path := "/customers/" + string(debtor(t, h)) + "/statements"
	whole(t, h, "accountant", path)
	if a := h.Post("accountant", path, url.Values{"address": {"pay@customer.example"}, "day": {"40"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("on day 40: %d", a.Status)
	}
	if a := h.Post("accountant", path, url.Values{"address": {"pay@customer.example"}, "day": {"3"}}); a.Status != http.StatusSeeOther {
		t.Errorf("%d: %s", a.Status, a.Body)
	}
	if body := h.Must(h.Get("accountant", path)).Body; !strings.Contains(body, "pay@customer.example") || !strings.Contains(body, path+"/end") {
		t.Error("the order is not shown")
	}
	if a := h.Post("accountant", path+"/end", nil); a.Status != http.StatusSeeOther {
		t.Errorf("ended: %d", a.Status)
	}
}
