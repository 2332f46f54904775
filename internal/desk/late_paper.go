package desk

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/interest"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/sheet"
	"debitor/internal/store"
)

// LateSheet is a calculation with what it was made for.
type LateSheet struct {
	Document string           // as printed; empty: what stands in the case
	Contract *ledger.Contract // nil: none
	*interest.Calculation
}

// LatePaper is what a customer's lateness costs as a paper, an annex to a claim
// or a letter: a sheet for each debt.
type LatePaper struct {
	Customer ledger.Customer
	Date     cal.Date // up to which it was counted
	Language string
	Sheets   []LateSheet
}

// LateExtensions are the files it can be written as.
var LateExtensions = []string{".pdf", ".docx", ".xlsx"}

// LatePaperOf is the paper of what was counted, or of charges as they were
// proposed, in the customer's language; list and charges are of one customer.
func (s *Session) LatePaperOf(ctx context.Context, customer id.Customer, sheets []LateSheet) (p LatePaper, err error) {
	p.Sheets = sheets
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, customer); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{customer})
		if err != nil {
			return err
		}
		p.Customer = customers[0]
		return nil
	})
	p.Language = cmp.Or(p.Customer.Language, s.company.Language)
	for _, v := range sheets {
		p.Date = max(p.Date, v.Case.To)
	}
	return p, err
}

// RenderLate is the paper as a file of the kind its extension names.
func (s *Session) RenderLate(p *LatePaper, extension string) ([]byte, error) {
	if !slices.Contains(LateExtensions, extension) {
		return nil, fault.New(fault.Usage, "charge.format", "a calculation cannot be written as %q: use .pdf, .docx or .xlsx", extension)
	}
	if extension == ".xlsx" {
		return p.workbook()
	}
	doc, err := s.LateDocument(p)
	if err != nil {
		return nil, err
	}
	return RenderLetter(doc, extension)
}

// LateDocument sets the paper: for each debt the facts in words, the intervals,
// what they come to and what they go by.
func (s *Session) LateDocument(p *LatePaper) (*letter.Document, error) {
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	lang, w := lateWordsOf(p.Language)
	title := w.title[p.Sheets[0].Sheet.Method]
	if slices.ContainsFunc(p.Sheets, func(v LateSheet) bool { return v.Sheet.Method != p.Sheets[0].Sheet.Method }) {
		title = w.titleMixed
	}
	title = letter.Typeset(strings.ReplaceAll(title, "{to}", letter.ShortDate(p.Date, lang)), lang)
	doc := &letter.Document{
		Meta: letter.Meta{
			Lang: lang, Date: p.Date, Subject: title, Customer: p.Customer.ID, Addressee: p.Customer.Name, Address: p.Customer.Address,
			Sender: profile.Name, Country: profile.Country, Signatory: profile.Signatory.Name,
		},
		Blocks: []letter.Block{headOf(&profile), letter.Addressee{Name: p.Customer.Name, Lines: filled(p.Customer.Address)}, letter.Title{Text: title}},
	}
	for i := range p.Sheets {
		doc.Blocks = append(doc.Blocks, p.Sheets[i].blocks(lang, w, len(p.Sheets) > 1)...)
	}
	doc.Blocks = append(doc.Blocks, p.totals(lang, w)...)
	doc.Blocks = append(doc.Blocks, letter.Signature{Signers: signersOf(&profile)[:1], ByHand: true})
	for _, note := range p.notes(lang, w) {
		doc.Blocks = append(doc.Blocks, letter.Note{Text: letter.Typeset(note, lang)})
	}
	return doc, nil
}

func lateWordsOf(lang string) (string, *lateText) {
	if w, known := lateWords[lang]; known {
		return lang, w
	}
	return "en", lateWords["en"]
}

func paragraphOf(text, lang string) letter.Paragraph {
	return letter.Paragraph{Runs: []letter.Run{{Text: letter.Typeset(text, lang)}}}
}

// blocks are one debt's part of the paper.
func (v *LateSheet) blocks(lang string, w *lateText, headed bool) (blocks []letter.Block) {
	if headed {
		blocks = append(blocks, letter.Heading{Runs: []letter.Run{{Text: letter.Typeset(v.document(), lang)}}})
	}
	for _, text := range v.facts(lang, w) {
		blocks = append(blocks, paragraphOf(text, lang))
	}
	if len(v.Sheet.Intervals) > 0 {
		blocks = append(blocks, v.table(lang, w))
	}
	for _, text := range v.sums(lang, w) {
		blocks = append(blocks, paragraphOf(text, lang))
	}
	return blocks
}

func (v *LateSheet) document() string { return cmp.Or(v.Document, v.Case.Debts[0].Key) }

