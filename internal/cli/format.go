package cli

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// count is a number for a table.
func count(n int) string { return strconv.Itoa(n) }

// grouped is a decimal string with its thousands apart, for people.
func grouped(decimal string) string {
	digits, negative := strings.CutPrefix(decimal, "-")
	whole, frac, has := strings.Cut(digits, ".")
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	if has {
		b.WriteString("." + frac)
	}
	return b.String()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
