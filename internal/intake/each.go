package intake

import (
	"hash/maphash"
	"strings"

	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// Each reads the file again and gives fn each row that is good as a whole, in
// the order of the file. Bad rows are collected (see Refusals). A row that
// repeats an earlier one is left out; one that says something else under the
// same key is refused. Each stops at the first error of fn and returns it. Called
// again, it begins anew, its refusals and warnings too.
func (f *File) Each(fn func(r Row) error) error {
	if f.given != nil {
		return f.eachGiven(fn)
	}
	rows, err := f.table.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	f.refusals, f.Warnings = refusals{}, f.Warnings[:f.atOpen]
	r := &reader{f: f, seed: maphash.MakeSeed()}
	for range f.sections {
		r.seen = append(r.seen, make(map[uint64]seen, min(f.Rows, 1<<20)))
	}
	for i := range f.drops {
		f.drops[i].count, f.drops[i].total = 0, 0
	}
	out := Row{}
	for rows.Next() {
		row := rows.Row()
		if row.Line <= f.header.line {
			continue
		}
		out.Line = row.Line
		if !r.read(row) || len(r.records) == 0 {
			continue
		}
		out.Records = r.records
		if err := fn(out); err != nil {
			return err
		}
	}
	f.reportDrops()
	return rows.Err()
}

// seen is the row in which a key was met first.
type seen struct {
	line uint32
	sum  uint32 // of the row's cells
}

// reader makes records of one row after the other.
type reader struct {
	f       *File
	row     sheet.Row
	section *section
	bad     bool
	records []any
	seed    maphash.Seed
	seen    []map[uint64]seen // per section
}

// read makes the row's records; false when the row is refused or left out.
func (r *reader) read(row sheet.Row) bool {
	f := r.f
	r.row, r.bad, r.records = row, false, r.records[:0]
	if row.Err != nil {
		f.Refuse(row.Line, "", "", row.Err.Code, row.Err.Text, row.Err.Args...)
		return false
	}
	if i := f.dropped(row); i >= 0 {
		f.countDrop(i, row)
		return false
	}
	if f.options.Map == nil && f.Kind != Movements && f.isTotal(row) {
		f.warn(row.Line, "intake.total_line", "sums up the table and is left out (%s)", clip(firstCell(row)))
		return false
	}
	r.refuseTooLong()
	f.check(row)
	sum := r.sum()
	for i, s := range f.sections {
		if !all(s.when, f, row) {
			continue
		}
		r.section = s
		record, key := r.record()
		if r.bad || r.repeats(i, key, sum) {
			continue
		}
		r.records = append(r.records, record)
	}
	return !r.bad
}

// refuseTooLong refuses a row with something to the right of the headings.
func (r *reader) refuseTooLong() {
	for i := r.f.header.width(); i < len(r.row.Cells); i++ {
		if s := strings.TrimSpace(r.row.Cells[i]); s != "" {
			r.bad = true
			r.f.Refuse(r.row.Line, "", s, "intake.row.too_long", "stands to the right of the last heading (a separator inside a cell wants quotes around the cell)")
			return
		}
	}
}

// sum is a check sum of the row's cells, to tell a repetition from a change.
func (r *reader) sum() uint32 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	for i, c := range r.row.Cells {
		if c != "" {
			h.WriteByte(byte(i))
			h.WriteString(c)
			h.WriteByte(0xFF)
		}
	}
	return uint32(h.Sum64())
}

// repeats reports whether the section's record of this row was given before. A
// key met with other values refuses the row.
func (r *reader) repeats(i int, key string, sum uint32) bool {
	h := maphash.String(r.seed, key)
	before, ok := r.seen[i][h]
	if !ok {
		r.seen[i][h] = seen{uint32(r.row.Line), sum}
		return false
	}
	if before.sum != sum && !r.section.create {
		r.bad = true
		r.f.refuseTwice(r.section, r.row, key, int(before.line))
	}
	return true
}

func (f *File) refuseTwice(s *section, row sheet.Row, key string, line int) {
	key, _, _ = strings.Cut(key, "\x00")
	f.Refuse(row.Line, f.columnName(s, keyField(s.kind)), key, "intake.row.twice",
		"is in line "+itoa(line)+" already, with other values", line)
}

// columnName is the heading a field is read from, else the field's own name.
func (f *File) columnName(s *section, fld field) string {
	if i := s.values[fld].single(); i >= 0 {
		return f.columns[i].heading
	}
	return string(fld)
}

func firstCell(row sheet.Row) string {
	for _, c := range row.Cells {
		if c = strings.TrimSpace(c); c != "" {
			return c
		}
	}
	return ""
}

