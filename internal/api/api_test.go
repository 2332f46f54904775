package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"debitor/internal/api"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/pagetest"
)

// door is the API over the small company of pagetest.
type door struct {
	*testing.T
	*pagetest.House
	handler http.Handler
	all     *desk.Session // the operator's
}

func open(t *testing.T) *door {
	t.Helper()
	h := pagetest.New(t, nil)
	s, err := h.Desk.Session(t.Context(), h.Company, desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return &door{T: t, House: h, handler: api.New(h.Desk, func() time.Time { return pagetest.Today.Time() }), all: s}
}

// key makes a key and gives its secret.
func (d *door) key(n desk.NewKey) (store.Key, string) {
	d.Helper()
	k, secret, err := d.all.AddKey(d.Context(), n)
	if err != nil {
		d.Fatal(err)
	}
	return k, secret
}

// answer is what the door said.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// problem reads an answer that went wrong.
func (a *answer) problem(t *testing.T) api.Problem {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal([]byte(a.Body), &p); err != nil || a.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d: no problem: %v: %s", a.Status, err, a.Body)
	}
	if p.Status != a.Status || p.Request == "" || p.Detail == "" || p.Title == "" || p.Type != "urn:debitor:"+p.Code {
		t.Errorf("a problem of %d lacks something: %+v", a.Status, p)
	}
	return p
}

// ask calls the door; pairs are names and values of headers.
func (d *door) ask(secret, method, path, body string, pairs ...string) *answer {
	d.Helper()
	return d.send(d, secret, method, path, body, pairs...)
}

func (d *door) send(t testing.TB, secret, method, path, body string, pairs ...string) *answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Header.Set(pairs[i], pairs[i+1])
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &answer{w.Code, w.Header(), string(text)}
}

// refused fails unless the answer is a problem of the status and code.
func (d *door) refused(a *answer, status int, code string) api.Problem {
	d.Helper()
	p := a.problem(d.T)
	if a.Status != status || p.Code != code {
		d.Errorf("answered %d %s, want %d %s: %s", a.Status, p.Code, status, code, a.Body)
	}
	return p
}

// read reads an answer that went well.
func read[T any](d *door, a *answer) (v T) {
	d.Helper()
	if a.Status/100 != 2 {
		d.Fatalf("answered %d: %s", a.Status, a.Body)
	}
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		d.Fatalf("%v: %s", err, a.Body)
	}
	return v
}

// everything is a key that opens all, of a program that may all that an
// accountant and the head of sales may.
func (d *door) everything() string {
	d.Helper()
	_, secret := d.key(desk.NewKey{Program: "everything", Role: "head-of-sales", Scopes: desk.KeyScopes, Rate: desk.MaxKeyRate})
	return secret
}

// held is a customer to whom shipments are stopped.
func (d *door) held() id.Customer {
	d.Helper()
	return d.heldBy(d, d.everything())
}

func (d *door) heldBy(t testing.TB, secret string) id.Customer {
	t.Helper()
	var page api.Page[api.Shipment]
	err := json.Unmarshal([]byte(d.send(t, secret, "GET", "/holds?limit=1", "").Body), &page)
	if err != nil || len(page.Items) != 1 || page.Items[0].Allowed {
		t.Fatalf("nobody is held: %v, %+v", err, page)
	}
	return page.Items[0].Customer
}

