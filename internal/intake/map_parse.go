package intake

import (
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// Limits of a map file. The YAML library needs time and memory by the square
// of the nesting, so what nests deeper than a map ever does is not given to it.
const (
	MaxMap      = 64 << 10 // bytes; some hundred columns described at length
	MaxMapLine  = 2000     // bytes of a line
	MaxMapDepth = 50       // brackets open at once
)

// ParseMap reads a map file; name stands in its errors. The error is a fault
// of kind Input that lists everything wrong, each with line and column:
//
//	my.yaml:12:5: there is no "colums" here (perhaps columns)
func ParseMap(name string, src []byte) (m *Map, err error) {
	if !reasonable(src) {
		return nil, fault.New(fault.Input, "intake.map.too_large", "%s: is larger than 64 KiB, or has lines or brackets beyond all measure", name)
	}
	r := &mapReader{name: name}
	defer func() { // the YAML library panics on some texts that are not YAML
		if p := recover(); p != nil {
			m, err = nil, fault.New(fault.Input, "intake.map.yaml", "%s: is not YAML", name)
		}
	}()
	file, err := parser.ParseBytes(src, 0)
	if err != nil {
		return nil, yamlFault(name, err)
	}
	m = &Map{Name: name, headerRows: 1}
	if len(file.Docs) == 1 && file.Docs[0].Body != nil {
		r.document(m, file.Docs[0].Body)
	} else {
		r.fail(nil, "intake.map.empty", "must hold one YAML document")
	}
	return m, r.fault()
}

func reasonable(src []byte) bool {
	depth, line := 0, 0
	for _, b := range src {
		line++
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n', '\r':
			line = 0
		}
		if depth > MaxMapDepth || line > MaxMapLine {
			return false
		}
	}
	return len(src) <= MaxMap
}

func (r *mapReader) document(m *Map, n ast.Node) {
	seen := r.fields(n, map[string]func(ast.Node){
		"map":     func(n ast.Node) { m.Name = r.text(n) },
		"title":   func(n ast.Node) { m.Title = r.text(n) },
		"kind":    func(n ast.Node) { m.kind = r.kind(n) },
		"sheet":   func(n ast.Node) { m.sheet = r.text(n) },
		"header":  func(n ast.Node) { r.header(m, n) },
		"columns": func(n ast.Node) { r.columns(m, n) },
		"drop": func(n ast.Node) {
			for _, e := range r.list(n) {
				m.drops = append(m.drops, r.drop(e))
			}
		},
		"check": func(n ast.Node) {
			for _, e := range r.list(n) {
				m.checks = append(m.checks, r.check(e))
			}
		},
		"set": func(ast.Node) {}, // below, when the kind is known
		"records": func(n ast.Node) {
			for _, e := range r.list(n) {
				m.records = append(m.records, r.record(e))
			}
		},
	})
	if set := seen["set"]; set != nil {
		switch {
		case m.kind == "":
			r.fail(set, "intake.map.set", "set wants the kind to be said above it, as in kind: invoices")
		case len(m.records) > 0:
			r.fail(set, "intake.map.set", "set stands within each record when there are records")
		default:
			m.set = r.values(set, m.kind)
		}
	}
	if len(m.records) > 0 {
		r.mainKind(m, seen["records"])
	}
}

// mainKind is the kind that the file is said to be of: the first that is not
// invented from another's rows.
func (r *mapReader) mainKind(m *Map, at ast.Node) {
	for _, rec := range m.records {
		if rec.create {
			continue
		}
		if m.kind == "" {
			m.kind = rec.kind
		}
		if m.kind == rec.kind {
			return
		}
	}
	r.fail(at, "intake.map.records", "no record is of the kind of the file")
}

func (r *mapReader) header(m *Map, n ast.Node) {
	r.fields(n, map[string]func(ast.Node){
		"rows": func(n ast.Node) {
			switch s := r.text(n); s {
			case "1", "2":
				m.headerRows = int(s[0] - '0')
			default:
				r.fail(n, "intake.map.header", "a header has 1 or 2 rows, not %q", clip(s))
			}
		},
	})
}

func (r *mapReader) columns(m *Map, n ast.Node) {
	for _, kv := range r.mapping(n) {
		c := mapColumn{at: spotAt(kv.Key), name: r.text(kv.Key)}
		switch kv.Value.(type) {
		case *ast.MappingNode, *ast.MappingValueNode:
			r.column(&c, kv.Value)
		default:
			c.headings = r.texts(kv.Value)
		}
		if c.name == "" || strings.ContainsAny(c.name, "{}") {
			r.fail(kv.Key, "intake.map.column", "%q cannot name a column", clip(c.name))
		}
		if len(c.headings) == 0 {
			c.headings = []string{c.name}
		}
		m.columns = append(m.columns, c)
	}
}

func (r *mapReader) column(c *mapColumn, n ast.Node) {
	r.fields(n, map[string]func(ast.Node){
		"heading":  func(n ast.Node) { c.headings = r.texts(n) },
		"optional": func(n ast.Node) { c.optional = r.flag(n) },
		"strip":    func(n ast.Node) { c.strip = r.text(n) },
		"empty":    func(n ast.Node) { c.empty = r.text(n) },
		"round":    func(n ast.Node) { c.round = r.flag(n) },
		"date": func(n ast.Node) {
			s := r.text(n)
			p, ok := parseDatePattern(s)
			if !ok {
				r.fail(n, "intake.map.date", "%q is not a date format like D.M.YYYY, MM/DD/YY or D-MMM-YY", clip(s))
			}
			c.date = p
		},
		"number": func(n ast.Node) {
			s := r.text(n)
			w, ok := splitNumber(s)
			if !ok || w.mark == 0 {
				r.fail(n, "intake.map.number", "%q is not an example of a number like 1.234,50 or 1234.50", clip(s))
			}
			c.mark = w.mark
		},
	})
}

