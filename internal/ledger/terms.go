package ledger

import (
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// MaxParts bounds the instalments of one invoice: ten years of months. More
// is a field read wrongly.
const MaxParts = 120

// MaxTermDays bounds a term in days either way: ten years.
const MaxTermDays = 3650

// whole is 100 % in the unit of Term.Share; a hundredth of a percent is 100.
const whole = 1_000_000

// Term is one part of a contract's terms: a share of the amount, in millionths
// of it, due so many days after the base date.
type Term struct {
	Share int64
	Days  int
}

// ParseTerms reads a contract's instalments, "30%@0;70%@20": 30 % on the base
// date and 70 % twenty days later. The shares must make 100 %; as thirds
// cannot be written, "33.33%@0;33.33%@30;33.33%@60" may miss it by a hundredth
// for each part, and the last part takes what is left. An empty string is no
// terms: one instalment by the contract's payment days.
func ParseTerms(s string) ([]Term, error) {
	s = strings.TrimSuffix(strings.TrimSpace(s), ";")
	if s == "" {
		return nil, nil
	}
	parts := strings.Split(s, ";")
	if len(parts) > MaxParts {
		return nil, fault.New(fault.Input, "ledger.terms.too_many", "terms %.40q… have more than %d parts", s, MaxParts)
	}
	terms := make([]Term, len(parts))
	missing := int64(whole)
	for i, p := range parts {
		t, ok := parseTerm(p)
		if !ok {
			return nil, fault.New(fault.Input, "ledger.terms.format", "%q in the terms is not like 30%%@20", strings.TrimSpace(p))
		}
		terms[i] = t
		missing -= t.Share
	}
	slack := int64(len(parts)-1) * 100
	if missing > slack || missing < -slack || terms[len(terms)-1].Share+missing <= 0 {
		return nil, fault.New(fault.Input, "ledger.terms.sum", "the shares of terms %q do not make 100 %%", s)
	}
	terms[len(terms)-1].Share += missing
	return terms, nil
}

func parseTerm(s string) (Term, bool) {
	share, days, ok := strings.Cut(s, "@")
	share, percent := strings.CutSuffix(strings.TrimSpace(share), "%")
	if !ok || !percent {
		return Term{}, false
	}
	n, err := money.ParseMinor(strings.Replace(share, ",", ".", 1), 4)
	if err != nil || n <= 0 || n > whole {
		return Term{}, false
	}
	d, err := strconv.Atoi(strings.TrimSpace(days))
	if err != nil || d < -MaxTermDays || d > MaxTermDays {
		return Term{}, false
	}
	return Term{int64(n), d}, true
}

// Instalments divides an invoice into its instalments. A due date given with
// the invoice stands as it is; else the contract's terms run from its base
// date in the contract's days. Where the base date or the term is not known,
// Due is zero: the term has not started. A credit note has none. The amounts
// sum to the invoice's.
//
// Terms that cannot be read are refused when a contract is recorded; here they
// would count as none.
func Instalments(inv Invoice, contract *Contract, c *cal.Calendar) []Instalment {
	if inv.Amount <= 0 {
		return nil
	}
	if inv.Due != 0 || contract == nil {
		return []Instalment{{inv.ID, 1, inv.Due, inv.Amount}}
	}
	base := baseDate(inv, contract.TermFrom)
	terms, err := ParseTerms(contract.Terms)
	if err != nil || len(terms) == 0 {
		if contract.PaymentDays < 0 {
			base = 0
		}
		terms = []Term{{whole, contract.PaymentDays}}
	}
	return split(inv, base, terms, func(days int) cal.Date {
		if contract.DaysUnit == WorkingDays || contract.DaysUnit == BankingDays {
			return c.AddWorking(base, days)
		}
		return base + cal.Date(days)
	})
}

func split(inv Invoice, base cal.Date, terms []Term, due func(days int) cal.Date) []Instalment {
	shares := make([]int64, len(terms))
	for i, t := range terms {
		shares[i] = t.Share
	}
	parts := make([]Instalment, len(terms))
	for i, amount := range money.Split(inv.Amount, shares) {
		parts[i] = Instalment{Invoice: inv.ID, Part: i + 1, Amount: amount}
		if base != 0 {
			parts[i].Due = due(terms[i].Days)
		}
	}
	return parts
}

// baseDate is the day a term runs from. A demand is not part of an invoice:
// its due date is given once the demand is made.
func baseDate(inv Invoice, from TermBase) cal.Date {
	switch from {
	case FromShipment:
		return inv.Shipped
	case FromHandOver:
		return inv.HandedOver
	case FromAccept:
		return inv.Accepted
	case FromDemand:
		return 0
	}
	return inv.Date
}
