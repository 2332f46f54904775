package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strconv"

	"debitor/internal/backtest"
	"debitor/internal/desk"
	"debitor/internal/money"
)

// simulateJSON writes a back-test as the JSON of docs/commands.md. Differences
// stream, for there may be a million; customers are kept until they are out,
// and the policies' figures are known last.
type simulateJSON struct {
	planWriter
	currency   money.Currency
	byCustomer bool
	begun      bool
	customers  []desk.SimulatedCustomer
}

func newSimulateJSON(a *app, s *desk.Session, byCustomer bool) *simulateJSON {
	return &simulateJSON{
		planWriter: planWriter{Writer: bufio.NewWriterSize(a.out, 1<<16), lang: a.lang(s)},
		currency:   s.Company().Currency, byCustomer: byCustomer,
	}
}

func (w *simulateJSON) part(p desk.SimulatedPart) error {
	if w.byCustomer {
		w.customers = append(w.customers, p.Customers...)
	}
	for i := range p.Differences {
		w.difference(&p.Differences[i])
	}
	return nil
}

func (w *simulateJSON) difference(d *backtest.Difference) {
	b := append(w.b[:0], ',')
	if !w.begun {
		b, w.begun = append(b[:0], `{"differences":[`...), true
	}
	b = append(b, `{"invoice":`...)
	b = appendString(b, string(d.Invoice))
	b = append(b, `,"part":`...)
	b = strconv.AppendInt(b, int64(d.Part), 10)
	b = append(b, `,"customer":`...)
	b = appendString(b, string(d.Customer))
	b = append(b, `,"date":`...)
	b = appendDate(b, d.Date)
	b = append(b, `,"a":`...)
	b = appendDeed(b, "a", &d.A)
	b = append(b, `,"b":`...)
	b = appendDeed(b, "b", &d.B)
	b = append(b, `,"because":{"a":`...)
	b = w.reasons(b, d.WhyA)
	b = append(b, `,"b":`...)
	b = w.reasons(b, d.WhyB)
	b = append(b, '}')
	b = appendMoment(b, "last", &d.Last)
	b = appendMoment(b, "next", &d.Next)
	w.put(append(b, '}'))
}

// appendDeed appends the step, null for nothing, and what it is.
func appendDeed(b []byte, side string, d *backtest.Deed) []byte {
	if d.Step == "" {
		return append(b, "null"...)
	}
	b = appendString(b, d.Step)
	b = append(append(append(b, `,"`...), side...), `_action":`...)
	b = appendString(b, string(d.Kind))
	b = append(append(append(b, `,"`...), side...), `_name":`...)
	return appendString(b, d.Name)
}

// appendMoment appends a step and its day, unless there is none.
func appendMoment(b []byte, name string, d *backtest.Deed) []byte {
	if d.Step == "" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":{"step":`...)
	b = appendString(b, d.Step)
	b = append(b, `,"date":`...)
	b = appendDate(b, d.On)
	return append(b, '}')
}

