package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// correctionStep stands for a step in the corrections of an undo. No policy can
// have it: its steps have no colon.
const correctionStep = "undo:correction"

// gone is a letter that has left the house, or may have, and how.
type gone struct {
	letter store.Letter
	by     []policy.Channel
	email  string // where it was mailed to
}

// stop withdraws what has not left the house, and gives what has.
func (w *undoer) stop(ctx context.Context, e *entry, letters []store.Letter) (out []gone, err error) {
	ids := make([]id.Letter, len(letters))
	for i := range letters {
		ids[i] = letters[i].ID
	}
	deliveries, err := e.Deliveries(ctx, ids)
	if err != nil {
		return nil, err
	}
	left := map[id.Letter]*gone{}
	for _, d := range deliveries {
		if leftHouse(&d) {
			if left[d.Letter] == nil {
				left[d.Letter] = &gone{}
			}
			g := left[d.Letter]
			g.by = append(g.by, policy.Channel(d.Channel))
			if d.Channel == string(policy.Email) {
				g.email = d.Address
			}
		}
		if err := w.withdraw(ctx, e, d); err != nil {
			return nil, err
		}
	}
	for i := range letters {
		if g := left[letters[i].ID]; g != nil {
			g.letter = letters[i]
			out = append(out, *g)
		}
	}
	return out, nil
}

// leftHouse says whether the customer has the letter this way, or may have it:
// who cannot know is told that it was wrong, which harms nobody.
func leftHouse(d *store.Delivery) bool {
	switch d.State {
	case store.Sending, store.Sent, store.Posted, store.Delivered:
		return true
	case store.Parked:
		return d.Tries > 0
	}
	return false
}

// withdraw stops a delivery that waits.
func (w *undoer) withdraw(ctx context.Context, e *entry, d store.Delivery) error {
	if !slices.Contains([]string{store.Ready, store.Signed, store.Retry, store.Parked}, d.State) {
		return nil
	}
	seen := d
	d.State, d.On, d.Due, d.Note = store.Withdrawn, w.On, 0, fault.Keep(fault.New(fault.Refused, "mail.taken_back", "its run was taken back: %s", w.Reason))
	moved, err := e.SetDelivery(ctx, d, seen)
	if err == nil && !moved {
		err = fault.New(fault.Refused, "undo.moved", "letter %s was sent at this moment; try again", d.Letter)
	}
	return err
}

// correct writes a letter for each that has left the house which takes it
// back. It belongs to the run that was undone and is printed and mailed with
// it, but bears the day of the undo.
func (w *undoer) correct(ctx context.Context, e *entry, list []gone) ([]store.Letter, error) {
	if len(list) == 0 {
		return nil, nil
	}
	rules, err := w.s.rules(ctx, e.Reader, w.On)
	if err != nil {
		return nil, err
	}
	todo := make([]decided, len(list))
	for i := range list {
		if todo[i], err = w.correction(ctx, e, &list[i]); err != nil {
			return nil, err
		}
	}
	writer, err := newWriter(ctx, w.s, e.Reader, rules.Policy, w.On, todo)
	if err != nil {
		return nil, err
	}
	var letters []store.Letter
	var deliveries []store.Delivery
	for i := range todo {
		l, ways, err := writer.letter(todo[i])
		if err != nil {
			return nil, err
		}
		if l, err = corrects(l, &list[i].letter); err != nil {
			return nil, err
		}
		letters, deliveries = append(letters, l), append(deliveries, ways...)
	}
	for _, hash := range slices.Sorted(maps.Keys(writer.texts)) {
		if err := e.InsertLetterText(ctx, hash, writer.texts[hash]); err != nil {
			return nil, err
		}
	}
	if err := e.InsertLetters(ctx, letters); err != nil {
		return nil, err
	}
	if err := e.InsertDeliveries(ctx, w.Run, deliveries); err != nil {
		return nil, err
	}
	return letters, w.s.askMail(ctx, e, w.Run, deliveries)
}

// correction is what the correction of a letter is about: what the customer
// does owe on the day.
func (w *undoer) correction(ctx context.Context, e *entry, g *gone) (decided, error) {
	account, _, err := e.Account(ctx, g.letter.Customer, w.On, store.Needs{})
	if err != nil {
		return decided{}, err
	}
	action, err := draftAction(&account, Draft{Letter: string(letter.Correction), Customer: g.letter.Customer, Date: w.On, Currency: g.letter.Currency})
	action.Step, action.About, action.Channels = correctionStep, string(g.letter.ID), g.by
	return decided{account: &account, action: action, email: g.email}, err
}

// corrects puts into a correction which letter it takes back.
func corrects(l store.Letter, wrong *store.Letter) (store.Letter, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return l, err
	}
	f.Corrects = letter.Ref{ID: wrong.ID, Date: wrong.RunDate, Total: wrong.Total}
	facts, err := json.Marshal(f)
	l.RunDate, l.Facts = wrong.RunDate, string(facts)
	return l, err
}
