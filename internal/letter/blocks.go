package letter

import (
	"strconv"
	"strings"

	"debitor/internal/money"
	"debitor/internal/payqr"
)

func metaOf(f *Facts, lang, subject string) Meta {
	return Meta{
		ID: f.ID, Kind: f.Kind, Lang: lang, Date: f.Date, Subject: subject, Customer: f.Debtor.Code,
		Addressee: clean(f.Debtor.Name), Address: clean(f.Debtor.Address), Sender: clean(f.sender()), Country: f.Creditor.Country,
		Signatory: clean(f.signers()[0].Name), Post: f.Post, Abroad: f.abroad(lang),
	}
}

// byAgent tells whether the law firm writes.
func (f *Facts) byAgent() bool { return f.Kind.Traits().Agent && f.Creditor.Agent.Name != "" }

func (f *Facts) sender() string {
	if f.byAgent() {
		return f.Creditor.Agent.Name
	}
	return f.Creditor.Name
}

// signers are those who sign, at least one.
func (f *Facts) signers() []Person {
	switch {
	case f.Kind.Traits().Internal:
		return []Person{f.From}
	case f.byAgent():
		return []Person{f.Creditor.Agent.Signatory}
	case f.Signer.Name != "":
		return []Person{f.Signer}
	case f.Creditor.Second.Name != "" && f.Kind.Traits().Court:
		return []Person{f.Creditor.Signatory, f.Creditor.Second}
	}
	return []Person{f.Creditor.Signatory}
}

// frame is what stands above the title of every letter.
func frame(env *environment) []Block {
	f, lex := env.facts, env.lex
	reference := Reference{Text: lex.reference(clean(string(f.ID)), lex.longDate(f.Date))}
	if f.Kind.Traits().Internal {
		house := []Block{Letterhead{Name: lex.called(f.Creditor.Name), Lines: []string{env.frame.internal}}}
		if reader := andName(clean(declinedPosition(f.To, "dative", env.lang)), clean(declined(f.To, "dative", env.lang))); reader != "" {
			house = append(house, Addressee{Name: env.frame.to + " " + reader})
		}
		return append(house, reference)
	}
	head := Letterhead{Name: lex.called(f.Creditor.Name), Lines: lex.lines(f.Creditor.Letterhead), Logo: f.Creditor.Logo}
	if len(head.Lines) == 0 {
		head.Lines = standardHead(&f.Creditor, lex)
	}
	if f.byAgent() {
		head = Letterhead{Name: lex.called(f.Creditor.Agent.Name), Lines: lex.lines(f.Creditor.Agent.Letterhead)}
	}
	return []Block{head, addresseeOf(env), reference}
}

func addresseeOf(env *environment) Addressee {
	d := env.facts.Debtor
	to := Addressee{Name: env.lex.called(d.Name), Lines: env.lex.lines(env.lex.address(d.Address)), Return: returnLine(env)}
	if country := env.facts.abroad(env.lang); country != "" {
		to.Lines = append(to.Lines, country)
	}
	if d.Head.Name != "" {
		to.Attn = env.frame.attention(clean(declinedPosition(d.Head, "dative", env.lang)), clean(declined(d.Head, "dative", env.lang)))
	}
	return to
}

// returnLine is where a letter goes back to; a law firm's address is not known
// apart from its letterhead.
func returnLine(env *environment) string {
	f := env.facts
	if address := env.lex.lines([]string{f.Creditor.Address}); len(address) > 0 && !f.byAgent() {
		return clean(f.Creditor.Name) + " · " + address[0]
	}
	return clean(f.sender())
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
	return l.taxName(c.Country, c.TaxID) + nbsp + clean(c.TaxID)
}

// called is a name as the language writes it: with its quotation marks.
func (l *lexicon) called(name string) string { return typeset(clean(name), l) }

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

func oneLine(address string) []string { return []string{address} }

// townBelow puts what begins with a postcode of five digits on a line of its
// own, as in Germany (DIN 5008) and Bosnia.
func townBelow(address string) []string {
	parts := strings.Split(address, ", ")
	for i := 1; i < len(parts); i++ {
		if postcode, _, ok := strings.Cut(parts[i], " "); ok && len(postcode) == 5 && strings.Trim(postcode, "0123456789") == "" {
			return []string{strings.Join(parts[:i], ", "), strings.Join(parts[i:], ", ")}
		}
	}
	return oneLine(address)
}

