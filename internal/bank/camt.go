package bank

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// camtHead is as much of a file as is looked at to tell what it is: an envelope
// of the bank may stand around the document.
const camtHead = 16 << 10

// looksCamt tells CAMT by its namespace, or by its message without one.
func looksCamt(text string) bool {
	head := strings.TrimLeft(text[:min(len(text), camtHead)], " \t\r\n")
	return strings.HasPrefix(head, "<") && (strings.Contains(head, ":camt.05") || strings.Contains(head, "<BkToCstmr"))
}

// camt reads ISO 20022 Bank to Customer Account Report (CAMT.052), Statement
// (CAMT.053) and Debit Credit Notification (CAMT.054). Elements are streamed:
// one entry is held at a time.
type camt struct {
	*source
	tokens *camtTokens
	xml    *xml.Decoder
	file   File
	// ownAccount is the account of the statement that is read.
	ownAccount string
}

func readCamt(f *source) (File, error) {
	f.byHeader()
	c := &camt{source: f, tokens: newCamtTokens(f.text)}
	c.xml = xml.NewTokenDecoder(c.tokens)
	if err := c.document(); err != nil {
		return File{}, c.refuse(err)
	}
	if len(c.file.Statements) == 0 {
		return File{}, f.fault("bank.no_statement", "is CAMT but holds no statement; ask the bank for the file again", 0)
	}
	return c.file, nil
}

// xmlEncoding is the encoding an XML header claims.
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9_.-]+)["']`)

// camtEncodings are the code pages banks claim, by the table that holds their
// letters. ISO-8859-1 is the part of windows-1252 that has no signs of Windows.
var camtEncodings = map[string]sheet.Encoding{
	"ISO-8859-1": sheet.Windows1252, "ISO-8859-15": sheet.Windows1252, "WINDOWS-1252": sheet.Windows1252, "CP1252": sheet.Windows1252,
	"WINDOWS-1250": sheet.Windows1250, "CP1250": sheet.Windows1250, "WINDOWS-1251": sheet.Windows1251, "CP1251": sheet.Windows1251,
	"IBM866": sheet.CP866, "CP866": sheet.CP866,
}

// byHeader decodes anew what is not UTF-8: among code pages the header of an XML
// file knows better than a guess by letters.
func (s *source) byHeader() {
	m := xmlEncoding.FindStringSubmatch(s.text[:min(len(s.text), camtHead)])
	if m == nil || strings.HasPrefix(s.encoding, "UTF-") {
		return
	}
	if e, ok := camtEncodings[strings.ToUpper(m[1])]; ok && string(e) != s.encoding {
		s.encoding, s.text = string(e), e.Decode(s.raw)
	}
}

// refuse makes a fault of what the decoder says.
func (c *camt) refuse(err error) error {
	line, _ := c.tokens.InputPos()
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errDocumentType):
		return c.fault("bank.xml_doctype", "declares a document type, which no statement has and in which attacks hide; ask the bank for the file again", line)
	case errors.Is(err, errTooDeep):
		return c.fault("bank.xml_depth", "nests more than %d elements, which no statement does; ask the bank for the file again", line, maxDepth)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return c.fault("bank.truncated", "ends inside an element; the file is cut off (ask the bank for it again)", line)
	}
	f := c.fault("bank.xml", "is no proper XML here (%s); ask the bank for the file again", line, clip(strings.TrimPrefix(err.Error(), "XML syntax error ")))
	f.Err = err
	return f
}

// document walks over the elements down to the statements.
func (c *camt) document() error {
	for {
		t, err := c.xml.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; {
		case strings.HasPrefix(name, "BkToCstmrStmt"):
			c.file.Format = "camt.053"
		case strings.HasPrefix(name, "BkToCstmrAcctRpt"):
			c.file.Format = "camt.052"
		case strings.HasPrefix(name, "BkToCstmrDbtCdtNtfctn"):
			c.file.Format = "camt.054"
		case c.file.Format != "" && (name == "Stmt" || name == "Rpt" || name == "Ntfctn"):
			if err := c.statement(); err != nil {
				return err
			}
		case c.file.Format != "":
			if err := c.xml.Skip(); err != nil {
				return err
			}
		}
	}
}

// camtStatement is a statement while it is read.
type camtStatement struct {
	Statement
	id, number string
	created    string
	account    camtAccount
	period     camtPeriod
	balances   []camtBalance
	summary    camtSummary
}

func (c *camt) statement() error {
	st := camtStatement{}
	st.Line, _ = c.tokens.InputPos()
	st.Interim, c.ownAccount = c.file.Format != "camt.053", ""
	for {
		from := int(c.tokens.InputOffset())
		t, err := c.xml.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			c.finish(&st)
			return nil
		case xml.StartElement:
			if err := c.child(&st, t, from); err != nil {
				return err
			}
		}
	}
}

// child reads one element of a statement; from is where it begins.
func (c *camt) child(st *camtStatement, start xml.StartElement, from int) error {
	var into any
	switch start.Name.Local {
	case "Id":
		into = &st.id
	case "ElctrncSeqNb":
		into = &st.number
	case "CreDtTm":
		into = &st.created
	case "FrToDt":
		into = &st.period
	case "Acct":
		into = &st.account
	case "TxsSummry":
		into = &st.summary
	case "Bal":
		st.balances = append(st.balances, camtBalance{})
		into = &st.balances[len(st.balances)-1]
	case "Ntry":
		line, _ := c.tokens.InputPos()
		c.tokens.parts = c.tokens.parts[:0]
		var e camtEntry
		if err := c.xml.DecodeElement(&e, &start); err != nil {
			return err
		}
		raw := c.text[from:c.tokens.InputOffset()]
		e.Parts = append(e.Parts, e.Parts1...)
		for i, place := range c.tokens.parts {
			e.Parts[i].line, e.Parts[i].raw = place.line, c.text[place.from:place.to]
		}
		st.Entries = append(st.Entries, c.entries(&e, line, raw)...)
		return nil
	default:
		return c.xml.Skip()
	}
	err := c.xml.DecodeElement(into, &start)
	c.ownAccount = st.account.ID.number()
	return err
}

