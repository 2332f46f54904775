package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

// RestructuringRequest asks for a supplementary agreement or a guarantee letter
// to be drawn up.
type RestructuringRequest struct {
	Kind     string // store.SupplementaryAgreement or store.GuaranteeLetter; empty: the first
	Customer id.Customer
	Invoices []id.Invoice  // the documents it is about, whole; empty: all that he owes
	Parts    []PromisePart // its instalments; a single one without an amount is all that is open
	Reading  restructure.Reading
	Free     bool // there is no price of delay; a guarantee letter never has one
	Language string
	AnswerBy cal.Date // zero: said when it is sent
	Reason   string
}

// RestructuredDebt is an instalment of a document that a paper is about, as it
// was when the paper was drawn up.
type RestructuredDebt struct {
	Invoice  id.Invoice  `json:"invoice"`
	Part     int         `json:"part"`
	Contract id.Contract `json:"contract,omitempty"`
	Document string      `json:"document"` // as printed
	Kind     string      `json:"kind,omitempty"`
	Due      cal.Date    `json:"due"`
	Open     money.Minor `json:"open"`
}

// Instalment is a part of a restructuring and how it stands.
type Instalment struct {
	restructure.Part
	Price    money.Minor // of the delay, if it is paid on its day; 0 also where there is none
	Received money.Minor // in time, the parts one after the other
	State    ledger.PromiseState
}

// Restructuring is a supplementary agreement or a guarantee letter with what has
// come of it.
type Restructuring struct {
	store.Restructuring
	Of          []RestructuredDebt
	Instalments []Instalment
	Debtor      ledger.Customer
	Contract    string         // the one that all its documents belong to, as printed; empty: none, or several
	Agreed      cal.Date       // that contract's day; zero: unknown
	Course      *ledger.Course // of one that was signed and whose plan stands; nil: of others
	Delay       DelayPrice
}

// PaperNumber is what is printed on it.
func PaperNumber(number int64) string { return "R-" + strconv.FormatInt(number, 10) }

// answerDays is how long a customer has to sign unless it is said.
const answerDays = 10

// DraftRestructuring draws a paper up. Nobody outside has it, and nothing follows
// from it. Its faults are restructuring.nothing, .no_due, .sum and those of
// promises about parts.
func (s *Session) DraftRestructuring(ctx context.Context, q RestructuringRequest) (number int64, err error) {
	if err := q.check(s.Today()); err != nil {
		return 0, err
	}
	err = s.do(ctx, KeepRestructurings, "restructuring.make", &number, func(ctx context.Context, e *entry) error {
		if err := s.mustSee(ctx, e.Reader, q.Customer); err != nil {
			return err
		}
		row, err := s.drawUp(ctx, e.Reader, q)
		if err != nil {
			return err
		}
		last, err := e.LastRestructuring(ctx)
		if err != nil {
			return err
		}
		number, row.Number = last+1, last+1
		e.note("restructuring.made", "customer:"+string(row.Customer), row.Reason, noteRestructuring(&row))
		return e.InsertRestructuring(ctx, &row)
	})
	return number, err
}

func (q *RestructuringRequest) check(today cal.Date) error {
	q.Reason, q.Kind = strings.TrimSpace(q.Reason), cmp.Or(q.Kind, store.SupplementaryAgreement)
	q.Reading = cmp.Or(q.Reading, restructure.Cumulative)
	switch {
	case q.Kind != store.SupplementaryAgreement && q.Kind != store.GuaranteeLetter:
		return fault.New(fault.Usage, "restructuring.kind", "a paper is of the kind %s or %s, not %q", store.SupplementaryAgreement, store.GuaranteeLetter, q.Kind)
	case !slices.Contains(restructure.Readings, q.Reading):
		return fault.New(fault.Usage, "restructuring.reading", "the table of weeks is read %s or %s, not %q", restructure.Cumulative, restructure.Column, q.Reading)
	case q.AnswerBy != 0 && q.AnswerBy < today:
		return fault.New(fault.Usage, "restructuring.answer", "%s is past: give a day by which he is to answer", q.AnswerBy)
	}
	if q.Free || q.Kind == store.GuaranteeLetter {
		q.Reading = ""
	}
	return nil
}

