package desk

import (
	"encoding/json"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/match"
	"debitor/internal/money"
)

// EntryAnswer is what matching said of an entry, as it is kept with it: what
// was open then may be settled now.
type EntryAnswer struct {
	Verdict   match.Verdict   `json:"verdict,omitempty"`
	Proposals []EntryProposal `json:"proposals,omitempty"`
}

// EntryProposal is one way to book it.
type EntryProposal struct {
	Kind       match.Kind    `json:"kind"`
	Confidence int           `json:"confidence"` // permille
	Customer   id.Customer   `json:"customer,omitempty"`
	Contract   id.Contract   `json:"contract,omitempty"`
	Rest       money.Minor   `json:"rest,omitempty"`
	Shares     []EntryPart   `json:"shares,omitempty"`
	Reasons    []EntryReason `json:"reasons,omitempty"`
}

// EntryPart is what of it settles one instalment.
type EntryPart struct {
	Customer id.Customer `json:"customer"`
	Contract id.Contract `json:"contract,omitempty"`
	Invoice  id.Invoice  `json:"invoice"`
	Part     int         `json:"part"`
	Amount   money.Minor `json:"amount"` // minor units of the entry's currency
}

// EntryReason is one line of why: texts, whole numbers, days as YYYY-MM-DD and
// amounts as decimals stand in its sentence.
type EntryReason struct {
	Code string     `json:"code"`
	Args fault.Args `json:"args,omitempty"`
}

// keepAnswer writes an answer down.
func keepAnswer(a match.Answer, c money.Currency) string {
	kept := EntryAnswer{Verdict: a.Verdict}
	for _, p := range a.Proposals {
		k := EntryProposal{Kind: p.Kind, Confidence: p.Confidence, Customer: p.Customer, Contract: p.Contract, Rest: p.Rest}
		for _, share := range p.Shares {
			k.Shares = append(k.Shares, EntryPart(share))
		}
		for _, r := range p.Reasons {
			k.Reasons = append(k.Reasons, keepReason(r, c))
		}
		kept.Proposals = append(kept.Proposals, k)
	}
	b, err := json.Marshal(kept)
	if err != nil {
		panic(fmt.Sprintf("desk: an answer of matching cannot be marshalled: %v", err)) // a programming error
	}
	return string(b)
}

// keepReason writes a reason down. An amount is in the currency that stands
// after it, else in the entry's.
func keepReason(r match.Reason, c money.Currency) EntryReason {
	kept := EntryReason{Code: r.Code}
	for i, a := range r.Args {
		switch v := a.(type) {
		case int:
			kept.Args = append(kept.Args, v)
		case money.Minor:
			of := c
			if i+1 < len(r.Args) {
				if named, ok := r.Args[i+1].(money.Currency); ok {
					of = named
				}
			}
			kept.Args = append(kept.Args, v.Decimal(of))
		case cal.Date:
			kept.Args = append(kept.Args, v.String())
		default:
			kept.Args = append(kept.Args, fmt.Sprint(v))
		}
	}
	return kept
}

// keptAnswer reads what keepAnswer wrote; anything else is no answer.
func keptAnswer(s string) (a EntryAnswer) {
	_ = json.Unmarshal([]byte(s), &a)
	return a
}

// proposal is a kept proposal as matching has it, without its reasons.
func (p EntryProposal) proposal() match.Proposal {
	out := match.Proposal{Kind: p.Kind, Confidence: p.Confidence, Customer: p.Customer, Contract: p.Contract, Rest: p.Rest}
	for _, share := range p.Shares {
		out.Shares = append(out.Shares, match.Share(share))
	}
	return out
}
