package settings

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// The names of what is said of a file: its kind, and of each column what it is,
// with the heading it was said of; and what the page took them for.
func kindField(file int) string           { return "kind." + strconv.Itoa(file) }
func columnName(file, column int) string  { return fmt.Sprintf("column.%d.%d", file, column) }
func headingName(file, column int) string { return fmt.Sprintf("field.%d.%d", file, column) }
func likeField(file int) string           { return "like." + strconv.Itoa(file) }
func wasName(file, column int) string     { return fmt.Sprintf("was.%d.%d", file, column) }

func kindName(c *page.Call, k intake.Kind) string { return c.Say.T("kind." + string(k)) }

func kindOptions(c *page.Call) []ui.Option {
	list := []ui.Option{{Value: "", Text: c.Say.T("settings.import_by_itself")}}
	for _, k := range intake.Kinds {
		list = append(list, ui.Option{Value: string(k), Text: kindName(c, k)})
	}
	return list
}

// kindSaid is the kind that a file has by what a person said of it; empty if it
// is recognised by itself.
func kindSaid(u seen, file int) intake.Kind {
	if kind, ok := saidOf(u, file, "kind"); ok {
		return intake.Kind(kind)
	}
	if u.Wish.Kind == "" && !understood(u.looks[file]) {
		return u.looks[file].Kind
	}
	return u.Wish.Kind
}

// understood says whether a file has all that one of its kind must have.
func understood(l intake.Look) bool {
	required, _ := l.Kind.Fields()
	for _, f := range required {
		if !slices.Contains(l.Fields, f) {
			return false
		}
	}
	return l.Kind != ""
}

// kindOf is what a file is taken for: what a person said, else what it looks
// like.
func kindOf(u seen, file int) intake.Kind {
	return cmp.Or(kindSaid(u, file), u.looks[file].Kind, intake.Invoices)
}

// fieldOptions are the columns that a file of the kind can have, those it must
// have first.
func fieldOptions(c *page.Call, kind intake.Kind) []ui.Option {
	required, optional := kind.Fields()
	list := make([]ui.Option, 0, len(required)+len(optional))
	for _, f := range required {
		list = append(list, ui.Option{Value: f, Text: c.Say.T("field."+f) + " *"})
	}
	for _, f := range optional {
		list = append(list, ui.Option{Value: f, Text: c.Say.T("field." + f)})
	}
	return list
}

// chosen is the field that a column is taken for.
func chosen(u seen, file, column int) string {
	look := u.looks[file]
	if _, ok := saidOf(u, file, "kind"); ok {
		field, _ := saidOf(u, file, "{heading: "+quoted(look.Headings[column])+"}")
		return field
	}
	if kindOf(u, file) == look.Kind {
		return look.Fields[column]
	}
	return ""
}

// saidOf reads a line of what a person said of a file (see mapOfColumns): the
// value of "kind", or the field that has a heading.
func saidOf(u seen, file int, what string) (string, bool) {
	if file >= len(u.Wish.Maps.Each) {
		return "", false
	}
	for line := range strings.Lines(u.Wish.Maps.Each[file]) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch what {
		case name:
			return strings.Trim(value, `"`), true
		case value:
			return strings.Trim(name, `"`), true
		}
	}
	return "", false
}

func cell(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// totalTexts are the sums of a file, of each kind and currency its own.
func totalTexts(c *page.Call, r desk.FileReport) []string {
	list := make([]string, 0, len(r.Totals))
	for _, t := range r.Totals {
		m, err := money.ParseMinor(t.Amount, t.Currency.Decimals())
		if err != nil {
			continue // the report wrote it
		}
		text := c.Say.Money(m, t.Currency)
		if t.Kind != r.Kind {
			text = kindName(c, t.Kind) + ": " + text
		}
		list = append(list, text)
	}
	return list
}

// columnText is the column a refusal is about: its heading in the file, or what
// it would be called if the file had it.
func columnText(c *page.Call, x intake.Refusal) string {
	if key := "field." + x.Column; c.Say.Has(key) {
		return c.Say.T(key)
	}
	return x.Column
}

// warningText is a warning with the line it is about.
func warningText(c *page.Call, w intake.Warning) string {
	text := c.Say.Refusal(w.Code, w.Text, w.Args)
	if w.Line == 0 {
		return text
	}
	return c.Say.T("settings.import_line") + " " + c.Say.Number(w.Line) + ": " + text
}
