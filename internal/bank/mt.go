package bank

import (
	"regexp"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// mtBegin is the first field of a statement, at the beginning of a line; before
// it may stand the header of a SWIFT message or of the bank.
var mtBegin = regexp.MustCompile(`(?m)^[^\S\n]*:(?:20|21|25P?|28C?|34F|60[FM]?|61|62[FM]?):`)

// looksMT tells MT940 and MT942 by a field of a statement near its beginning.
func looksMT(text string) bool {
	return mtBegin.MatchString(text[:min(len(text), 4<<10)])
}

// dos decodes the code page of DOS in Central Europe, which Hungarian and Polish
// banks still write. Every byte is a letter or a sign in it, so it is tried only
// for a statement that holds bytes which none of the others knows.
func (s *source) dos(mark int) bool {
	if strings.HasPrefix(s.encoding, "UTF-") || !looksMT(s.text) {
		return false
	}
	text, err := charmap.CodePage852.NewDecoder().Bytes(s.raw[mark:])
	if err != nil {
		return false
	}
	s.encoding, s.text = "CP852", string(text)
	return true
}

// mtField finds a tag: ":61:" at the beginning of a line. Some banks break the
// line within the tag.
var mtField = regexp.MustCompile(`(?m)^[^\S\n]*:\n?(13D?|20|21|25P?|28C?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]|NS[A-Z]?|94[02])[^\S\n]*:`)

// mtEnd is the end of a message: "-" or "-}" at the beginning of a line; and the
// beginning of the next one.
var mtEnd = regexp.MustCompile(`(?m)^(?:-[^\S\n]*$|-\}|\{[1-5]:)`)

// mt reads SWIFT MT940 (customer statement) and MT942 (interim transaction
// report), bare or in the blocks of a SWIFT message, in the dialects of banks.
type mt struct {
	*source
	text string
	file File
	st   *mtStatement
	page mtPage // of the last statement of the file
}

// mtStatement is a statement while it is read.
type mtStatement struct {
	Statement
	opened, closed cal.Date
	money          money.Currency // "" until a field has said it
	foreign        string         // a currency nobody can book, as it stands there
	sums           map[string]string
	page           mtPage
	unended        bool     // the file ends within it
	inEntry        bool     // :86: is about the last entry
	from           int      // where that begins
	info           []string // the lines of its :86:
}

// mtPage says how a message stands to those beside it: a long statement comes in
// several, of one number.
type mtPage struct {
	number    string // of the statement, without the page's
	continues bool   // its opening balance is an intermediate one, :60M:
	goesOn    bool   // so is its closing balance, :62M:
}

func readMT(f *source) (File, error) {
	m := &mt{source: f, text: strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(f.text)}
	tags := mtField.FindAllStringSubmatchIndex(m.text, -1)
	line, at := 1, 0
	for i, t := range tags {
		line, at = line+strings.Count(m.text[at:t[2]], "\n"), t[2]
		end := len(m.text)
		if i+1 < len(tags) {
			end = tags[i+1][0]
		}
		over := mtEnd.FindStringIndex(m.text[t[1]:end])
		if over != nil {
			end = t[1] + over[0]
		}
		m.field(m.text[t[2]:t[3]], line, t[0], t[1], end)
		if over != nil {
			m.finish()
		}
	}
	m.cut()
	m.finish()
	if m.file.Format == "" {
		m.file.Format = "mt940"
	}
	return m.file, nil
}

// cut doubts a file that ends within a statement: neither its closing balance
// nor the end of the message has come. What stands last may be half of what the
// bank wrote, and the statement completes no day.
func (m *mt) cut() {
	if m.st == nil || m.st.Opening == nil || m.st.Closing != nil {
		return
	}
	m.closeEntry()
	m.st.unended = true
	n := len(m.st.Entries)
	if n == 0 {
		m.warn("bank.unclosed", "%s: the file ends before the closing balance; it may be cut off (ask the bank for it again)", m.st.Line, orNone(m.st.Account))
		return
	}
	m.doubt(&m.st.Entries[n-1], "bank.unclosed", "%s: the file ends before the closing balance; it may be cut off (ask the bank for it again)", orNone(m.st.Account))
}

// field takes one field into the statement it belongs to. It stands from its tag
// to end in the text, its value from begin.
func (m *mt) field(tag string, line, from, begin, end int) {
	value := strings.TrimRight(m.text[begin:end], " \t\n")
	if tag == "940" || tag == "942" {
		m.finish()
		return
	}
	if m.st != nil && (tag == "20" || tag[:2] == "60" && m.st.opened != 0) {
		m.finish()
	}
	if m.st == nil {
		m.st = &mtStatement{Statement: Statement{Line: line}, sums: map[string]string{}}
	}
	st := m.st
	if tag != "86" && tag[:2] != "NS" {
		m.closeEntry()
	}
	switch tag[:2] {
	case "25":
		m.account(value)
	case "28":
		st.Number = oneLine(value)
		st.page.number, _, _ = strings.Cut(st.Number, "/")
	case "34", "13":
		m.interim(tag, value)
	case "60":
		st.Opening, st.opened = m.balance(value, line)
		st.page.continues = tag == "60M"
	case "62":
		st.Closing, st.closed = m.balance(value, line)
		st.page.goesOn = tag == "62M"
	case "61":
		e := m.line61(value, line)
		e.Raw = strings.TrimSpace(m.text[from:end])
		st.Entries, st.inEntry, st.from = append(st.Entries, e), true, from
	case "86":
		if st.inEntry {
			st.info = append(st.info, strings.Split(value, "\n")...)
			st.Entries[len(st.Entries)-1].Raw = strings.TrimSpace(m.text[st.from:end])
		}
	case "90":
		st.sums[tag] = value
		m.interim(tag, "")
	}
}

// closeEntry reads the :86: of the last entry, of which there may be several.
func (m *mt) closeEntry() {
	if st := m.st; st.inEntry {
		e := &st.Entries[len(st.Entries)-1]
		e.information(st.info)
		st.info, st.inEntry = nil, false
	}
}

// mtAccount takes a currency off the end of an account: "51210600/9223382012EUR",
// "UBRTHUHB/123456789/HUF".
var mtAccount = regexp.MustCompile(`^(.*[0-9X])/?([A-Z]{3})$`)

// account is :25:. Before a slash stands the bank, by BIC or national code.
func (m *mt) account(value string) {
	account := strings.ReplaceAll(compact(value), ".", "")
	if p := mtAccount.FindStringSubmatch(account); p != nil {
		if c, err := money.ParseCurrency(p[2]); err == nil {
			account, m.st.money = p[1], c
		}
	}
	if bank, _, ok := strings.Cut(account, "/"); ok && (mtBIC.MatchString(bank) || len(bank) == 8 && digits(bank)) {
		m.st.Bank = bank
	}
	m.st.Account = account
}

var mtBIC = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)

