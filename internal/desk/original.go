package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// Proof is a paper by which a shipment is proved, and whether it is
// back, signed.
type Proof struct {
	Paper  string   // of policy.Evidence
	On     cal.Date // the day it came back, or was signed; zero: it is missing
	Number string
	By     string // who recorded it
	Wanted bool   // no claim goes and no suit is filed without it
}

// proofs are the signed papers of some documents.
type proofs struct {
	back map[store.Original]store.Original // by invoice or contract and paper
	acts map[id.Customer][]store.Act       // signed, that acknowledge a debt
}

// readOriginals reads the originals of documents and their contracts.
func (v *proofs) readOriginals(ctx context.Context, r store.Reader, items []ledger.Item) error {
	invoices, contracts := make([]id.Invoice, 0, len(items)), []id.Contract{}
	for i := range items {
		invoices = append(invoices, items[i].Invoice)
		if items[i].Contract != "" {
			contracts = append(contracts, items[i].Contract)
		}
	}
	slices.Sort(contracts)
	list, err := r.Originals(ctx, invoices, slices.Compact(contracts))
	v.back = make(map[store.Original]store.Original, len(list))
	for _, o := range list {
		v.back[store.Original{Invoice: o.Invoice, Contract: o.Contract, Paper: o.Paper}] = o
	}
	return err
}

// readActs reads the signed acts of a customer, or of all.
func (v *proofs) readActs(ctx context.Context, r store.Reader, customer id.Customer) error {
	list, err := r.Acts(ctx, store.ActQuery{Scope: store.Scope{All: true}, Customer: customer, State: store.ActSigned})
	v.acts = map[id.Customer][]store.Act{}
	for _, a := range list {
		if a.Restarts() {
			v.acts[a.Customer] = append(v.acts[a.Customer], a)
		}
	}
	return err
}

// of is how a paper of a document stands.
func (v *proofs) of(customer id.Customer, it *ledger.Item, paper string) Proof {
	e := Proof{Paper: paper}
	if paper == policy.EvidenceAct {
		for _, a := range v.acts[customer] {
			if a.Currency == it.Currency && a.To >= it.Issued && (a.Covers == store.ActOfAll || a.Contract == it.Contract) {
				e.On, e.Number, e.By = a.SignedOn, "", a.SignedBy
			}
		}
		return e
	}
	if o, there := v.back[originalOf(it.Invoice, it.Contract, paper)]; there {
		e.On, e.Number, e.By = o.ReturnedOn, o.Number, o.Author
	}
	return e
}

// originalOf is the key of a paper: a contract's is of the contract.
func originalOf(invoice id.Invoice, contract id.Contract, paper string) store.Original {
	if paper == policy.EvidenceContract {
		return store.Original{Contract: contract, Paper: paper}
	}
	return store.Original{Invoice: invoice, Paper: paper}
}

// evidence is all that proves a document, in the order of policy.Evidence.
func (*Session) evidence(ctx context.Context, r store.Reader, p *policy.Policy, v *ledger.Invoice) ([]Proof, error) {
	it := ledger.Item{Invoice: v.ID, Contract: v.Contract, Issued: v.Date, Currency: v.Currency}
	var have proofs
	if err := have.readOriginals(ctx, r, []ledger.Item{it}); err != nil {
		return nil, err
	}
	if err := have.readActs(ctx, r, v.Customer); err != nil {
		return nil, err
	}
	list := make([]Proof, len(policy.Evidence))
	for i, paper := range policy.Evidence {
		list[i] = have.of(v.Customer, &it, paper)
		list[i].Wanted = p != nil && slices.Contains(p.Originals.Before, paper)
	}
	return list, nil
}

// prover tells which documents are not proved as the policy wants before a
// claim. Where it wants nothing it reads nothing.
type prover struct {
	before []string
	proofs
}

func newProver(ctx context.Context, r store.Reader, p *policy.Policy) (*prover, error) {
	v := &prover{before: p.Originals.Before}
	if !slices.Contains(v.before, policy.EvidenceAct) {
		return v, nil
	}
	return v, v.readActs(ctx, r, "")
}

