package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// BlackListed is who was systematically late last month, or is on the list.
type BlackListed struct {
	Customer id.Customer     `json:"customer"`
	Name     string          `json:"name"`
	Late     credit.Lateness `json:"late"`
	Percent  int             `json:"percent,omitempty"` // paid in advance by who is on the list
	From     cal.Date        `json:"from,omitzero"`
	Until    cal.Date        `json:"until,omitzero"` // 0 of who is on the list: until the conditions are met
	Asked    int64           `json:"asked,omitempty"`
}

// BlackList is the list as of a day, and who is proposed for it.
type BlackList struct {
	Date     cal.Date         `json:"date"`
	Rule     policy.BlackList `json:"-"`
	Proposed []BlackListed    `json:"proposed"`
	Listed   []BlackListed    `json:"listed"`
}

// BlackList finds who was systematically late in the month before a day, by the
// rules in force, and who is on the list. It changes nothing.
func (s *Session) BlackList(ctx context.Context, day cal.Date, only ...id.Customer) (out BlackList, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		out, err = s.blackList(ctx, r, day, only)
		return err
	})
	return out, err
}

// BlackListHead is a list without who is proposed.
type BlackListHead struct {
	BlackList
	Rule  policy.BlackList
	Found int // who are proposed
}

// blackLists is BlackList as its page shows it.
var blackLists = keptList[struct{}, BlackListHead, BlackListed]{"black", func(s *Session, ctx context.Context, r store.Reader, _ struct{}, day cal.Date) (head BlackListHead, rows []BlackListed, err error) {
	head.BlackList, err = s.blackList(ctx, r, day, nil)
	rows, head.Proposed, head.Found = head.Proposed, nil, len(head.Proposed)
	head.Rule = head.BlackList.Rule
	return head, rows, err
}}

// BlackListLeaf is a page of BlackList, as it is kept; what was asked for since is
// known. Its faults are the same.
func (s *Session) BlackListLeaf(ctx context.Context, day cal.Date, of Leaf) (out Listed[BlackListHead, BlackListed], err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		_, err := s.blackRules(ctx, r, day)
		return err
	})
	if err != nil {
		return out, err
	}
	if out, err = blackLists.leaf(ctx, s, struct{}{}, day, of); err != nil || len(out.Rows) == 0 {
		return out, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		pending, err := blackAsked(ctx, r)
		for i := range out.Rows {
			out.Rows[i].Asked = pending[out.Rows[i].Customer]
		}
		return err
	})
	return out, err
}

// blackRules are the rules of a day, which have a black list.
func (s *Session) blackRules(ctx context.Context, r store.Reader, day cal.Date) (Rules, error) {
	rules, err := s.rules(ctx, r, day)
	if err == nil && !rules.BlackList.Stands() {
		err = fault.New(fault.Refused, "black_list.none", "policy %s has no black list: write black-list: into it", rules.Name)
	}
	return rules, err
}

// blackAsked are the requests that wait for a place on the list, by customer.
func blackAsked(ctx context.Context, r store.Reader) (map[id.Customer]int64, error) {
	list, err := r.Approvals(ctx, store.ApprovalQuery{State: store.Pending, Kind: string(authority.BlackList)})
	asked := map[id.Customer]int64{}
	for i := range list {
		asked[list[i].Customer] = list[i].Number
	}
	return asked, err
}

func (s *Session) blackList(ctx context.Context, r store.Reader, day cal.Date, only []id.Customer) (BlackList, error) {
	out := BlackList{Date: day, Proposed: []BlackListed{}, Listed: []BlackListed{}}
	rules, err := s.blackRules(ctx, r, day)
	if err != nil {
		return out, err
	}
	out.Rule = rules.BlackList
	standing, err := s.blackTerms(ctx, r)
	if err != nil {
		return out, err
	}
	pending, err := blackAsked(ctx, r)
	if err != nil {
		return out, err
	}
	err = historiesOf(ctx, r, s.scope(), only, func(list []ledger.History) error {
		customers, err := customersOf(ctx, r, list)
		for i := range list {
			account := list[i].At(day)
			row := BlackListed{Customer: account.Customer, Name: customers[account.Customer].Name, Late: credit.LateLastMonth(account.Record, day)}
			out.add(row, standing[row.Customer], pending[row.Customer])
		}
		return err
	})
	if err != nil {
		return out, err
	}
	return out, out.nameDocuments(ctx, r)
}