// drawUp is the row of a paper, but for its number.
func (s *Session) drawUp(ctx context.Context, r store.Reader, q RestructuringRequest) (row store.Restructuring, err error) {
	asked := PromiseRequest{Customer: q.Customer, Invoices: q.Invoices, Parts: q.Parts}
	open, currency, err := s.promisable(ctx, r, asked)
	if err != nil {
		return row, err
	}
	if asked.Parts, err = partsIn(q.Parts, currency); err != nil {
		return row, err
	}
	if err := s.checkParts(asked); err != nil {
		return row, err
	}
	debts := make([]RestructuredDebt, len(open))
	first := cal.Date(0)
	for i := range open {
		v := &open[i]
		if v.Due == 0 {
			return row, fault.New(fault.Refused, "restructuring.no_due", "the term of document %s has not started, so there is nothing to put off", cmp.Or(v.Document, string(v.Invoice)))
		}
		if first == 0 || v.Due < first {
			first = v.Due
		}
		debts[i] = RestructuredDebt{v.Invoice, v.Part, v.Contract, cmp.Or(v.Document, string(v.Invoice)), v.Kind, v.Due, v.Open}
	}
	total, sum := sumOpen(open), money.Minor(0)
	parts := make([]restructure.Part, len(asked.Parts))
	for i, p := range asked.Parts {
		if p.Amount == 0 {
			p.Amount = total
		}
		parts[i] = restructure.Part{Until: p.Until, Amount: p.Amount}
		sum += p.Amount
	}
	if sum != total {
		return row, fault.New(fault.Usage, "restructuring.sum", "the instalments sum to %s, of the documents %s is open", sum.Decimal(currency), total.Decimal(currency))
	}
	last := parts[len(parts)-1].Until
	if last <= first {
		return row, fault.New(fault.Usage, "restructuring.not_later", "the oldest document is due on %s; the last instalment is of a later day", first)
	}
	customers, err := r.Customers(ctx, []id.Customer{q.Customer})
	if err != nil {
		return row, err
	}
	ofDebts, _ := json.Marshal(debts) // plain values
	ofParts, _ := json.Marshal(parts)
	row = store.Restructuring{
		Kind: q.Kind, Customer: q.Customer, Name: customers[0].Name, Currency: currency, Amount: total, Reading: string(q.Reading), Debts: string(ofDebts), Parts: string(ofParts),
		Language: cmp.Or(q.Language, customers[0].Language, s.company.Language), State: store.RestructuringDraft, FirstDue: first,
		MadeOn: s.Today(), MadeBy: s.actorName(), AnswerBy: q.AnswerBy, Reason: q.Reason,
	}
	if _, known := restructuringWords[row.Language]; !known {
		row.Language = "en"
	}
	return row, nil
}

// noteRestructuring is what the journal keeps of a paper.
func noteRestructuring(a *store.Restructuring) map[string]any {
	noted := map[string]any{
		"number": a.Number, "kind": a.Kind, "state": a.State, "amount": a.Amount.Decimal(a.Currency), "currency": a.Currency, "reading": a.Reading,
		"debts": json.RawMessage(a.Debts), "parts": json.RawMessage(a.Parts),
	}
	if a.SignedOn != 0 {
		noted["signed_on"], noted["signed_by"] = a.SignedOn, a.SignedBy
	}
	if a.EndedOn != 0 {
		noted["ended_on"] = a.EndedOn
	}
	return noted
}

// Restructuring is a paper with what has come of it as of today (fault
// restructuring.unknown).
func (s *Session) Restructuring(ctx context.Context, number int64) (a Restructuring, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		row, err := s.restructuring(ctx, r, number)
		if err != nil {
			return err
		}
		a, err = s.restructured(ctx, r, row, s.Today())
		return err
	})
	return a, err
}

