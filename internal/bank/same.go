package bank

import (
	"strings"
	"unicode"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Known is an entry that was taken in before, with the format it came in.
type Known struct {
	Entry
	Format string
}

// Pair finds which of the fresh entries of an account are known already, from
// the same statement taken in twice, overlapping periods or another format. It
// gives for each fresh entry the index of the known one, -1 if it is new. Each
// known entry is paired once: two equal payments of one day are two.
//
// Entries are the same if day, amount and currency are, and nothing else that
// both say speaks against it; of several the one that says most alike. format is
// that of the fresh ones.
func Pair(known []Known, fresh []Entry, format string) []int {
	type day struct {
		date     cal.Date
		amount   money.Minor
		currency money.Currency
	}
	of := map[day][]int{}
	for i := range known {
		k := day{known[i].Date, known[i].Amount, known[i].Currency}
		of[k] = append(of[k], i)
	}
	pairs := make([]int, len(fresh))
	used := make([]bool, len(known))
	// Those that are alike in every word first: a looser likeness must not take
	// the place of a perfect one.
	for _, least := range []int{alikeWholly, 0} {
		for i := range fresh {
			if least == alikeWholly {
				pairs[i] = -1
			}
			if pairs[i] >= 0 {
				continue
			}
			best, score := -1, least-1
			for _, j := range of[day{fresh[i].Date, fresh[i].Amount, fresh[i].Currency}] {
				if s := alike(&known[j].Entry, &fresh[i], known[j].Format == format); !used[j] && s > score {
					best, score = j, s
				}
			}
			if best >= 0 {
				pairs[i], used[best] = best, true
			}
		}
	}
	return pairs
}

// alikeWholly is the likeness of two entries of which everything that both say
// is equal.
const alikeWholly = 100

// alike is how much two entries of one day and amount are alike, -1 if they
// cannot be the same. strict says that they come in one format, in which a bank
// says the same of the same entry, so that any difference tells two apart.
func alike(a, b *Entry, strict bool) int {
	score, whole := 0, true
	for _, v := range []struct {
		a, b  string
		loose bool // may be written otherwise in another format
		same  func(a, b string) bool
	}{
		{a.TaxID, b.TaxID, false, equalText},
		{a.Account, b.Account, false, sameAccount},
		{a.BankRef, b.BankRef, true, within},
		{a.Reference, b.Reference, true, within},
		{a.Purpose, b.Purpose, true, similar},
		{a.Counterparty, b.Counterparty, true, similar},
	} {
		x, y := bare(v.a), bare(v.b)
		switch {
		case x == "" || y == "":
			whole = whole && x == y
		case x == y:
			score += 2
		case strict, !v.loose && !v.same(x, y):
			return -1
		case v.same(x, y):
			score, whole = score+1, false
		default:
			score, whole = score-1, false
		}
	}
	if whole {
		return alikeWholly + score
	}
	if score < 0 {
		return -1
	}
	return score
}

// bare is a text without what formats and line breaks change.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

func equalText(a, b string) bool { return a == b }

// within tells whether one text holds the other: formats cut at different
// lengths.
func within(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }

// SameAccount tells whether two texts name one account: an IBAN, the national
// number within it, with or without the bank's code, however it is spaced.
func SameAccount(a, b string) bool { return sameAccount(bare(a), bare(b)) }

// sameAccount is SameAccount of bare numbers.
func sameAccount(a, b string) bool {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return len(a) > 4 && len(b) > 4 && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}

// similar tells whether one text begins as the other does for most of the
// shorter one, or holds it.
func similar(a, b string) bool {
	if within(a, b) {
		return true
	}
	short := min(len(a), len(b))
	n := 0
	for n < short && a[n] == b[n] {
		n++
	}
	return n*3 >= short*2
}
