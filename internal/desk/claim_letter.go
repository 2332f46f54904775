package desk

import (
	"context"
	"encoding/json"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/store"
)

// claimLetter is a letter of ours that is a claim before court, with the
// instalments it demanded.
type claimLetter struct {
	on     cal.Date // its post is at the post office, or arrived
	number string
	about  map[partKey]bool
}

// claimLetters are those that were posted to customers by a day. One that went by
// e-mail alone is none: whether that is a claim the contract says (CountClaim).
func claimLetters(ctx context.Context, r store.Reader, customers []id.Customer, day cal.Date) (map[id.Customer][]claimLetter, error) {
	rows, err := r.PostedLetters(ctx, customers, courtKinds(), day)
	out := map[id.Customer][]claimLetter{}
	for i := range rows {
		var facts struct {
			Items []letter.Item `json:"items"`
		}
		if err := json.Unmarshal([]byte(rows[i].Facts), &facts); err != nil {
			return nil, err
		}
		v := claimLetter{on: rows[i].On, number: string(rows[i].Letter), about: map[partKey]bool{}}
		for _, it := range facts.Items {
			v.about[partKey{it.Invoice, max(1, it.Part)}] = true
		}
		out[rows[i].Customer] = append(out[rows[i].Customer], v)
	}
	return out, err
}

// courtKinds are the letters that open the way to court.
func courtKinds() (names []string) {
	for _, k := range letter.Kinds() {
		if k.Traits().Court {
			names = append(names, string(k))
		}
	}
	return names
}

// claimed is the day of the last claim about an item: recorded, or a letter of ours.
func (l *clocks) claimed(a *ledger.Account, it *ledger.Item) (on cal.Date) {
	for _, h := range l.facts(a, it) {
		if h.Fact == claims.ClaimSent && h.On <= l.day {
			on = max(on, h.On)
		}
	}
	return on
}