// tableOf is the table of documents. A column nothing would stand in is left
// out.
func tableOf(f *Facts, lex *lexicon) Table {
	keys := []string{"number", "contract", "document", "due", "amount", "open", "days"}
	hasContract := false
	for i := range f.Items {
		hasContract = hasContract || f.Items[i].Contract != ""
	}
	var t Table
	for _, key := range keys {
		if key == "contract" && !hasContract || key == "days" && f.maxDays() == 0 || key == "open" && f.Total == 0 {
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
		case "amount":
			if f.Total == 0 { // all is paid: what it came to
				t.Total[c] = lex.figure(f.amounts(), f.Currency)
			}
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

func detailsOf(env *environment) Details {
	f, lex := env.facts, env.lex
	payee := lex.payee + " " + lex.called(f.Creditor.Name)
	if f.Creditor.TaxID != "" {
		payee += ", " + lex.taxLine(&f.Creditor)
	}
	return Details{Title: lex.details, Lines: append([]string{payee}, lex.lines(f.Creditor.Bank)...), Code: codeOf(env)}
}

// codeOf is the payment code with the exact sum, where the creditor's country
// has one for the currency and his account makes one.
func codeOf(env *environment) Code {
	f := env.facts
	a := f.Creditor.Account
	format := payqr.For(f.Creditor.Country, f.Currency)
	if format == payqr.None || a.Number == "" || f.Total == 0 {
		return Code{}
	}
	text, err := payqr.Text(format, payqr.Payment{
		PayeeName: clean(f.Creditor.Name), Account: a.Number, BankName: clean(a.Bank), BIC: a.BIC, CorrAccount: a.Corr, TaxID: f.Creditor.TaxID, KPP: a.KPP,
		Amount: f.Total, Currency: f.Currency, Purpose: env.frame.purpose(env.paidFor(), string(f.ID)), Reference: string(f.ID),
	})
	if err != nil {
		return Code{} // the details stand there to be typed; the company file's account is checked when it is set
	}
	code := Code{Text: text, Caption: typeset(env.frame.code, env.lex)}
	if format == payqr.NBU {
		code.Sign = "₴"
	}
	return code
}

// paidFor names what a payment is for: the contract, or the first document.
func (e *environment) paidFor() string {
	if it, ok := e.facts.oneContract(); ok {
		return e.frame.contract + " " + e.lex.contractName(&it, e.lex.tableDate)
	}
	return e.document()
}

func historyOf(env *environment) Block {
	if len(env.facts.History) == 0 {
		return Paragraph{Runs: []Run{{Text: env.frame.historyNone}}}
	}
	l := List{Items: make([][]Run, len(env.facts.History))}
	for i, e := range env.facts.History {
		l.Items[i] = []Run{{Text: env.lex.tableDate(e.Date) + ": " + typeset(clean(e.Text), env.lex)}}
	}
	return l
}

// calculationOf is the annex: every line of the accrual, and their sum.
func calculationOf(env *environment) []Block {
	a := &env.facts.Accrual
	if len(a.Lines) == 0 {
		return nil
	}
	w := &env.frame.annex
	t := Table{Columns: []Column{
		{Key: "text", Title: w.document},
		{Key: "due", Title: w.from},
		{Key: "due", Title: w.to},
		{Key: "days", Title: w.days, Right: true},
		{Key: "amount", Title: w.balance, Right: true},
		{Key: "days", Title: w.rate, Right: true},
		{Key: "open", Title: w.amount + ", " + env.lex.currencyName(env.facts.Currency), Right: true},
	}}
	figure := func(m money.Minor) string { return env.lex.figure(m, env.facts.Currency) }
	for i := range a.Lines {
		l := &a.Lines[i]
		row := []string{typeset(clean(l.Document), env.lex), "", "", "", "", "", figure(l.Amount)}
		if l.From != 0 {
			per := w.yearly
			if l.Daily {
				per = w.daily
			}
			copy(row[1:], []string{env.lex.tableDate(l.From), env.lex.tableDate(l.To), strconv.FormatInt(l.Days, 10), figure(l.Balance), env.decimal(l.Rate) + env.frame.percent + "%" + nbsp + per})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Total = []string{env.lex.total, "", "", "", "", "", figure(a.Amount)}
	return []Block{Heading{Runs: []Run{{Text: w.title}}}, t}
}

func signatureOf(env *environment) Signature {
	f, lex := env.facts, env.lex
	s := Signature{Closing: lex.closing, ByHand: f.Kind.ByHand()}
	for _, p := range f.signers() {
		s.Signers = append(s.Signers, Signer{Position: clean(p.Position), Name: clean(p.Name)})
	}
	if first := &s.Signers[0]; first.Name == "" && first.Position == "" {
		first.Position = lex.called(f.sender())
	}
	if f.Kind.Traits().Internal {
		s.Closing = ""
		return s
	}
	if f.Creditor.Stamp && s.ByHand {
		s.Stamp = env.frame.stamp
	}
	if name := clean(f.Manager.Name); name != "" && s.ByHand {
		s.Contact = lex.contact + " " + name
		if p := phone(f.Manager.Phone); p != "" {
			s.Contact += ", " + p
		}
	}
	if f.byAgent() && f.Creditor.Agent.Authority != "" {
		s.Contact = typeset(env.frame.authority(clean(f.Creditor.Agent.Authority)), lex)
	}
	return s
}
