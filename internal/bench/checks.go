package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"debitor/internal/api"
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
	// checkWarm is how long is asked before, at the same rate.
	checkWarm = 5 * time.Second
	// checkCallers is how many questions can be under way at once; who finds all
	// of them busy waits, and that counts too.
	checkCallers = 64
)

// checked is what asking at a rate came to.
type checked struct {
	What     string        `json:"what"`
	Rate     int           `json:"rate"`     // asked for, per second
	Answered int           `json:"answered"` // per second, in truth
	Failed   int           `json:"failed"`
	P50      time.Duration `json:"p50"`
	P99      time.Duration `json:"p99"`
	Max      time.Duration `json:"max"`
}

// checks serves the API over HTTP on the loopback and prints as JSON what asking
// it took, beside a bare handler that reads the same rows and decides nothing:
// URL CUSTOMERS.CSV [RATE SECONDS].
func checks(args []string) error {
	ctx := context.Background()
	rate, lasts := checkRate, checkTime
	if len(args) > 3 {
		var err error
		if rate, err = strconv.Atoi(args[2]); err != nil {
			return err
		}
		seconds, err := strconv.Atoi(args[3])
		if err != nil {
			return err
		}
		lasts = time.Duration(seconds) * time.Second
	}
	database, err := db.Open(ctx, args[0])
	if err != nil {
		return err
	}
	now := func() time.Time { return sample.Default.Today.Time().Add(9 * time.Hour) }
	d := desk.New(database, nil, now)
	s, err := d.Session(ctx, "", desk.Actor{System: "bench"})
	if err != nil {
		return err
	}
	_, secret, err := s.AddKey(ctx, desk.NewKey{Program: "bench-" + id.User(strconv.Itoa(os.Getpid())), Role: "service", Scopes: []string{desk.KeyShipments}, Rate: desk.MaxKeyRate})
	if err != nil {
		return err
	}
	customers, err := codes(args[1])
	if err != nil {
		return err
	}
	var all []checked
	for _, of := range []struct {
		what    string
		handler http.Handler
	}{{"bare handler", bare(database, s.Company().Code)}, {"shipment check", api.New(d, now)}} {
		c, err := ask(of.what, of.handler, secret, customers, rate, lasts)
		if err != nil {
			return err
		}
		tell("%s: %d a second, p50 %v, p99 %v, longest %v, %d failed", c.What, c.Answered, c.P50, c.P99, c.Max, c.Failed)
		all = append(all, c)
	}
	return errors.Join(json.NewEncoder(os.Stdout).Encode(all), database.Close())
}

// bare reads what a shipment check reads of a customer and decides nothing.
func bare(database *db.DB, company id.Company) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Customer id.Customer `json:"customer"`
		}
		err := json.NewDecoder(r.Body).Decode(&q)
		open := 0
		if err == nil {
			err = database.Read(r.Context(), func(tx db.Querier) error {
				read := store.Read(tx, company)
				account, _, err := read.Account(r.Context(), q.Customer, sample.Default.Today, store.Needs{})
				if err != nil {
					return err
				}
				open = len(account.Items)
				_, err = read.ContractsOf(r.Context(), q.Customer)
				return err
			})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprintf(w, `{"items": %d}`, open)
	})
}

// ask asks at a rate. Each question has its moment; how long it took is counted
// from that, not from when there was somebody to ask it.
func ask(what string, handler http.Handler, secret string, customers []string, rate int, lasts time.Duration) (checked, error) {
	c := checked{What: what, Rate: rate}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return c, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: checkCallers, MaxConnsPerHost: checkCallers}}
	address := "http://" + listener.Addr().String() + "/api/v1/shipment-checks"
	one := func(n int) error {
		body := `{"customer": "` + customers[n*7919%len(customers)] + `", "amount": "1000.00"}`
		r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		r.Header.Set("Content-Type", "application/json")
		response, err := client.Do(r)
		if err != nil {
			return err
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		if err == nil && response.StatusCode != http.StatusOK {
			err = fmt.Errorf("answered %d: %s", response.StatusCode, text)
		}
		return err
	}
	atRate(one, rate, checkWarm)
	times, failed, took := atRate(one, rate, lasts)
	slices.Sort(times)
	c.P50, c.P99, c.Max, c.Failed = times[len(times)/2], times[len(times)*99/100], times[len(times)-1], failed
	c.Answered = int(float64(len(times)-failed) / took.Seconds())
	return c, nil
}

func atRate(one func(n int) error, rate int, lasts time.Duration) (times []time.Duration, failed int, took time.Duration) {
	total := int(lasts.Seconds() * float64(rate))
	times = make([]time.Duration, total)
	numbers := make(chan int, total)
	began := time.Now()
	var wait sync.WaitGroup
	var mu sync.Mutex
	due := func(n int) time.Time { return began.Add(time.Duration(n) * time.Second / time.Duration(rate)) }
	for range checkCallers {
		wait.Go(func() {
			for n := range numbers {
				if err := one(n); err != nil {
					mu.Lock()
					if failed++; failed < 4 {
						tell("%v", err)
					}
					mu.Unlock()
				}
				times[n] = time.Since(due(n))
			}
		})
	}
	for n := range total {
		if pause := time.Until(due(n)); pause > 0 {
			time.Sleep(pause)
		}
		numbers <- n
	}
	close(numbers)
	wait.Wait()
	return times, failed, time.Since(began)
}

// codes are the first cells of a CSV file below its heading.
func codes(path string) (list []string, err error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	read := csv.NewReader(bufio.NewReader(in))
	read.FieldsPerRecord = -1
	for n := 0; ; n++ {
		record, err := read.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, record[0])
		}
	}
}

// measureChecks asks the largest books while a run is applied to them.
func (b *bench) measureChecks(k *books, n int, f invented) error {
	if n < slices.Max(b.invoices) || slices.ContainsFunc(b.checks, func(c engineChecks) bool { return c.engine == k.name }) {
		return nil
	}
	var out bytes.Buffer
	if _, err := k.debitor("undo", "--date", today, "--reason", "to be applied while it is asked"); err != nil {
		return err
	}
	cmd := exec.Command(b.self, "checks", k.url, f.open[0])
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	_, applied := k.debitor("apply", "--date", today)
	if err := errors.Join(cmd.Wait(), applied); err != nil {
		return fmt.Errorf("checks: %w", err)
	}
	var list []checked
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		return err
	}
	for _, c := range list {
		b.checks = append(b.checks, engineChecks{k.name, grouped(n), c})
	}
	return nil
}

// engineChecks is what asking came to on an engine.
type engineChecks struct {
	engine, invoices string
	checked
}

// checksTable is what asking came to beside what DESIGN asks of it.
func (b *bench) checksTable() string {
	var t strings.Builder
	t.WriteString("| | of | engine | asked | answered | p50 | p99 | target | |\n|---|---|---|--:|--:|--:|--:|--:|---|\n")
	for _, c := range b.checks {
		verdict := "kept"
		if c.P99 > checkTarget || c.Failed > 0 {
			verdict = "**missed**"
		}
		fmt.Fprintf(&t, "| %s | %s invoices | %s | %d/s | %d/s | %.1f ms | %.1f ms | ≤ %d ms | %s |\n",
			c.What, c.invoices, c.engine, c.Rate, c.Answered, milliseconds(c.P50), milliseconds(c.P99), checkTarget.Milliseconds(), verdict)
	}
	return t.String()
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