// TestShipmentCheck: the answer is that of the desk, in words of the language
// that was asked for.
func TestShipmentCheck(t *testing.T) {
	d := open(t)
	customer := d.held()
	_, secret := d.key(desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyShipments}})
	body := `{"customer": "` + string(customer) + `", "amount": "10.00"}`
	russian := read[api.Shipment](d, d.ask(secret, "POST", "/shipment-checks", body, "Accept-Language", "ru-RU,en;q=0.5"))
	english := read[api.Shipment](d, d.ask(secret, "POST", "/shipment-checks", body, "Accept-Language", "en"))
	want, err := d.all.Hold(t.Context(), desk.HoldQuery{Customer: customer, Date: pagetest.Today, Amount: "10.00"})
	if err != nil {
		t.Fatal(err)
	}
	if russian.Allowed || len(russian.Reasons) == 0 || *russian.Available != "0.00" || len(russian.LiftedBy) == 0 || russian.ReleasedByPayment != want.ReleasedByPayment.Decimal(want.Currency) {
		t.Errorf("the answer is not the desk's: %+v", russian)
	}
	if !strings.Contains(russian.Reasons[0].Text, "просрочено") || !strings.Contains(english.Reasons[0].Text, "overdue") || russian.Reasons[0].Code != english.Reasons[0].Code {
		t.Errorf("in Russian %q, in English %q", russian.Reasons[0].Text, english.Reasons[0].Text)
	}
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "nobody"}`), http.StatusNotFound, "customer.unknown")
	p := d.refused(d.ask(secret, "POST", "/shipment-checks", `{"amount": "1,5", "date": "3.2.2026"}`), http.StatusUnprocessableEntity, "api.body")
	if len(p.Errors) != 3 || p.Errors[0].Pointer != "/amount" || p.Errors[1].Pointer != "/customer" || p.Errors[2].Pointer != "/date" {
		t.Errorf("the mistakes are %+v", p.Errors)
	}
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "`+string(customer)+`", "amuont": "1"}`), http.StatusUnprocessableEntity, "api.body")
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "1"} {}`), http.StatusBadRequest, "api.json")
	d.refused(d.ask(secret, "POST", "/shipment-checks", `x`, "Content-Type", "text/plain"), http.StatusUnsupportedMediaType, "api.type")
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "`+strings.Repeat("x", 1<<20)+`"}`), http.StatusRequestEntityTooLarge, "api.too_large")
	d.refused(d.ask(secret, "GET", "/customers", ""), http.StatusForbidden, "key.scope")
}

// TestKeys: a key that is none, expired, revoked or of somebody who was
// disabled opens nothing, and its secret is nowhere in the books.
func TestKeys(t *testing.T) {
	d := open(t)
	n := desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyShipments, desk.KeyRead}}
	k, secret := d.key(n)
	if a := d.ask(secret, "GET", "/runs", ""); a.Status != http.StatusOK {
		t.Fatalf("a good key is answered %d: %s", a.Status, a.Body)
	}
	d.refused(d.ask("", "GET", "/runs", ""), http.StatusUnauthorized, "key.missing")
	for _, bad := range []string{secret[:len(secret)-1], secret + "x", "debitor_" + k.ID + "_x", "debitor_", "nothing", strings.ToUpper(secret)} {
		a := d.ask(bad, "GET", "/runs", "")
		d.refused(a, http.StatusUnauthorized, "key.unknown")
		if a.Header.Get("WWW-Authenticate") == "" {
			t.Error("nobody says how to bring a key")
		}
	}
	if _, _, err := d.all.AddKey(t.Context(), desk.NewKey{Program: "lawyer", Role: "lawyer", Scopes: n.Scopes}); err == nil {
		t.Error("a key acts as a person")
	}
	if _, err := d.all.PasswordLink(t.Context(), "warehouse", nil); err == nil {
		t.Error("a program can sign in")
	}
	if err := d.all.RevokeKey(t.Context(), k.ID, "lost"); err != nil {
		t.Fatal(err)
	}
	api.Forget(d.handler)
	d.refused(d.ask(secret, "GET", "/runs", ""), http.StatusUnauthorized, "key.revoked")
	_, second := d.key(n)
	if a := d.ask(second, "GET", "/runs", ""); a.Status != http.StatusOK {
		t.Errorf("the program's next key is answered %d: %s", a.Status, a.Body)
	}
	list, err := d.all.Keys(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("keys: %v, %v", list, err)
	}
	for _, k := range list {
		if strings.Contains(k.Hash, second) || k.Hash == "" {
			t.Errorf("the secret of %s is kept", k.ID)
		}
	}
}

