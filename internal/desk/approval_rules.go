package desk

import (
	"context"
	"slices"

	"debitor/internal/authority"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// judge asks the rules of today what a person with the session's roles may do
// about a request. Bounds count from the day it was asked, so that nobody
// grows into a decision by waiting; facts are those of today.
func (s *Session) judge(ctx context.Context, r store.Reader, rules Rules, row store.Approval, by string) (authority.Verdict, error) {
	today := s.Today()
	ask := authority.Ask{
		Kind: authority.Kind(row.Kind), Today: row.AskedOn, Until: row.Until, From: row.From, Amount: row.Amount, Currency: row.Currency,
		By: by, Calendar: s.Calendar(),
	}
	for _, v := range row.Evidence {
		ask.Evidence = append(ask.Evidence, v.Name)
	}
	for _, v := range row.Votes {
		if v.Vote != store.VoteRefuse {
			ask.Proposed = append(ask.Proposed, authority.Proposal{By: string(v.Person), Role: v.Role})
			ask.Required = append(ask.Required, v.Requires...)
		}
	}
	written := rulesOf(rules.Policy, ask.Kind)
	account := ledger.Account{}
	if row.Customer != "" && asked(written, ask) {
		var err error
		if account, err = accountOf(ctx, r, row.Customer, today, rules.Policy); err != nil {
			return authority.Verdict{}, err
		}
	}
	if ask.Amount == 0 {
		ask.Amount = stake(&account, row)
	}
	ask.Env = rules.Ask(s.Calendar(), &account, today)
	return authority.Judge(written, ask, s.roles), nil
}

// asked says whether any rule for the ask looks at the customer's account: many
// requests are judged at once where they are listed.
func asked(rules []authority.Rule, ask authority.Ask) bool {
	return slices.ContainsFunc(rules, func(rule authority.Rule) bool {
		return rule.May == ask.Kind && (rule.If != nil || rule.Amount != nil && ask.Amount == 0)
	})
}

// stake is what a request without an amount is about: all that is open.
func stake(a *ledger.Account, row store.Approval) (sum money.Minor) {
	for i := range a.Items {
		it := &a.Items[i]
		if it.Currency == row.Currency && (row.Invoice == "" || it.Invoice == row.Invoice) {
			sum += it.Open
		}
	}
	return sum
}

// unwritten is the right that decides a kind for which the policy has no rule.
var unwritten = map[authority.Kind]Right{
	authority.Promise:        TakePromises,
	authority.LiftHold:       LiftHolds,
	authority.WaivePrice:     DecideApprovals,
	authority.ReDefer:        SuspendDebts,
	authority.AssignCategory: DecideApprovals,
	authority.Exclude:        SuspendDebts,
	authority.ChangeLimit:    DecideApprovals,
	authority.ChangeTerms:    DecideApprovals,
	authority.PublishPolicy:  PublishPolicy,
	authority.WriteOff:       DecideApprovals,
	authority.WaivePapers:    WaivePapers,
	authority.BlackList:      DecideApprovals,
	authority.ChargeLate:     ChargeLateness,
	authority.WaiveCharge:    DecideApprovals,
}

// rulesOf are the rules that decide a kind: the policy's, or, where it says
// nothing, those of rights.go without bounds.
func rulesOf(p *policy.Policy, k authority.Kind) []authority.Rule {
	if slices.ContainsFunc(p.Authority, func(r authority.Rule) bool { return r.May == k }) {
		return p.Authority
	}
	roles := grants[unwritten[k]]
	if k == authority.LiftHold {
		roles = liftedBy(p)
	}
	rules := make([]authority.Rule, len(roles))
	for i, role := range roles {
		rules[i] = authority.Rule{May: k, Role: role}
	}
	return rules
}