// unproved are the documents of accounts that lack a paper; nil: none is wanted.
func (v *prover) unproved(ctx context.Context, r store.Reader, accounts []ledger.Account) (map[id.Invoice]bool, error) {
	if len(v.before) == 0 {
		return nil, nil
	}
	var items []ledger.Item
	for i := range accounts {
		items = append(items, accounts[i].Items...)
	}
	if err := v.readOriginals(ctx, r, items); err != nil {
		return nil, err
	}
	bare := map[id.Invoice]bool{}
	for i := range accounts {
		a := &accounts[i]
		for j := range a.Items {
			if slices.ContainsFunc(v.before, func(paper string) bool { return v.of(a.Customer, &a.Items[j], paper).On == 0 }) {
				bare[a.Items[j].Invoice] = true
			}
		}
	}
	return bare, nil
}

// claimsInCourt says whether an action is what evidence is wanted for: a letter that
// opens the way to court, or the suit itself.
func claimsInCourt(a *policy.Action) bool {
	return a.Kind == policy.Letter && letter.Kind(a.Letter).Traits().Court || a.Task == taskFileSuit
}

// taskFileSuit is what the shipped policies call the suit.
const taskFileSuit = "file-suit"

// ReturnedPaper is the signed original of a paper that came back.
type ReturnedPaper struct {
	Invoice id.Invoice
	Paper   string   // of policy.Returned; a contract's is of the invoice's contract
	On      cal.Date // today at the latest
	Number  string   // as it bears; may be empty
}

// ReturnOriginal records that the signed original of a paper came back. Its
// faults are original.paper, original.on, original.contract and
// subject.unknown.
func (s *Session) ReturnOriginal(ctx context.Context, q ReturnedPaper) error {
	if q.On == 0 || q.On > s.Today() {
		return fault.New(fault.Input, "original.on", "say on which day it came back, today at the latest: --on D")
	}
	return s.original(ctx, "original.return", q.Invoice, q.Paper, func(ctx context.Context, e *entry, key store.Original) error {
		key.Number, key.ReturnedOn, key.Author = strings.TrimSpace(q.Number), q.On, s.actorName()
		e.note("original.returned", "invoice:"+string(q.Invoice), "", map[string]any{"paper": q.Paper, "number": key.Number, "on": q.On})
		return e.SaveOriginal(ctx, key)
	})
}

// TakeBackOriginal records that an original did not come back after all.
func (s *Session) TakeBackOriginal(ctx context.Context, invoice id.Invoice, paper, reason string) error {
	return s.original(ctx, "original.remove", invoice, paper, func(ctx context.Context, e *entry, key store.Original) error {
		there, err := e.RemoveOriginal(ctx, key)
		if err == nil && !there {
			err = fault.New(fault.NotFound, "original.none", "no signed %s of document %s came back", paper, invoice)
		}
		e.note("original.removed", "invoice:"+string(invoice), reason, map[string]any{"paper": paper})
		return err
	})
}

// original changes what is known of a paper, and ends the tasks that asked for
// it.
func (s *Session) original(ctx context.Context, command string, invoice id.Invoice, paper string, body func(context.Context, *entry, store.Original) error) error {
	if !slices.Contains(policy.Returned, paper) {
		return fault.New(fault.Usage, "original.paper", "%q is no paper that comes back; there are %s", paper, strings.Join(policy.Returned, ", "))
	}
	return s.do(ctx, EditCustomers, command, nil, func(ctx context.Context, e *entry) error {
		var ev ledger.Event
		if _, err := s.subject(ctx, e.Reader, string(invoice), &ev); err != nil {
			return err
		}
		list, err := e.Invoices(ctx, []id.Invoice{invoice})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.New(fault.NotFound, "subject.unknown", "there is no document %q", invoice)
		}
		key := originalOf(invoice, list[0].Contract, paper)
		if paper == policy.EvidenceContract && key.Contract == "" {
			return fault.New(fault.Refused, "original.contract", "document %s is of no contract", invoice)
		}
		if err := body(ctx, e, key); err != nil {
			return err
		}
		return s.endChase(ctx, e, list[0].Customer)
	})
}