// isTotal reports whether a row sums up the table, as exports end: it begins
// with a word such as "Итого", lacks what every record must have (a number is
// nobody's name), and holds nothing else but numbers.
func (f *File) isTotal(row sheet.Row) bool {
	first := firstCell(row)
	word, _, _ := strings.Cut(strings.TrimRight(first, ":"), " ")
	key := headingKey(word)
	found := false
	for _, t := range totals {
		found = found || key == t
	}
	if !found {
		return false
	}
	lacks := false
	for _, fld := range fieldsOf[f.Kind].required {
		i := f.sections[0].values[fld].single()
		lacks = lacks || f.Kind == Balances || i >= 0 && (f.cell(row, i) == "" || fld == "name" && isNumber(f.cell(row, i)))
	}
	for _, c := range row.Cells {
		if c = strings.TrimSpace(c); c != "" && c != first {
			if !isNumber(c) {
				return false
			}
		}
	}
	return lacks
}

func isNumber(s string) bool {
	_, ok := splitNumber(s)
	return ok
}

// countDrop notes a row that the map leaves out, for the report at the end.
func (f *File) countDrop(i int, row sheet.Row) {
	d := &f.drops[i]
	d.count++
	if d.sum >= 0 {
		m, _ := f.quantity(row, d.sum)
		if t := d.total + m; t.Check() == nil {
			d.total = t
		}
	}
}

func (f *File) reportDrops() {
	for _, d := range f.drops {
		if d.count == 0 || d.say == "" {
			continue
		}
		if d.sum < 0 {
			f.warn(0, "intake.left_out", "rows left out: %d (%s)", d.count, d.say)
			continue
		}
		f.warn(0, "intake.left_out_sum", "rows left out: %d (%s), %s %s in all", d.count, d.say, f.columns[d.sum].heading, d.total.Decimal("EUR"))
	}
}

// check compares the sums a map wants to come out at zero.
func (f *File) check(row sheet.Row) {
	for _, c := range f.checks {
		var sum money.Minor
		ok := true
		for _, t := range c.terms {
			m, read := f.quantity(row, t.col)
			ok = ok && read
			if t.minus {
				m = -m
			}
			sum += m
		}
		if ok && (sum > c.tolerance || sum < -c.tolerance) {
			f.warn(row.Line, "intake.check", "%s: does not add up by %s (%s)", clip(firstCell(row)), sum.Decimal("EUR"), c.text)
		}
	}
}

// keyField is the field that names a record of a kind.
func keyField(k Kind) field {
	switch k {
	case Contracts:
		return "contract"
	case Invoices, Positions, OpenItems:
		return "invoice"
	case Payments:
		return "payment"
	case Payables:
		return "document"
	case Orders:
		return "order"
	case Events:
		return "kind"
	}
	return "customer"
}

// record makes the section's record and its key.
func (r *reader) record() (record any, key string) {
	switch r.section.kind {
	case Customers:
		c := r.customer()
		return c, string(c.ID)
	case Contacts:
		c := r.contact()
		return c, string(c.Customer) + "\x00" + c.Name + "\x00" + c.Role
	case Contracts:
		c := r.contract()
		return c, string(c.ID)
	case Invoices:
		i := r.invoice()
		return i, string(i.ID)
	case Positions:
		p := r.position()
		if p.Number == 0 {
			return p, "\x00" + itoa(r.row.Line) // two equal rows are two positions
		}
		return p, string(p.Invoice) + "\x00" + itoa(p.Number)
	case Payments:
		p := r.payment()
		return p, string(p.ID)
	case OpenItems:
		i := r.openItem()
		return i, string(i.Invoice)
	case Balances:
		return r.balance(), itoa(r.row.Line) // a customer has a row for each contract, or for each document
	case Movements:
		return r.movement(), itoa(r.row.Line) // two equal rows are two movements
	case Payables:
		p := r.payable()
		return p, strings.Join([]string{p.Document, string(p.Customer), string(p.Contract), string(p.Currency)}, "\x00")
	case Orders:
		o := r.order()
		return o, o.Order + "\x00" + o.Shipment
	}
	e := r.event()
	return e, eventKey(e)
}

// eventKey is the whole event: two rows are one event only if they agree in all.
func eventKey(e ledger.Event) string {
	return strings.Join([]string{
		string(e.Kind), e.Date.String(), string(e.Customer), string(e.Invoice),
		itoa(int(e.Amount)), string(e.Currency), e.Until.String(), e.Reason, e.By, e.Document,
	}, "\x00")
}
