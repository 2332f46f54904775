package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Approval is a request as it stands on a day.
type Approval struct {
	Number   int64          `json:"number"`
	Kind     authority.Kind `json:"kind"`
	Customer id.Customer    `json:"customer,omitempty"`
	Invoice  id.Invoice     `json:"invoice,omitempty"`
	Policy   string         `json:"policy,omitempty"`
	Amount   string         `json:"amount,omitempty"` // empty: all of it, or none is at stake
	Currency money.Currency `json:"currency,omitempty"`
	From     cal.Date       `json:"from,omitzero"`
	Until    cal.Date       `json:"until,omitzero"`
	Value    string         `json:"value,omitempty"`
	Reason   string         `json:"reason"`
	Evidence []Evidence     `json:"evidence"`
	AskedBy  id.User        `json:"asked_by"`
	AskedOn  cal.Date       `json:"asked_on"`
	Expires  cal.Date       `json:"expires"`
	State    string         `json:"state"` // pending, approved, refused, withdrawn, expired
	ClosedOn cal.Date       `json:"closed_on,omitzero"`
	Votes    []Vote         `json:"votes"`
	Waits    *Waits         `json:"waits,omitempty"`   // pending: for whom
	Outcome  Outcome        `json:"outcome,omitempty"` // approved: what became of it
}

// Vote is what one person said to a request, in which of his roles.
type Vote struct {
	Person id.User  `json:"person"`
	Role   string   `json:"role"`
	Vote   string   `json:"vote"` // propose, approve, refuse
	Reason string   `json:"reason"`
	On     cal.Date `json:"on"`
	// Requires is what an approval depends on being shown.
	Requires []string `json:"requires,omitempty"`
	ByLink   bool     `json:"by_link,omitempty"` // said behind a link in a mail
}

// Waits is what a pending request waits for.
type Waits struct {
	Roles     []string `json:"roles"`     // who may decide it, lowest first
	Proposals []string `json:"proposals"` // whose word must come before
	Evidence  []string `json:"evidence"`  // what the rules, or those who said yes, now ask to be shown
	// Together says that Proposals decide it together, in any order; Require is what
	// each may make his yes depend on.
	Together bool     `json:"together,omitempty"`
	Require  []string `json:"require,omitempty"`
}

// Expired is the state of a request that nobody decided in time. It is not
// recorded: the day tells.
const Expired = "expired"

// ApprovalFilter picks requests; empty fields pick all.
type ApprovalFilter struct {
	Pending  bool // only those that can still be decided
	Kind     authority.Kind
	Customer id.Customer
	Number   int64
}

