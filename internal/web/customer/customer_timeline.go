package customer

import (
	"strings"

	"debitor/internal/desk"
	"debitor/internal/ledger"
	"debitor/internal/rulebook"
	"debitor/internal/store"
)

// told is a line of the timeline in words: what happened, and to what it leads.
type told struct {
	text, href string
	facts      []string // what more is known of it
	tone       string
}

// tell puts a line of the timeline into words.
func (p customerPage) tell(e desk.TimelineEntry) told {
	t := told{text: p.happened(e)}
	if m := p.amount(e.Amount, e.Currency); m != "" {
		t.facts = append(t.facts, m)
	}
	switch e.Kind {
	case store.HappenedInvoice:
		t.href = p.To("invoices", string(e.Invoice))
		t.text += " " + p.printed(e.Invoice)
	case store.HappenedLetter:
		t.href = p.To("letters", e.Key)
		for _, d := range e.Deliveries {
			t.facts = append(t.facts, p.way(d))
			if d.State == store.Bounced || d.State == store.Returned || d.State == store.Failed {
				t.tone = "bad"
			}
		}
	case store.HappenedChange:
		for _, f := range e.Changes {
			t.facts = append(t.facts, p.change(f))
		}
	case store.HappenedNote:
		if e.What == "attachment" {
			t.href = p.here("attachments", e.Key)
		}
	case store.HappenedDispute, store.HappenedHold:
		t.tone = "warn"
	case store.HappenedPayment:
		t.tone = "good"
		t.facts = append(t.facts, e.Key)
	default: // the text says it
	}
	if e.Undone != 0 {
		t.facts, t.tone = append(t.facts, p.Say.T("say.taken_back")), "warn"
	}
	if e.Invoice != "" && t.href == "" {
		t.href, t.facts = p.To("invoices", string(e.Invoice)), append(t.facts, p.printed(e.Invoice))
	}
	if until := p.until(e.Until); until != "" && e.Kind != store.HappenedInvoice {
		t.facts = append(t.facts, until)
	}
	if e.Talk != nil {
		t.facts = append(t.facts, p.talk(e.Talk)...)
	}
	if e.Talk == nil {
		e.Text = p.said(ledger.EventKind(e.What), e.Text)
	}
	t.facts = append(t.facts, nonEmpty(e.Document, e.Text, e.By)...)
	return t
}

// talk is what came of a call or visit, with whom, and how he behaved.
func (p customerPage) talk(t *store.Talk) []string {
	facts := []string{p.Say.T("work.outcome." + t.Outcome)}
	if t.Reason != "" {
		facts = append(facts, p.Say.T("work.reason."+t.Reason))
	}
	if t.Behaviour != "" {
		facts = append(facts, p.Say.T("customer.behaviour", t.Behaviour))
	}
	return append(facts, nonEmpty(t.Contact)...)
}

// said is the reason of a fact in words: of a call what came of it, of a
// dispute why. Others are written by people.
func (p customerPage) said(kind ledger.EventKind, reason string) string {
	switch kind {
	case ledger.Call:
		return p.answer(reason)
	case ledger.Dispute:
		if key := "dispute.reason." + reason; p.Say.Has(key) {
			return p.Say.T(key)
		}
	default: // as it was written
	}
	return reason
}

// answer is what came of a call: a code in words, or what somebody wrote.
func (p customerPage) answer(s string) string {
	if strings.Contains(s, " ") {
		return s
	}
	return rulebook.Named(s, p.Say.Lang())
}

// happened is what a line is called.
func (p customerPage) happened(e desk.TimelineEntry) string {
	switch e.Kind {
	case store.HappenedInvoice:
		return p.Say.T("customer.was_invoice")
	case store.HappenedLetter:
		return p.letterName(e.What)
	case store.HappenedPayment:
		if e.Amount < 0 {
			return p.Say.T("customer.was_refund")
		}
	default: // by its own name
	}
	return p.named("customer.was_", e.What)
}

// named is the text of a key that ends in a name from the books; the name
// itself where there is no text, for imports may bring others.
func (p customerPage) named(prefix, name string) string {
	if key := prefix + strings.NewReplacer(".", "_", "-", "_").Replace(name); p.Say.Has(key) {
		return p.Say.T(key)
	}
	return name
}

// letterName is what a kind of letter is called; a company's own kind has its
// own name.
func (p customerPage) letterName(kind string) string { return p.named("customer.letter_", kind) }

// way is how a letter went and where it stands.
func (p customerPage) way(d store.Delivery) string {
	s := p.Say.T("customer.by_"+d.Channel) + ": " + p.named("customer.state_", d.State)
	if d.On != 0 {
		s += " " + p.Say.Date(d.On)
	}
	return s
}

// change is what a field was and is.
func (p customerPage) change(f desk.FieldChange) string {
	before, after := f.Before, f.After
	if before == "" {
		before = "–"
	}
	if after == "" {
		after = "–"
	}
	name := p.named("customer.field_", strings.ToLower(f.Field))
	if key := "field." + f.Field; p.Say.Has(key) { // of the card
		name = p.Say.T(key)
	}
	return name + ": " + before + " → " + after
}
