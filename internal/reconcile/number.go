package reconcile

import (
	"regexp"
	"slices"
	"strings"
)

// dates are days within a text, which are no part of a document's number:
// "Waybill 17 of 12.03.2026".
var dates = regexp.MustCompile(`\b(\d{1,2}[./]\d{1,2}[./](\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b`)

// digits are the numbers of a text.
var digits = regexp.MustCompile(`\d+`)

// numbers are the numbers within a document's name as everybody writes them:
// without days, prefixes and leading zeros.
func numbers(document string) []string {
	found := digits.FindAllString(dates.ReplaceAllString(document, " "), -1)
	for i := range found {
		found[i] = strings.TrimLeft(found[i], "0")
	}
	return slices.DeleteFunc(found, func(s string) bool { return s == "" })
}

// sameNumber tells whether two sides name one document: all numbers of the one
// that writes fewer are among the other's, its last, which counts, included.
func sameNumber(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return false
	}
	for _, n := range a {
		if !slices.Contains(b, n) {
			return false
		}
	}
	return true
}