type (
	simulatedCounts struct {
		Letters     int    `json:"letters"`
		Emails      int    `json:"emails"`
		Prints      int    `json:"prints"`
		Calls       int    `json:"calls"`
		Visits      int    `json:"visits"`
		Meetings    int    `json:"meetings"`
		Tasks       int    `json:"tasks"`
		Memos       int    `json:"memos"`
		Packages    int    `json:"packages"`
		Charges     int    `json:"charges"`
		Proposals   int    `json:"proposals"`
		Escalations int    `json:"escalations"`
		ByHand      int    `json:"by_hand"`
		Holds       int    `json:"holds"`
		HoldDays    int    `json:"hold_days"`
		Cost        string `json:"cost"`
	}
	simulatedPolicy struct {
		Policy  string `json:"policy"`
		Version int    `json:"version"` // 0: it comes with debitor, or is a file
		simulatedCounts
		Currency    money.Currency  `json:"currency"`
		ByStep      map[string]int  `json:"by_step"`
		Documents   map[string]int  `json:"documents_by_step"`
		HoldLengths simulatedSpread `json:"hold_lengths"`
		FirstAction simulatedSpread `json:"first_action"`
		Untouched   int             `json:"never_acted_on"`
		Forgotten   int             `json:"never_acted_on_open"`
		Work        []simulatedWork `json:"work"`
	}
	simulatedSpread struct {
		Count   int               `json:"count"`
		Average json.Number       `json:"average_days"`
		Longest int               `json:"longest_days"`
		Buckets []simulatedBucket `json:"by_days"`
	}
	simulatedBucket struct {
		Days  string `json:"days"`
		Count int    `json:"count"`
	}
	simulatedWork struct {
		Role string `json:"role"`
		Week string `json:"week"`
		simulatedCounts
	}
	simulatedCustomer struct {
		Customer string            `json:"customer"`
		Name     string            `json:"name"`
		Manager  string            `json:"manager"`
		Policies []simulatedCounts `json:"policies"` // in the order of the policies
	}
)

func (w *simulateJSON) counts(c *backtest.Counts) simulatedCounts {
	return simulatedCounts{
		c.Letters, c.Emails, c.Prints, c.Calls, c.Visits, c.Meetings, c.Tasks, c.Memos, c.Packages, c.Charges, c.Proposals, c.Escalations,
		c.Hands, c.Holds, c.HoldDays, c.CostIn(w.currency).Decimal(w.currency),
	}
}

func spreadJSON(s *backtest.Spread) simulatedSpread {
	out := simulatedSpread{s.N, json.Number(average(s)), s.Longest, make([]simulatedBucket, len(s.Buckets))}
	for i, n := range s.Buckets {
		out.Buckets[i] = simulatedBucket{s.Bucket(i), n}
	}
	return out
}

func (w *simulateJSON) policy(p *desk.Simulated) simulatedPolicy {
	f := &p.Figures
	out := simulatedPolicy{
		Policy: p.Name, Version: p.Version, simulatedCounts: w.counts(&f.Counts), Currency: w.currency, ByStep: map[string]int{},
		Documents: map[string]int{}, HoldLengths: spreadJSON(&f.HoldLengths), FirstAction: spreadJSON(&f.First), Untouched: f.Untouched, Forgotten: f.Forgotten, Work: []simulatedWork{},
	}
	for _, s := range f.Steps {
		out.ByStep[s.Step], out.Documents[s.Step] = s.Actions, s.Items
	}
	for _, d := range f.Duties() {
		c := f.Work[d]
		out.Work = append(out.Work, simulatedWork{d.Role, d.Week(), w.counts(&c)})
	}
	return out
}

// end writes what is known last.
func (w *simulateJSON) end(sim desk.Simulation) error {
	if !w.begun {
		w.put(append(w.b[:0], `{"differences":[`...))
	}
	rest := struct {
		From      string              `json:"from"`
		To        string              `json:"to"`
		Known     bool                `json:"calendar_known"`
		Played    int                 `json:"customers_played"`
		Policies  []simulatedPolicy   `json:"policies"`
		Customers []simulatedCustomer `json:"customers,omitempty"`
	}{From: sim.From.String(), To: sim.To.String(), Known: sim.KnownYears, Played: sim.Customers}
	for i := range sim.Policies {
		rest.Policies = append(rest.Policies, w.policy(&sim.Policies[i]))
	}
	for _, c := range w.customers {
		one := simulatedCustomer{string(c.ID), c.Name, c.Manager, nil}
		for i := range c.Counts {
			one.Policies = append(one.Policies, w.counts(&c.Counts[i]))
		}
		rest.Customers = append(rest.Customers, one)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(rest); err != nil {
		return err
	}
	w.put(append(append(w.b[:0], `],`...), out.Bytes()[1:]...)) // without the brace that begins it
	return w.Flush()
}