// interim marks a report of the running day: :34F: is the least amount that is
// reported, :13: when the report was made.
func (m *mt) interim(tag, value string) {
	m.st.Interim = true
	if tag == "34F" && len(value) >= 3 {
		m.currency(value[:3])
	}
	if day, _, ok := mtDay(value); tag[:2] == "13" && ok {
		m.st.closed = day
	}
}

// currency notes the currency of the statement.
func (m *mt) currency(said string) {
	if c, err := money.ParseCurrency(said); err == nil {
		m.st.money = c
	} else if m.st.foreign == "" {
		m.st.foreign = said
	}
}

var mtBalance = regexp.MustCompile(`^([CD])(\d{6})([A-Z]{3})\s*(\d*[,.]?\d*)\s*$`)

// balance reads :60: and :62:, for example C100323EUR42570,04.
func (m *mt) balance(value string, line int) (*money.Minor, cal.Date) {
	p := mtBalance.FindStringSubmatch(value)
	if p == nil {
		m.warn("bank.balance", "%s: the balance %s cannot be read; totals are not checked", line, orNone(m.st.Account), clip(value))
		return nil, 0
	}
	m.currency(p[3])
	amount, err := amount(p[4], m.st.money)
	if err != nil {
		m.warn("bank.balance", "%s: the balance %s cannot be read; totals are not checked", line, orNone(m.st.Account), clip(value))
		return nil, 0
	}
	if p[1] == "D" {
		amount = -amount
	}
	day, moved, ok := mtDay(p[2])
	switch {
	case moved:
		m.february(p[2], day, line)
	case !ok && p[2] != "000000":
		m.warn("bank.balance_date", "%q is no day of the calendar; the balance stands without a date", line, p[2])
	}
	return &amount, day
}

