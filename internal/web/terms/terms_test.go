package terms_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/web/approval"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/terms"
)

// bare is a key that stands where its text should.
var bare = regexp.MustCompile(`\b(terms|credit|lists|say|nav|approval)\.[a-z_]+`)

// row is the value of a box that can be ticked.
var row = regexp.MustCompile(`name="row" value="([^"]+)"`)

func text(html string) string { return regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(html, " ") }

func speaks(t *testing.T, h *pagetest.House, paths ...string) {
	t.Helper()
	for _, path := range paths {
		for _, lang := range desk.Languages {
			a := h.Must(h.Get("head-of-sales", path+"?x=1&lang="+lang))
			if key := bare.FindString(text(a.Body)); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, lang, key)
			}
			if m := regexp.MustCompile(`\{[0-9n]\}`).FindString(a.Body); m != "" {
				t.Errorf("%s in %s leaves a place unfilled: %s", path, lang, m)
			}
		}
	}
}

// Two heads propose a category and a third approves it, on the pages alone.
func TestACampaignOnThePages(t *testing.T) {
	h := pagetest.New(t, append(terms.Routes(), approval.Routes()...))
	if _, err := h.Session("admin").UsePolicy(t.Context(), "regulation", pagetest.Today); err != nil {
		t.Fatal(err)
	}
	speaks(t, h, "/terms")
	page := h.Must(h.Get("head-of-sales", "/terms?campaign=yearly"), "Категории", "51", "1,00 %")
	box := row.FindStringSubmatch(page.Body)
	if box == nil {
		t.Fatalf("nobody is proposed another category:\n%s", text(page.Body))
	}
	form := url.Values{"campaign": {"yearly"}, "row": {box[1]}}
	if a := h.Post("head-of-sales", "/terms", url.Values{"campaign": {"yearly"}}); a.Status != http.StatusSeeOther {
		t.Errorf("nobody ticked is answered %d", a.Status)
	}
	for _, who := range []string{"head-of-sales", "head-of-control"} {
		if a := h.Post(who, "/terms", form); a.Status != http.StatusSeeOther {
			t.Fatalf("%s asks: %d\n%s", who, a.Status, text(a.Body))
		}
	}
	list, err := h.Session("commercial-director").Approvals(t.Context(), desk.ApprovalFilter{Pending: true}, pagetest.Today)
	if err != nil || len(list) != 1 || list[0].Waits == nil || len(list[0].Waits.Proposals) != 0 {
		t.Fatalf("%+v, %v; want one request that waits for the third alone", list, err)
	}
	h.Must(h.Get("head-of-sales", "/terms?campaign=yearly"), "/approvals/1")
	if _, err := h.Session("commercial-director").Decide(t.Context(), 1, desk.Word{Approve: true, Reason: "согласен"}); err != nil {
		t.Error(err)
	}
	if a := h.Must(h.Get("head-of-sales", "/terms?campaign=yearly")); strings.Contains(a.Body, `name="row" value="`+box[1]+`"`) {
		t.Error("who has his category is proposed it again")
	}
}

// Deferral has its cost beside the discount, and a warning either way.
func TestTermsAsAPrice(t *testing.T) {
	h := pagetest.New(t, terms.Routes())
	if _, err := h.Session("admin").UsePolicy(t.Context(), "regulation", pagetest.Today); err != nil {
		t.Fatal(err)
	}
	speaks(t, h, "/terms/price")
	h.Must(h.Get("head-of-sales", "/terms/price"), "Ставка банка неизвестна")
	if a := h.Get("head-of-sales", "/terms/price"); strings.Contains(strings.ReplaceAll(a.Body, "\u00a0", " "), ">0,00 бел") {
		t.Error("what nobody knows is said to cost nothing")
	}
	h.Must(h.Get("head-of-sales", "/terms/price?rate=5"), "в банке: скидка слишком велика")
	h.Must(h.Get("head-of-sales", "/terms/price?rate=90,5"), "у нас: дорого нам", "Стоила отсрочка")
	h.Must(h.Get("head-of-sales", "/terms/price?rate=much"), "не ставка в процентах")
	if a := h.Get("head-of-sales", "/terms/price?rate=20&format=csv"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Цена кредита") {
		t.Errorf("the file: %d %s", a.Status, a.Body)
	}
}