// LateProse is a calculation in words, in one of the six languages: what was
// owed and paid, how each line is counted, what it comes to, what it goes by.
func LateProse(v *LateSheet, lang string) []string {
	lang, w := lateWordsOf(lang)
	return slices.Concat(v.facts(lang, w), v.sums(lang, w))
}

// facts say what was owed since when, what was paid of it, and how a line is
// counted.
func (v *LateSheet) facts(lang string, w *lateText) (list []string) {
	in := v.Sheet.Currency
	first := w.debt
	if v.Contract != nil {
		first = w.debtOf
	}
	for _, d := range v.Case.Debts {
		pairs := []string{"{document}", v.document(), "{amount}", letter.Money(d.Principal, in, lang), "{due}", letter.ShortDate(d.Due, lang)}
		if k := v.Contract; k != nil {
			pairs = append(pairs, "{contract}", letter.ContractName(cmp.Or(k.Number, string(k.ID)), k.Date, lang))
		}
		list = append(list, strings.NewReplacer(pairs...).Replace(first))
	}
	facts := slices.SortedFunc(slices.Values(v.Case.Facts), func(a, b interest.Fact) int { return cmp.Compare(a.Day, b.Day) })
	for _, f := range facts {
		text := w.paid
		switch {
		case f.Day > v.Case.To:
			continue
		case f.Credit:
			text = w.credited
		case v.Case.PaymentDay == interest.DayNotCounted:
			text = w.paidSame
		}
		list = append(list, strings.NewReplacer("{date}", letter.ShortDate(f.Day, lang), "{amount}", letter.Money(f.Amount, in, lang)).Replace(text))
	}
	return append(list, v.how(w)...)
}

