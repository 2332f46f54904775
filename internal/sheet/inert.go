package sheet

import (
	"strconv"
	"strings"
)

// Inert keeps a spreadsheet from taking a cell of a CSV file for a formula, for
// a customer may be called "=HYPERLINK(…)": an apostrophe goes before what would
// begin one. A semicolon or a comma begins a cell where that is the list
// separator, whichever of them the file was written with. Numbers stay.
func Inert(cell string) string {
	if _, err := strconv.ParseFloat(cell, 64); err == nil || !strings.ContainsAny(cell, formulaStarts) {
		return cell
	}
	var b strings.Builder
	begins := true
	for _, r := range cell {
		if begins && strings.ContainsRune(formulaStarts, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || r == ',' || r == '\t' || r == '\n' || r == '\r' || begins && (r == ' ' || r == '"')
	}
	return b.String()
}

const formulaStarts = "=+-@\t\r＝＋－＠"