// restructuring is the row of one that the actor sees.
func (s *Session) restructuring(ctx context.Context, r store.Reader, number int64) (store.Restructuring, error) {
	unknown := fault.New(fault.NotFound, "restructuring.unknown", "there is no agreement or guarantee letter %d", number)
	if number <= 0 { // a query for 0 is one for all
		return store.Restructuring{}, unknown
	}
	list, err := r.Restructurings(ctx, store.RestructuringQuery{Scope: s.scope(), Number: number})
	if err == nil && len(list) == 0 {
		err = unknown
	}
	if err != nil {
		return store.Restructuring{}, err
	}
	return list[0], nil
}

// restructured reads what has come of a paper by a day.
func (s *Session) restructured(ctx context.Context, r store.Reader, row store.Restructuring, day cal.Date) (a Restructuring, err error) {
	a.Restructuring = row
	var parts []restructure.Part
	if a.Of, parts, err = paperOf(&row); err != nil {
		return a, err
	}
	customers, err := r.Customers(ctx, []id.Customer{row.Customer})
	if err != nil {
		return a, err
	}
	a.Debtor = customers[0]
	if err := a.nameContract(ctx, r); err != nil {
		return a, err
	}
	account, err := accountOf(ctx, r, row.Customer, day, nil)
	if err != nil {
		return a, err
	}
	a.measure(&account, parts, day)
	a.Delay, err = s.delayOf(ctx, r, &a, day)
	return a, err
}

// paperOf reads what a paper is about and its instalments.
func paperOf(row *store.Restructuring) (debts []RestructuredDebt, parts []restructure.Part, err error) {
	if err = json.Unmarshal([]byte(row.Debts), &debts); err == nil {
		err = json.Unmarshal([]byte(row.Parts), &parts)
	}
	return debts, parts, err
}

// nameContract finds the contract that all documents belong to.
func (a *Restructuring) nameContract(ctx context.Context, r store.Reader) error {
	contract := a.Of[0].Contract
	if contract == "" || slices.ContainsFunc(a.Of, func(d RestructuredDebt) bool { return d.Contract != contract }) {
		return nil
	}
	list, err := r.ContractsOf(ctx, a.Customer)
	for i := range list {
		if list[i].ID == contract {
			a.Contract, a.Agreed = cmp.Or(list[i].Number, string(contract)), list[i].Date
		}
	}
	return err
}

// measure fills in how the instalments stand, by what the ledger goes by.
func (a *Restructuring) measure(account *ledger.Account, parts []restructure.Part, day cal.Date) {
	course, stands := ledger.CourseOf(account, a.Number, day)
	before := money.Minor(0) // what came before it was signed
	if stands {
		a.Course, before = &course, a.Amount-course.Planned
	}
	sum := money.Minor(0)
	for _, p := range parts {
		in := Instalment{Part: p, State: ledger.PromiseOpen}
		if stands {
			last := p.Until + account.Tolerance
			upTo, _ := ledger.CourseOf(account, a.Number, min(last, day))
			in.Received = max(0, min(before+upTo.Received-sum, p.Amount))
			switch {
			case in.Received == p.Amount:
				in.State = ledger.PromiseKept
			case day <= last:
			case in.Received > 0:
				in.State = ledger.PromisePart
			default:
				in.State = ledger.PromiseBroken
			}
		}
		sum += p.Amount
		a.Instalments = append(a.Instalments, in)
	}
}

// RestructuringList is a part of the papers, the newest first.
type RestructuringList struct {
	Rows   []Restructuring
	Counts map[string]int // by state, over all that the query picks
	Total  int            // in the query's state
}

// Restructurings lists the papers of customers the actor sees, as they stand
// today.
func (s *Session) Restructurings(ctx context.Context, q store.RestructuringQuery) (list RestructuringList, err error) {
	q.Scope = s.scope()
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list = RestructuringList{Counts: map[string]int{}}
		counts, err := r.RestructuringCounts(ctx, q)
		if err != nil {
			return err
		}
		for _, c := range counts {
			list.Counts[c.State] = c.Count
			if q.State == "" || q.State == c.State {
				list.Total += c.Count
			}
		}
		rows, err := r.Restructurings(ctx, q)
		if err != nil {
			return err
		}
		for _, row := range rows {
			a, err := s.restructured(ctx, r, row, s.Today())
			if err != nil {
				return err
			}
			list.Rows = append(list.Rows, a)
		}
		return nil
	})
	return list, err
}