// how says how lines are counted; a calculation may have lines of several kinds.
func (v *LateSheet) how(w *lateText) (list []string) {
	for i := range v.Sheet.Intervals {
		text := w.byYear
		switch iv := &v.Sheet.Intervals[i]; {
		case iv.Basis == interest.ByDay:
			text = w.byDay
		case iv.Compound:
			text = w.compound
		}
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// sums say what it comes to, how it goes on, and by what it was counted.
func (v *LateSheet) sums(lang string, w *lateText) []string {
	s := v.Sheet
	in := func(m money.Minor) string { return letter.Money(m, s.Currency, lang) }
	pairs := []string{
		"{days}", strconv.FormatInt(s.Days, 10), "{total}", in(s.Total), "{flat}", in(s.Flat), "{all}", in(s.All()), "{words}", letter.Words(s.All(), s.Currency, lang),
		"{to}", letter.ShortDate(v.Case.To, lang), "{perday}", in(s.PerDay), "{remaining}", in(s.Remaining), "{rules}", v.rules(lang),
	}
	list := []string{w.total}
	if s.Flat > 0 {
		list = append(list, w.flat)
	}
	if s.Inflation != nil {
		pairs = append(pairs, "{inflation}", in(*s.Inflation))
		list = append(list, w.inflation)
	}
	list = append(list, w.all)
	switch {
	case s.PerDay > 0:
		list = append(list, w.perDay)
	case s.Remaining == 0:
		list = append(list, w.settled)
	}
	if len(s.Rules) > 0 {
		list = append(list, w.basis)
	}
	replacer := strings.NewReplacer(pairs...)
	for i := range list {
		list[i] = replacer.Replace(list[i])
	}
	return list
}

// rules are what it was counted by, as their own country cites them; in English
// as cited there. [K] marks what nobody verified. The clause of the contract
// stands before them.
func (v *LateSheet) rules(lang string) string {
	var list []string
	if v.Sheet.Method == interest.ByContract && v.Contract != nil && v.Contract.PenaltyClause != "" {
		list = append(list, letter.ContractName(cmp.Or(v.Contract.Number, string(v.Contract.ID)), v.Contract.Date, lang)+", "+letter.ClauseName(v.Contract.PenaltyClause, lang))
	}
	for _, r := range v.Sheet.Rules {
		said := r.Said(lang)
		if !r.Verified {
			said += " [K]"
		}
		list = append(list, said)
	}
	return strings.Join(list, "; ")
}

// table is the intervals.
func (v *LateSheet) table(lang string, w *lateText) letter.Table {
	in := v.Sheet.Currency
	t := letter.Table{Columns: []letter.Column{
		{Key: "due", Title: w.from},
		{Key: "due", Title: w.to},
		{Key: "days", Title: w.days, Right: true},
		{Key: "amount", Title: w.balance, Right: true},
		{Key: "days", Title: w.rate, Right: true},
		{Key: "text", Title: w.formula},
		{Key: "open", Title: w.amount, Right: true},
	}}
	for i := range v.Sheet.Intervals {
		iv := &v.Sheet.Intervals[i]
		t.Rows = append(t.Rows, []string{
			letter.ShortDate(iv.From, lang), letter.ShortDate(iv.To, lang), strconv.FormatInt(iv.Days, 10), letter.Figure(iv.Balance, in, lang),
			percentIn(iv.Rate, lang), lineFormula(iv, in, lang), letter.Figure(iv.Amount, in, lang),
		})
	}
	t.Total = []string{"", w.sum, strconv.FormatInt(v.Sheet.Days, 10), "", "", "", letter.Figure(v.Sheet.Total, in, lang)}
	return t
}

// lineFormula is a line with its figures: 60 000,00 × 18,00 % × 5 ÷ 366.
func lineFormula(iv *interest.Interval, in money.Currency, lang string) string {
	balance, rate, days := letter.Figure(iv.Balance, in, lang), percentIn(iv.Rate, lang)+" %", strconv.FormatInt(iv.Days, 10)
	switch {
	case iv.Basis == interest.ByDay:
		return balance + " × " + rate + " × " + days
	case iv.Compound:
		return balance + " × ((1 + " + rate + ")^(" + days + "÷" + yearOf(iv) + ") − 1)"
	}
	return balance + " × " + rate + " × " + days + " ÷ " + yearOf(iv)
}

// yearOf is how many days the year of an interval has.
func yearOf(iv *interest.Interval) string {
	if iv.Basis == interest.European {
		return "360"
	}
	return string(iv.Basis)
}

// percentIn is a rate with the language's decimal mark.
func percentIn(p interest.Percent, lang string) string {
	if lang == "en" {
		return p.String()
	}
	return strings.ReplaceAll(p.String(), ".", ",")
}

// totals are what several debts come to together, by currency.
func (p *LatePaper) totals(lang string, w *lateText) (blocks []letter.Block) {
	if len(p.Sheets) < 2 {
		return nil
	}
	sums := map[money.Currency]money.Minor{}
	var order []money.Currency
	for _, v := range p.Sheets {
		if _, seen := sums[v.Sheet.Currency]; !seen {
			order = append(order, v.Sheet.Currency)
		}
		sums[v.Sheet.Currency] += v.Sheet.All()
	}
	for _, c := range order {
		blocks = append(blocks, letter.Total{Label: w.together, Amount: letter.Money(sums[c], c, lang), Words: letter.Words(sums[c], c, lang)})
	}
	return blocks
}

// notes are what is to be known of the calculations, each once.
func (p *LatePaper) notes(lang string, w *lateText) (list []string) {
	marked := false
	for _, v := range p.Sheets {
		for _, x := range v.Sheet.Warnings {
			if x.Code == "interest.unverified" {
				marked = true
			} else if text := x.Text(lang); !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	if marked {
		list = append(list, w.unverified)
	}
	return list
}

// workbook is the paper as tables, a sheet for each debt, with the same words
// below the figures.
func (p *LatePaper) workbook() ([]byte, error) {
	book, err := sheet.NewBook()
	if err != nil {
		return nil, err
	}
	defer book.Close() // the bytes are written by then
	lang, w := lateWordsOf(p.Language)
	for i := range p.Sheets {
		v := &p.Sheets[i]
		t, err := book.Table(strconv.Itoa(i+1), sheet.Column{Head: w.from, Width: 12}, sheet.Column{Head: w.to, Width: 12}, sheet.Column{Head: w.days, Width: 8},
			sheet.Column{Head: w.balance, Width: 16}, sheet.Column{Head: w.rate, Width: 10}, sheet.Column{Head: w.basis1, Width: 12}, sheet.Column{Head: w.amount, Width: 16})
		if err != nil {
			return nil, err
		}
		if err := v.write(t, lang, w); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (v *LateSheet) write(t *sheet.Table, lang string, w *lateText) error {
	decimal := func(m money.Minor) sheet.Decimal { return sheet.Decimal(m.Decimal(v.Sheet.Currency)) }
	for _, iv := range v.Sheet.Intervals {
		days := sheet.Decimal(strconv.FormatInt(iv.Days, 10))
		if err := t.Row(iv.From, iv.To, days, decimal(iv.Balance), percentIn(iv.Rate, lang), w.year(iv.Basis), decimal(iv.Amount)); err != nil {
			return err
		}
	}
	if err := t.Row(w.sum, nil, sheet.Decimal(strconv.FormatInt(v.Sheet.Days, 10)), nil, nil, nil, decimal(v.Sheet.Total)); err != nil {
		return err
	}
	texts := LateProse(v, lang)
	for _, x := range v.Sheet.Warnings {
		texts = append(texts, x.Text(lang))
	}
	for _, text := range append([]string{""}, texts...) {
		if err := t.Row(text); err != nil {
			return err
		}
	}
	return nil
}
