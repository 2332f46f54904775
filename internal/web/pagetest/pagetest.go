// Package pagetest is a small company to try pages on: forty customers with two
// years of history, the runs of a month applied, and a user for every role,
// called by its name.
//
// It is for tests only and stands outside the house. The company is made once
// for a test binary and copied for each House. Start with New.
package pagetest

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/sample"
	"debitor/internal/store"
	"debitor/internal/web"
	"debitor/internal/web/page"
	"debitor/internal/web/signin"
)

// Today is the day in the company: a Friday, and a run day of its policy, whose
// run is not applied yet.
var Today = cal.On(2026, 10, 30)

// customers are few, for every test binary makes them anew.
const customers = 40

// House is the company with its pages open.
type House struct {
	Desk    *desk.Desk
	Company id.Company
	handler http.Handler
	file    string // the database
	t       testing.TB
}

// Answer is what a page said.
type Answer struct {
	Status   int
	Body     string
	Location string // where it sends the visitor
	Header   http.Header
}

// New opens a copy of the company with the routes under test.
func New(tb testing.TB, routes []page.Route) *House {
	tb.Helper()
	file := filepath.Join(tb.TempDir(), "house.db")
	if err := os.WriteFile(file, original(tb), 0o600); err != nil {
		tb.Fatal(err)
	}
	h := &House{Desk: openDesk(tb, file, now), file: file, t: tb}
	h.Company = h.Session("admin").Company().Code
	h.handler = web.Handler(web.Options{Desk: h.Desk, Gate: gate{signin.New(signin.Options{Desk: h.Desk, Now: now})}, Routes: routes, Now: now})
	return h
}

// now is nine in the morning and later at every look, so that changes have an
// order.
func now() time.Time {
	return Today.Time().Add(9*time.Hour + time.Duration(looks.Add(1))*time.Millisecond)
}

var looks atomic.Int64

func openDesk(tb testing.TB, file string, now func() time.Time) *desk.Desk {
	tb.Helper()
	database, err := db.Open(tb.Context(), "sqlite:"+file)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = database.Close() }) // a test's database: nothing is left to lose
	if err := database.Migrate(tb.Context(), store.Migrations); err != nil {
		tb.Fatal(err)
	}
	d := desk.New(database, nil, now)
	d.SealWith(func() ([]byte, error) { return make([]byte, 32), nil })
	return d
}

var (
	once sync.Once
	made []byte
)

// original is the company's database, byte by byte.
func original(tb testing.TB) []byte {
	tb.Helper()
	once.Do(func() {
		dir := tb.TempDir()
		file := filepath.Join(dir, "house.db")
		err := build(tb, dir, file)
		if err == nil {
			made, err = os.ReadFile(file)
		}
		if err != nil {
			tb.Fatal(err)
		}
	})
	return made
}

func build(tb testing.TB, dir, file string) error {
	tb.Helper()
	ctx := context.WithoutCancel(tb.Context())
	database, err := db.Open(ctx, "sqlite:"+file)
	if err != nil {
		return err
	}
	if err := database.Migrate(ctx, store.Migrations); err != nil {
		return err
	}
	if err := fill(ctx, desk.New(database, nil, now), dir); err != nil {
		return err
	}
	return database.Close()
}

func fill(ctx context.Context, d *desk.Desk, dir string) error {
	profile, err := desk.ParseProfile(sample.Company)
	if err != nil {
		return err
	}
	profile.Country, profile.Currency, profile.Language = sample.Country, money.Currency(sample.Currency), sample.Language
	if _, err := d.Init(ctx, desk.Actor{System: "test"}, profile); err != nil {
		return err
	}
	s, err := d.Session(ctx, "", desk.Actor{System: "test"})
	if err != nil {
		return err
	}
	options := sample.Default
	options.Customers, options.Today = customers, Today
	files, err := sample.Write(filepath.Join(dir, "files"), options)
	if err != nil {
		return err
	}
	if _, err := s.Import(ctx, files.Import(), desk.ImportOptions{}); err != nil {
		return err
	}
	for _, role := range policy.Roles {
		if err := s.AddUser(ctx, id.User(role), role); err != nil {
			return err
		}
	}
	for _, manager := range sample.Managers {
		if err := s.AddUser(ctx, id.User(manager), "sales-manager"); err != nil {
			return err
		}
	}
	for day := Today - 28; day < Today; day++ {
		if _, err := s.Apply(ctx, day, ""); err != nil {
			return err
		}
	}
	return takeStatement(ctx, s, filepath.Join(dir, "kl_to_1c.txt"), options)
}

