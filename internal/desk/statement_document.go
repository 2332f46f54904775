package desk

import (
	"cmp"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/letter"
	"debitor/internal/money"
)

// statementDocument sets a statement as a paper for the customer to compare with
// his books, in a language. What both sides sign is an act (ActDocument).
func statementDocument(st *Statement, p *Profile, lang string) *letter.Document {
	w, known := statementWords[lang]
	if !known {
		lang, w = "en", statementWords["en"]
	}
	say := func(text string, pairs ...string) []letter.Run {
		return []letter.Run{{Text: letter.Typeset(strings.NewReplacer(pairs...).Replace(text), lang)}}
	}
	period := []string{"{from}", letter.ShortDate(st.From, lang), "{to}", letter.ShortDate(st.To, lang)}
	sides := append([]string{"{us}", p.Name, "{them}", st.Debtor.Name, "{currency}", string(st.Currency)}, period...)
	doc := &letter.Document{
		Meta: letter.Meta{
			Lang: lang, Date: st.To, Subject: say(w.subject, sides...)[0].Text, Customer: st.Customer, Addressee: st.Debtor.Name, Address: st.Debtor.Address,
			Sender: p.Name, Country: p.Country, Signatory: p.Signatory.Name,
		},
		Blocks: []letter.Block{
			headOf(p),
			letter.Addressee{Name: st.Debtor.Name, Lines: filled(st.Debtor.Address)},
			letter.Title{Text: say(w.title, sides...)[0].Text},
			letter.Paragraph{Runs: say(w.intro, sides...)},
			statementTable(st, &w, lang),
			letter.Paragraph{Runs: say(w.closing(st.Closing), append(sides, "{amount}", letter.Money(abs(st.Closing), st.Currency, lang), "{words}", letter.Words(abs(st.Closing), st.Currency, lang))...)},
		},
	}
	if len(st.Payables) > 0 {
		doc.Blocks = append(doc.Blocks, letter.Paragraph{Runs: say(w.payable, append(sides, "{listed}", letter.ShortDate(st.Listed, lang))...)}, payablesTable(st, &w, lang))
	}
	doc.Blocks = append(doc.Blocks, letter.Paragraph{Runs: say(w.confirm)})
	return doc
}

// headOf is the company's letterhead: its own lines, else its address and how it
// is reached.
func headOf(p *Profile) letter.Letterhead {
	head := letter.Letterhead{Name: p.Name, Lines: p.Letterhead}
	if len(head.Lines) == 0 {
		head.Lines = filled(p.Address, strings.TrimSpace(p.Phone+" "+p.Email))
	}
	return head
}

// filled are the lines that are not empty.
func filled(lines ...string) []string {
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

func signersOf(p *Profile) []letter.Signer {
	list := []letter.Signer{{Position: p.Signatory.Position, Name: p.Signatory.Name}}
	if p.Accountant.Name != "" {
		list = append(list, letter.Signer{Position: p.Accountant.Position, Name: p.Accountant.Name})
	}
	return list
}

// statementTable is the lines between the balances before and after.
func statementTable(st *Statement, w *statementText, lang string) letter.Table {
	figure := func(m money.Minor) string {
		if m == 0 {
			return ""
		}
		return letter.Figure(m, st.Currency, lang)
	}
	balance := func(m money.Minor) string { return letter.Figure(m, st.Currency, lang) }
	t := letter.Table{
		Columns: []letter.Column{
			{Key: "due", Title: w.date},
			{Key: "text", Title: w.document},
			{Key: "amount", Title: w.debit, Right: true},
			{Key: "amount", Title: w.credit, Right: true},
			{Key: "open", Title: w.balance, Right: true},
		},
		Rows: [][]string{{letter.ShortDate(st.From, lang), w.opening, "", "", balance(st.Opening)}},
	}
	for _, line := range st.Lines {
		t.Rows = append(t.Rows, []string{
			letter.ShortDate(line.Date, lang), strings.TrimSpace(cmp.Or(line.Kind, w.what[line.What]) + " " + line.Document + ofChild(st, line)),
			figure(line.Debit), figure(line.Credit), balance(line.Balance),
		})
	}
	t.Total = []string{letter.ShortDate(st.To, lang), w.total, balance(st.Debit), balance(st.Credit), balance(st.Closing)}
	return t
}

// payablesTable is what we owe him, by document.
func payablesTable(st *Statement, w *statementText, lang string) letter.Table {
	day := func(d cal.Date) string {
		if d == 0 {
			return ""
		}
		return letter.ShortDate(d, lang)
	}
	t := letter.Table{Columns: []letter.Column{
		{Key: "due", Title: w.date}, {Key: "text", Title: w.document}, {Key: "due", Title: w.due}, {Key: "open", Title: w.balance, Right: true},
	}}
	sum := money.Minor(0)
	for _, p := range st.Payables {
		sum += p.Open
		t.Rows = append(t.Rows, []string{day(p.Date), p.Document, day(p.Due), letter.Figure(p.Open, st.Currency, lang)})
	}
	t.Total = []string{"", w.payables, "", letter.Figure(sum, st.Currency, lang)}
	return t
}

// ofChild names whose line it is in the statement of a group.
func ofChild(st *Statement, line StatementLine) string {
	if name := st.Names[line.Customer]; name != "" {
		return " · " + name
	}
	return ""
}

func abs(m money.Minor) money.Minor { return max(m, -m) }

// statementText is the words of a statement in a language.
type statementText struct {
	subject, title, intro                                  string
	date, document, debit, credit, balance, opening, total string
	owes, owed, even                                       string
	confirm                                                string
	payable, due, payables                                 string // what we owe him
	what                                                   map[string]string
}

// closing is the sentence about the balance in the end.
func (w *statementText) closing(m money.Minor) string {
	switch {
	case m > 0:
		return w.owes
	case m < 0:
		return w.owed
	}
	return w.even
}
