package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/api"
	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/sample"
	"debitor/internal/store"
)

// What shipment checks are to reach (DESIGN §8), and how they are asked: at a
// fixed rate, whether or not the answers come in time, so that waiting counts.
const (
	checkTarget = 5 * time.Millisecond
	checkRate   = 2000
	checkTime   = time.Minute
)

// checked is what asking at a rate came to.
type checked struct {
	What string `json:"what"`
	answered
	Server float64 `json:"server"` // cores that answering took, the database's server apart
	Busy   float64 `json:"busy"`   // cores of the machine that were busy with anything
}

// checks serves the API over HTTP on the loopback and prints as JSON what asking
// it took, beside a bare handler that reads the same rows and decides nothing:
// URL CUSTOMERS.CSV [RATE SECONDS].
func checks(args []string) error {
	ctx := context.Background()
	rate, lasts := strconv.Itoa(checkRate), strconv.Itoa(int(checkTime.Seconds()))
	if len(args) > 3 {
		rate, lasts = args[2], args[3]
	}
	database, err := db.Open(ctx, args[0])
	if err != nil {
		return err
	}
	now := func() time.Time { return sample.Default.Today.Time().Add(9 * time.Hour) }
	d := desk.New(database, nil, now)
	d.MakeRoom()
	s, err := d.Session(ctx, "", desk.Actor{System: "bench"})
	if err != nil {
		return err
	}
	_, secret, err := s.AddKey(ctx, desk.NewKey{Program: "bench-" + id.User(strconv.Itoa(os.Getpid())), Role: "service", Scopes: []string{desk.KeyShipments}, Rate: desk.MaxKeyRate})
	if err != nil {
		return err
	}
	var all []checked
	for _, of := range []struct {
		what    string
		handler http.Handler
	}{{"bare handler", bare(database, s.Company().Code)}, {"shipment check", api.New(d, now)}} {
		c := checked{What: of.what}
		if err := c.ask(of.handler, args[1], secret, rate, lasts); err != nil {
			return err
		}
		tell("%s: %d a second, p50 %v, p99 %v, longest %v, %d failed; cores: asking %.2f, answering %.2f, all together %.2f",
			c.What, c.Answered, c.P50, c.P99, c.Max, c.Failed, c.Asking, c.Server, c.Busy)
		all = append(all, c)
	}
	return errors.Join(json.NewEncoder(os.Stdout).Encode(all), database.Close())
}

// ask has another process ask the handler.
func (c *checked) ask(handler http.Handler, customers, secret, rate, lasts string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	var out bytes.Buffer
	cmd := exec.Command(os.Args[0], "ask", listener.Addr().String(), customers, secret, rate, lasts)
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	began, own, busy := time.Now(), ownTime(), busyTime()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	took := time.Since(began).Seconds()
	c.Server, c.Busy = (ownTime()-own).Seconds()/took, (busyTime()-busy).Seconds()/took
	return json.Unmarshal(out.Bytes(), &c.answered)
}

// bare reads what a shipment check reads of most customers, as it does, and
// decides nothing.
func bare(database *db.DB, company id.Company) http.Handler {
	day := sample.Default.Today
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Customer id.Customer `json:"customer"`
		}
		err := json.NewDecoder(r.Body).Decode(&q)
		ctx, rows := r.Context(), 0
		read := func(tx db.Querier) (err error) {
			rows, err = checkRows(ctx, store.Read(tx, company), q.Customer, day)
			return err
		}
		if err == nil {
			err = database.ReadAhead(ctx, func(tx db.Querier) { _ = read(tx) }, read)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprintf(w, `{"rows": %d}`, rows)
	})
}

// checkRows reads the rows of a check and counts them.
func checkRows(ctx context.Context, r store.Reader, c id.Customer, day cal.Date) (int, error) {
	if _, err := r.RulingOn(ctx, day); err != nil {
		return 0, err
	}
	account, _, err := r.Owing(ctx, c, day)
	if err != nil {
		return 0, err
	}
	contracts, err := r.ContractsOf(ctx, c)
	if err != nil {
		return 0, err
	}
	terms, err := r.TermsFor(ctx, c)
	if err != nil {
		return 0, err
	}
	committed, err := r.Commitments(ctx, []id.Customer{c}, day.Time())
	if err != nil {
		return 0, err
	}
	lifts, err := r.Lifts(ctx, c)
	return len(account.Items) + len(contracts) + len(terms) + len(committed) + len(lifts), err
}

// measureChecks asks the largest books: by themselves, and while a run is
// applied to them.
func (b *bench) measureChecks(k *books, n int, f invented) error {
	if n < slices.Max(b.invoices) || slices.ContainsFunc(b.checks, func(c engineChecks) bool { return c.engine == k.name }) {
		return nil
	}
	for _, beside := range []string{"nothing", "a run"} {
		if err := b.measureChecksBeside(k, n, f, beside); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) measureChecksBeside(k *books, n int, f invented, beside string) error {
	var out bytes.Buffer
	cmd := exec.Command(b.self, "checks", k.url, f.open[0])
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	for waiting := true; waiting && err == nil; {
		if beside == "a run" { // again and again, for one takes less than the asking
			err = b.runAgain(k)
		}
		select {
		case ends := <-ended:
			err, waiting = errors.Join(err, ends), false
		case <-time.After(time.Second):
		}
	}
	if err != nil {
		return fmt.Errorf("checks: %w", err)
	}
	var list []checked
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		return err
	}
	for _, c := range list {
		b.checks = append(b.checks, engineChecks{k.name, grouped(n), beside, c})
	}
	return nil
}

// runAgain takes the run of the day back and applies it.
func (b *bench) runAgain(k *books) error {
	if _, err := k.debitor("undo", "--date", today, "--reason", "to be applied while it is asked"); err != nil {
		return err
	}
	_, err := k.debitor("apply", "--date", today)
	return err
}

// engineChecks is what asking came to on an engine.
type engineChecks struct {
	engine, invoices, beside string
	checked
}

// checksTable is what asking came to beside what DESIGN asks of it.
func (b *bench) checksTable() string {
	var t strings.Builder
	t.WriteString("| | of | engine | beside | asked | answered | p50 | p99 | target | | cores: asking | answering | all |\n|---|---|---|---|--:|--:|--:|--:|--:|---|--:|--:|--:|\n")
	for _, c := range b.checks {
		verdict := "kept"
		if c.P99 > checkTarget || c.Failed > 0 {
			verdict = "**missed**"
		}
		fmt.Fprintf(&t, "| %s | %s invoices | %s | %s | %d/s | %d/s | %.1f ms | %.1f ms | ≤ %d ms | %s | %.2f | %.2f | %.2f |\n",
			c.What, c.invoices, c.engine, c.beside, c.Rate, c.Answered, milliseconds(c.P50), milliseconds(c.P99), checkTarget.Milliseconds(), verdict, c.Asking, c.Server, c.Busy)
	}
	return t.String()
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
