package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// The charges are a ledger of their own beside that of the invoices: what is
// asked for because debts were late. A charge is proposed, by a run or a person;
// charged by whoever the policy's rules let (authority.ChargeLate); then paid, in
// parts if need be, by payments of the ledger in the order that the company or the
// contract has chosen (see payOrders) or as somebody notes; waived
// (authority.WaiveCharge) or reversed. Principal and aging know nothing of it.

// ChargeSeen is a charge with how it stands.
type ChargeSeen struct {
	store.Charge
	Name     string             // the customer's
	Document string             // the invoice as printed; empty: it is of none
	State    string             // as ChargeState has it
	Moves    []store.ChargeMove // of one that was asked for alone
	Covers   []store.Cover      // by payments of the ledger
	// Calculation is that of one asked for alone; nil: it was not counted by days.
	Calculation *interest.Calculation
	Under       *ledger.Contract // of one asked for alone; nil: no contract
}

// Paper is the charge's calculation as a paper takes it, of a charge that has
// one.
func (c *ChargeSeen) Paper() LateSheet {
	return LateSheet{c.Calculation.Case.Debts[0].Key, c.Under, c.Calculation}
}

// The states of a charge as people see them, beside those that are kept.
const (
	ChargePartPaid = "part-paid"
	ChargePaid     = "paid"
	ChargeWaived   = "waived" // what was not paid of it
)

// ChargeState is how a charge stands.
func ChargeState(c *store.Charge) string {
	switch {
	case c.State != store.ChargeStands:
		return c.State
	case c.Open() > 0 && c.Paid > 0:
		return ChargePartPaid
	case c.Open() > 0:
		return store.ChargeStands
	case c.Waived > 0:
		return ChargeWaived
	}
	return ChargePaid
}

// Charges are the charges that the query picks of the customers whom the actor
// sees.
func (s *Session) Charges(ctx context.Context, q store.ChargeQuery) (list []ChargeSeen, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if q.Customer != "" {
			if err := s.mustSee(ctx, r, q.Customer); err != nil {
				return err
			}
		}
		q.Scope = s.scope()
		rows, err := r.Charges(ctx, q)
		if err != nil {
			return err
		}
		list, err = chargesSeen(ctx, r, rows)
		return err
	})
	return list, err
}

func chargesSeen(ctx context.Context, r store.Reader, rows []store.Charge) ([]ChargeSeen, error) {
	ids, invoices := make([]id.Customer, 0, len(rows)), []id.Invoice{}
	for i := range rows {
		ids = append(ids, rows[i].Customer)
		if rows[i].Invoice != "" {
			invoices = append(invoices, rows[i].Invoice)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	customers, err := r.Customers(ctx, ids)
	names := map[id.Customer]string{}
	for i := range customers {
		names[customers[i].ID] = customers[i].Name
	}
	if err != nil {
		return nil, err
	}
	documents, err := documentNames(ctx, r, invoices)
	if err != nil {
		return nil, err
	}
	covers, err := r.CoversOf(ctx, ids)
	list, at := make([]ChargeSeen, len(rows)), make(map[int64]*ChargeSeen, len(rows))
	for i := range rows {
		v := &rows[i]
		list[i] = ChargeSeen{Charge: *v, Name: names[v.Customer], Document: documents[v.Invoice], State: ChargeState(v)}
		at[v.Number] = &list[i]
	}
	for _, c := range covers {
		if seen := at[c.Charge]; seen != nil {
			seen.Covers = append(seen.Covers, c)
		}
	}
	return list, err
}

// Charge is one charge with its calculation and what became of it (fault
// charge.unknown).
func (s *Session) Charge(ctx context.Context, number int64) (out ChargeSeen, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		row, err := s.chargeOf(ctx, r, number)
		if err != nil {
			return err
		}
		list, err := chargesSeen(ctx, r, []store.Charge{row})
		if err != nil {
			return err
		}
		out = list[0]
		if out.Moves, err = r.ChargeMoves(ctx, number); err != nil || row.Sheet == "" {
			return err
		}
		contracts, err := r.ContractsOf(ctx, row.Customer)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(contracts, func(k ledger.Contract) bool { return k.ID == row.Contract }); i >= 0 {
			out.Under = &contracts[i]
		}
		out.Calculation = &interest.Calculation{}
		return json.Unmarshal([]byte(row.Sheet), out.Calculation) //nolint:musttag // who wrote it reads it
	})
	return out, err
}

