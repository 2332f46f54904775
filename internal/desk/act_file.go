package desk

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/sheet"
)

// ActExtensions are the files an act can be written as: papers, and tables for
// the customer to fill in.
var ActExtensions = []string{".pdf", ".docx", ".xlsx", ".csv"}

// RenderAct is an act as a file of the kind its extension names.
func (s *Session) RenderAct(a *Act, extension string) ([]byte, error) {
	if !slices.Contains(ActExtensions, extension) {
		return nil, fault.New(fault.Usage, "act.format", "an act cannot be written as %q: use .pdf, .docx, .xlsx or .csv", extension)
	}
	if extension == ".pdf" || extension == ".docx" {
		doc, err := s.ActDocument(a)
		if err != nil {
			return nil, err
		}
		return RenderLetter(doc, extension)
	}
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	p := actPaper{act: a, profile: &profile, lang: a.Language, w: actWords[a.Language]}
	if extension == ".csv" {
		return p.csv()
	}
	return p.workbook()
}

// heads are the headings of the table: ours, then the customer's.
func (p *actPaper) heads() []string {
	w := &p.w
	us, them := " ("+p.profile.Name+")", " ("+p.act.Debtor.Name+")"
	return []string{
		"№", w.date + us, w.document + us, w.debit + us, w.credit + us,
		w.date + them, w.document + them, w.debit + them, w.credit + them,
	}
}

// workbook is the act as a table whose right half the customer fills in.
func (p *actPaper) workbook() ([]byte, error) {
	book, err := sheet.NewBook()
	if err != nil {
		return nil, err
	}
	defer book.Close() // the bytes are written by then
	widths := []int{6, 12, 40, 14, 14, 12, 40, 14, 14}
	columns := make([]sheet.Column, len(widths))
	for i, head := range p.heads() {
		columns[i] = sheet.Column{Head: head, Width: widths[i]}
	}
	table, err := book.Table(strconv.FormatInt(p.act.Number, 10), columns...)
	if err != nil {
		return nil, err
	}
	for _, row := range p.rows() {
		if err := table.Row(row.values(p)...); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// values are the cells of a row for a spreadsheet.
func (r *actRow) values(p *actPaper) []any {
	amount := func(i int) any {
		m := []any{nil, nil}
		if r.debit != 0 {
			m[0] = sheet.Decimal(r.debit.Decimal(p.act.Currency))
		}
		if r.credit != 0 {
			m[1] = sheet.Decimal(r.credit.Decimal(p.act.Currency))
		}
		return m[i]
	}
	var number, day any
	if r.line != nil {
		number, day = r.number, r.line.Date
	}
	return []any{number, day, p.named(r), amount(0), amount(1), nil, r.label, nil, nil}
}

func (p *actPaper) csv() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF") // spreadsheets take it for UTF-8 then
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := w.Write(p.heads()); err != nil {
		return nil, err
	}
	for _, row := range p.rows() {
		var cells []string
		for _, v := range row.values(p) {
			cells = append(cells, plainCell(v))
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plainCell is a spreadsheet's cell as text.
func plainCell(v any) string {
	switch v := v.(type) {
	case string:
		return sheet.Inert(v)
	case sheet.Decimal:
		return string(v)
	case int:
		return strconv.Itoa(v)
	case cal.Date:
		return v.String()
	}
	return ""
}
