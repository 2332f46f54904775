package intake

import (
	"debitor/internal/sheet"
)

// Look is what can be seen of a file before it is known what it is: for who
// has to say which of its columns is which.
type Look struct {
	Encoding string
	Headings []string   // of the row that looks most like a header
	Rows     [][]string // the first rows below it
	Fields   []string   // beside each heading the field of kind that it is taken for, empty if none
	Kind     Kind       // the kind most of whose fields were found; empty if none was
}

// lookRows is how many rows below the header a Look shows.
const lookRows = 5

// LookAt reads the beginning of a file. It refuses only what is no table.
func LookAt(path string) (Look, error) {
	table, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		return Look{}, err
	}
	f := &File{Name: table.Name(), table: table}
	rows, err := f.firstRows()
	if err != nil {
		return Look{}, err
	}
	look := Look{Encoding: string(table.Encoding)}
	best, at := -1, 0
	for i, r := range rows {
		if n := understood(r.Cells); n > best {
			best, at = n, i
		}
	}
	if len(rows) == 0 {
		return look, nil
	}
	for _, h := range rows[at].Cells {
		look.Headings = append(look.Headings, tidy(h))
	}
	for _, r := range rows[at+1 : min(at+1+lookRows, len(rows))] {
		look.Rows = append(look.Rows, r.Cells)
	}
	look.Kind, look.Fields = likeliest(look.Headings)
	return look, nil
}

// likeliest is the kind most of whose fields the headings name, and which.
func likeliest(headings []string) (kind Kind, fields []string) {
	fields = make([]string, len(headings))
	most := 0
	for _, k := range Kinds {
		found, _ := assign(k, headings)
		if found.columns() <= most {
			continue
		}
		kind, most = k, found.columns()
		clear(fields)
		for field, i := range found {
			fields[i] = string(field)
		}
	}
	return kind, fields
}

// Fields are the columns that a file of the kind must have and may have.
func (k Kind) Fields() (required, optional []string) {
	text := func(list []field) []string {
		var out []string
		for _, f := range list {
			out = append(out, string(f))
		}
		return out
	}
	of := fieldsOf[k]
	return text(of.required), text(of.optional)
}
