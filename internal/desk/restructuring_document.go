package desk

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/restructure"
	"debitor/internal/store"
)

// RestructuringExtensions are the files a paper can be written as.
var RestructuringExtensions = []string{".pdf", ".docx"}

// RenderRestructuring is a paper as a file of the kind its extension names.
func (s *Session) RenderRestructuring(a *Restructuring, extension string) ([]byte, error) {
	if !slices.Contains(RestructuringExtensions, extension) {
		return nil, fault.New(fault.Usage, "restructuring.format", "an agreement cannot be written as %q: use .pdf or .docx", extension)
	}
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	return RenderLetter(RestructuringDocument(a, &profile), extension)
}

// RestructuringDocument is a paper to be signed, in its language: a supplementary
// agreement by both sides, a guarantee letter by the customer alone (LAW.md 7.2).
func RestructuringDocument(a *Restructuring, us *Profile) *letter.Document {
	p := agreedPaper{a: a, us: us, lang: a.Language, w: restructuringWords[a.Language]}
	if a.Kind == store.GuaranteeLetter {
		return p.guarantee()
	}
	return p.agreement()
}

// agreedPaper sets a restructuring in a language.
type agreedPaper struct {
	a    *Restructuring
	us   *Profile
	lang string
	w    restructuringText
}

// say fills a sentence in.
func (p *agreedPaper) say(text string) string {
	a := p.a
	contract := ""
	if a.Contract != "" {
		contract = strings.ReplaceAll(p.w.toContract, "{title}", letter.ContractName(a.Contract, a.Agreed, p.lang))
	}
	price := money.Minor(0)
	for i := range a.Instalments {
		price += a.Instalments[i].Price
	}
	return letter.Typeset(strings.NewReplacer("{number}", PaperNumber(a.Number), "{us}", p.us.Name, "{them}", a.Debtor.Name, "{contract}", contract,
		"{amount}", letter.Money(a.Amount, a.Currency, p.lang), "{words}", letter.Words(a.Amount, a.Currency, p.lang),
		"{price}", letter.Money(price, a.Currency, p.lang), "{weeks}", p.weeks(), "{bank}", strings.Join(filled(p.us.Bank...), ", ")).Replace(text), p.lang)
}

// weeks is the table of weeks on one line.
func (p *agreedPaper) weeks() string {
	var list []string
	for week := 1; week <= restructure.Weeks; week++ {
		percent := letter.Figure(money.Minor(restructure.Reading(p.a.Reading).Percent(week)), "EUR", p.lang) // of two decimals, as percentages are here
		list = append(list, strconv.Itoa(week)+"\u00a0–\u00a0"+percent+"\u00a0%")                            // no line ends within one
	}
	return strings.Join(list, "; ")
}

func (p *agreedPaper) text(text string) letter.Block {
	return letter.Paragraph{Runs: []letter.Run{{Text: p.say(text)}}}
}

func (p *agreedPaper) document(blocks ...letter.Block) *letter.Document {
	a := p.a
	return &letter.Document{
		Meta: letter.Meta{
			Lang: p.lang, Date: a.MadeOn, Subject: p.say(p.title()), Customer: a.Customer, Addressee: a.Debtor.Name, Address: a.Debtor.Address,
			Sender: p.us.Name, Country: p.us.Country, Signatory: p.us.Signatory.Name,
		},
		Blocks: blocks,
	}
}

func (p *agreedPaper) title() string {
	if p.a.Kind == store.GuaranteeLetter {
		return p.w.guarantee
	}
	return p.w.agreement
}

func (p *agreedPaper) agreement() *letter.Document {
	a := p.a
	blocks := []letter.Block{
		headOf(p.us),
		letter.Addressee{Name: a.Debtor.Name, Lines: filled(a.Debtor.Address)},
		letter.Title{Text: p.say(p.w.agreement)},
		p.text(p.w.intro), p.text(p.w.owes), p.debts(), p.text(p.w.pays), p.instalments(),
	}
	if a.Reading != "" {
		blocks = append(blocks, p.text(p.w.price))
	}
	blocks = append(blocks, p.text(p.w.kept), p.text(p.w.breach), p.text(p.w.rest), p.text(p.w.signed+" "+blank))
	return p.document(append(blocks, bothSign(p.us, a.Debtor.Name, p.lang)...)...)
}

// guarantee is a letter of the customer to us; who signs it writes himself in.
func (p *agreedPaper) guarantee() *letter.Document {
	a, acts := p.a, actWords[p.lang]
	blocks := []letter.Block{
		letter.Letterhead{Name: a.Debtor.Name, Lines: filled(a.Debtor.Address)},
		letter.Addressee{Name: p.us.Name, Lines: filled(p.us.Address)},
		letter.Title{Text: p.say(p.w.guarantee)},
		p.text(p.w.admits), p.debts(), p.text(p.w.promises), p.instalments(), p.text(p.w.consents),
	}
	if len(p.us.Bank) > 0 {
		blocks = append(blocks, p.text(p.w.bank))
	}
	blocks = append(blocks, p.text(p.w.signed+" "+blank))
	return p.document(append(blocks,
		letter.Signature{
			Closing: letter.Typeset(strings.ReplaceAll(acts.forSide, "{name}", a.Debtor.Name), p.lang), ByHand: true, Stamp: acts.stamp,
			Signers: []letter.Signer{{Position: blank, Name: blank}, {Position: p.w.accountant, Name: blank}},
		},
		letter.Note{Text: acts.person + " " + letter.Typeset(acts.authority, p.lang)})...)
}

func (p *agreedPaper) figure(m money.Minor) string { return letter.Figure(m, p.a.Currency, p.lang) }

// debts are the documents it is about.
func (p *agreedPaper) debts() letter.Table {
	a := p.a
	t := letter.Table{Columns: []letter.Column{
		{Key: "number", Title: "№"}, {Key: "document", Title: p.w.document}, {Key: "due", Title: p.w.due}, {Key: "amount", Title: p.w.sum, Right: true},
	}}
	for i, d := range a.Of {
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), strings.TrimSpace(d.Kind + " " + d.Document), letter.ShortDate(d.Due, p.lang), p.figure(d.Open)})
	}
	t.Total = []string{"", p.w.total, "", p.figure(a.Amount)}
	return t
}

// instalments are its days and amounts, with the price of the delay where there
// is one.
func (p *agreedPaper) instalments() letter.Table {
	a := p.a
	t := letter.Table{Columns: []letter.Column{{Key: "number", Title: "№"}, {Key: "text", Title: p.w.until}, {Key: "amount", Title: p.w.sum, Right: true}}}
	t.Total = []string{"", p.w.total, p.figure(a.Amount)}
	priced := a.Reading != ""
	price := money.Minor(0)
	for i := range a.Instalments {
		in := &a.Instalments[i]
		row := []string{strconv.Itoa(i + 1), letter.ShortDate(in.Until, p.lang), p.figure(in.Amount)}
		if priced {
			row, price = append(row, p.figure(in.Price)), price+in.Price
		}
		t.Rows = append(t.Rows, row)
	}
	if priced {
		t.Columns = append(t.Columns, letter.Column{Key: "open", Title: p.w.priceOf, Right: true})
		t.Total = append(t.Total, p.figure(price))
	}
	return t
}
