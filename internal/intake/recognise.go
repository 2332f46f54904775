package intake

import (
	"fmt"
	"strings"

	"debitor/internal/fault"
)

// assignment says which column of the file holds each field.
type assignment map[field]int

// assign finds the columns of a kind among headings. Fields that must be there
// choose first; a field takes the heading with the strongest claim. Two
// headings that are the same word leave no way to choose: that is reported by
// the twin.
func assign(k Kind, headings []string) (a assignment, twin string) {
	a = assignment{}
	taken := make([]bool, len(headings))
	keys := make([]string, len(headings))
	for i, h := range headings {
		keys[i] = headingKey(h)
	}
	fs := fieldsOf[k]
	for pass := range 2 { // own names first, then what people call them
		for _, list := range [][]field{fs.required, fs.optional} {
			for _, f := range list {
				if _, done := a[f]; done {
					continue
				}
				best, rank := -1, 0
				for i, key := range keys {
					r, ok := strength(k, key, f)
					if !ok || taken[i] || pass == 0 && r != 0 {
						continue
					}
					switch {
					case best < 0 || r < rank:
						best, rank = i, r
					case r == rank:
						twin = headings[i]
					}
				}
				if best >= 0 {
					a[f], taken[best] = best, true
				}
			}
		}
	}
	if _, ok := a["name"]; !ok && k == Customers {
		if i, ok := a["customer"]; ok { // a list of names without codes
			a["name"] = i
		}
	}
	return a, twin
}

func strength(k Kind, key string, f field) (int, bool) {
	for _, c := range claims()[k][key] {
		if c.field == f {
			return c.rank, true
		}
	}
	return 0, false
}

// missing lists the fields a kind must have and the assignment lacks.
func (a assignment) missing(k Kind, given map[field]*value) (list []field) {
	for _, f := range fieldsOf[k].required {
		if _, ok := a[f]; !ok && given[f] == nil {
			list = append(list, f)
		}
	}
	if _, c := a["customer"]; k == Events && !c && given["customer"] == nil {
		if _, i := a["invoice"]; !i && given["invoice"] == nil {
			list = append(list, "customer")
		}
	}
	if k == Movements {
		sides := 0
		for _, f := range []field{"amount", "debit", "credit"} {
			if _, ok := a[f]; ok || given[f] != nil {
				sides++
			}
		}
		if sides == 0 {
			list = append(list, "amount")
		}
	}
	return list
}

// columns is the number of headings that are understood.
func (a assignment) columns() int {
	seen := map[int]bool{}
	for _, i := range a {
		seen[i] = true
	}
	return len(seen)
}

// tells reports whether the headings can be of the kind at all when nobody has
// said so: contacts differ from customers by what only a person has.
func (a assignment) tells(k Kind) bool {
	if k != Contacts {
		return true
	}
	for _, f := range []field{"position", "role", "verified_on"} {
		if _, ok := a[f]; ok {
			return true
		}
	}
	return false
}

// recognise tells the kind of a file from its headings: the kind that
// understands most of them, if it is the only one and nothing it needs is
// missing. With want the kind is given and only its columns are looked for.
// Given fields need no heading.
func recognise(headings []string, want Kind, given map[field]*value) (Kind, assignment, *fault.Fault) {
	if want != "" {
		a, twin := assign(want, headings)
		return want, a, check(want, a, given, twin, headings)
	}
	best, most := []Kind(nil), 0
	found := map[Kind]assignment{}
	twins := map[Kind]string{}
	for _, k := range Kinds {
		a, twin := assign(k, headings)
		found[k], twins[k] = a, twin
		n := a.columns()
		if !a.tells(k) || n == 0 {
			continue
		}
		if n > most {
			best, most = nil, n
		}
		if n == most {
			best = append(best, k)
		}
	}
	var whole []Kind
	for _, k := range best {
		if len(found[k].missing(k, given)) == 0 {
			whole = append(whole, k)
		}
	}
	switch {
	case len(whole) == 1:
		k := whole[0]
		return k, found[k], check(k, found[k], given, twins[k], headings)
	case len(whole) > 1:
		return "", nil, fault.New(fault.Input, "intake.kind_ambiguous",
			"may be %s; say which with --kind", joined(whole))
	case len(best) == 1:
		return best[0], found[best[0]], check(best[0], found[best[0]], given, twins[best[0]], headings)
	case len(best) == 0:
		return "", nil, fault.New(fault.Input, "intake.kind_unknown",
			"no heading is known; the first row reads %s (say what it is with --kind, or describe it in a map file)", listed(headings))
	}
	var hints []string
	for _, k := range best {
		hints = append(hints, fmt.Sprintf("%s (without %s)", k, joined(found[k].missing(k, given))))
	}
	return "", nil, fault.New(fault.Input, "intake.kind_unknown",
		"cannot be told from its headings; nearest are %s; found are %s (say what it is with --kind, or describe it in a map file)",
		strings.Join(hints, ", "), listed(headings))
}

func check(k Kind, a assignment, given map[field]*value, twin string, headings []string) *fault.Fault {
	if m := a.missing(k, given); len(m) > 0 {
		text := "%s need the columns %s; found are %s (rename them, or describe the file in a map file)"
		if len(m) == 1 {
			text = "%s need the column %s; found are %s (rename them, or describe the file in a map file)"
		}
		return fault.New(fault.Input, "intake.columns_missing", text, k, joined(m), listed(headings))
	}
	if twin != "" {
		return fault.New(fault.Input, "intake.column_twice", "the heading %q stands over more than one column; rename one", twin)
	}
	return nil
}

// listed is the headings for a message, shortened to what can be read.
func listed(headings []string) string {
	var b strings.Builder
	n := 0
	for _, h := range headings {
		if h = strings.TrimSpace(h); h == "" {
			continue
		}
		if n++; n > 30 {
			b.WriteString(", …")
			break
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(clip(h))
	}
	if b.Len() == 0 {
		return "nothing"
	}
	return b.String()
}
