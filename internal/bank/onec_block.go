package bank

import "strings"

// block is the header, a section of balances, or a document.
type block struct {
	kind   string // "" of the header, "СекцияРасчСчет", "СекцияДокумент"
	title  string // what stands behind the first "=": the kind of document
	line   int
	raw    string
	values map[string]string
	many   []string // every РасчСчет, of which the header may have several
}

// lineOf is the line of a key, which is looked for only when it is to be told.
func (b *block) lineOf(key string) int {
	for l := (lines{text: b.raw}); l.next(); {
		if k, _, ok := strings.Cut(l.line, "="); ok && strings.TrimSpace(k) == key {
			return b.line + l.no - 1
		}
	}
	return b.line
}

// ends says how each block is closed.
var ends = map[string]string{"СекцияРасчСчет": "КонецРасчСчет", "СекцияДокумент": "КонецДокумента"}

// each gives fn the header and the blocks in the order of the file. The block
// is used again. A block that is not closed, and a file that is not, are
// refused: the rest of them is missing.
func (o *oneC) each(fn func(*block) error) error {
	l := lines{text: o.text}
	for l.next() && l.line == "" { // before the first line, which looksOneC knows
	}
	b := &block{line: l.no, values: map[string]string{}}
	begin, headerGiven := l.at, false
	key, valueAt := "", 0
	for l.next() {
		name, value, pair := strings.Cut(l.line, "=")
		name = strings.TrimSpace(name)
		switch {
		case l.line == "":
		case b.kind == "" && (ends[name] != "" || name == "КонецФайла"):
			if !headerGiven {
				b.raw = o.text[begin:l.from]
				b.line++ // raw begins below the first line
				if err := fn(b); err != nil {
					return err
				}
				headerGiven = true
			}
			if name == "КонецФайла" {
				return o.nothingBehind(&l)
			}
			clear(b.values)
			*b = block{kind: name, title: strings.TrimSpace(value), line: l.no, values: b.values, many: b.many[:0]}
			begin, key = l.from, ""
		case ends[name] != "" || name == "КонецФайла":
			return o.fault("bank.section", "%s stands where %s should close the section of line %d; the file is cut or damaged (ask the bank for it again)", l.no, clip(l.line), ends[b.kind], b.line)
		case b.kind != "" && name == ends[b.kind]:
			b.raw = o.text[begin:l.at]
			if err := fn(b); err != nil {
				return err
			}
			clear(b.values)
			*b = block{values: b.values, many: b.many[:0], line: l.no}
		case b.kind == "" && headerGiven:
			return o.fault("bank.section", "%q stands outside every section; the file is cut or damaged (ask the bank for it again)", l.no, clip(l.line))
		case pair:
			key, valueAt = "", l.from+strings.IndexByte(o.text[l.from:], '=')+1
			if b.set(name, strings.TrimSpace(value)) {
				key = name
			}
		case key != "": // a line break inside a value
			b.values[key] = strings.TrimSpace(o.text[valueAt:l.end])
		}
	}
	return o.fault("bank.truncated", "has no КонецФайла at its end; it is cut off (ask the bank for the file again)", l.no)
}

// set keeps a value and reports whether it did. The first of two that are not
// empty stays, for the second is a list's next: accounts and kinds of documents
// in the header.
func (b *block) set(name, value string) bool {
	if name == "РасчСчет" && value != "" {
		b.many = append(b.many, compact(value))
	}
	if b.values[name] != "" {
		return false
	}
	b.values[name] = value
	return true
}

// nothingBehind refuses a file that goes on after its end: two files pasted
// into one.
func (o *oneC) nothingBehind(l *lines) error {
	for l.next() {
		if l.line != "" {
			return o.fault("bank.section", "%q stands outside every section; the file is cut or damaged (ask the bank for it again)", l.no, clip(l.line))
		}
	}
	return nil
}
