package intake

import (
	"debitor/internal/sheet"
)

// OpenRecords is Open for records that a program brings, all of one kind:
// columns are headings of debitor's own files, a row has a cell for each. Days
// are written 2026-03-31 and numbers 1234.50; nothing is left to be learnt from
// the values. Row n stands on line n in what is said of it.
func OpenRecords(name string, columns []string, rows [][]string, o Options) (*File, error) {
	kinds := make([]sheet.Kind, len(columns))
	for i, c := range columns {
		switch formOf(o.Kind, field(c)) {
		case dateForm:
			kinds[i] = sheet.DateCell
		case amountForm, countForm, percentForm:
			kinds[i] = sheet.NumberCell
		}
	}
	table := make([]sheet.Row, 0, len(rows)+1)
	table = append(table, sheet.Row{Cells: columns})
	for i, cells := range rows {
		table = append(table, sheet.Row{Line: i + 1, Cells: cells, Kinds: kinds})
	}
	return open(sheet.OfRows(name, table), o)
}
