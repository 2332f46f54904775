package settings

import (
	"slices"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/intake"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// reportColumns tell what a file did or would do. What a list of open items
// closes, reduces and reopens is told where there is one.
func reportColumns(c *page.Call, report *desk.ImportReport) []ui.Column[desk.FileReport] {
	count := func(key string, of func(desk.FileReport) int) ui.Column[desk.FileReport] {
		return ui.Column[desk.FileReport]{Title: c.Say.T(key), Number: true, Text: func(r desk.FileReport) string { return c.Say.Number(of(r)) }}
	}
	// made is a count of records: where rows made several kinds of them, each has its own.
	made := func(key string, of func(desk.FileReport) int, each func(desk.FileMade) int) ui.Column[desk.FileReport] {
		return ui.Column[desk.FileReport]{Title: c.Say.T(key), Number: true, Cell: func(r desk.FileReport) templ.Component {
			if len(r.Made) == 0 {
				return ui.Text(c.Say.Number(of(r)))
			}
			list := make([]string, len(r.Made))
			for i, m := range r.Made {
				list[i] = kindName(c, m.Kind) + ": " + c.Say.Number(each(m))
			}
			return ui.Lines(list)
		}}
	}
	columns := []ui.Column[desk.FileReport]{
		{Title: c.Say.T("settings.import_file"), Text: func(r desk.FileReport) string { return r.File }},
		{Title: c.Say.T("settings.import_kind"), Text: func(r desk.FileReport) string { return kindName(c, r.Kind) }},
		{Title: c.Say.T("settings.import_encoding"), Minor: true, Text: func(r desk.FileReport) string { return r.Encoding }},
		count("settings.import_rows", func(r desk.FileReport) int { return r.Rows }),
		made("settings.import_new", func(r desk.FileReport) int { return r.New }, func(m desk.FileMade) int { return m.New }),
		made("settings.import_corrected", func(r desk.FileReport) int { return r.Corrected }, func(m desk.FileMade) int { return m.Corrected }),
		made("settings.import_unchanged", func(r desk.FileReport) int { return r.Unchanged }, func(m desk.FileMade) int { return m.Unchanged }),
	}
	if isSnapshot(report) {
		columns = append(columns,
			count("settings.import_closed", func(r desk.FileReport) int { return r.Closed }),
			count("settings.import_reduced", func(r desk.FileReport) int { return r.Reduced }),
			count("settings.import_reopened", func(r desk.FileReport) int { return r.Reopened }))
	}
	return append(columns, count("settings.import_refused", func(r desk.FileReport) int { return r.Refused }),
		ui.Column[desk.FileReport]{Title: c.Say.T("settings.import_total"), Number: true, Cell: func(r desk.FileReport) templ.Component { return ui.Lines(totalTexts(c, r)) }})
}

// isSnapshot says whether a report tells of a list of open items, which closes
// and reopens what stands in the books.
func isSnapshot(r *desk.ImportReport) bool {
	return slices.ContainsFunc(r.Files, func(f desk.FileReport) bool { return f.Kind == intake.OpenItems })
}
