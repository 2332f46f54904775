package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// ActRequest asks for a reconciliation act.
type ActRequest struct {
	Customer id.Customer
	Contract *id.Contract   // nil: all of them; empty: what belongs to none
	From, To cal.Date       // both included; From zero: what is open on the day To
	Currency money.Currency // empty: the one of his newest document, else the company's
	Language string         // empty: the customer's
}

// Act is a reconciliation act with its lines, as they were when it was made.
type Act struct {
	store.Act
	Settled reconcile.Act
	Debtor  ledger.Customer
	Title   string   // of the contract, as printed; empty: of all, or of none
	Agreed  cal.Date // the contract's day; zero: unknown
}

// MakeAct makes an act of what the books say, and keeps it.
func (s *Session) MakeAct(ctx context.Context, q ActRequest) (number int64, err error) {
	if err := q.check(); err != nil {
		return 0, err
	}
	err = s.do(ctx, KeepActs, "act.make", &number, func(ctx context.Context, e *entry) error {
		st, err := s.statement(ctx, e.Reader, q.statement())
		if err != nil {
			return err
		}
		if len(st.Lines) == 0 && st.Closing == 0 {
			return fault.New(fault.Input, "act.nothing", "there is nothing to reconcile with customer %s: no document, no payment and no balance", q.Customer)
		}
		last, err := e.LastActNumber(ctx)
		if err != nil {
			return err
		}
		number = last + 1
		row := s.actOf(&st, q, number)
		e.note("act.made", "customer:"+string(q.Customer), "", actNoted(&row))
		return e.InsertActs(ctx, []store.Act{row})
	})
	return number, err
}

// statement asks for what the act states.
func (q *ActRequest) statement() StatementQuery {
	return StatementQuery{Customer: q.Customer, Contract: q.Contract, From: q.From, To: q.To, Currency: q.Currency}
}

func (q *ActRequest) check() error {
	if q.From == 0 && q.To != 0 {
		return nil
	}
	return checkPeriod(q.From, q.To)
}

// actOf is the row of an act.
func (s *Session) actOf(st *Statement, q ActRequest, number int64) store.Act {
	row := store.Act{
		Number: number, Customer: q.Customer, Name: st.Debtor.Name, Covers: store.ActOfAll, Currency: st.Currency, From: q.From, To: q.To, Balance: st.Closing, State: store.ActMade,
		Language: cmp.Or(q.Language, st.Debtor.Language, s.company.Language), MadeOn: s.Today(), MadeBy: s.actorName(),
	}
	if _, known := actWords[row.Language]; !known {
		row.Language = "en"
	}
	if q.Contract != nil {
		row.Covers, row.Contract = store.ActOfContract, *q.Contract
	}
	lines, _ := json.Marshal(st.Act) // plain values
	row.Lines = string(lines)
	return row
}

// actNoted is what the journal keeps of an act.
func actNoted(a *store.Act) map[string]any {
	noted := map[string]any{
		"number": a.Number, "contract": a.Contract, "covers": a.Covers, "to_day": a.To, "currency": a.Currency, "balance": a.Balance.Decimal(a.Currency), "state": a.State,
	}
	if a.OwnOn != 0 {
		noted["own_on"], noted["own_by"] = a.OwnOn, a.OwnBy
	}
	if a.State == store.ActSigned {
		noted["signed_on"], noted["signed_by"], noted["authority"] = a.SignedOn, a.SignedBy, a.Authority
	}
	return noted
}

// Act is an act with its lines (fault act.unknown).
func (s *Session) Act(ctx context.Context, number int64) (a Act, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		a, err = s.act(ctx, r, number)
		return err
	})
	return a, err
}

func (s *Session) act(ctx context.Context, r store.Reader, number int64) (a Act, err error) {
	unknown := fault.New(fault.NotFound, "act.unknown", "there is no reconciliation act %d", number)
	row, found, err := r.Act(ctx, number)
	if err != nil || !found {
		return a, cmp.Or(err, error(unknown))
	}
	seen, err := s.sees(ctx, r, row.Customer)
	if err != nil || !seen {
		return a, cmp.Or(err, error(unknown))
	}
	a.Act = row
	customers, err := r.Customers(ctx, []id.Customer{row.Customer})
	if err != nil {
		return a, err
	}
	a.Debtor = customers[0]
	contracts, err := r.ContractsOf(ctx, row.Customer)
	if err != nil {
		return a, err
	}
	for i := range contracts {
		if c := &contracts[i]; row.Contract != "" && c.ID == row.Contract {
			a.Title, a.Agreed = cmp.Or(c.Number, string(c.ID)), c.Date
		}
	}
	a.Title = cmp.Or(a.Title, string(row.Contract))
	return a, json.Unmarshal([]byte(row.Lines), &a.Settled)
}

// ActList is a part of the acts, the newest first.
type ActList struct {
	Rows   []store.Act
	Counts map[string]int // by state, over all that the query picks
	Total  int            // in the query's state
}

// Acts lists the acts of customers the actor sees.
func (s *Session) Acts(ctx context.Context, q store.ActQuery) (list ActList, err error) {
	q.Scope = s.scope()
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		counts, err := r.ActCounts(ctx, q)
		if err != nil {
			return err
		}
		list = ActList{Counts: map[string]int{}}
		for _, c := range counts {
			list.Counts[c.State] = c.Count
			if q.State == "" || q.State == c.State {
				list.Total += c.Count
			}
		}
		list.Rows, err = r.Acts(ctx, q)
		return err
	})
	return list, err
}

// ContractOf reads what a person calls one contract of a customer: its key or
// its number, "none" for what belongs to none, "" for all together (nil).
func (s *Session) ContractOf(ctx context.Context, customer id.Customer, name string) (contract *id.Contract, err error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return contract, nil
	}
	if name == NoContract {
		return new(id.Contract), nil
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		list, err := r.ContractsOf(ctx, customer)
		for i := range list {
			if string(list[i].ID) == name || list[i].Number == name {
				contract = &list[i].ID
				return err
			}
		}
		if err == nil {
			err = fault.New(fault.NotFound, "act.contract", "customer %s has no contract %q", customer, name)
		}
		return err
	})
	return contract, err
}

// NoContract is what stands for everything that belongs to no contract.
const NoContract = "none"

// actSubject is an act in the journal's lines about it.
func actSubject(number int64) string { return "act:" + strconv.FormatInt(number, 10) }
