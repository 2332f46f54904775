package intake

import (
	"debitor/internal/fault"
)

// binder finds the columns a map names in the table at hand.
type binder struct {
	f       *File
	m       *Map
	columns map[string]int // by name in the map; -1: optional and not there
	used    []bool
	fault   *fault.Fault
	found   int
}

// bindMap prepares the records a map makes of the table. It answers what does
// not fit, and how many columns did.
func (f *File) bindMap() (*fault.Fault, int) {
	m := f.options.Map
	if f.options.Kind != "" && m.kind != "" && f.options.Kind != m.kind {
		return fault.New(fault.Usage, "intake.map.kind", "the map %s makes %s, not %s", m.Name, m.kind, f.options.Kind), 0
	}
	if m.kind == Balances && f.options.Kind == "" {
		return fault.New(fault.Usage, "intake.map.balances", "the map %s reads balances to compare, which are not imported (see debitor books)", m.Name), 0
	}
	if m.kind == Movements && f.options.Kind == "" {
		return fault.New(fault.Usage, "intake.map.movements", "the map %s reads bank statements, which are not imported as records (see debitor read)", m.Name), 0
	}
	b := &binder{f: f, m: m, columns: map[string]int{}, used: make([]bool, len(f.columns))}
	for _, c := range m.columns {
		b.column(c)
	}
	for _, d := range m.drops {
		x := drop{when: b.conditions(d.when), say: d.say, sum: -1}
		if d.sum.name != "" {
			x.sum = b.find(d.sum)
		}
		f.drops = append(f.drops, x)
	}
	for _, c := range m.checks {
		x := sumCheck{tolerance: c.tolerance, text: c.text}
		for i, t := range c.terms {
			x.terms = append(x.terms, sumTerm{b.find(t), c.minus[i]})
		}
		f.checks = append(f.checks, x)
	}
	if len(m.records) == 0 {
		return b.headings()
	}
	for _, r := range m.records {
		s := &section{kind: r.kind, create: r.create, when: b.conditions(r.when), values: b.values(r.kind, r.set)}
		for _, a := range r.attrs {
			s.attrs = append(s.attrs, b.find(a))
		}
		f.sections = append(f.sections, s)
	}
	for i, r := range m.records {
		for j := range f.columns {
			if r.rest && !b.used[j] && f.columns[j].heading != "" {
				f.sections[i].attrs = append(f.sections[i].attrs, j)
			}
		}
	}
	f.Kind = m.kind
	if b.fault != nil {
		return b.fault, b.found
	}
	return f.markColumns(), b.found
}

// headings goes on with a map without records: its columns are names for
// headings, the rest is recognised as usual.
func (b *binder) headings() (*fault.Fault, int) {
	names := b.f.headings()
	for _, c := range b.m.columns {
		if i := b.columns[c.name]; i >= 0 {
			names[i] = c.name
		}
	}
	given := b.values(b.m.kind, b.m.set)
	if b.fault != nil {
		return b.fault, b.found
	}
	flt, found := b.f.bindHeadings(names, given)
	return flt, found + b.found
}

// column finds a column of the map by any of its headings, and gives the
// table's column the format.
func (b *binder) column(c mapColumn) {
	i := -1
	for _, h := range c.headings {
		if i = b.heading(h); i >= 0 {
			break
		}
	}
	b.columns[c.name] = i
	if i < 0 {
		if !c.optional {
			b.missing(c.at, c.headings[0])
		}
		return
	}
	b.found++
	to := &b.f.columns[i]
	to.strip, to.empty, to.round = c.strip, c.empty, c.round
	to.dates.pattern, to.numbers.mark = c.date, c.mark
}

// heading is the first column over which h stands, in either header row.
func (b *binder) heading(h string) int {
	key := headingKey(h)
	if key == "" {
		return -1
	}
	for i, c := range b.f.columns {
		if headingKey(c.heading) == key || i < len(b.f.header.above) && headingKey(b.f.header.above[i]) == key {
			return i
		}
	}
	return -1
}

func (b *binder) missing(at spot, heading string) {
	if b.fault == nil {
		b.fault = fault.New(fault.Input, "intake.map.column_missing", "has no column %q, which %s wants; found are %s",
			heading, at.in(b.m.Name), listed(b.f.headings()))
	}
}

// find is the column a map names: by the map's own name for it, or by heading.
// Column 0 stands in for one that is not there; the fault says so.
func (b *binder) find(r ref) int {
	i, named := b.columns[r.name]
	if !named {
		i = b.heading(r.name)
	}
	if i < 0 {
		b.missing(r.at, r.name)
		return 0
	}
	if !named {
		b.found++
	}
	return i
}

func (b *binder) conditions(list []mapCondition) (out []condition) {
	for _, c := range list {
		out = append(out, condition{b.find(c.column), c.op, c.list})
	}
	return out
}

func (b *binder) values(k Kind, list []mapValue) map[field]*value {
	out := map[field]*value{}
	for _, v := range list {
		x := &value{form: formOf(k, v.field), negate: v.negate}
		for _, p := range v.parts {
			x.parts = append(x.parts, b.part(v.at, p))
		}
		if x.parts == nil {
			continue
		}
		out[v.field] = x
	}
	return out
}

func (b *binder) part(at spot, p mapPart) part {
	switch {
	case p.column == "":
		return part{text: p.text, col: -1}
	case p.column == snapshotDate:
		if b.f.options.Date == 0 && b.fault == nil {
			b.fault = fault.New(fault.Usage, "intake.map.date_missing", "the map %s needs the date of the table; give it with --date", b.m.Name)
		}
		return part{text: b.f.options.Date.String(), col: -1}
	}
	if i, named := b.columns[p.column]; named && i < 0 {
		return part{col: -1} // optional and not there
	}
	i := b.find(ref{at, p.column})
	b.used[i] = true
	return part{col: i}
}