// Prices by term stand beside each contract; commission beside each manager, and a
// manager sees his own.
func TestPricesAndCommissionOnThePages(t *testing.T) {
	h := pagetest.New(t, terms.Routes())
	h.Must(h.Get("head-of-sales", "/terms/price"), "нет цен по сроку")
	h.Must(h.Get("head-of-sales", "/terms/commission"), "нет комиссии")
	if _, err := h.Session("admin").UsePolicy(t.Context(), rules(t), pagetest.Today); err != nil {
		t.Fatal(err)
	}
	speaks(t, h, "/terms/price", "/terms/commission")
	h.Must(h.Get("head-of-sales", "/terms/price"), "для такого срока цены нет", "+2,00 %")
	year := "/terms/commission?from=2025-02-01"
	page := h.Must(h.Get("head-of-sales", year), "в срок × 1,00", "с опозданием до 10 дн. × 0,70", "Комиссия: 2,00 % от того", "Всего")
	own := h.Must(h.Get("sales-manager", year))
	if all, his := strings.Count(page.Body, "<tr"), strings.Count(own.Body, "<tr"); his >= all {
		t.Errorf("a manager sees %d rows, the head of sales %d", his, all)
	}
	h.Must(h.Get("head-of-sales", "/terms/commission?from=2026-03-01&to=2026-02-01"), "сначала более ранний день")
	if a := h.Get("head-of-sales", year+"&format=csv"); a.Status != http.StatusOK || !strings.Contains(a.Body, "Идёт в зачёт") {
		t.Errorf("the file: %d %s", a.Status, a.Body)
	}
}

// rules is a policy with prices by term and a commission.
func rules(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terms.yaml")
	err := os.WriteFile(path, []byte(`policy: terms
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [director]}]
credit:
  prices: [{within: 0, percent: -3}, {within: 7, percent: 0}, {within: 14, percent: 2}]
  commission: {percent: 2, factors: [{paid: ahead, factor: 1.2}, {paid: in-term, factor: 1}, {paid: late, within: 10, factor: 0.7}]}
`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// The black list's page says who is proposed and asks for those who are ticked.
func TestTheBlackListOnThePages(t *testing.T) {
	h := pagetest.New(t, append(terms.Routes(), approval.Routes()...))
	h.Must(h.Get("head-of-sales", "/terms/black-list"), "нет чёрного списка")
	if _, err := h.Session("admin").UsePolicy(t.Context(), "five-steps", pagetest.Today); err != nil {
		t.Fatal(err)
	}
	speaks(t, h, "/terms/black-list")
	page := h.Must(h.Get("finance-control", "/terms/black-list"), "Предложены", "В списке")
	box := row.FindStringSubmatch(page.Body)
	if box == nil {
		t.Fatal("nobody was systematically late")
	}
	if a := h.Post("finance-control", "/terms/black-list", url.Values{"row": {box[1]}, "percent": {"10"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("less than the policy's least is answered %d", a.Status)
	}
	for _, percent := range []string{"60 %", "шестьдесят", "-60"} { // nothing is asked for by a figure that cannot be read, and the tick stays
		a := h.Post("finance-control", "/terms/black-list", url.Values{"row": {box[1]}, "percent": {percent}})
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `value="`+box[1]+`" aria-label="`+box[1]+`" checked`) || !strings.Contains(a.Body, "целое число") {
			t.Errorf("%s is answered %d", percent, a.Status)
		}
	}
	if a := h.Post("finance-control", "/terms/black-list", url.Values{"row": {box[1]}, "percent": {"60"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("asking: %d\n%s", a.Status, text(a.Body))
	}
	if _, err := h.Session("finance-director").Decide(t.Context(), 1, desk.Word{Approve: true, Reason: "согласен"}); err != nil {
		t.Fatal(err)
	}
	h.Must(h.Get("finance-control", "/terms/black-list"), "60 %")
}