// mtDay reads YYMMDD. Banks that count thirty days to every month write 29 and
// 30 February; that is the last day of the month, and moved says so.
func mtDay(s string) (day cal.Date, moved, ok bool) {
	if len(s) < 6 || !digits(s[:6]) {
		return 0, false, false
	}
	y, mon, d := number(s[:2])+2000, number(s[2:4]), number(s[4:6])
	if y >= 2080 {
		y -= 100
	}
	if day, ok = cal.Valid(y, mon, d); ok {
		return day, false, true
	}
	if mon == 2 && (d == 29 || d == 30) {
		return cal.On(y, 3, 1) - 1, true, true
	}
	return 0, false, false
}

func (m *mt) february(said string, day cal.Date, line int) {
	m.warn("bank.february", "%q is no day of the calendar; it is taken as %s, the last of the month", line, said, day)
}

// finish completes the statement that is read, if any.
func (m *mt) finish() {
	if m.st == nil {
		return
	}
	m.closeEntry()
	st := m.st
	m.st = nil
	if st.Account == "" {
		if st.Account = m.options.Account; st.Account == "" {
			m.warn("bank.owner_unsaid", "the statement does not say whose account it is", st.Line)
		}
	}
	m.currencies(st)
	m.days(st)
	m.totals(&st.Statement)
	m.control(st)
	if format := map[bool]string{false: "mt940", true: "mt942"}[st.Interim]; m.file.Format == "" {
		m.file.Format = format
	}
	st.Interim = st.Interim || st.unended
	if !m.join(st) {
		m.file.Statements = append(m.file.Statements, st.Statement)
	}
	m.page = st.page
}

// join adds a page to the statement that it goes on with: of one number, from
// the very balance that the page before ended with.
func (m *mt) join(st *mtStatement) bool {
	n := len(m.file.Statements)
	if n == 0 || !m.page.goesOn || !st.page.continues || m.page.number != st.page.number {
		return false
	}
	whole := &m.file.Statements[n-1]
	if whole.Account != st.Account || whole.Currency != st.Currency || whole.Interim ||
		whole.Closing == nil || st.Opening == nil || *whole.Closing != *st.Opening {
		return false
	}
	whole.Entries = append(whole.Entries, st.Entries...)
	whole.Interim = st.Interim
	whole.From, whole.To, whole.Closing = min(whole.From, st.From), max(whole.To, st.To), st.Closing
	return true
}

// currencies gives the statement and its entries their currency.
func (m *mt) currencies(st *mtStatement) {
	if st.Currency = st.money; st.Currency == "" && st.foreign == "" {
		if st.Currency = m.options.Currency; st.Currency == "" && len(st.Entries) > 0 {
			m.warn("bank.currency", "neither the file nor the account %s says the currency", st.Line, orNone(st.Account))
		}
	}
	for i := range st.Entries {
		e := &st.Entries[i]
		e.Currency = st.Currency
		switch {
		case st.Currency != "" || st.foreign == "":
		case i == 0:
			m.doubtCurrency(e, st.foreign)
		case e.Problem == "":
			e.Problem = st.Entries[0].Problem
		}
	}
}

// days finds the period. The opening balance is of the end of its day, so the
// period begins with the next one, unless an entry is of that day or before.
func (m *mt) days(st *mtStatement) {
	st.To = st.closed
	if st.From = st.opened; st.opened != 0 && st.opened < st.closed {
		st.From++
		for i := range st.Entries {
			if d := st.Entries[i].Date; d != 0 && d <= st.opened {
				st.From = st.opened
			}
		}
	}
	st.period()
}

var mtSum = regexp.MustCompile(`^(\d*)([A-Z]{3})(\d*[,.]?\d*)`)

// control compares the entries of an interim report with :90C: and :90D:, which
// say how many credits and debits there are and their sums.
func (m *mt) control(st *mtStatement) {
	m.turnovers(&st.Statement, m.said(st, "90C", 1), m.said(st, "90D", -1))
}

// said is the sum of one side as the bank gives it, nil where it gives none in
// the statement's currency. It warns where the bank counts other entries than
// there are.
func (m *mt) said(st *mtStatement, tag string, sign money.Minor) *money.Minor {
	p := mtSum.FindStringSubmatch(st.sums[tag])
	if p == nil || p[2] != string(st.Currency) {
		return nil
	}
	there := 0
	for i := range st.Entries {
		if e := &st.Entries[i]; !e.Pending && e.Amount*sign > 0 {
			there++
		}
	}
	if p[1] != "" && number(p[1]) != there {
		m.warn("bank.count", "%s: there are %d entries of the kind :%s:, the bank counts %d", st.Line, orNone(st.Account), there, tag, number(p[1]))
	}
	said, err := amount(p[3], st.Currency)
	if err != nil {
		return nil
	}
	return &said
}
