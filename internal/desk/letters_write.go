package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// letter freezes the facts of a letter and the ways it goes.
func (w *writer) letter(t decided) (store.Letter, []store.Delivery, error) {
	customer := w.customers[t.account.Customer]
	kind := letter.Kind(t.action.Letter)
	f := letter.Facts{
		ID:   letterKey{w.day, customer.ID, t.action.Step, t.action.Currency, t.action.About}.number(w.s.company.Code, t.again),
		Kind: kind, Date: w.day,
		Debtor: letter.Debtor{
			Code: customer.ID, Name: customer.Name, TaxID: customer.TaxID, Address: customer.Address, Country: customer.Country,
			Email: cmp.Or(t.email, w.email(customer.ID, stepOf(w.rules, t.action.Step))), Head: w.head(customer.ID),
		},
		Items: w.items(t.action.Items), Currency: t.action.Currency, Total: t.action.Total, Unapplied: unapplied(t.account, t.action.Currency),
		Manager: letter.Manager{Name: customer.Manager},
		Soft:    t.action.Soft || customer.Category != "" && slices.Contains(w.profile.Soft, customer.Category),
	}
	w.agreed(&f, t.action.Items, customer.Country)
	w.demands(&f, t)
	c, err := w.book.pick(t.action.Letter, cmp.Or(customer.Language, w.s.company.Language), w.s.company.Language, f.Law)
	if err != nil {
		return store.Letter{}, nil, err
	}
	f.Lang = c.lang
	if asksAccrual(c.source) {
		f.Accrual = w.accrual(&f, &t)
	}
	w.texts[c.hash] = c.source
	facts, err := json.Marshal(f)
	if err != nil {
		return store.Letter{}, nil, err
	}
	row := store.Letter{
		ID: f.ID, RunDate: w.day, Customer: customer.ID, Step: t.action.Step, Currency: f.Currency, About: t.action.About, Total: f.Total,
		Template: t.action.Letter, Language: f.Lang, Facts: string(facts), TextHash: c.hash,
	}
	return row, deliveries(f, t.action.Channels), nil
}

// demands sets what the policy's step decides: the deadline, how the letter is
// posted, and what is said of shipments and of the letter before.
func (w *writer) demands(f *letter.Facts, t decided) {
	is := f.Kind.Traits()
	step := stepOf(w.rules, t.action.Step)
	if days := cmp.Or(step.Within, is.Deadline); days > 0 && !is.Coming {
		f.Deadline, f.DeadlineDays = w.day+cal.Date(days), days
	}
	if slices.Contains(t.action.Channels, policy.Post) {
		f.Post = letter.Ordinary
		if is.Court {
			f.Post = f.Law.CourtPost()
		}
		f.Post = cmp.Or(letter.Post(step.Post), f.Post)
	}
	if is.Coming {
		return
	}
	if hold := w.holds[f.Debtor.Code]; hold.Held && !hold.Allowed {
		f.Hold = letter.Hold{InForce: true, Since: hold.Since}
	}
	if f.Kind == letter.PrepaymentNotice {
		f.Prepay, f.PrepayUntil = prepaidBy(w.holds[f.Debtor.Code])
	}
	if last, ok := w.lastLetter(t); ok {
		if l, exists := w.earlier[last]; exists {
			f.Earlier = letter.Ref{ID: l.ID, Date: l.RunDate, Total: l.Total}
		}
	}
	if who, ok := w.profile.Signatories[step.Signer]; ok {
		f.Signer = letter.Person{Name: who.Name, Position: who.Position}
	}
}

// prepaidBy is how much a customer pays in advance, in per cent, and until when;
// 0: until he is told otherwise.
func prepaidBy(answer credit.Answer) (percent int, until cal.Date) {
	for i := range answer.Caps {
		if c := &answer.Caps[i]; c.Source == credit.ByPrepayment {
			percent = c.Percent
			if c.Term != nil {
				until = c.Term.Until
			}
		}
	}
	return percent, until
}

// agreed sets the law and the clauses that all documents share.
func (w *writer) agreed(f *letter.Facts, items []policy.ActionItem, country string) {
	for i, it := range items {
		d := w.documents[it.Invoice]
		law := w.law(d.Law, country)
		clauses := letter.Clauses{Payment: d.Payment, Penalty: d.Penalty, PerDay: d.PerDay}
		if i == 0 {
			f.Law, f.Clauses = law, clauses
		}
		f.NoPenalty = f.NoPenalty || law.BarsPenalty()
		if law != f.Law {
			f.Law = ""
		}
		first := w.documents[items[0].Invoice] // numbers alone do not tell contracts apart: many have none ("б/н")
		if d.Contract == "" || d.Contract != first.Contract || d.ContractDate != first.ContractDate {
			f.Clauses = letter.Clauses{}
		}
	}
}