// nameDocuments says what the documents that were late are called in print.
func (b *BlackList) nameDocuments(ctx context.Context, r store.Reader) error {
	var lines []*credit.LateLine
	var keys []id.Invoice
	for _, rows := range [][]BlackListed{b.Proposed, b.Listed} {
		for i := range rows {
			for j := range rows[i].Late.Documents {
				line := &rows[i].Late.Documents[j]
				lines, keys = append(lines, line), append(keys, id.Invoice(line.Invoice))
			}
		}
	}
	names, err := documentNames(ctx, r, keys)
	for _, line := range lines {
		line.Document = names[id.Invoice(line.Invoice)]
	}
	return err
}

// add puts a customer where he belongs: on the list, or among the proposed.
func (b *BlackList) add(row BlackListed, term *store.Term, asked int64) {
	if term != nil && term.InForce(b.Date) {
		row.Percent, row.From, row.Until = term.Percent, term.From, term.Until
		b.Listed = append(b.Listed, row)
		return
	}
	if !row.Late.Systematic(&b.Rule) {
		return
	}
	row.Asked = asked
	b.Proposed = append(b.Proposed, row)
}

// blackTerms are the places on the black list that were not ended, by customer.
func (s *Session) blackTerms(ctx context.Context, r store.Reader) (map[id.Customer]*store.Term, error) {
	list, err := r.Terms(ctx, store.TermQuery{Standing: true})
	out := map[id.Customer]*store.Term{}
	for i := range list {
		if t := &list[i]; t.Kind == credit.TermBlack && out[t.Customer] == nil { // the newest comes first
			out[t.Customer] = t
		}
	}
	return out, err
}

// AskBlackList asks for those who are proposed and were not asked for yet, one
// request each, with the reasons; percent 0 is the least of the rules. It gives
// how many.
func (s *Session) AskBlackList(ctx context.Context, b *BlackList, percent int) (asked int, err error) {
	if percent == 0 {
		percent = b.Rule.Prepay
	}
	once := s.once
	for i := range b.Proposed {
		row := &b.Proposed[i]
		if row.Asked != 0 {
			continue
		}
		if s.once = once; once != "" { // each request is a change of its own
			s.once = once + " " + string(row.Customer)
		}
		var late []string
		for _, d := range row.Late.Documents {
			late = append(late, fmt.Sprintf("%s +%d", d.Document, d.Days))
		}
		a, err := s.Ask(ctx, AskRequest{
			Kind: authority.BlackList, Subject: string(row.Customer), Value: strconv.Itoa(percent), Until: credit.LastDay(&b.Rule, s.Today()), Reason: strings.Join(late, ", "),
		})
		if err != nil {
			return asked, err
		}
		row.Asked = a.Number
		asked++
	}
	return asked, nil
}

// blackListAsked refuses a percentage below the least of the rules, and a last
// day beyond the most.
func blackListAsked(rules Rules, row store.Approval) error {
	if authority.Kind(row.Kind) != authority.BlackList {
		return nil
	}
	percent, err := strconv.Atoi(strings.TrimSuffix(row.Value, "%"))
	least, last := max(1, rules.BlackList.Prepay), cal.Last
	if rules.BlackList.Stands() {
		last = credit.LastDay(&rules.BlackList, row.AskedOn)
	}
	switch {
	case err != nil || percent < least || percent > 100:
		return fault.New(fault.Usage, "black_list.percent", "%q is not a prepayment of %d to 100 per cent", row.Value, least)
	case row.Until > last:
		return fault.New(fault.Usage, "black_list.until", "the rules let nobody be listed beyond %s", last)
	}
	return nil
}

