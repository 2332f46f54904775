package desk

import (
	"context"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/store"
)

// PolicyTerm is a version of a policy and the day from which it rules; 0 is
// for what has ruled from the beginning.
type PolicyTerm struct {
	Policy  string
	Version int
	From    cal.Date
}

// PolicyOutlook is what rules on a day, and after it what is to rule from later
// days on, as far as it has been said. It is empty where nothing ever rules.
func (s *Session) PolicyOutlook(ctx context.Context, day cal.Date) (list []PolicyTerm, err error) {
	err = s.read(ctx, ReadRules, func(r store.Reader) error {
		uses, err := r.PolicyUses(ctx)
		list = outlook(uses, day)
		return err
	})
	return list, err
}

func outlook(uses []store.PolicyUse, day cal.Date) (list []PolicyTerm) {
	days := []cal.Date{day}
	for _, u := range uses {
		if u.From > day {
			days = append(days, u.From)
		}
	}
	slices.Sort(days)
	for _, d := range slices.Compact(days) {
		last := PolicyTerm{}
		for _, u := range uses {
			if u.From <= d {
				last = PolicyTerm(u)
			}
		}
		if last.Version > 0 && (len(list) == 0 || list[len(list)-1] != last) {
			list = append(list, last)
		}
	}
	return list
}
