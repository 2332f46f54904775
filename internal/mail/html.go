package mail

import (
	"html"
	"strconv"
	"strings"

	"debitor/internal/letter"
)

// The styles stand inline because mail readers drop style sheets. No text
// colour or background is set, so that a reader in dark mode chooses both, and
// one that inverts colours has nothing to get wrong; lines are of a grey that
// shows on white and on black. The creditor's logo and the payment code are not
// here: pictures are blocked, and dark on a dark ground where they are not. Both
// are in the PDF. A name without a space breaks rather than widen the page.
const (
	pageStyle  = "max-width:44em;margin:0 auto;padding:1em;font-family:Georgia,'PT Serif',serif;font-size:16px;line-height:1.45;overflow-wrap:break-word"
	headStyle  = "font-family:Arial,'PT Sans',sans-serif;border-bottom:2px solid #888;padding-bottom:.6em;margin-bottom:1.2em"
	smallStyle = "font-family:Arial,'PT Sans',sans-serif;font-size:13px;opacity:.75"
	tableStyle = "border-collapse:collapse;width:100%;font-family:Arial,'PT Sans',sans-serif;font-size:13px;margin:1em 0"
	cellStyle  = "padding:4px 6px;border-bottom:1px solid #888;vertical-align:top"
	headCell   = "padding:4px 6px;border-bottom:2px solid #888;border-top:2px solid #888;vertical-align:top"
	totalCell  = "padding:4px 6px;border-top:2px solid #888;font-weight:bold"
	boxStyle   = "font-family:Arial,'PT Sans',sans-serif;font-size:14px;border-left:3px solid #888;padding-left:.8em;margin:1.2em 0"
)

// HTML is the letter as a page for mail readers.
func HTML(doc *letter.Document) string {
	var p page
	p.raw(`<!DOCTYPE html>` + "\n" + `<html lang="`)
	p.text(doc.Meta.Lang)
	p.raw(`"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
		`<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">` +
		`<style>:root{color-scheme:light dark;supported-color-schemes:light dark}</style><title>`)
	p.text(doc.Meta.Subject)
	p.raw(`</title></head><body><div style="` + pageStyle + `">` + "\n")
	for _, b := range doc.Blocks {
		p.block(b)
	}
	p.raw("</div></body></html>\n")
	return p.b.String()
}

// page collects HTML: raw is ours, text is escaped.
type page struct{ b strings.Builder }

func (p *page) raw(s string)  { p.b.WriteString(s) }
func (p *page) text(s string) { p.b.WriteString(html.EscapeString(s)) }

func (p *page) block(b letter.Block) {
	switch b := b.(type) {
	case letter.Letterhead:
		p.raw(`<div style="` + headStyle + `"><strong style="font-size:19px">`)
		p.text(b.Name)
		p.raw("</strong>")
		p.lines(b.Lines, smallStyle)
		p.raw("</div>\n")
	case letter.Addressee:
		p.raw(`<p><strong>`)
		p.text(b.Name)
		p.raw("</strong>")
		if b.Attn != "" {
			p.lines([]string{b.Attn}, "")
		}
		p.lines(b.Lines, "")
		p.raw("</p>\n")
	case letter.Reference:
		p.element("p", "", b.Text)
	case letter.Title:
		p.element("h1", "font-size:21px;margin:1.2em 0 .6em", b.Text)
	case letter.Heading:
		p.runs("h2", "font-size:17px", b.Runs)
	case letter.Paragraph:
		p.runs("p", "", b.Runs)
	case letter.List:
		p.list(b)
	case letter.Table:
		p.table(b)
	case letter.Total:
		p.runs("p", "", []letter.Run{{Text: b.Label + " "}, {Text: b.Amount, Bold: true}, {Text: " (" + b.Words + ")"}})
	case letter.Details:
		p.raw(`<div style="` + boxStyle + `"><strong>`)
		p.text(b.Title)
		p.raw("</strong>")
		p.lines(b.Lines, "")
		p.raw("</div>\n")
	case letter.Signature:
		p.signature(b)
	case letter.Note:
		p.element("p", smallStyle, b.Text)
	}
}