// putOnBlackList has the customer pay ahead, and be written to: by the policy's
// step, if it has one that waits for that and there is a document it can be about;
// else by whoever asked.
func (s *Session) putOnBlackList(ctx context.Context, e *entry, row store.Approval) error {
	percent, err := strconv.Atoi(strings.TrimSuffix(row.Value, "%"))
	if err != nil {
		return err
	}
	t, err := setTerm(ctx, e, store.Term{SetOn: row.ClosedOn, Approval: row.Number, Term: credit.Term{
		Customer: row.Customer, Kind: credit.TermBlack, Scope: credit.OfCustomer, Currency: s.company.Currency, Percent: percent,
		From: row.ClosedOn, Until: row.Until, Reason: row.Reason, By: lastVoter(row),
	}})
	if err == nil {
		err = tellPrepaid(ctx, e, t.Term)
	}
	if err != nil {
		return err
	}
	if writes, err := s.writesPrepaid(ctx, e, row); writes || err != nil {
		return err
	}
	day, err := nextList(ctx, e, row.ClosedOn)
	if err != nil {
		return err
	}
	_, err = e.makeTask(ctx, newTask{
		Day: day, Customer: row.Customer, From: fmt.Sprintf("approval-%d", row.Number), Currency: row.Currency, Task: "send-prepayment-notice",
		Assignee: string(row.AskedBy), Why: row.Reason,
	})
	return err
}

// writesPrepaid says whether the next run writes to a customer that he is to pay in
// advance.
func (s *Session) writesPrepaid(ctx context.Context, e *entry, row store.Approval) (bool, error) {
	rules, err := s.rules(ctx, e.Reader, row.ClosedOn)
	if err != nil || rules.Policy == nil {
		return false, err
	}
	if !slices.ContainsFunc(rules.Steps, func(step policy.Step) bool { return step.On == policy.Prepaid && step.Kind == policy.Letter }) {
		return false, nil
	}
	account, err := accountOf(ctx, e.Reader, row.Customer, row.ClosedOn, nil)
	return len(account.Items) > 0, err
}

// BlackListReview is what became of those whose last day on the list has come.
type BlackListReview struct {
	Off  []id.Customer `json:"off"`  // they came off
	Stay []id.Customer `json:"stay"` // they do not meet the conditions yet, and stay until they do
}

// ReviewBlackList lets those come off the list whose last day has come and who
// meet the conditions; the others stay until they do. It is done by itself every
// hour where debitor works in the background; done again, it changes nothing.
func (s *Session) ReviewBlackList(ctx context.Context) (out BlackListReview, err error) {
	today := s.Today()
	out = BlackListReview{Off: []id.Customer{}, Stay: []id.Customer{}}
	var due []store.Term
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		due = due[:0]
		terms, err := s.blackTerms(ctx, r)
		for _, t := range terms {
			if t.Approval != 0 && t.Until <= today {
				due = append(due, *t)
			}
		}
		return err
	})
	for _, t := range due {
		off, stays, doErr := s.reviewListed(ctx, t, today)
		if err == nil {
			err = doErr
		}
		if off {
			out.Off = append(out.Off, t.Customer)
		}
		if stays {
			out.Stay = append(out.Stay, t.Customer)
		}
	}
	return out, err
}

// reviewListed ends a place on the list, or leaves it open where the conditions
// are not met.
func (s *Session) reviewListed(ctx context.Context, t store.Term, today cal.Date) (off, stays bool, err error) {
	err = s.do(ctx, KeepCredit, "black-list.review", nil, func(ctx context.Context, e *entry) error {
		rules, err := s.rules(ctx, e.Reader, today)
		if err != nil {
			return err
		}
		account, _, err := e.Account(ctx, t.Customer, today, store.Needs{Record: true})
		if err != nil {
			return err
		}
		ok, overdue, late := credit.MayReturn(&rules.BlackList, account.Record, today)
		if off, stays = ok, !ok; stays && t.Until == 0 {
			return nil // he stays already
		}
		why := "the conditions are met"
		if stays {
			why = fmt.Sprintf("overdue documents: %d; paid late lately: %d", overdue, late)
		}
		if ended, err := e.EndTerm(ctx, t.Number, today, s.actorName(), why); err != nil || !ended {
			return err
		}
		e.note("credit.ended", "customer:"+string(t.Customer), why, t)
		if stays {
			t.Number, t.From, t.Until, t.SetOn, t.By = 0, today, 0, today, s.actorName()
			_, err = setTerm(ctx, e, t)
		}
		return err
	})
	return off && err == nil, stays && err == nil, err
}