// law is what governs a contract: what it says, else the company's own law for
// a customer at home. A customer abroad without a word about law has none.
func (w *writer) law(contract, country string) letter.Law {
	if contract != "" {
		return letter.Law(strings.ToUpper(contract))
	}
	if country == "" || strings.EqualFold(country, w.s.company.Country) {
		return letter.Law(w.s.company.Country)
	}
	return ""
}

func deliveries(f letter.Facts, channels []policy.Channel) []store.Delivery {
	var list []store.Delivery
	for _, c := range channels {
		address := f.Debtor.Address
		if c == policy.Email {
			if address = f.Debtor.Email; address == "" {
				continue
			}
		}
		list = append(list, store.Delivery{Letter: f.ID, Channel: string(c), Address: address})
	}
	return list
}

func (w *writer) items(list []policy.ActionItem) []letter.Item {
	items := make([]letter.Item, len(list))
	for i, it := range list {
		d := w.documents[it.Invoice]
		items[i] = letter.Item{
			Invoice: it.Invoice, Kind: d.Kind, Document: d.Number, Date: d.Date, Contract: d.Contract, ContractDate: d.ContractDate,
			Due: it.Due, Amount: it.Amount, Open: it.Open, Days: it.Days,
		}
		if n := w.parts[it.Invoice]; n > 1 {
			items[i].Part, items[i].Parts = it.Part, n
		}
	}
	return items
}

// TaskItem is a document of a task.
type TaskItem struct {
	Invoice  id.Invoice `json:"invoice"`
	Part     int        `json:"part"`
	Document string     `json:"document"`
	Contract string     `json:"contract"`
	Due      cal.Date   `json:"due"`
	Days     int        `json:"days"`
	Open     string     `json:"open"`
}

func (w *writer) task(t decided) (store.Task, error) {
	items := make([]TaskItem, len(t.action.Items))
	for i, it := range w.items(t.action.Items) {
		items[i] = TaskItem{it.Invoice, t.action.Items[i].Part, documentOf(it), it.Contract, it.Due, it.Days, it.Open.Decimal(t.action.Currency)}
	}
	b, err := json.Marshal(items)
	if err != nil {
		return store.Task{}, err
	}
	details, err := json.Marshal(TaskDetails{Options: t.action.Options, Documents: t.action.Documents, With: t.action.With})
	return store.Task{
		ID: taskAgain(w.s.company.Code, w.day, &t), RunDate: w.day, Customer: t.account.Customer, Step: t.action.Step, Currency: t.action.Currency, About: t.action.About,
		Kind: string(t.action.Kind), Task: t.action.Task, Role: t.action.To, Assignee: w.staff.who(t.action.To, t.account.Manager),
		Deadline: t.action.Deadline, Details: string(details), Total: t.action.Total, Items: string(b),
	}, err
}

// TaskDetails is what a task says beyond its documents.
type TaskDetails struct {
	Options   []string `json:"options,omitempty"`   // the decisions or outcomes to choose from
	Documents []string `json:"documents,omitempty"` // what is made or collected
	With      []string `json:"with,omitempty"`      // roles that help
	Why       string   `json:"why,omitempty"`       // of a task that no run made: in words, or what fault.Keep made of a fault
}

// documentOf is a document as tasks name it.
func documentOf(it letter.Item) string {
	if it.Kind == "" {
		return it.Document
	}
	return it.Kind + " " + it.Document
}

// creditorFacts is the letterhead as a run freezes it.
func creditorFacts(p Profile) letter.Creditor {
	person := func(p Person) letter.Person { return letter.Person{Name: p.Name, Position: p.Position} }
	return letter.Creditor{
		Name: p.Name, Country: p.Country, TaxID: p.TaxID, Address: p.Address, City: p.City, Phone: p.Phone, Email: p.Email,
		Bank: p.Bank, Letterhead: p.Letterhead, Logo: p.logoRef(), Signatory: person(p.Signatory), Second: person(p.Accountant),
		Stamp: p.Stamp, Automatic: p.Automatic,
		Account: letter.Account{Number: p.Account.Number, Bank: p.Account.Bank, BIC: p.Account.BIC, Corr: p.Account.Corr, KPP: p.Account.KPP},
		Agent: letter.Agent{
			Name: p.LawFirm.Name, Letterhead: p.LawFirm.Letterhead, Signatory: person(p.LawFirm.Signatory), Authority: p.LawFirm.Authority,
		},
	}
}

// document is a letter that was written but not recorded.
func (w *writer) document(ctx context.Context, r store.Reader, l *store.Letter) (*letter.Document, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return nil, err
	}
	f.Creditor = creditorFacts(w.profile)
	if err := loadLogo(ctx, r, &f.Creditor); err != nil {
		return nil, err
	}
	t, err := w.book.pick(l.Template, l.Language, w.s.company.Language, f.Law)
	if err != nil {
		return nil, err
	}
	return t.Render(&f)
}
