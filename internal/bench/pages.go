package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/sample"
	"debitor/internal/web"
	"debitor/internal/web/page"
)

// pageTarget is how long the slowest but one of twenty answers may take.
const pageTarget = 150 * time.Millisecond

// pageTimes is how often each page is asked for; pageWarm how often before, for
// nobody meets a server that has just started.
const (
	pageTimes = 40
	pageWarm  = 3
	// pageBudget is after how much time of asking a slow page is asked no more.
	pageBudget = 15 * time.Second
)

// timedPage is what asking for a page took.
type timedPage struct {
	Page    string        `json:"page"`
	Address string        `json:"address"`
	P50     time.Duration `json:"p50"`
	P95     time.Duration `json:"p95"`
	Bytes   int           `json:"bytes"`
}

// pagesMeasured are the pages of the web application that read what is large,
// with addresses of which a run asks for each in turn.
func pagesMeasured(customer, invoice string) []struct {
	name      string
	addresses []string
} {
	return []struct {
		name      string
		addresses []string
	}{
		{"customers, overdue first", []string{"/customers", "/customers?page=2", "/customers?page=7"}},
		{"customers, sorted and narrowed", []string{"/customers?show=all&sort=name", "/customers?show=all&sort=-open", "/customers?show=all&sort=customer&page=40", "/customers?class=A"}},
		{"customers, searched", []string{"/customers?q=" + customer, "/customers?q=торг", "/customers?q=ооо"}},
		{"invoices", []string{"/invoices", "/invoices?show=open&sort=-due", "/invoices?show=all&page=5", "/invoices?q=" + invoice, "/invoices?show=all&customer=" + customer}},
		{"letters", []string{"/letters", "/letters?page=9", "/letters?customer=" + customer}},
		{"tasks", []string{"/tasks", "/tasks?show=all", "/tasks?kind=call&page=3"}},
		{"weekly list", []string{"/weekly", "/weekly?page=3"}},
		{"Friday's calls", []string{"/friday"}},
		{"route sheet", []string{"/route?manager=" + strings.ReplaceAll(sample.Managers[0], " ", "+")}},
		{"journal", []string{"/journal", "/journal?page=4"}},
		{"one customer", []string{"/customers/" + customer}},
		{"one invoice", []string{"/invoices/" + invoice}},
		{"today", []string{"/today"}},
		{"runs", []string{"/runs"}},
		{"the day's run", []string{"/runs/" + today, "/runs/" + today + "?view=blocked", "/runs/" + today + "?view=letters&page=20", "/runs/" + today + "?view=letters&state=post:ready"}},
		{"promises", []string{"/promises"}},
		{"disputes", []string{"/disputes"}},
		{"charts", []string{"/charts"}},
		{"set-up list", []string{"/settings/list"}},
		{"whom to sue", []string{"/sue", "/sue?page=60", "/sue?all=1&page=2"}},
		{"limitation", []string{"/limitation", "/limitation?page=90", "/limitation?class=doubtful"}},
		{"categories", []string{"/terms", "/terms?all=1&page=80", "/terms?campaign=quarterly"}},
		{"black list", []string{"/terms/black-list"}},
		{"cost of deferral", []string{"/terms/price", "/terms/price?page=70", "/terms/price?rate=20"}},
		{"commission", []string{"/terms/commission", "/terms/commission?manager=" + strings.ReplaceAll(sample.Managers[0], " ", "+")}},
		{"order queue", []string{"/orders", "/orders?page=90", "/orders?goes=no"}},
		{"charges", []string{"/charges", "/charges?state=proposed", "/charges?customer=" + customer}},
		{"a customer's lateness", []string{"/customers/" + customer + "/lateness"}},
		{"an invoice's lateness", []string{"/invoices/" + invoice + "/lateness"}},
		{"lateness compared, rates", []string{"/lateness", "/interest-rates"}},
		{"contracts with gaps", []string{"/checks", "/checks?page=40", "/checks?gap=penalty"}},
		{"originals", []string{"/checks/originals", "/checks/originals?page=40", "/checks/originals?paper=act"}},
		{"red flags", []string{"/checks/flags", "/checks/flags?page=9"}},
		{"repayment plans", []string{"/restructurings"}},
		{"requests and lifts", []string{"/approvals", "/approvals?show=lifts", "/approvals?show=record"}},
		{"a customer's card", []string{"/customers/" + customer + "/card"}},
	}
}