func (p *page) element(tag, style, text string) { p.runs(tag, style, []letter.Run{{Text: text}}) }

func (p *page) runs(tag, style string, runs []letter.Run) {
	p.raw("<" + tag)
	if style != "" {
		p.raw(` style="` + style + `"`)
	}
	p.raw(">")
	for _, r := range runs {
		open, shut := "", ""
		if r.Bold {
			open, shut = "<strong>", "</strong>"
		}
		if r.Italic {
			open, shut = open+"<em>", "</em>"+shut
		}
		p.raw(open)
		p.text(r.Text)
		p.raw(shut)
	}
	p.raw("</" + tag + ">\n")
}

func (p *page) lines(lines []string, style string) {
	for _, line := range lines {
		p.raw("<br>")
		if style != "" {
			p.raw(`<span style="` + style + `">`)
		}
		p.text(line)
		if style != "" {
			p.raw("</span>")
		}
	}
}

func (p *page) list(l letter.List) {
	tag, style := "ul", ""
	switch {
	case l.Ordered:
		tag = "ol"
	case l.Boxes:
		style = ` style="list-style:none"`
	}
	p.raw("<" + tag + style + ">")
	for _, item := range l.Items {
		if l.Boxes {
			item = append([]letter.Run{{Text: "☐ "}}, item...)
		}
		p.runs("li", "", item)
	}
	p.raw("</" + tag + ">\n")
}

func (p *page) table(t letter.Table) {
	p.raw(`<div style="overflow-x:auto"><table style="` + tableStyle + `"><thead>`) // a telephone scrolls the table, not the letter
	if len(t.Groups) > 0 {
		p.raw("<tr>")
		for _, g := range t.Groups {
			p.raw(`<th colspan="` + strconv.Itoa(g.Columns) + `" style="` + headCell + `;text-align:left">`)
			p.text(g.Title)
			p.raw("</th>")
		}
		p.raw("</tr>")
	}
	p.raw("<tr>")
	for _, c := range t.Columns {
		p.cell("th", headCell, c.Title, c.Right)
	}
	p.raw("</tr></thead><tbody>\n")
	for _, row := range t.Rows {
		p.raw("<tr>")
		for i, c := range t.Columns {
			p.cell("td", cellStyle, row[i], c.Right)
		}
		p.raw("</tr>\n")
	}
	p.raw("</tbody>")
	if len(t.Total) > 0 {
		p.raw("<tfoot><tr>")
		for i, c := range t.Columns {
			p.cell("td", totalCell, t.Total[i], c.Right)
		}
		p.raw("</tr></tfoot>")
	}
	p.raw("</table></div>\n")
}

func (p *page) cell(tag, style, text string, right bool) {
	align := "left"
	if right {
		align = "right;font-variant-numeric:tabular-nums"
		if tag == "td" {
			align += ";white-space:nowrap"
		}
	}
	if tag == "th" {
		tag = `th scope="col"`
	}
	p.raw("<" + tag + ` style="` + style + ";text-align:" + align + `">`)
	p.text(text)
	p.raw("</" + tag[:2] + ">")
}

func (p *page) signature(s letter.Signature) {
	p.raw(`<p style="margin-top:1.6em">`)
	first := true
	lines := []string{s.Closing}
	for _, who := range s.Signers {
		lines = append(lines, who.Position, who.Name)
	}
	for _, line := range lines {
		if line == "" {
			continue
		}
		if !first {
			p.raw("<br>")
		}
		p.text(line)
		first = false
	}
	p.raw("</p>\n")
	if s.Contact != "" {
		p.element("p", smallStyle, s.Contact)
	}
}
