package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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

// nettingDays is how long a proposal waits for its signatures: what both sides
// owe is paid meanwhile.
const nettingDays = 14

// ProposeNetting keeps a proposal, in each currency, and gives the accountant a
// task to have it signed by both sides and booked.
func (s *Session) ProposeNetting(ctx context.Context, customer id.Customer, day cal.Date) (n NettingProposal, err error) {
	if n, err = s.Netting(ctx, customer, day); err != nil {
		return n, err
	}
	return n, s.do(ctx, KeepActs, "netting.propose", nil, func(ctx context.Context, e *entry) error {
		last, err := e.LastNettingNumber(ctx)
		if err != nil {
			return err
		}
		before, err := e.NettingsOf(ctx, customer)
		if err != nil {
			return err
		}
		n.Numbers = nil
		for i := range n.Sets {
			waits := slices.IndexFunc(before, func(b store.Netting) bool {
				return b.State == store.NettingProposed && b.Currency == n.Sets[i].Currency
			})
			if waits >= 0 {
				return fault.New(fault.Refused, "netting.waits", "netting %d waits to be signed: book it or withdraw it first", before[waits].Number)
			}
			number := last + 1 + int64(i)
			if err := s.keepNetting(ctx, e, &n, i, number); err != nil {
				return err
			}
			n.Numbers = append(n.Numbers, number)
		}
		return nil
	})
}

// keepNetting keeps the proposal of one currency, with its task.
func (s *Session) keepNetting(ctx context.Context, e *entry, n *NettingProposal, at int, number int64) error {
	set := &n.Sets[at]
	offsets, _ := json.Marshal(set.Offsets) // plain values
	row := store.Netting{
		Number: number, Customer: n.Debtor.ID, Date: n.Date, Listed: n.Listed, Currency: set.Currency, Amount: set.Amount, Offsets: string(offsets),
		State: store.NettingProposed, MadeOn: s.Today(), MadeBy: s.actorName(),
	}
	e.note("netting.proposed", "customer:"+string(row.Customer), "", nettingNoted(&row))
	if err := e.SaveNetting(ctx, &row); err != nil {
		return err
	}
	var items []TaskItem
	for _, o := range set.Offsets {
		items = append(items, TaskItem{
			Invoice: o.Receivable.Invoice, Part: 1, Document: o.Receivable.Document, Contract: string(o.Receivable.Contract), Due: o.Receivable.Due, Open: o.Amount.Decimal(set.Currency),
		})
	}
	_, err := e.makeTask(ctx, newTask{
		Day: s.Today(), Customer: row.Customer, From: nettingTasks(number), Currency: set.Currency, Task: "sign-netting", Role: "accountant",
		Deadline: s.Today() + nettingDays, Total: set.Amount, Items: items,
		Because: fault.New(fault.Refused, "task.netting", "netting %d: %s of %s %s", number, set.Amount.Decimal(set.Currency), set.Receivables.Decimal(set.Currency), set.Currency),
	})
	return err
}

// nettingTasks is how what the task of a netting comes of begins.
func nettingTasks(number int64) string { return fmt.Sprintf("netting-%d-", number) }

// NettingOfTask is the netting that a task is about, 0 if of none.
func NettingOfTask(t store.Task) (number int64) {
	if _, err := fmt.Sscanf(t.Step, "netting-%d-", &number); err != nil {
		return 0
	}
	return number
}

func nettingNoted(n *store.Netting) map[string]any {
	noted := map[string]any{"number": n.Number, "currency": n.Currency, "amount": n.Amount.Decimal(n.Currency), "state": n.State}
	if n.SignedOn != 0 {
		noted["signed_on"], noted["own_by"], noted["signed_by"], noted["authority"] = n.SignedOn, n.OwnBy, n.SignedBy, n.Authority
	}
	return noted
}

func nettingSubject(number int64) string { return "netting:" + strconv.FormatInt(number, 10) }

// Nettings are a customer's, the newest first.
func (s *Session) Nettings(ctx context.Context, customer id.Customer) (list []store.Netting, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		list, err = r.NettingsOf(ctx, customer)
		return err
	})
	return list, err
}

// KeptNetting is a netting that was proposed, with the proposal it was.
type KeptNetting struct {
	store.Netting
	Proposal NettingProposal
}

// KeptNetting is one of them (fault netting.unknown).
func (s *Session) KeptNetting(ctx context.Context, number int64) (n KeptNetting, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		n, err = s.keptNetting(ctx, r, number)
		return err
	})
	return n, err
}

