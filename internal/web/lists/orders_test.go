package lists_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/sample"
	"debitor/internal/web/lists"
	"debitor/internal/web/pagetest"
)

var bareOrders = regexp.MustCompile(`\borders\.[a-z_]+`)

// TestOrders: the queue in every language and as files, of everybody and of one
// manager; an order beyond a limit is asked for with one press.
func TestOrders(t *testing.T) {
	h := pagetest.New(t, lists.Routes())
	admin := h.Session("admin")
	h.Must(h.Get("admin", "/orders"), "Нет заказов")
	file := filepath.Join(t.TempDir(), "orders.csv")
	if err := sample.WriteOrders(file, sample.Options{Seed: sample.Default.Seed, Customers: 40, Today: pagetest.Today}, pagetest.Today); err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Import(t.Context(), []string{file}, desk.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	all, err := admin.OrderQueue(t.Context(), desk.QueueQuery{})
	if err != nil || len(all.Rows) < 8 {
		t.Fatalf("%d orders, %v", len(all.Rows), err)
	}
	for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
		a := h.Must(h.Get("admin", lang("/orders", code)), all.Rows[0].Order)
		if key := bareOrders.FindString(a.Body); key != "" {
			t.Errorf("in %s it shows the bare key %s", code, key)
		}
		if first, last := strings.Index(a.Body, all.Rows[0].Order), strings.Index(a.Body, all.Rows[len(all.Rows)-1].Order); first > last {
			t.Error("the last stands first")
		}
	}
	for _, format := range []string{"csv", "xlsx"} {
		if a := h.Must(h.Get("admin", "/orders?format="+format)); len(a.Body) < 500 || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d bytes", format, len(a.Body))
		}
	}
	whole := h.Must(h.Get("admin", "/orders?goes=whole")).Body
	for _, o := range all.Rows {
		if strings.Contains(whole, o.Order) != (o.Goes == desk.GoesWhole) {
			t.Errorf("%s goes %s, and the filter says otherwise", o.Order, o.Goes)
		}
	}
	own := h.Must(h.Get(sample.Managers[0], "/orders")).Body
	hers := 0
	for _, o := range all.Rows {
		if o.Manager == sample.Managers[0] {
			hers++
		}
		if strings.Contains(own, o.Order) != (o.Manager == sample.Managers[0]) {
			t.Errorf("%s of %s", o.Order, o.Manager)
		}
	}
	if hers == 0 {
		t.Error("she has no orders")
	}
	askFor(t, h, admin, all.Rows)
}

// askFor makes an order one that only a limit keeps back, and presses.
func askFor(t *testing.T, h *pagetest.House, admin *desk.Session, rows []desk.QueuedOrder) {
	t.Helper()
	for _, o := range rows {
		if o.Goes != desk.GoesWhole || o.Currency != "BYN" {
			continue
		}
		if _, err := admin.SetTerm(t.Context(), desk.NewTerm{Customer: o.Customer, Kind: "limit", Amount: "1", Reason: "test"}); err != nil {
			t.Fatal(err)
		}
		order := "/orders/" + url.PathEscape(o.Order) + "/ask"
		h.Must(h.Get("admin", "/orders?customer="+string(o.Customer)), "Запросить больший лимит")
		a := h.Post("sales-representative", order, nil)
		if o.Manager != "sales-representative" && a.Status != http.StatusUnprocessableEntity {
			t.Errorf("who does not see the customer is answered %d", a.Status)
		}
		if a = h.Post("assistant", order, nil); a.Status != http.StatusSeeOther || !strings.Contains(a.Location, "/approvals/") {
			t.Errorf("asked: %d %s %s", a.Status, a.Location, a.Body)
		}
		if a = h.Post("assistant", "/orders/none/ask", nil); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Нет заказа «none»") {
			t.Errorf("an order that is not there: %d", a.Status)
		}
		return
	}
	t.Error("no order goes whole")
}