// takeStatement gives the company its bank account, complete to yesterday, with
// entries of every state.
func takeStatement(ctx context.Context, s *desk.Session, file string, options sample.Options) error {
	if err := sample.WriteStatement(file, options, Today-4, Today-1); err != nil {
		return err
	}
	account := store.BankAccount{Account: sample.Account, Name: sample.Bank, Watched: true, Since: Today - 4, Lag: 1}
	if err := s.SaveBankAccount(ctx, account); err != nil {
		return err
	}
	_, err := s.Import(ctx, []string{file}, desk.ImportOptions{})
	return err
}

// Behind is the account of MissStatements, as pages call it.
const Behind = "Второй банк BY13AKBB30120000000010000000"

// MissStatements gives the company a second account, watched since yesterday,
// of which no statement was taken in: letters of Today wait for it.
func (h *House) MissStatements() {
	h.t.Helper()
	name, number, _ := strings.Cut(Behind, " BY")
	account := store.BankAccount{Account: "BY" + number, Name: name, Watched: true, Since: Today - 1, Lag: 1}
	if err := h.Session("admin").SaveBankAccount(h.t.Context(), account); err != nil {
		h.t.Fatal(err)
	}
}

// Session is the desk as a user has it; a user for every role is called by its
// name.
func (h *House) Session(user string) *desk.Session {
	h.t.Helper()
	s, err := h.Desk.Session(h.t.Context(), h.Company, desk.Actor{User: id.User(user), System: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// On is the desk as a user had it on another day: what he does there happened on
// that day.
func (h *House) On(day cal.Date, user string) *desk.Session {
	h.t.Helper()
	then := func() time.Time { return now().Add(time.Duration(day-Today) * 24 * time.Hour) }
	s, err := openDesk(h.t, h.file, then).Session(h.t.Context(), h.Company, desk.Actor{User: id.User(user), System: "test"})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// Get asks for a page of the company, such as "/today?all=1", as a user and in
// Russian unless the address says ?lang=. An empty user is nobody.
func (h *House) Get(user, path string) Answer {
	return h.send(user, httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, h.address(path), http.NoBody))
}

// Piece asks for a page as a piece of it does that asks again by itself.
func (h *House) Piece(user, path string) Answer {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, h.address(path), http.NoBody)
	r.Header.Set("Hx-Request", "true")
	return h.send(user, r)
}

// Post sends a form.
func (h *House) Post(user, path string, form url.Values) Answer {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, h.address(path), strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.send(user, r)
}

// Send posts a body of another type, such as a form with files.
func (h *House) Send(user, path, contentType string, body io.Reader) Answer {
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodPost, h.address(path), body)
	r.Header.Set("Content-Type", contentType)
	return h.send(user, r)
}

// Ask asks for an address below the root, such as that of a public page, or
// posts a form to it.
func (h *House) Ask(user, method, address string, form url.Values) Answer {
	r := httptest.NewRequestWithContext(h.t.Context(), method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.send(user, r)
}

// Do sends a request as it is.
func (h *House) Do(r *http.Request) Answer { return h.send("", r) }

func (h *House) address(path string) string { return "/c/" + url.PathEscape(string(h.Company)) + path }

func (h *House) send(user string, r *http.Request) Answer {
	w := httptest.NewRecorder()
	if user != "" {
		r.Header.Set(userHeader, url.QueryEscape(user))
	}
	h.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return Answer{Status: w.Code, Body: string(body), Location: w.Header().Get("Location"), Header: w.Header()}
}

// Must fails the test unless the page came out well and holds every text.
func (h *House) Must(a Answer, texts ...string) Answer {
	h.t.Helper()
	if a.Status != http.StatusOK {
		h.t.Fatalf("the page answers %d:\n%s", a.Status, a.Body)
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			h.t.Errorf("the page does not say %q:\n%s", text, a.Body)
		}
	}
	return a
}

// userHeader stands for a signed-in session: only this package's gate reads it.
const userHeader = "X-Test-User"

// gate is the real one, but who names a user in the header is him.
type gate struct{ *signin.Gate }

func (g gate) Visitor(r *http.Request) (page.Visitor, bool, error) {
	name, err := url.QueryUnescape(r.Header.Get(userHeader))
	if err != nil || name == "" {
		return g.Gate.Visitor(r)
	}
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = "ru"
	}
	return page.Visitor{User: id.User(name), Name: name, Language: lang, Companies: []page.Company{{Code: "main", Name: "main"}}}, true, nil
}