func (s *Session) keptNetting(ctx context.Context, r store.Reader, number int64) (n KeptNetting, err error) {
	row, found, err := r.Netting(ctx, number)
	if err != nil {
		return n, err
	}
	if !found || s.mustSee(ctx, r, row.Customer) != nil {
		return n, fault.New(fault.NotFound, "netting.unknown", "there is no netting %d", number)
	}
	customers, err := r.Customers(ctx, []id.Customer{row.Customer})
	if err != nil {
		return n, err
	}
	set := reconcile.Set{Currency: row.Currency, Amount: row.Amount}
	if err := json.Unmarshal([]byte(row.Offsets), &set.Offsets); err != nil {
		return n, err
	}
	set.Receivables, set.Payables = set.Sums()
	return KeptNetting{row, NettingProposal{Debtor: customers[0], Date: row.Date, Listed: row.Listed, Sets: []reconcile.Set{set}, Numbers: []int64{number}}}, nil
}

// SignedNetting is a netting as both sides have signed it.
type SignedNetting struct {
	Number    int64
	SignedOn  cal.Date // by the later of the two
	OwnBy     string   // for us
	SignedBy  string   // for the customer
	Position  string
	Authority reconcile.Authority // of who signed for him: without one nothing is settled
}

// BookNetting settles the debts of a netting that both sides have signed: a
// payment of the kind netting for each document, on the day of the signature,
// and what we owe is less by as much. Both sides must still owe it. Who proposed
// it does not book it himself, unless he is the operator.
func (s *Session) BookNetting(ctx context.Context, v SignedNetting) error {
	v.OwnBy, v.SignedBy, v.Position = strings.TrimSpace(v.OwnBy), strings.TrimSpace(v.SignedBy), strings.TrimSpace(v.Position)
	switch {
	case v.OwnBy == "" || v.SignedBy == "":
		return fault.New(fault.Input, "netting.signatories", "say who signed for either side")
	case v.SignedOn == 0 || v.SignedOn > s.Today():
		return fault.New(fault.Input, "netting.signed_on", "say on which day both had signed: not later than today")
	}
	if err := checkAuthority(&v.Authority); err != nil {
		return err
	}
	if !v.Authority.Covers(v.SignedOn) {
		return fault.New(fault.Refused, "netting.authority", "who signed for the customer had no authority on %s that is known: nothing is set off", v.SignedOn)
	}
	return s.do(ctx, MatchCash, "netting.book", nil, func(ctx context.Context, e *entry) error {
		n, err := s.keptNetting(ctx, e.Reader, v.Number)
		if err != nil {
			return err
		}
		switch {
		case n.State != store.NettingProposed:
			return nettingMoved(&n.Netting)
		case v.SignedOn < n.Date:
			return fault.New(fault.Input, "act.signed_early", "the act is of %s: it cannot have been signed on %s", n.Date, v.SignedOn)
		case n.MadeBy == s.actorName() && n.MadeBy != operator:
			return fault.New(fault.Refused, "netting.own", "%s proposed netting %d: somebody else books it", n.MadeBy, n.Number)
		}
		if err := s.stillOwed(ctx, e.Reader, &n); err != nil {
			return err
		}
		n.State, n.SignedOn, n.OwnBy, n.SignedBy, n.Position, n.Authority, n.BookedBy = store.NettingBooked, v.SignedOn, v.OwnBy, v.SignedBy, v.Position, v.Authority, s.actorName()
		list := n.payments()
		e.note("netting.booked", nettingSubject(n.Number), "", map[string]any{"netting": nettingNoted(&n.Netting), "payments": list})
		if err := s.finishTasks(ctx, e, n.Customer, nettingTasks(n.Number)); err != nil {
			return err
		}
		if err := e.SaveNetting(ctx, &n.Netting); err != nil {
			return err
		}
		return s.bookPayments(ctx, e, list)
	})
}

// payments are what a netting is booked as: one for each of his documents.
func (n *KeptNetting) payments() (list []ledger.Payment) {
	for _, o := range n.Proposal.Sets[0].Offsets {
		if i := slices.IndexFunc(list, func(p ledger.Payment) bool { return p.Invoice == o.Receivable.Invoice }); i >= 0 {
			list[i].Amount += o.Amount
			list[i].Purpose += ", " + o.Payable.Document
			continue
		}
		list = append(list, ledger.Payment{
			ID: id.Payment(fmt.Sprintf("netting %d-%d", n.Number, len(list)+1)), Kind: ledger.Netting, Customer: n.Customer, Contract: o.Receivable.Contract, Date: n.SignedOn,
			Amount: o.Amount, Currency: n.Currency, Invoice: o.Receivable.Invoice, Purpose: o.Payable.Document,
		})
	}
	return list
}