// finish makes what was gathered into a statement.
func (c *camt) finish(st *camtStatement) {
	st.Account, st.Bank = st.account.ID.number(), st.account.Servicer.code()
	st.Number = first(st.number, st.id)
	if st.Account == "" {
		if st.Account = c.options.Account; st.Account == "" {
			c.warn("bank.owner_unsaid", "the statement does not say whose account it is", st.Line)
		}
	}
	c.currency(st)
	c.balances(st)
	c.days(st)
	c.totals(&st.Statement)
	c.turnovers(&st.Statement, st.sum(st.summary.Credits), st.sum(st.summary.Debits))
	c.file.Statements = append(c.file.Statements, st.Statement)
}

// sum reads a sum of the summary, which some banks give a sign.
func (st *camtStatement) sum(said string) *money.Minor {
	m, err := money.ParseMinor(strings.TrimLeft(strings.TrimSpace(said), "+-"), st.Currency.Decimals())
	if err != nil {
		return nil
	}
	return &m
}

// currency is the account's, or that of its balances, or of its entries. An
// entry in another one waits for a person.
func (c *camt) currency(st *camtStatement) {
	defer c.foreign(&st.Statement)
	said := []string{st.account.Currency}
	for i := range st.balances {
		if b := &st.balances[i]; slices.Contains(camtOpening, b.code()) || slices.Contains(camtClosing, b.code()) {
			said = append(said, b.Amount.Currency)
		}
	}
	if len(st.Entries) > 0 {
		said = append(said, string(st.Entries[0].Currency))
	}
	for _, s := range append(said, string(c.options.Currency)) {
		if known, err := money.ParseCurrency(s); err == nil {
			st.Currency = known
			return
		}
	}
	c.warn("bank.currency", "neither the file nor the account %s says the currency", st.Line, orNone(st.Account))
}

func (c *camt) foreign(st *Statement) {
	for i := range st.Entries {
		if e := &st.Entries[i]; e.Currency != "" && st.Currency != "" && e.Currency != st.Currency {
			e.Problem = "bank.currency"
			c.warn("bank.entry_currency", "the entry is in %s, the statement in %s; it waits for a person", e.Line, e.Currency, st.Currency)
		}
	}
}

// The balances that begin and end a statement, the best first: booked opening,
// previous closing; booked closing, interim booked (External Code Set,
// ExternalBalanceType1Code).
var (
	camtOpening = []string{"OPBD", "PRCD"}
	camtClosing = []string{"CLBD", "ITBD"}
)

// balances finds the opening and the closing balance. Of several of a kind, as
// on the pages of a long statement, the first opens and the last closes.
func (c *camt) balances(st *camtStatement) {
	find := func(codes []string, last bool) (*money.Minor, cal.Date) {
		list := slices.Clone(st.balances)
		if last {
			slices.Reverse(list)
		}
		for _, code := range codes {
			for i := range list {
				if b := &list[i]; b.code() == code {
					if m := c.balance(st, b); m != nil {
						day, _ := camtDay(b.Date)
						return m, day
					}
				}
			}
		}
		return nil, 0
	}
	st.Opening, st.From = find(camtOpening, false)
	st.Closing, st.To = find(camtClosing, true)
}

// balance is the amount of a balance, nil with a warning if it is not one of
// the statement's currency.
func (c *camt) balance(st *camtStatement, b *camtBalance) *money.Minor {
	m, err := money.ParseMinor(strings.TrimPrefix(strings.TrimSpace(b.Amount.Text), "+"), st.Currency.Decimals())
	if err != nil || b.Amount.Currency != string(st.Currency) {
		c.warn("bank.balance", "%s: the balance %s cannot be read; totals are not checked", st.Line, orNone(st.Account), clip(strings.TrimSpace(b.Amount.Text+" "+b.Amount.Currency)))
		return nil
	}
	if m = max(m, -m); strings.TrimSpace(b.Mark) == "DBIT" {
		m = -m
	}
	return &m
}

// days finds the period: what the statement says; else the days of its
// balances; else those of its entries.
func (c *camt) days(st *camtStatement) {
	if d, ok := camtDay(camtDate{st.period.FromDate, st.period.From}); ok {
		st.From = d
	}
	if d, ok := camtDay(camtDate{st.period.ToDate, st.period.To}); ok {
		st.To = d
		if exclusive(st.period.To) && d > st.From && !slices.ContainsFunc(st.Entries, func(e Entry) bool { return e.Date == d }) {
			st.To--
		}
	}
	st.Statement.period()
	if day, ok := camtDay(camtDate{"", st.created}); ok && st.To == 0 {
		st.From, st.To = day, day
	}
}

// exclusive reports whether an instant is the first of its day, so that a period
// that ends with it does not hold the day.
func exclusive(instant string) bool {
	_, time, ok := strings.Cut(strings.TrimSpace(instant), "T")
	return ok && strings.HasPrefix(time, "00:00:00")
}

// camtDay is the day of a date or an instant, as the bank's own clock says.
func camtDay(d camtDate) (cal.Date, bool) {
	s := first(d.Day, d.Instant)
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || !digits(s[:4]+s[5:7]+s[8:10]) {
		return 0, false
	}
	return cal.Valid(number(s[:4]), number(s[5:7]), number(s[8:10]))
}
