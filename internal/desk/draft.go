package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// Draft asks for a letter or paper that no run has decided: a person sees that
// it is wanted, such as a memo, a resolution, or a law firm's demand.
type Draft struct {
	Letter   string
	Customer id.Customer
	Date     cal.Date
	Currency money.Currency // empty: the only one the customer owes in
	From     letter.Person  // who writes a paper of the house
	To       letter.Person  // who reads it
	Paid     string         // for thanks: the amount that came, on the date
	Corrects id.Letter      // for a correction: the letter it takes back
	Prepay   int            // for a transfer to prepayment: per cent
	Until    cal.Date       // its last day; 0: until further notice
}

// DraftLetter makes the document. It records nothing: no step is taken by it,
// and nothing is sent. Its documents are what is open on the date: what is
// overdue, or for a reminder what is to come, before any netting; doubt says
// what speaks against sending it, empty if nothing does.
func (s *Session) DraftLetter(ctx context.Context, d Draft) (doc *letter.Document, doubt string, err error) {
	if d.Currency != "" {
		if d.Currency, err = money.ParseCurrency(string(d.Currency)); err != nil {
			return nil, "", err
		}
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, d.Customer); err != nil {
			return err
		}
		account, err := accountOf(ctx, r, d.Customer, d.Date, nil)
		if err != nil {
			return err
		}
		facts, t, err := s.draftFacts(ctx, r, &account, d)
		if err != nil {
			return err
		}
		facts.Unapplied = 0 // a draft nets nothing, so any such money is a doubt
		_, why, err := s.recheck(ctx, r, &facts, d.Date)
		switch {
		case fault.Code(err) == "bank.stale":
			doubt = err.Error()
		case err != nil:
			return err
		case why != nil:
			doubt = why.Text
		}
		doc, err = t.Render(&facts)
		return err
	})
	return doc, doubt, err
}

func (s *Session) draftFacts(ctx context.Context, r store.Reader, account *ledger.Account, d Draft) (f letter.Facts, t chosen, err error) {
	action, err := draftAction(account, d)
	if err != nil {
		return f, t, err
	}
	rules, err := s.rules(ctx, r, d.Date)
	if err != nil {
		return f, t, err
	}
	this := decided{account: account, action: action}
	w, err := newWriter(ctx, s, r, rules.Policy, d.Date, []decided{this})
	if err != nil {
		return f, t, err
	}
	row, _, err := w.letter(this)
	if err != nil {
		return f, t, err
	}
	if err := json.Unmarshal([]byte(row.Facts), &f); err != nil {
		return f, t, err
	}
	f.Currency = cmp.Or(f.Currency, s.company.Currency)
	f.Creditor = creditorFacts(w.profile)
	if err := loadLogo(ctx, r, &f.Creditor); err != nil {
		return f, t, err
	}
	if err := d.fill(ctx, r, &f); err != nil {
		return f, t, err
	}
	if f.Kind.Traits().Internal {
		f.History, err = w.history(ctx, r, account)
	}
	if err != nil {
		return f, t, err
	}
	t, err = w.book.pick(d.Letter, f.Lang, s.company.Language, f.Law)
	return f, t, err
}

// draftAction is what a run would have decided, of what is open.
func draftAction(a *ledger.Account, d Draft) (policy.Action, error) {
	is := letter.Kind(d.Letter).Traits()
	action := policy.Action{Step: "draft-" + d.Letter, Kind: policy.Letter, Letter: d.Letter, Channels: []policy.Channel{policy.Post}, Currency: d.Currency}
	if d.Letter == string(letter.Thanks) { // which of the documents the money paid is not said
		return action, nil
	}
	for i := range a.Items {
		it := &a.Items[i]
		late := it.Due != 0 && it.Due < d.Date
		if it.Due == 0 || is.Coming == late || d.Currency != "" && it.Currency != d.Currency {
			continue
		}
		action.Currency = cmp.Or(action.Currency, it.Currency)
		if it.Currency != action.Currency {
			return action, fault.New(fault.Usage, "draft.currency", "customer %s owes in several currencies: say which with --currency", d.Customer)
		}
		action.Total += it.Open
		action.Items = append(action.Items, policy.ActionItem{
			Invoice: it.Invoice, Part: it.Part, Contract: it.Contract, Issued: it.Issued, Due: it.Due, Agreed: it.Due,
			Days: int(d.Date - it.Due), Step: action.Step, Amount: it.Amount, Gross: it.Open, Open: it.Open,
		})
	}
	if len(action.Items) == 0 && !is.Informs {
		return action, fault.New(fault.Refused, "draft.nothing", "customer %s owes nothing on %s that a letter %q could be about", d.Customer, d.Date, d.Letter)
	}
	return action, nil
}

// fill sets what only this draft tells.
func (d *Draft) fill(ctx context.Context, r store.Reader, f *letter.Facts) error {
	f.From, f.To, f.Prepay, f.PrepayUntil = d.From, d.To, d.Prepay, d.Until
	if d.Paid != "" {
		paid, err := money.ParseMinor(d.Paid, f.Currency.Decimals())
		if err != nil {
			return err
		}
		if paid <= 0 {
			return fault.New(fault.Usage, "draft.paid", "%q is not an amount that came: write it as 1234.50", d.Paid)
		}
		f.Paid, f.PaidOn = paid, d.Date
	}
	if d.Corrects != "" {
		found, err := r.LettersByID(ctx, []id.Letter{d.Corrects})
		if err != nil {
			return err
		}
		l, ok := found[d.Corrects]
		if !ok || l.Customer != f.Debtor.Code {
			return fault.New(fault.NotFound, "letter.unknown", "there is no letter %q to customer %s", d.Corrects, f.Debtor.Code)
		}
		f.Corrects = letter.Ref{ID: l.ID, Date: l.RunDate, Total: l.Total}
	}
	return nil
}

// history is the letters about an account's debts, oldest first, each by its
// own title.
func (w *writer) history(ctx context.Context, r store.Reader, a *ledger.Account) ([]letter.Event, error) {
	var keys []letterKey
	for _, done := range a.Steps {
		for _, it := range a.Items {
			if it.Invoice == done.Invoice && done.On <= w.day {
				about := ""
				if step := w.rules.Step(done.Step); step != nil {
					about = step.About(it.Contract, it.Invoice)
				}
				keys = append(keys, letterKey{done.On, a.Customer, done.Step, it.Currency, about})
			}
		}
	}
	found, err := standingLetters(ctx, r, keys)
	if err != nil {
		return nil, err
	}
	var events []letter.Event
	for _, l := range found {
		doc, _, err := writtenDocument(ctx, r, &l)
		if err != nil {
			return nil, err
		}
		events = append(events, letter.Event{Date: l.RunDate, Text: doc.Title() + ", № " + string(l.ID)})
	}
	slices.SortFunc(events, func(x, y letter.Event) int { return cmp.Or(cmp.Compare(x.Date, y.Date), cmp.Compare(x.Text, y.Text)) })
	return events, nil
}