// TestFlood: a key has its calls a minute and no more, and who guesses keys is
// not listened to any longer.
func TestFlood(t *testing.T) {
	d := open(t)
	_, secret := d.key(desk.NewKey{Program: "warehouse", Role: "service", Scopes: []string{desk.KeyRead}, Rate: 5})
	for range 5 {
		if a := d.ask(secret, "GET", "/runs", ""); a.Status != http.StatusOK {
			t.Fatalf("answered %d: %s", a.Status, a.Body)
		}
	}
	a := d.ask(secret, "GET", "/runs", "")
	d.refused(a, http.StatusTooManyRequests, "api.rate")
	if a.Header.Get("Retry-After") == "" {
		t.Error("nobody says when to come again")
	}
	for range 60 {
		d.refused(d.ask("debitor_guess_x", "GET", "/runs", ""), http.StatusUnauthorized, "key.unknown")
	}
	d.refused(d.ask("debitor_guess_x", "GET", "/runs", ""), http.StatusTooManyRequests, "key.tries")
	if a := d.ask(secret, "GET", "/runs", ""); a.problem(t).Code != "api.rate" {
		t.Errorf("who holds a good key is shut out with those who guess: %s", a.Body)
	}
}

// TestReplay: the same call with the same key of idempotency happens once; one
// of other content is refused, and another program's key is its own.
func TestReplay(t *testing.T) {
	d := open(t)
	secret := d.everything()
	body := func(amount string) string {
		return `{"items": [{"invoice": "api 1", "customer": "` + string(d.customer()) + `", "date": "2026-10-01", "due": "2026-10-20", "amount": "` + amount + `", "currency": "BYN"}]}`
	}
	first := d.ask(secret, "POST", "/invoices", body("10.00"), "Idempotency-Key", "one")
	if first.Status != http.StatusCreated {
		t.Fatalf("answered %d: %s", first.Status, first.Body)
	}
	again := d.ask(secret, "POST", "/invoices", body("10.00"), "Idempotency-Key", "one")
	if again.Status != first.Status || again.Body != first.Body {
		t.Errorf("the replay is answered %d %s, the first was %s", again.Status, again.Body, first.Body)
	}
	d.refused(d.ask(secret, "POST", "/invoices", body("20.00"), "Idempotency-Key", "one"), http.StatusUnprocessableEntity, "once.other_content")
	_, other := d.key(desk.NewKey{Program: "another", Role: "accountant", Sees: "all", Scopes: []string{desk.KeyWrite}})
	theirs := strings.Replace(body("30.00"), "api 1", "api 2", 1)
	if taken := read[api.Taken](d, d.ask(other, "POST", "/invoices", theirs, "Idempotency-Key", "one")); taken.New != 1 {
		t.Errorf("another program's call under its own key of that name is answered %+v", taken)
	}
	v := read[api.Invoice](d, d.ask(secret, "GET", "/invoices/api%201", ""))
	if v.Open != "10.00" || v.Amount != "10.00" {
		t.Errorf("the invoice is %+v", v)
	}
	if taken := read[api.Taken](d, d.ask(secret, "POST", "/invoices", body("10.00"))); taken.Unchanged != 1 {
		t.Errorf("without a key the same record is %+v", taken)
	}
}

// TestAKeyIsOfItsCall: a key of idempotency that came with a call that was refused
// says nothing of the program's next call, and is not used up by it.
func TestAKeyIsOfItsCall(t *testing.T) {
	d := open(t)
	secret := d.everything()
	body := func(invoice, amount string) string {
		return `{"items": [{"invoice": "` + invoice + `", "customer": "` + string(d.customer()) + `", "date": "2026-10-01", "due": "2026-10-20", "amount": "` + amount + `", "currency": "BYN"}]}`
	}
	d.refused(d.ask(secret, "POST", "/invoices", body("api 1", "ten"), "Idempotency-Key", "one"), http.StatusUnprocessableEntity, "api.body")
	for _, call := range []*answer{
		d.ask(secret, "POST", "/invoices", body("api 2", "20.00")),
		d.ask(secret, "POST", "/invoices", body("api 1", "10.00"), "Idempotency-Key", "one"),
	} {
		if taken := read[api.Taken](d, call); taken.New != 1 {
			t.Errorf("taken is %+v", taken)
		}
	}
}