// chargeOf is a charge of a customer whom the actor sees.
func (s *Session) chargeOf(ctx context.Context, r store.Reader, number int64) (store.Charge, error) {
	unknown := fault.New(fault.NotFound, "charge.unknown", "there is no charge %d; \"debitor charge list\" shows them", number)
	row, found, err := r.Charge(ctx, number)
	if err != nil {
		return row, err
	}
	if !found {
		return row, unknown
	}
	seen, err := s.sees(ctx, r, row.Customer)
	if err == nil && !seen {
		err = unknown
	}
	return row, err
}

// NewCharge proposes a charge.
type NewCharge struct {
	Kind     ledger.ChargeKind // empty: what the contract has, else interest by law
	Invoice  id.Invoice        // the document that was late
	Part     int               // of it; 0: the first
	Customer id.Customer       // instead of a document: for a sum that is not of one
	To       cal.Date          // counted up to this day; of a sum, its day
	Amount   string            // of a sum: a fine, a court fee; empty: it is counted
	Currency money.Currency    // of a sum without a document; empty: the company's
	Basis    string            // of a sum: the clause, the decision of a court
	Reason   string
}

// ProposeCharge proposes a charge: counted by contract or law for a document, or
// a sum that somebody names. A proposal for the same that waits is dropped in
// its favour. Nothing is asked of the customer before it is charged. Faults:
// those of Lateness, charge.reason, charge.basis, charge.nothing, charge.sum.
func (s *Session) ProposeCharge(ctx context.Context, n NewCharge) (out store.Charge, err error) {
	n.Reason, n.Basis = strings.TrimSpace(n.Reason), strings.TrimSpace(n.Basis)
	err = s.do(ctx, KeepCharges, "charge.propose", &out, func(ctx context.Context, e *entry) error {
		if n.Reason == "" {
			return fault.New(fault.Usage, "charge.reason", "say why: --reason TEXT")
		}
		var row store.Charge
		var l Lateness
		var err error
		if n.Amount == "" {
			if l, err = s.lateness(ctx, e.Reader, LateQuery{Invoice: n.Invoice, Part: n.Part, To: n.To, Kind: n.Kind}); err != nil {
				return err
			}
			c, err := s.counter(ctx, e.Reader, l.Customer)
			if err != nil {
				return err
			}
			if row, err = c.row(&l); err != nil {
				return err
			}
			if row.Amount == 0 {
				return fault.New(fault.Refused, "charge.nothing", "there is nothing more to charge for %s up to %s: %s were charged before", l.Document, n.To, l.Before.Decimal(row.Currency))
			}
		} else if row, err = s.sumCharge(ctx, e.Reader, n); err != nil {
			return err
		}
		out, err = s.proposeCharge(ctx, e, row, n.Reason)
		return err
	})
	return out, err
}

// sumCharge is a charge of a sum that somebody names.
func (s *Session) sumCharge(ctx context.Context, r store.Reader, n NewCharge) (store.Charge, error) {
	row := store.Charge{Kind: n.Kind, Customer: n.Customer, Currency: cmp.Or(n.Currency, s.company.Currency), To: n.To, Basis: n.Basis}
	if !slices.Contains(ledger.ChargeKinds, n.Kind) {
		return row, fault.New(fault.Usage, "charge.sum", "a sum is one of %s", strings.Join(kindsOfCharges(), ", "))
	}
	if n.Basis == "" {
		return row, fault.New(fault.Usage, "charge.basis", "say what it goes by, a clause or a decision: --basis TEXT")
	}
	if n.Invoice != "" {
		invoice, err := s.invoice(ctx, r, n.Invoice)
		if err != nil {
			return row, err
		}
		row.Customer, row.Contract, row.Invoice, row.Part, row.Currency = invoice.Customer, invoice.Contract, invoice.ID, max(1, n.Part), invoice.Currency
	} else if err := s.mustSee(ctx, r, n.Customer); err != nil {
		return row, err
	}
	var err error
	row.Amount, err = positive(n.Amount, row.Currency)
	return row, err
}

func kindsOfCharges() []string {
	names := make([]string, len(ledger.ChargeKinds))
	for i, k := range ledger.ChargeKinds {
		names[i] = string(k)
	}
	return names
}

// row is the charge that a calculation comes to; its amount is zero where
// nothing is to be charged beside what was.
func (c *counter) row(l *Lateness) (store.Charge, error) {
	sheet, err := json.Marshal(l.Calculation) //nolint:musttag // who writes it reads it
	row := store.Charge{
		Customer: l.Customer, Contract: l.Item.Contract, Invoice: l.Item.Invoice, Part: l.Item.Part, Currency: l.Item.Currency, Kind: l.Kind,
		From: c.since(l), To: l.Case.To, Amount: l.More(), Law: l.Case.Law, Basis: basisOf(l), Sheet: string(sheet),
	}
	return row, err
}

