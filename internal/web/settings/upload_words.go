package settings

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/intake"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

func columnName(i int) string  { return "column." + strconv.Itoa(i) }
func headingName(i int) string { return "field." + strconv.Itoa(i) }

func kindName(c *page.Call, k intake.Kind) string { return c.Say.T("kind." + string(k)) }

func kindOptions(c *page.Call) []ui.Option {
	list := []ui.Option{{Value: "", Text: c.Say.T("settings.import_by_itself")}}
	for _, k := range intake.Kinds {
		list = append(list, ui.Option{Value: string(k), Text: kindName(c, k)})
	}
	return list
}

// kindOf is what a file is taken for: what a person said, else what it looks
// like.
func kindOf(u seen) intake.Kind { return cmp.Or(u.Wish.Kind, u.looks[0].Kind, intake.Invoices) }

// fieldOptions are the columns that a file of the kind can have, those it must
// have first.
func fieldOptions(c *page.Call, u seen) []ui.Option {
	required, optional := kindOf(u).Fields()
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
func chosen(u seen, i int) string {
	look := u.looks[0]
	if u.Wish.Map != "" { // as it was said
		for line := range strings.Lines(u.Wish.Map) {
			field, heading, ok := strings.Cut(strings.TrimSpace(line), ": {heading: ")
			if ok && strings.TrimSuffix(heading, "}") == quoted(look.Headings[i]) {
				return strings.Trim(field, `"`)
			}
		}
		return ""
	}
	if kindOf(u) == look.Kind {
		return look.Fields[i]
	}
	return ""
}

func cell(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

func totalsText(r desk.FileReport) string {
	var parts []string
	for _, t := range r.Totals {
		parts = append(parts, t.Amount+" "+string(t.Currency))
	}
	return strings.Join(slices.Compact(parts), ", ")
}

// refusalText is why a value was refused, in the visitor's words where its code
// is known to them.
func refusalText(c *page.Call, x intake.Refusal) string {
	if key := "fault." + x.Code; c.Say.Has(key) {
		return c.Say.T(key)
	}
	return x.Reason
}
