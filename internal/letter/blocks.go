package letter

import (
	"strconv"
	"strings"
)

func metaOf(f *Facts, lang, subject string) Meta {
	return Meta{
		ID: f.ID, Kind: f.Kind, Lang: lang, Date: f.Date, Subject: subject, Customer: f.Debtor.Code,
		Addressee: clean(f.Debtor.Name), Address: clean(f.Debtor.Address), Sender: clean(f.Creditor.Name),
	}
}

// frame is what stands above the title of every letter.
func frame(f *Facts, lex *lexicon) []Block {
	head := lex.lines(f.Creditor.Letterhead)
	if len(head) == 0 {
		head = standardHead(&f.Creditor, lex)
	}
	to := Addressee{Name: clean(f.Debtor.Name)}
	to.Lines = lex.lines([]string{f.Debtor.Address})
	return []Block{
		Letterhead{Name: clean(f.Creditor.Name), Lines: head},
		to,
		Reference{Text: lex.reference(clean(string(f.ID)), lex.longDate(f.Date))},
	}
}

func standardHead(c *Creditor, lex *lexicon) []string {
	var lines, reach []string
	if a := typeset(clean(c.Address), lex); a != "" {
		lines = append(lines, a)
	}
	if c.TaxID != "" {
		reach = append(reach, lex.taxLine(c))
	}
	if p := phone(c.Phone); p != "" {
		reach = append(reach, lex.phone+nbsp+p)
	}
	if e := clean(c.Email); e != "" {
		reach = append(reach, lex.email+nbsp+e)
	}
	if len(reach) > 0 {
		lines = append(lines, strings.Join(reach, " · "))
	}
	return lines
}

// phone keeps a number on one line.
func phone(s string) string { return strings.ReplaceAll(clean(s), " ", nbsp) }

func (l *lexicon) taxLine(c *Creditor) string {
	name, ok := l.taxNumber[c.Country]
	if !ok {
		name = l.taxNumber[""]
	}
	return name + nbsp + clean(c.TaxID)
}

// lines is the lines that say something, set as the language wants.
func (l *lexicon) lines(lines []string) []string {
	var out []string
	for _, line := range lines {
		if line = typeset(clean(line), l); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// tableOf is the table of documents. A reminder has no days overdue, and a
// column nothing would stand in is left out.
func tableOf(f *Facts, lex *lexicon) Table {
	keys := []string{"number", "contract", "document", "due", "amount", "open", "days"}
	hasContract := false
	for i := range f.Items {
		hasContract = hasContract || f.Items[i].Contract != ""
	}
	var t Table
	for _, key := range keys {
		if key == "contract" && !hasContract || key == "days" && f.Kind == Reminder {
			continue
		}
		right := key == "amount" || key == "open" || key == "days" || key == "number"
		title := lex.columns[key]
		if key == "amount" || key == "open" {
			title += ", " + lex.currencyName(f.Currency)
		}
		t.Columns = append(t.Columns, Column{Key: key, Title: title, Right: right})
	}
	t.Rows = make([][]string, len(f.Items))
	for i := range f.Items {
		row := make([]string, len(t.Columns))
		for c, col := range t.Columns {
			row[c] = cell(f, &f.Items[i], i, col.Key, lex)
		}
		t.Rows[i] = row
	}
	t.Total = make([]string, len(t.Columns))
	for c, col := range t.Columns {
		switch col.Key {
		case "document":
			t.Total[c] = lex.total
		case "open":
			t.Total[c] = lex.figure(f.Total, f.Currency)
		}
	}
	return t
}

func cell(f *Facts, it *Item, i int, key string, lex *lexicon) string {
	switch key {
	case "number":
		return strconv.Itoa(i + 1)
	case "contract":
		if name := lex.contractName(it, lex.tableDate); name != "" {
			return clean(name)
		}
		return "—"
	case "document":
		return clean(lex.documentName(it))
	case "due":
		return lex.tableDate(it.Due)
	case "amount":
		return lex.figure(it.Amount, f.Currency)
	case "open":
		return lex.figure(it.Open, f.Currency)
	}
	if it.Days <= 0 {
		return "—"
	}
	return strconv.Itoa(it.Days)
}

func totalOf(f *Facts, lex *lexicon) Total {
	return Total{Label: lex.totalDue, Amount: lex.money(f.Total, f.Currency), Words: lex.numerals.amount(f.Total, f.Currency)}
}

func detailsOf(f *Facts, lex *lexicon) Details {
	payee := lex.payee + " " + clean(f.Creditor.Name)
	if f.Creditor.TaxID != "" {
		payee += ", " + lex.taxLine(&f.Creditor)
	}
	return Details{Title: lex.details, Lines: append([]string{payee}, lex.lines(f.Creditor.Bank)...)}
}

func signatureOf(f *Facts, lex *lexicon) Signature {
	s := Signature{
		Closing: lex.closing, Position: clean(f.Creditor.Signatory.Position), Name: clean(f.Creditor.Signatory.Name),
		ByHand: f.Kind != Reminder,
	}
	if s.Name == "" && s.Position == "" {
		s.Position = clean(f.Creditor.Name)
	}
	if name := clean(f.Manager.Name); name != "" && f.Kind != Reminder {
		s.Contact = lex.contact + " " + name
		if p := phone(f.Manager.Phone); p != "" {
			s.Contact += ", " + p
		}
	}
	return s
}
