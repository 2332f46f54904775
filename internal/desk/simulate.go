package desk

import (
	"context"
	"runtime"

	"debitor/internal/backtest"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

const (
	// simulateCustomers is how many customers are played at a time: daily work of
	// two policies over some years, with every reason, may be a megabyte for each.
	simulateCustomers = 50
	// simulateWorkers bounds the batches that are played, and so held, at once.
	simulateWorkers = 4
	// simulateDays bounds a span: ten years, more than books are kept.
	simulateDays = 3660
)

// SimulateQuery asks what policies would have done.
type SimulateQuery struct {
	Policies []string // one, or two to be compared: as PolicyNamed takes them
	From, To cal.Date // both included
	Manager  string   // only his customers
}

// Simulation is what came of it; customers and differences were given piece by
// piece.
type Simulation struct {
	From, To    cal.Date
	Policies    []Simulated // in the order asked for
	Customers   int         // whose histories were played
	Differences int
	KnownYears  bool // the business calendar has every year; else weekends are all that is off
}

// Simulated is one policy and what it would have done.
type Simulated struct {
	Rules
	Figures backtest.Figures
}

// SimulatedPart is what the next customers add.
type SimulatedPart struct {
	Customers   []SimulatedCustomer // for whom anything was done or held
	Differences []backtest.Difference
}

// SimulatedCustomer is what the policies did about a customer.
type SimulatedCustomer struct {
	backtest.Customer
	Name string
}

// Simulate plays policies over the recorded past and gives what they did to
// fn, in the order of the customers' codes; it changes nothing. Several
// batches are played at once, and the next is read meanwhile.
func (s *Session) Simulate(ctx context.Context, q SimulateQuery, fn func(SimulatedPart) error) (out Simulation, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		p := player{s: s, r: r, q: q}
		out = Simulation{From: q.From, To: q.To, KnownYears: true}
		for year := q.From.Year(); year <= q.To.Year(); year++ {
			out.KnownYears = out.KnownYears && s.Calendar().Known(year)
		}
		for _, name := range q.Policies {
			named, err := s.policyNamed(ctx, r, name)
			if err != nil {
				return err
			}
			p.policies = append(p.policies, named.Policy)
			out.Policies = append(out.Policies, Simulated{Rules: named.Rules})
		}
		return p.play(ctx, &out, fn)
	})
	return out, err
}

func (q *SimulateQuery) check() error {
	switch {
	case len(q.Policies) < 1 || len(q.Policies) > 2:
		return fault.New(fault.Usage, "simulate.policies", "one policy can be replayed, or two compared, not %d", len(q.Policies))
	case q.From == 0 || q.To < q.From:
		return fault.New(fault.Usage, "simulate.span", "the first day (%s) must not come after the last (%s)", q.From, q.To)
	case q.To-q.From >= simulateDays:
		return fault.New(fault.Usage, "simulate.span", "%s to %s is more than ten years; choose fewer", q.From, q.To)
	}
	return nil
}

// player plays the policies over the books.
type player struct {
	s        *Session
	r        store.Reader
	q        SimulateQuery
	policies []*policy.Policy
}

// batch is customers to be played; done gets what came of it.
type batch struct {
	list  []ledger.History
	names map[id.Customer]string
	done  chan backtest.Result
}

// play reads in one goroutine, plays in some, and adds up in this one, in the
// order of reading.
func (p *player) play(ctx context.Context, out *Simulation, fn func(SimulatedPart) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := min(simulateWorkers, runtime.GOMAXPROCS(0))
	work, order := make(chan batch), make(chan batch, workers)
	failed := make(chan error, 1)
	for range workers {
		go p.work(work)
	}
	go func() {
		defer close(order)
		defer close(work)
		failed <- p.readBatches(ctx, work, order)
	}()
	var err error
	for b := range order {
		result := <-b.done
		if err != nil {
			continue // drain, so that the reader is done with the snapshot when we return
		}
		if err = out.add(&b, &result, fn); err != nil {
			stop()
		}
		p.s.progress("simulate", out.Customers, 0)
	}
	if readErr := <-failed; err == nil {
		err = readErr
	}
	if err == nil && out.Customers == 0 { // nothing was played, and figures of nothing are figures, too
		empty := backtest.New(p.s.Calendar(), backtest.Span{From: p.q.From, To: p.q.To}, p.policies...).Run(nil)
		err = out.add(&batch{}, &empty, fn)
	}
	return err
}

func (p *player) work(work <-chan batch) {
	replay := backtest.New(p.s.Calendar(), backtest.Span{From: p.q.From, To: p.q.To}, p.policies...)
	for b := range work {
		b.done <- replay.Run(b.list)
	}
}

func (p *player) readBatches(ctx context.Context, work, order chan<- batch) error {
	var after id.Customer
	for {
		list, last, err := p.r.Histories(ctx, store.HistoryQuery{After: after, Limit: simulateCustomers, Scope: p.s.scope().Of(p.q.Manager)})
		if err != nil || last == "" {
			return err
		}
		b := batch{list: list, done: make(chan backtest.Result, 1)}
		if b.names, err = p.names(ctx, list); err != nil {
			return err
		}
		for _, to := range []chan<- batch{work, order} {
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		after = last
	}
}

func (p *player) names(ctx context.Context, list []ledger.History) (map[id.Customer]string, error) {
	ids := make([]id.Customer, len(list))
	for i := range list {
		ids[i] = list[i].Head.Customer
	}
	customers, err := p.r.Customers(ctx, ids)
	names := make(map[id.Customer]string, len(customers))
	for i := range customers {
		names[customers[i].ID] = customers[i].Name
	}
	return names, err
}

// add takes a batch's figures in and passes on the rest.
func (out *Simulation) add(b *batch, result *backtest.Result, fn func(SimulatedPart) error) error {
	for i := range result.Policies {
		if out.Policies[i].Figures.Steps == nil {
			out.Policies[i].Figures = result.Policies[i]
			continue
		}
		out.Policies[i].Figures.Add(&result.Policies[i])
	}
	out.Customers += len(b.list)
	out.Differences += len(result.Differences)
	part := SimulatedPart{Differences: result.Differences, Customers: make([]SimulatedCustomer, len(result.Customers))}
	for i, c := range result.Customers {
		part.Customers[i] = SimulatedCustomer{c, b.names[c.ID]}
	}
	return fn(part)
}