// Approvals are the requests that the filter picks in the order of asking, with
// their outcome as of a day.
func (s *Session) Approvals(ctx context.Context, f ApprovalFilter, day cal.Date) (list []Approval, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		q := store.ApprovalQuery{Number: f.Number, Kind: string(f.Kind), Customer: f.Customer}
		if f.Pending {
			q.State = store.Pending
		}
		rows, err := r.Approvals(ctx, q)
		if err != nil {
			return err
		}
		if rows, err = s.approvalsSeen(ctx, r, rows); err != nil {
			return err
		}
		ledgers, err := settlements(ctx, r, rows)
		if err != nil {
			return err
		}
		var rules Rules
		if slices.ContainsFunc(rows, func(row store.Approval) bool { return row.State == store.Pending }) {
			if rules, err = s.rules(ctx, r, s.Today()); err != nil {
				return err
			}
		}
		list = make([]Approval, 0, len(rows))
		for _, row := range rows {
			a := approvalOf(row, day)
			if f.Pending && a.State != store.Pending {
				continue
			}
			a.Outcome = ledgers[row.Customer].outcome(row, day)
			if a, err = s.waiting(ctx, r, rules, a, row); err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	return list, err
}

// approvalsSeen are those of the requests that are about customers the actor
// sees, about no customer, or his own.
func (s *Session) approvalsSeen(ctx context.Context, r store.Reader, rows []store.Approval) ([]store.Approval, error) {
	var customers []id.Customer
	for _, row := range rows {
		if row.Customer != "" {
			customers = append(customers, row.Customer)
		}
	}
	seen, err := r.CustomersWithin(ctx, s.scope(), customers)
	return slices.DeleteFunc(rows, func(row store.Approval) bool {
		return row.Customer != "" && !seen[row.Customer] && row.AskedBy != s.actor.User
	}), err
}

// approvalOf is a row as it stands on a day, without outcome.
func approvalOf(row store.Approval, day cal.Date) Approval {
	a := Approval{
		Number: row.Number, Kind: authority.Kind(row.Kind), Customer: row.Customer, Invoice: row.Invoice, Policy: row.Policy, Currency: row.Currency,
		From: row.From, Until: row.Until, Value: row.Value, Reason: row.Reason, AskedBy: row.AskedBy, AskedOn: row.AskedOn, Expires: row.Expires,
		State: row.State, ClosedOn: row.ClosedOn, Evidence: []Evidence{}, Votes: []Vote{},
	}
	if row.Amount != 0 {
		a.Amount = row.Amount.Decimal(row.Currency)
	}
	if row.State == store.Pending && row.Expires < day {
		a.State = Expired
	}
	for _, v := range row.Evidence {
		a.Evidence = append(a.Evidence, Evidence{v.Name, v.Document})
	}
	for _, v := range row.Votes {
		a.Votes = append(a.Votes, Vote(v))
	}
	return a
}

// waiting says for whom a request that is pending waits.
func (s *Session) waiting(ctx context.Context, r store.Reader, rules Rules, a Approval, row store.Approval) (Approval, error) {
	if a.State != store.Pending {
		return a, nil
	}
	nobody := *s
	nobody.roles = nil // whoever looks at it
	v, err := nobody.judge(ctx, r, rules, row, "")
	a.Waits = &Waits{Roles: orNone(v.Roles), Proposals: orNone(v.Proposals), Evidence: orNone(v.Evidence), Together: v.Code == authority.NeedsAll, Require: v.Require}
	return a, err
}

func orNone(list []string) []string { return append([]string{}, list...) }

// AuthorityLine is what became of what one person approved.
type AuthorityLine struct {
	Kind   authority.Kind `json:"kind"`
	Person id.User        `json:"person"`
	Given  int            `json:"given"`
	Kept   int            `json:"kept"`   // paid as it was meant
	Late   int            `json:"late"`   // paid after the day
	Broken int            `json:"broken"` // the day passed, and it is not paid
	Open   int            `json:"open"`   // the day is still to come
}

// AuthorityRecord tells of every kind and everyone who approved how many of his
// decisions were kept as of a day: 12 lifts, 9 paid. Those without an outcome
// only count as given.
func (s *Session) AuthorityRecord(ctx context.Context, day cal.Date) ([]AuthorityLine, error) {
	list, err := s.Approvals(ctx, ApprovalFilter{}, day)
	type key struct {
		kind   authority.Kind
		person id.User
	}
	lines := map[key]*AuthorityLine{}
	for _, a := range list {
		if a.State != store.Approved || a.ClosedOn > day {
			continue
		}
		for _, v := range a.Votes {
			if v.Vote != store.VoteApprove {
				continue
			}
			line := lines[key{a.Kind, v.Person}]
			if line == nil {
				line = &AuthorityLine{Kind: a.Kind, Person: v.Person}
				lines[key{a.Kind, v.Person}] = line
			}
			line.count(a.Outcome)
		}
	}
	out := make([]AuthorityLine, 0, len(lines))
	for _, k := range slices.SortedFunc(maps.Keys(lines), func(a, b key) int {
		return cmp.Or(cmp.Compare(slices.Index(authority.Kinds, a.kind), slices.Index(authority.Kinds, b.kind)), cmp.Compare(a.person, b.person))
	}) {
		out = append(out, *lines[k])
	}
	return out, err
}

func (l *AuthorityLine) count(o Outcome) {
	l.Given++
	switch o {
	case Kept:
		l.Kept++
	case PaidLate:
		l.Late++
	case Broken:
		l.Broken++
	case StillOpen:
		l.Open++
	}
}
