package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/reconcile"
)

// ActDocument is the act as a paper for both sides to sign, in its language:
// our data beside room for the customer's (LAW.md 7.1).
func (s *Session) ActDocument(a *Act) (*letter.Document, error) {
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	p := actPaper{act: a, profile: &profile, lang: a.Language, w: actWords[a.Language]}
	return p.document(), nil
}

// actPaper sets an act in a language.
type actPaper struct {
	act     *Act
	profile *Profile
	lang    string
	w       actText
}

// say fills a sentence in.
func (p *actPaper) say(text string, pairs ...string) string {
	a := p.act
	from := ""
	if a.From != 0 {
		from = letter.ShortDate(a.From, p.lang)
	}
	pairs = append(pairs, "{number}", strconv.FormatInt(a.Number, 10), "{us}", p.profile.Name, "{them}", a.Debtor.Name, "{from}", from, "{to}", letter.ShortDate(a.To, p.lang),
		"{currency}", string(a.Currency), "{contract}", p.contract())
	return letter.Typeset(strings.NewReplacer(pairs...).Replace(text), p.lang)
}

// contract says what of the settlements the act is about.
func (p *actPaper) contract() string {
	switch {
	case p.act.Title != "":
		return strings.ReplaceAll(p.w.ofContract, "{title}", letter.ContractName(p.act.Title, p.act.Agreed, p.lang))
	case p.act.Covers == "contract":
		return p.w.ofNone
	}
	return ""
}

func (p *actPaper) document() *letter.Document {
	a := p.act
	title, subject := p.w.period, p.w.subject
	if a.From == 0 {
		title = p.w.asOf
	}
	paragraph := func(text string) letter.Paragraph { return letter.Paragraph{Runs: []letter.Run{{Text: text}}} }
	doc := &letter.Document{
		Meta: letter.Meta{
			Lang: p.lang, Date: a.MadeOn, Subject: p.say(subject), Customer: a.Customer, Addressee: a.Debtor.Name, Address: a.Debtor.Address,
			Sender: p.profile.Name, Country: p.profile.Country, Signatory: p.profile.Signatory.Name,
		},
		Blocks: []letter.Block{
			headOf(p.profile),
			letter.Addressee{Name: a.Debtor.Name, Lines: filled(a.Debtor.Address)},
			letter.Title{Text: p.say(title)},
			paragraph(p.say(p.w.intro)),
			p.table(),
			letter.Paragraph{Runs: []letter.Run{{Text: p.closing(), Bold: true}}},
			paragraph(p.say(p.w.differences)),
			paragraph(p.say(p.w.confirm)),
		},
	}
	doc.Blocks = append(doc.Blocks, bothSign(p.profile, a.Debtor.Name, p.lang)...)
	return doc
}

// blank is written on by hand: as long as a name.
var blank = strings.Repeat("_", 24)

// bothSign is where both sides sign, each with position, name, on what authority
// and room for a stamp: a signature without authority proves nothing (LAW.md 7.1).
// We know who signs for us; the customer writes himself in.
func bothSign(us *Profile, them, lang string) []letter.Block {
	w := actWords[lang]
	side := func(name string, signers []letter.Signer, stamp bool) letter.Signature {
		s := letter.Signature{Closing: letter.Typeset(strings.ReplaceAll(w.forSide, "{name}", name), lang), ByHand: true}
		for _, who := range signers {
			s.Signers = append(s.Signers, letter.Signer{Position: cmp.Or(who.Position, blank), Name: cmp.Or(who.Name, blank)})
		}
		if stamp {
			s.Stamp = w.stamp
		}
		return s
	}
	authority := letter.Typeset(w.authority, lang)
	return []letter.Block{
		side(us.Name, signersOf(us), us.Stamp),
		letter.Note{Text: authority},
		side(them, []letter.Signer{{}}, true),
		letter.Note{Text: w.person + " " + authority},
	}
}

// closing is in whose favour the balance is, in figures and words.
func (p *actPaper) closing() string {
	m := p.act.Balance
	text := p.w.even
	switch {
	case m > 0:
		text = strings.ReplaceAll(p.w.favour, "{side}", "{us}")
	case m < 0:
		text = strings.ReplaceAll(p.w.favour, "{side}", "{them}")
	}
	return p.say(text, "{amount}", letter.Money(abs(m), p.act.Currency, p.lang), "{words}", letter.Words(abs(m), p.act.Currency, p.lang))
}

// table is both sides' columns: number, then date, document, debit and credit
// of ours, then the same for the customer to fill in.
func (p *actPaper) table() letter.Table {
	ours := []letter.Column{
		{Key: "due", Title: p.w.date}, {Key: "document", Title: p.w.document}, {Key: "amount", Title: p.w.debit, Right: true}, {Key: "amount", Title: p.w.credit, Right: true},
	}
	theirs := slices.Clone(ours)
	for i := range theirs {
		theirs[i].Same = len(ours)
	}
	side := func(name string) string { return p.say(p.w.bySide, "{name}", name) }
	t := letter.Table{
		Groups:  []letter.Group{{Columns: 1}, {Title: side(p.profile.Name), Columns: len(ours)}, {Title: side(p.act.Debtor.Name), Columns: len(ours)}},
		Columns: slices.Concat([]letter.Column{{Key: "number", Title: "№"}}, ours, theirs),
	}
	for _, row := range p.rows() {
		t.Rows = append(t.Rows, row.cells(p))
	}
	t.Total, t.Rows = t.Rows[len(t.Rows)-1], t.Rows[:len(t.Rows)-1]
	return t
}

// actRow is a row of the act: a line, or a balance or turnover, which both
// sides have.
type actRow struct {
	number        int
	line          *reconcile.Line
	label         string
	debit, credit money.Minor
}

// rows are all rows: opening balance, lines, turnovers, closing balance.
func (p *actPaper) rows() []actRow {
	a := &p.act.Settled
	opening := actRow{label: p.w.opening}
	opening.debit, opening.credit = max(a.Opening, 0), max(-a.Opening, 0)
	closing := actRow{label: p.w.closing}
	closing.debit, closing.credit = max(a.Closing, 0), max(-a.Closing, 0)
	var rows []actRow
	if p.act.From != 0 {
		rows = append(rows, opening)
	}
	for i := range a.Lines {
		rows = append(rows, actRow{number: i + 1, line: &a.Lines[i], debit: a.Lines[i].Debit, credit: a.Lines[i].Credit})
	}
	return append(rows, actRow{label: p.w.turnover, debit: a.Debit, credit: a.Credit}, closing)
}

// named is what a row's document is called.
func (p *actPaper) named(r *actRow) string {
	if r.line == nil {
		return r.label
	}
	return strings.TrimSpace(cmp.Or(r.line.Kind, p.w.what[r.line.What]) + " " + r.line.Document)
}

func (r *actRow) cells(p *actPaper) []string {
	figure := func(m money.Minor) string {
		if m == 0 {
			return ""
		}
		return letter.Figure(m, p.act.Currency, p.lang)
	}
	cells := []string{"", "", p.named(r), figure(r.debit), figure(r.credit), "", r.label, "", ""}
	if r.line != nil {
		cells[0], cells[1] = strconv.Itoa(r.number), letter.ShortDate(r.line.Date, p.lang)
	}
	return cells
}