// pages serves the books over HTTP on the loopback and prints as JSON what
// asking for each page took, or for those named: URL CUSTOMER INVOICE [PAGE...].
func pages(args []string) error {
	ctx := context.Background()
	database, err := db.Open(ctx, args[0])
	if err != nil {
		return err
	}
	now := func() time.Time { return workDay.Time().Add(9 * time.Hour) }
	d := desk.New(database, nil, now)
	s, err := d.Session(ctx, "", desk.Actor{System: "bench"})
	if err != nil {
		return err
	}
	if err := s.AddUser(ctx, "bench", "admin"); err != nil {
		return err
	}
	server := httptest.NewServer(web.Handler(web.Options{Desk: d, Gate: alwaysIn{s.Company().Code}, Routes: web.Routes(), Now: now}))
	defer server.Close()
	base := server.URL + page.Path("c", string(s.Company().Code))
	var all []timedPage
	for _, p := range pagesMeasured(args[1], args[2]) {
		if len(args) > 3 && !slices.Contains(args[3:], p.name) {
			continue
		}
		t, err := timePage(base, p.addresses)
		if err != nil {
			return err
		}
		t.Page = p.name
		tell("%s: p50 %d ms, p95 %d ms", t.Page, t.P50.Milliseconds(), t.P95.Milliseconds())
		all = append(all, t)
	}
	return errors.Join(json.NewEncoder(os.Stdout).Encode(all), database.Close())
}

// alwaysIn lets everybody in as the one user of the bench.
type alwaysIn struct{ company id.Company }

func (alwaysIn) Wrap(h http.Handler) http.Handler { return h }

func (alwaysIn) Often(http.ResponseWriter, *http.Request) error { return nil }

func (g alwaysIn) Visitor(*http.Request) (page.Visitor, bool, error) {
	return page.Visitor{User: "bench", Name: "bench", Language: "ru", Companies: []page.Company{{Code: g.company, Name: "bench"}}}, true, nil
}

func timePage(base string, addresses []string) (t timedPage, err error) {
	var times []time.Duration
	t.Address = addresses[0]
	started := time.Now()
	for i := range pageWarm*len(addresses) + pageTimes {
		began := time.Now()
		n, err := fetch(base + addresses[i%len(addresses)])
		if err != nil {
			return t, err
		}
		if i >= pageWarm*len(addresses) {
			times = append(times, time.Since(began))
			t.Bytes = max(t.Bytes, n)
			if time.Since(started) > pageBudget {
				break
			}
		}
	}
	slices.Sort(times)
	t.P50, t.P95 = times[len(times)/2], times[len(times)*95/100]
	return t, nil
}

// measurePages asks for the pages of the largest books that are measured.
func (b *bench) measurePages(k *books, n int, f invented) error {
	if n < slices.Max(b.invoices) || slices.ContainsFunc(b.pages, func(p enginePage) bool { return p.engine == k.name }) {
		return nil
	}
	var out bytes.Buffer
	cmd := exec.Command(b.self, "pages", k.url, f.customer, f.invoice)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	var list []timedPage
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		return err
	}
	for _, p := range list {
		b.pages = append(b.pages, enginePage{k.name, grouped(n), p})
	}
	return nil
}

// enginePage is a page measured on an engine.
type enginePage struct {
	engine, invoices string
	timedPage
}

// pagesTable is the measured pages beside what DESIGN asks of them.
func (b *bench) pagesTable() string {
	var t strings.Builder
	t.WriteString("| page | of | engine | p50 | p95 | target | |\n|---|---|---|--:|--:|--:|---|\n")
	for _, p := range b.pages {
		verdict := "kept"
		if p.P95 > pageTarget {
			verdict = "**missed**"
		}
		fmt.Fprintf(&t, "| %s | %s invoices | %s | %d ms | %d ms | ≤ %d ms | %s |\n",
			p.Page, p.invoices, p.engine, p.P50.Milliseconds(), p.P95.Milliseconds(), pageTarget.Milliseconds(), verdict)
	}
	return t.String()
}

func fetch(address string) (int, error) {
	response, err := http.Get(address)
	if err != nil {
		return 0, err
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return 0, err
	}
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s answers %d", address, response.StatusCode)
	}
	return len(body), nil
}