// stillOwed refuses a netting of what has been paid on either side since it was
// made.
func (s *Session) stillOwed(ctx context.Context, r store.Reader, n *KeptNetting) error {
	wanted := map[string]money.Minor{}
	for _, o := range n.Proposal.Sets[0].Offsets {
		wanted["our "+string(o.Receivable.Invoice)] += o.Amount
		wanted["his "+o.Payable.Document] += o.Amount
	}
	items, err := r.OpenItems(ctx, []id.Customer{n.Customer})
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Currency == n.Currency {
			wanted["our "+string(it.Invoice)] -= it.Open
		}
	}
	owed, _, err := payablesOf(ctx, r, n.Customer, s.Today())
	if err != nil {
		return err
	}
	for _, p := range owed {
		if p.Currency == n.Currency {
			wanted["his "+p.Document] -= p.Open
		}
	}
	for _, o := range n.Proposal.Sets[0].Offsets {
		if wanted["our "+string(o.Receivable.Invoice)] > 0 {
			return fault.New(fault.Refused, "netting.changed", "less is open of document %s than is to be set off: withdraw netting %d and propose it anew", o.Receivable.Document, n.Number)
		}
		if wanted["his "+o.Payable.Document] > 0 {
			return fault.New(fault.Refused, "netting.changed", "less is open of document %s than is to be set off: withdraw netting %d and propose it anew", o.Payable.Document, n.Number)
		}
	}
	return nil
}

// ReverseNetting takes a booked netting back: what it settled is open again, by
// lines of the opposite sign, and we owe what we owed.
func (s *Session) ReverseNetting(ctx context.Context, number int64, reason string) error {
	return s.endNetting(ctx, MatchCash, "netting.reverse", number, reason, func(ctx context.Context, e *entry, n *KeptNetting) error {
		if n.State != store.NettingBooked {
			return nettingMoved(&n.Netting)
		}
		var ids []id.Payment
		for _, p := range n.payments() {
			ids = append(ids, p.ID)
		}
		n.State = store.NettingReversed
		_, err := s.cancelPayments(ctx, e, ids, reason)
		return err
	})
}

// WithdrawNetting takes a proposal back that is not signed.
func (s *Session) WithdrawNetting(ctx context.Context, number int64, reason string) error {
	return s.endNetting(ctx, KeepActs, "netting.withdraw", number, reason, func(ctx context.Context, e *entry, n *KeptNetting) error {
		if n.State != store.NettingProposed {
			return nettingMoved(&n.Netting)
		}
		n.State = store.NettingWithdrawn
		return s.finishTasks(ctx, e, n.Customer, nettingTasks(number))
	})
}

func (s *Session) endNetting(ctx context.Context, right Right, verb string, number int64, reason string, end func(context.Context, *entry, *KeptNetting) error) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Input, "netting.reason", "say why the netting is taken back")
	}
	return s.do(ctx, right, verb, nil, func(ctx context.Context, e *entry) error {
		n, err := s.keptNetting(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		if err := end(ctx, e, &n); err != nil {
			return err
		}
		n.Note = reason
		e.note("netting."+n.State, nettingSubject(number), reason, nettingNoted(&n.Netting))
		return e.SaveNetting(ctx, &n.Netting)
	})
}

func nettingMoved(n *store.Netting) error {
	return fault.New(fault.Refused, "netting.state", "netting %d is %s already", n.Number, n.State)
}

// payablesOf is what we owe a customer by the newest list up to a day, less what
// was set off since that list was made, and the day of the list.
func payablesOf(ctx context.Context, r store.Reader, customer id.Customer, until cal.Date) ([]ledger.Payable, cal.Date, error) {
	list, listed, err := r.Payables(ctx, customer, until)
	if err != nil || len(list) == 0 {
		return list, listed, err
	}
	nettings, err := r.NettingsOf(ctx, customer)
	if err != nil {
		return nil, 0, err
	}
	for _, n := range nettings {
		if n.State != store.NettingBooked || n.SignedOn < listed || n.SignedOn > until {
			continue
		}
		var offsets []reconcile.Offset
		if err := json.Unmarshal([]byte(n.Offsets), &offsets); err != nil {
			return nil, 0, err
		}
		for _, o := range offsets {
			for i := range list {
				if p := &list[i]; p.Document == o.Payable.Document && p.Contract == o.Payable.Contract && p.Currency == n.Currency {
					p.Open -= min(p.Open, o.Amount)
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(p ledger.Payable) bool { return p.Open == 0 }), listed, nil
}
