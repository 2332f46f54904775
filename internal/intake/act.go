package intake

import (
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// MaxActRows bounds an act that is compared line by line: more than a person
// signs.
const MaxActRows = 100_000

// ActRow is one line of somebody's reconciliation act.
type ActRow struct {
	Line          int
	Date          cal.Date
	Document      string
	Debit, Credit money.Minor
}

// Act is a reconciliation act as a table: the data of one side, or of two side
// by side, the left one first. A side that was left blank has no rows.
type Act struct {
	Name  string
	Sides [][]ActRow
}

// actSide is where the columns of a side stand; -1: it has none.
type actSide struct {
	date, document, debit, credit int

	first, end int // all of its columns
}

// ReadAct reads a reconciliation act from a workbook or a text table: titles,
// then headings with a date, a debit and a credit, once or twice beside one
// another, then lines between rows of balances. Nothing is guessed: a row with
// an amount that is neither a line nor a balance refuses the file, with its
// place. Errors are faults of kind Input.
func ReadAct(name string, src []byte, c money.Currency) (Act, error) {
	table, err := sheet.OpenBytes(name, src, sheet.Options{})
	if err != nil {
		return Act{}, err
	}
	f := &File{Name: table.Name(), Kind: Balances, table: table, options: Options{Currency: c}}
	rows, err := actRows(table)
	if err != nil {
		return Act{}, err
	}
	head, sides := actHead(rows)
	if len(sides) == 0 {
		return Act{}, fault.New(fault.Input, "act.headings", "%s: no row has the headings date, debit and credit: an act needs all three", f.Name)
	}
	rows = rows[head+1:]
	f.learnAct(rows, sides)
	a := Act{Name: f.Name, Sides: make([][]ActRow, len(sides))}
	for _, row := range rows {
		if row.Err != nil {
			return a, f.named(row.Err)
		}
		for i, s := range sides {
			line, isLine, flt := f.actRow(row, s)
			if flt != nil {
				return a, flt
			}
			if isLine {
				a.Sides[i] = append(a.Sides[i], line)
			}
		}
	}
	return a, nil
}

// actRows are all rows of the table.
func actRows(table *sheet.File) (list []sheet.Row, err error) {
	rows, err := table.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if len(list) == MaxActRows {
			return nil, fault.New(fault.Input, "act.rows", "%s: an act has no more than %d rows", table.Name(), MaxActRows)
		}
		r := rows.Row()
		r.Cells, r.Kinds = slices.Clone(r.Cells), slices.Clone(r.Kinds)
		list = append(list, r)
	}
	return list, rows.Err()
}

// What the headings of acts begin with, by headingKey. "Дебет, BYN" and "Debet
// (Kunde)" are debits too.
var (
	actDates   = []string{"date", "дата", "datum", "data"}
	actTexts   = []string{"document", "документ", "дакумент", "операция", "операця", "операція", "содержание", "наименование", "dokument", "beleg", "opis", "text", "description", "operation"}
	actDebits  = []string{"debit", "дебет", "дэбет", "duguje", "soll", "dugovno"}
	actCredits = []string{"credit", "кредит", "крэдыт", "potrazuje", "haben", "potrazno"}
)

// actHead finds the row of headings and the sides it has.
func actHead(rows []sheet.Row) (at int, sides []actSide) {
	for at = range min(len(rows), MaxTitleRows) {
		if sides = actSides(rows[at].Cells); len(sides) > 0 {
			return at, sides
		}
	}
	return 0, nil
}

func actSides(cells []string) (sides []actSide) {
	none := actSide{date: -1, document: -1, debit: -1, credit: -1}
	s := none
	for i, cell := range cells {
		key := headingKey(cell)
		begins := func(words []string) bool {
			return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(key, headingKey(w)) })
		}
		switch {
		case begins(actDates) && s.date < 0:
			s.date = i
		case begins(actTexts) && s.document < 0:
			s.document = i
		case begins(actDebits) && s.debit < 0:
			s.debit = i
		case begins(actCredits) && s.credit < 0:
			s.credit = i
		}
		if s.date >= 0 && s.debit >= 0 && s.credit >= 0 {
			s.end = i + 1
			sides, s = append(sides, s), none
			s.first = i + 1
		}
	}
	return sides
}

// learnAct learns how each column writes its days and numbers.
func (f *File) learnAct(rows []sheet.Row, sides []actSide) {
	width := sides[len(sides)-1].end
	for _, r := range rows {
		width = max(width, len(r.Cells))
	}
	f.columns = make([]column, width)
	for _, r := range rows {
		for i := range r.Cells {
			if s := f.cell(r, i); r.Kind(i) == sheet.TextCell && s != "" {
				f.columns[i].numbers.see(s, r.Line)
				f.columns[i].dates.see(s, r.Line)
			}
		}
	}
}

// balanceWords begin the rows of balances and turnovers, by headingKey.
var balanceWords = []string{
	"сальдо", "сальда", "оборот", "абарот", "остаток", "астатак", "залишок", "opening", "closing", "balance", "turnover", "pocetno", "krajnje", "promet",
	"stanje", "saldo", "anfang", "ends", "umsatz", "umsaetze", "vortrag", "задолженность", "заборгованость", "запазычанасць",
}

// actRow reads a side of a row. A row without a day, or whose text is a
// balance, is no line.
func (f *File) actRow(row sheet.Row, s actSide) (line ActRow, isLine bool, refused *fault.Fault) {
	line = ActRow{Line: row.Line}
	if s.document >= 0 {
		line.Document = f.cell(row, s.document)
	}
	debit, credit := f.cell(row, s.debit), f.cell(row, s.credit)
	if debit == "" && credit == "" || f.isBalance(row, s) {
		return line, false, nil
	}
	day := f.cell(row, s.date)
	if day == "" {
		if !isNumber(debit) && !isNumber(credit) {
			return line, false, nil // words below the table
		}
		return line, false, fault.New(fault.Input, "act.day", "%s:%d: %q has an amount and no day: give it one, or name it a balance", f.Name, row.Line, clip(line.Document))
	}
	var problem string
	if line.Date, _, problem = f.date(row, s.date, day); problem != "" {
		return line, false, fault.New(fault.Input, "act.date", "%s:%d: %q is not a day that can be read", f.Name, row.Line, clip(day))
	}
	for _, side := range []struct {
		column int
		text   string
		amount *money.Minor
	}{{s.debit, debit, &line.Debit}, {s.credit, credit, &line.Credit}} {
		if side.text == "" {
			continue
		}
		plain, _, problem := f.plain(row, side.column, side.text)
		if problem == "" {
			*side.amount, _, problem = minor(plain, f.options.Currency, true)
		}
		if problem != "" {
			return line, false, fault.New(fault.Input, "act.amount", "%s:%d: %q is not an amount that can be read (write 1234.50)", f.Name, row.Line, clip(side.text))
		}
	}
	return line, line.Debit != 0 || line.Credit != 0, nil
}

// isBalance tells whether a row sums up and is no line: its first words say so.
func (f *File) isBalance(row sheet.Row, s actSide) bool {
	for i := s.first; i < s.end; i++ {
		if i == s.debit || i == s.credit {
			continue
		}
		key := headingKey(f.cell(row, i))
		word, _, _ := strings.Cut(f.cell(row, i), " ")
		begins := func(w string) bool { return strings.HasPrefix(key, headingKey(w)) }
		if slices.ContainsFunc(balanceWords, begins) || slices.Contains(totals, headingKey(word)) {
			return true
		}
	}
	return false
}