// customer is any customer of the company.
func (d *door) customer() id.Customer {
	d.Helper()
	rows, err := d.all.PageCustomers(d.Context(), store.PageQuery{Limit: 1})
	if err != nil || len(rows) != 1 {
		d.Fatal(err)
	}
	return rows[0].ID
}

// TestBatches: records are taken in by the rules of imports, all or none, and
// every mistake is told with its place.
func TestBatches(t *testing.T) {
	d := open(t)
	secret := d.everything()
	for _, c := range []struct{ path, body string }{
		{"/customers", `{"items": [{"customer": "api 1", "name": "Bakery; \"Rye\"\nLtd", "email": "a@rye.example"}]}`},
		{"/contracts", `{"items": [{"contract": "K api", "customer": "api 1", "payment_days": 0, "term_from": "shipment", "limit_amount": "1000", "penalty_per_day": "0.125"}]}`},
		{"/invoices", `{"items": [{"invoice": "V 1", "customer": "api 1", "contract": "K api", "date": "2026-10-01", "shipped": "2026-10-02", "amount": "1234.50", "currency": "BYN"}]}`},
		{"/payments", `{"items": [{"payment": "P 1", "customer": "api 1", "date": "2026-10-03", "amount": "34.50", "currency": "BYN", "invoice": "V 1"}]}`},
		{"/events", `{"items": [{"date": "2026-10-04", "kind": "handed_over", "invoice": "V 1"}]}`},
	} {
		if taken := read[api.Taken](d, d.ask(secret, "POST", c.path, c.body)); taken.New != 1 {
			t.Errorf("%s: %+v", c.path, taken)
		}
		if taken := read[api.Taken](d, d.ask(secret, "POST", c.path, c.body)); taken.Unchanged != 1 || taken.New != 0 {
			t.Errorf("%s again: %+v", c.path, taken)
		}
	}
	v := read[api.Invoice](d, d.ask(secret, "GET", "/invoices/V%201", ""))
	if v.Open != "1200.00" || len(v.Instalments) != 1 || v.Instalments[0].Due.String() != "2026-10-02" || v.HandedOver.String() != "2026-10-04" {
		t.Errorf("the invoice is %+v", v)
	}
	if k := read[api.Contract](d, d.ask(secret, "GET", "/contracts/K%20api", "")); k.PaymentDays == nil || *k.PaymentDays != 0 || k.PenaltyPerDay != "0.125" {
		t.Errorf("the contract is %+v", k)
	}
	bad := `{"items": [
		{"invoice": "V 2", "customer": "api 1", "date": "2026-10-01", "amount": "1.00", "currency": "BYN"},
		{"invoice": "V 3", "customer": "nobody", "date": "2026-10-01", "amount": "1.001", "currency": "BYN"}]}`
	p := d.refused(d.ask(secret, "POST", "/invoices", bad, "Accept-Language", "de"), http.StatusUnprocessableEntity, "import.refused")
	if len(p.Errors) != 1 || p.Errors[0].Pointer != "/items/1/amount" {
		t.Errorf("the mistakes are %+v", p.Errors)
	}
	d.refused(d.ask(secret, "GET", "/invoices/V%202", ""), http.StatusNotFound, "invoice.unknown")
	p = d.refused(d.ask(secret, "POST", "/invoices", strings.Replace(bad, "1.001", "1.00", 1)), http.StatusUnprocessableEntity, "import.refused")
	if len(p.Errors) != 1 || p.Errors[0].Pointer != "/items/1/customer" || p.Errors[0].Code != "import.customer_unknown" {
		t.Errorf("the mistakes are %+v", p.Errors)
	}
}