func (r *mapReader) drop(n ast.Node) (d mapDrop) {
	d.when = r.condition(n, map[string]func(ast.Node){
		"say": func(n ast.Node) { d.say = r.text(n) },
		"sum": func(n ast.Node) { d.sum = r.ref(n) },
	})
	return d
}

// conditions reads one condition or a list of which all must hold.
func (r *mapReader) conditions(n ast.Node) (list []mapCondition) {
	for _, e := range r.list(n) {
		list = append(list, r.condition(e, nil)...)
	}
	return list
}

func (r *mapReader) condition(n ast.Node, more map[string]func(ast.Node)) []mapCondition {
	var c mapCondition
	asked := 0
	ask := func(op comparison, list []string) {
		asked++
		c.op = op
		for _, s := range list {
			c.list = append(c.list, foldCell(s))
		}
	}
	known := map[string]func(ast.Node){
		"column": func(n ast.Node) { c.column = r.ref(n) },
		"is":     func(n ast.Node) { ask(isOneOf, r.texts(n)) },
		"not":    func(n ast.Node) { ask(isNoneOf, r.texts(n)) },
		"starts": func(n ast.Node) {
			list := r.texts(n)
			if slices.Contains(list, "") {
				r.fail(n, "intake.map.condition", "every cell starts with nothing; to ask for an empty one, write is: \"\"")
			}
			ask(startsWith, list)
		},
		"like": func(n ast.Node) {
			if r.word(n, "date") != "" {
				ask(looksLikeDate, nil)
			}
		},
		"sign": func(n ast.Node) {
			switch r.word(n, "positive", "negative", "zero") {
			case "positive":
				ask(isPositive, nil)
			case "negative":
				ask(isNegative, nil)
			default:
				ask(isZero, nil)
			}
		},
	}
	maps.Copy(known, more)
	r.fields(n, known)
	if c.column.name == "" || asked != 1 {
		r.fail(n, "intake.map.condition", "a condition names a column and asks one thing of it: is, not, starts, like or sign")
	}
	return []mapCondition{c}
}

func (r *mapReader) check(n ast.Node) (c mapCheck) {
	c.tolerance = 0
	r.fields(n, map[string]func(ast.Node){
		"zero": func(n ast.Node) {
			for _, e := range r.list(n) {
				t := r.ref(e)
				name, minus := strings.CutPrefix(t.name, "-")
				t.name = strings.TrimSpace(name)
				c.terms, c.minus = append(c.terms, t), append(c.minus, minus)
				if sign := " + "; len(c.terms) > 1 || minus {
					if minus {
						sign = " − "
					}
					c.text += sign
				}
				c.text += t.name
			}
		},
		"tolerance": func(n ast.Node) {
			m, err := money.ParseMinor(r.text(n), 2)
			if err != nil || m < 0 {
				r.fail(n, "intake.map.tolerance", "a tolerance is an amount like 1.00")
			}
			c.tolerance = m
		},
	})
	if len(c.terms) == 0 {
		r.fail(n, "intake.map.check", "a check lists the columns that add up to zero: zero: [opening, debit, -credit, -closing]")
	}
	return c
}

func (r *mapReader) record(n ast.Node) (rec mapRecord) {
	rec.at = spotAt(n)
	seen := r.fields(n, map[string]func(ast.Node){
		"kind":   func(n ast.Node) { rec.kind = r.kind(n) },
		"create": func(n ast.Node) { rec.create = r.flag(n) },
		"when":   func(n ast.Node) { rec.when = r.conditions(n) },
		"set":    func(ast.Node) {},
		"attrs": func(n ast.Node) {
			if _, isList := n.(*ast.SequenceNode); !isList {
				rec.rest = r.word(n, "rest") != ""
				return
			}
			for _, e := range r.list(n) {
				rec.attrs = append(rec.attrs, r.ref(e))
			}
		},
	})
	switch {
	case seen["kind"] == nil:
		r.fail(n, "intake.map.record", "a record needs its kind, one of %s", joined(Kinds))
	case seen["set"] == nil:
		r.fail(n, "intake.map.record", "a record needs set: its fields and where they come from")
	case rec.kind != "":
		rec.set = r.values(seen["set"], rec.kind)
		r.complete(seen["set"], rec)
	}
	return rec
}

// complete wants every field that a record of its kind must have.
func (r *mapReader) complete(at ast.Node, rec mapRecord) {
	for _, f := range fieldsOf[rec.kind].required {
		if !slices.ContainsFunc(rec.set, func(v mapValue) bool { return v.field == f }) {
			r.fail(at, "intake.map.field_missing", "%s need %s", rec.kind, f)
		}
	}
}

// values reads {field: value} of a kind.
func (r *mapReader) values(n ast.Node, k Kind) (list []mapValue) {
	for _, kv := range r.mapping(n) {
		f := field(r.text(kv.Key))
		if !k.has(f) {
			known := slices.Concat(fieldsOf[k].required, fieldsOf[k].optional)
			r.fail(kv.Key, "intake.map.field", "%s have no %q%s", k, clip(string(f)), nearest(string(f), known))
			continue
		}
		v := mapValue{at: spotAt(kv.Value), field: f}
		r.template(&v, kv.Value, formOf(k, f))
		list = append(list, v)
	}
	return list
}