// basisOf is what a calculation goes by: the clause of the contract, else the
// law as its own country cites it.
func basisOf(l *Lateness) string {
	if l.Kind == ledger.ChargePenalty && l.Contract != nil && l.Contract.PenaltyClause != "" {
		return l.Contract.PenaltyClause
	}
	if len(l.Sheet.Rules) > 0 {
		return l.Sheet.Rules[0].Said("")
	}
	return l.Case.Law
}

// proposeCharge records a proposal within a change, as proposeCharges does.
func (s *Session) proposeCharge(ctx context.Context, e *entry, row store.Charge, reason string) (store.Charge, error) {
	rows := []store.Charge{row}
	err := s.proposeCharges(ctx, e, rows, reason)
	return rows[0], err
}

// charged is what a charge is for: of two proposals for the same, one waits.
type charged struct {
	customer id.Customer
	invoice  id.Invoice
	part     int
	kind     ledger.ChargeKind
	currency money.Currency
}

func chargedFor(c *store.Charge) charged {
	return charged{c.Customer, c.Invoice, c.Part, c.Kind, c.Currency}
}

// proposeCharges records proposals within a change, and puts their numbers into
// them. One for the same instalment and kind that waits is dropped: the new one
// holds all of its days.
func (s *Session) proposeCharges(ctx context.Context, e *entry, rows []store.Charge, reason string) error {
	customers := make([]id.Customer, len(rows))
	for i := range rows {
		customers[i] = rows[i].Customer
	}
	slices.Sort(customers)
	before, err := e.ChargesOf(ctx, slices.Compact(customers))
	if err != nil {
		return err
	}
	waiting := map[charged][]*store.Charge{}
	for i := range before {
		if v := &before[i]; v.State == store.ChargeProposed {
			waiting[chargedFor(v)] = append(waiting[chargedFor(v)], v)
		}
	}
	from := 0 // of the rows that are not written yet
	write := func(to int) error {
		if err := e.InsertCharges(ctx, rows[from:to]); err != nil {
			return err
		}
		for i := range rows[from:to] {
			v := &rows[from+i]
			e.note("charge.proposed", aboutCharge(v), reason, chargeNoted(v, v.Amount))
		}
		from = to
		return nil
	}
	for i := range rows {
		row := &rows[i]
		row.State, row.ProposedOn, row.ProposedBy = store.ChargeProposed, s.Today(), s.actorName()
		for _, v := range waiting[chargedFor(row)] {
			if row.Sheet == "" && row.From == 0 || v.State != store.ChargeProposed {
				continue
			}
			if v.Number == 0 { // it is one of these rows
				if err := write(i); err != nil {
					return err
				}
			}
			dropped := *v
			if err := s.dropCharge(ctx, e, &dropped, "a later calculation takes its place"); err != nil {
				return err
			}
			v.State = dropped.State
		}
		waiting[chargedFor(row)] = append(waiting[chargedFor(row)], row)
	}
	return write(len(rows))
}

// aboutCharge is what journal lines of a charge are about.
func aboutCharge(c *store.Charge) string {
	if c.Invoice != "" {
		return "invoice:" + string(c.Invoice)
	}
	return "customer:" + string(c.Customer)
}

// chargeNoted is a charge as the journal has it; content is the hash over its
// calculation.
func chargeNoted(c *store.Charge, amount money.Minor) map[string]any {
	m := map[string]any{
		"charge": c.Number, "kind": c.Kind, "customer": c.Customer, "amount": amount.Decimal(c.Currency), "currency": c.Currency, "to": c.To, "basis": c.Basis,
	}
	if c.From != 0 {
		m["from"] = c.From
	}
	if c.State == store.ChargeProposed {
		m["content"] = chargeHash(c)
	}
	return m
}

// ChargeNow charges a proposal: at once where the rules let the actor, else it
// waits for those they name, as any request does.
func (s *Session) ChargeNow(ctx context.Context, number int64, reason string) (Approval, error) {
	c, err := s.Charge(ctx, number)
	if err != nil {
		return Approval{}, err
	}
	return s.Ask(ctx, AskRequest{Kind: authority.ChargeLate, Subject: string(c.Customer), Value: numeral(number), Reason: reason})
}

// WaiveChargeNow lets go of a charge, or of an amount of it: at once where the
// rules let the actor, else it waits. An empty amount is all that is open.
func (s *Session) WaiveChargeNow(ctx context.Context, number int64, amount, reason string, evidence []Evidence) (Approval, error) {
	c, err := s.Charge(ctx, number)
	if err != nil {
		return Approval{}, err
	}
	return s.Ask(ctx, AskRequest{
		Kind: authority.WaiveCharge, Subject: string(c.Customer), Value: numeral(number), Amount: amount, Reason: reason, Evidence: evidence,
	})
}