// TestLists: a list walked by its cursors is the whole list, each once.
func TestLists(t *testing.T) {
	d := open(t)
	secret := d.everything()
	for _, path := range []string{
		"/customers?", "/contracts?", "/invoices?state=open&", "/payments?", "/events?", "/letters?", "/promises?from=2024-01-01&", "/disputes?", "/approvals?", "/holds?",
	} {
		whole := read[api.Page[json.RawMessage]](d, d.ask(secret, "GET", path+"limit=500", ""))
		var walked []json.RawMessage
		size := max(1, len(whole.Items)/3)
		for next := ""; ; {
			page := read[api.Page[json.RawMessage]](d, d.ask(secret, "GET", path+"limit="+number(size)+"&cursor="+next, ""))
			walked = append(walked, page.Items...)
			if next = page.Next; next == "" {
				break
			}
		}
		if whole.Next != "" {
			walked = walked[:len(whole.Items)]
		}
		if a, b := text(walked), text(whole.Items); a != b {
			t.Errorf("%s: walked are %d, at once %d", path, len(walked), len(whole.Items))
		}
	}
	aging := read[api.Aging](d, d.ask(secret, "GET", "/aging?limit=500", ""))
	piece := read[api.Aging](d, d.ask(secret, "GET", "/aging?limit=3", ""))
	rest := read[api.Aging](d, d.ask(secret, "GET", "/aging?limit=500&cursor="+piece.Next, ""))
	if len(piece.Rows)+len(rest.Rows) != len(aging.Rows) || len(aging.Rows) < 5 {
		t.Errorf("aging has %d rows, in pieces %d and %d", len(aging.Rows), len(piece.Rows), len(rest.Rows))
	}
	if aging.Rows[0].Left != nil {
		t.Error("nobody asked for the days left before limitation")
	}
	d.leftByAge(secret)
	plan := read[api.Plan](d, d.ask(secret, "GET", "/plan?limit=500", ""))
	head := read[api.Plan](d, d.ask(secret, "GET", "/plan?limit=2", ""))
	tail := read[api.Plan](d, d.ask(secret, "GET", "/plan?limit=500&cursor="+head.Next, ""))
	if !plan.RunDay || len(head.Steps)+len(tail.Steps) != len(plan.Steps) || len(plan.Steps) < 3 {
		t.Errorf("the plan has %d steps, in pieces %d and %d", len(plan.Steps), len(head.Steps), len(tail.Steps))
	}
	d.refused(d.ask(secret, "GET", "/customers?cursor=%21", ""), http.StatusBadRequest, "api.cursor")
	d.refused(d.ask(secret, "GET", "/customers?limit=501", ""), http.StatusBadRequest, "api.limit")
	d.refused(d.ask(secret, "GET", "/customers?what=1", ""), http.StatusBadRequest, "api.parameter")
	d.refused(d.ask(secret, "GET", "/invoices?state=lost", ""), http.StatusBadRequest, "api.parameter")
	d.refused(d.ask(secret, "GET", "/nothing", ""), http.StatusNotFound, "api.none")
	d.refused(d.ask(secret, "DELETE", "/customers", ""), http.StatusMethodNotAllowed, "api.method")
}

// leftByAge asks for the days left before limitation with the ages, and sees that they
// are those of the report on limitation.
func (d *door) leftByAge(secret string) {
	d.Helper()
	want := map[id.Invoice]int{}
	err := d.all.Limitation(d.Context(), desk.LimitQuery{Date: pagetest.Today}, func(r desk.LimitRow) error {
		if days, ok := want[r.Invoice]; r.Clock != nil && (!ok || r.Clock.Left() < days) {
			want[r.Invoice] = r.Clock.Left()
		}
		return nil
	})
	if err != nil || len(want) < 5 {
		d.Fatalf("%d documents, %v", len(want), err)
	}
	rows := read[api.Aging](d, d.ask(secret, "GET", "/aging?by=invoice&limitation=yes&limit=500", "")).Rows
	for _, r := range rows {
		days, known := want[r.Invoice]
		if known != (r.Left != nil) || known && (*r.Left != days || r.Verified == nil) {
			d.Errorf("%s has %v days left, want %d, %v", r.Invoice, r.Left, days, known)
		}
	}
	if len(rows) < len(want) {
		d.Errorf("%d rows for %d documents", len(rows), len(want))
	}
	d.refused(d.ask(secret, "GET", "/aging?limitation=perhaps", ""), http.StatusBadRequest, "api.parameter")
}

func text(list []json.RawMessage) string {
	var b strings.Builder
	for _, v := range list {
		b.Write(v)
		b.WriteByte('\n')
	}
	return b.String()
}

func number(n int) string { b, _ := json.Marshal(n); return string(b) }
