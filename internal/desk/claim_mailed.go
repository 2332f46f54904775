package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// MailedClaim is a claim before court that went by e-mail alone. Whether that is a
// claim sent the contract says, so a person does, with the clause.
type MailedClaim struct {
	Sent   cal.Date      // the mail server took it
	Counts []store.Event // that it is a claim sent, one for each document; empty: nobody has said so
}

// setClaim says how a letter is one. It is none that is no claim before court, was
// not sent, was taken back, or is at the post office, where it counts by itself.
func (l *LetterTrace) setClaim(ctx context.Context, r store.Reader) error {
	if l.Letter.Undone > 0 || !slices.Contains(courtKinds(), l.Letter.Template) {
		return nil
	}
	facts, err := claimFacts(ctx, r, []store.Letter{l.Letter})
	claim := MailedClaim{Counts: facts}
	for _, d := range l.Deliveries {
		switch {
		case d.Channel == string(policy.Email) && d.State == store.Sent:
			claim.Sent = d.On
		case (d.State == store.Posted || d.State == store.Delivered) && len(facts) == 0:
			return err
		}
	}
	if claim.Sent != 0 {
		l.Claim = &claim
	}
	return err
}

// claimFacts are the facts that letters are claims sent: they name the letter.
func claimFacts(ctx context.Context, r store.Reader, letters []store.Letter) ([]store.Event, error) {
	numbers, customers := map[string]bool{}, make([]id.Customer, len(letters))
	for i := range letters {
		numbers[string(letters[i].ID)], customers[i] = true, letters[i].Customer
	}
	facts, err := r.LegalEvents(ctx, customers, []string{string(ledger.ClaimSent)}, cal.Last)
	return slices.DeleteFunc(facts, func(e store.Event) bool { return !numbers[e.Document] }), err
}

// CountClaim records that a claim which went by e-mail alone is a claim sent, for
// each document it demanded, on the day the mail server took it: as one by post is by
// itself. reason is the contract's clause that lets claims go by e-mail. Its faults
// are letter.unknown, claim.reason, claim.not_mailed and claim.counted.
func (s *Session) CountClaim(ctx context.Context, number id.Letter, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Usage, "claim.reason", "say by which clause of the contract a claim may go by e-mail")
	}
	return s.do(ctx, KeepClaims, "claim.count", nil, func(ctx context.Context, e *entry) error {
		t, err := s.trace(ctx, e.Reader, number)
		switch {
		case err != nil:
			return err
		case t.Claim == nil:
			return fault.New(fault.Refused, "claim.not_mailed", "letter %s is no claim that went by e-mail alone", number)
		case len(t.Claim.Counts) > 0:
			return fault.New(fault.Refused, "claim.counted", "letter %s counts as a claim sent already", number)
		}
		last, err := e.LastEventNumber(ctx)
		if err != nil {
			return err
		}
		var facts []store.Event
		named := map[id.Invoice]bool{}
		for _, it := range t.Facts.Items {
			if named[it.Invoice] {
				continue // another instalment of it
			}
			named[it.Invoice] = true
			facts = append(facts, store.Event{Key: e.factKey(), Number: last + int64(len(named)), Event: ledger.Event{
				Date: t.Claim.Sent, Kind: ledger.ClaimSent, Customer: t.Letter.Customer, Invoice: it.Invoice, Currency: t.Letter.Currency,
				Reason: reason, By: s.actorName(), Document: string(number),
			}})
		}
		e.note("claim.counted", "letter:"+string(number), reason, map[string]any{"date": t.Claim.Sent, "documents": len(facts)})
		return e.InsertEvents(ctx, facts)
	})
}

// DiscountClaim takes CountClaim back: it was said by mistake. Its faults are
// letter.unknown, claim.why and claim.not_counted.
func (s *Session) DiscountClaim(ctx context.Context, number id.Letter, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Usage, "claim.why", "say why it does not count as a claim sent after all")
	}
	return s.do(ctx, KeepClaims, "claim.discount", nil, func(ctx context.Context, e *entry) error {
		l, err := s.letter(ctx, e.Reader, number)
		if err != nil {
			return err
		}
		n, err := s.discountClaims(ctx, e, []store.Letter{l}, reason)
		if err == nil && n == 0 {
			err = fault.New(fault.Refused, "claim.not_counted", "letter %s does not count as a claim sent", number)
		}
		return err
	})
}

// discountClaims withdraws that letters are claims sent, and says of how many
// documents: a person was wrong, their run is undone, or they came back.
func (s *Session) discountClaims(ctx context.Context, e *entry, letters []store.Letter, reason string) (int, error) {
	facts, err := claimFacts(ctx, e.Reader, letters)
	if err != nil || len(facts) == 0 {
		return 0, err
	}
	list, documents := make([]store.Withdrawal, len(facts)), map[string]int{}
	for i := range facts {
		list[i] = store.Withdrawal{Event: facts[i].Key, Date: s.Today(), Reason: reason, Author: s.actorName()}
		documents[facts[i].Document]++
	}
	for i := range letters {
		if number := string(letters[i].ID); documents[number] > 0 {
			e.note("claim.discounted", "letter:"+number, reason, map[string]any{"documents": documents[number]})
		}
	}
	return len(facts), e.InsertWithdrawals(ctx, list)
}
