package match

import (
	"slices"

	"debitor/internal/money"
)

// Bounds of the search for instalments that make an amount: sets of at most
// maxSet among at most maxAmong instalments. Beyond maxAmong only one, the
// oldest so many and all of them are asked for.
const (
	maxSet   = 4
	maxAmong = 24
)

// setsOf are the sets of places whose amounts sum to the target, at most two:
// the second only says that the first is not the only one. Sets of the oldest
// so many, whatever their size, count as well. Those that do not fit, nil being
// all that do, are passed over.
func setsOf(open []money.Minor, target money.Minor, fits func(set []int) bool) (sets [][]int) {
	add := func(set []int) {
		if len(sets) < 2 && (fits == nil || fits(set)) && !slices.ContainsFunc(sets, func(s []int) bool { return slices.Equal(s, set) }) {
			sets = append(sets, slices.Clone(set))
		}
	}
	var sum money.Minor
	oldest := make([]int, 0, len(open))
	for i, amount := range open {
		sum += amount
		oldest = append(oldest, i)
		if sum >= target {
			break
		}
	}
	if sum == target && len(oldest) > 0 {
		add(oldest)
	}
	size := maxSet
	if len(open) > maxAmong {
		size = 1
	}
	var set [maxSet]int
	var search func(from, n int, left money.Minor)
	search = func(from, n int, left money.Minor) {
		for i := from; i < len(open) && len(sets) < 2; i++ {
			if open[i] > left {
				continue
			}
			set[n] = i
			switch {
			case open[i] == left:
				add(set[:n+1])
			case n+1 < size:
				search(i+1, n+1, left-open[i])
			}
		}
	}
	search(0, 0, target)
	return sets
}
