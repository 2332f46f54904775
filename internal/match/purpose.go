package match

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
)

// Limits of reading: a purpose of a bank has some 400 characters, and nobody
// names more documents than fit.
const (
	maxText     = 4000
	maxMentions = 64
	maxRange    = 60
)

// mention is a number that a purpose names.
type mention struct {
	text   string   // as written, folded
	keys   []uint64 // how it may stand in the index, the most exact first
	runs   []string // its groups of digits, without leading zeros
	date   cal.Date // that was named beside it; 0: none
	strong bool     // a word before it says what it is
	core   string   // the group of digits that tells documents apart
	dash   bool     // exactly two groups of digits with a dash between
	until  bool     // the end of a range that the mention before begins
}

// reading is what a purpose says.
type reading struct {
	numbers   []mention // of debt documents, in the order of the text
	contracts []mention
	codes     []string // what may be a tax identifier or an account
	said      [reduced + 1]bool
}

// token is a word or a number with what joins its parts: "ТТН-12/3", "12.03.2026".
type token struct {
	text    string
	before  byte // the last mark between it and the token before, 0 for space alone
	percent bool // followed by a percent sign
	digits  bool // has a digit
	letters bool
}

// tokens cuts a folded text.
func tokens(s string) (all []token) {
	all = make([]token, 0, 32)
	var before byte
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) {
			switch {
			case r == '#':
				all = append(all, token{text: "#", before: before})
				before = 0
			case r == '%' && len(all) > 0:
				all[len(all)-1].percent = true
			case r != ' ':
				before = byte(r & 0x7f)
			}
			i += n
			continue
		}
		t := token{before: before}
		from := i
		i = t.read(s, i)
		t.text = s[from:i]
		all = append(all, t)
		before = 0
	}
	return all
}

// read goes to the end of the token: a single mark between two characters
// joins them.
func (t *token) read(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isWord(r) {
			t.digits = t.digits || isDigit(r)
			t.letters = t.letters || !isDigit(r)
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		between := isDigit(next) && isDigitBefore(s, i) // what joins digits alone
		if !strings.ContainsRune("-/._,'", r) || !isWord(next) || (r == ',' || r == '\'') && !between {
			break
		}
		i += n
	}
	return i
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isDigitBefore(s string, i int) bool { return i > 0 && isDigit(rune(s[i-1])) }

// isWord is a letter (every character beyond ASCII is one here, except the
// mark of what could not be decoded) or a digit.
func isWord(r rune) bool {
	return isDigit(r) || 'A' <= r && r <= 'Z' || r >= 0xc0 && r != utf8.RuneError
}

// reader goes over the tokens and remembers what was announced.
type reader struct {
	reading

	all     []token
	context class // document, agreement, tax, sum, payerCode, noise, dated; or plain
	idle    int   // words since the context was set, or since its last number
	counted bool  // the context has had a number
	last    *mention
	pending bool // a word says that the next number ends a range
}

// read takes a purpose apart.
func read(texts ...string) reading {
	p := reader{}
	for _, text := range texts {
		if len(text) > maxText {
			text = text[:maxText]
		}
		p.all, p.context, p.last, p.pending = tokens(unstick(fold(text, lookalikes))), plain, nil, false
		for i := 0; i < len(p.all); {
			i += p.step(i)
		}
	}
	return p.reading
}

// Where a bank left the spaces out, a word begins after a digit, and a number
// after a word that announces one.
var (
	stuckWord   = regexp.MustCompile(`([0-9])([^0-9 .,/-]{2,})`)
	stuckNumber = regexp.MustCompile(`(OT|BIД|AД|OD|VOM|CYMMA|HДC)([0-9])`)
	stuckMark   = strings.NewReplacer("BT.Ч.", " BT.Ч. ", "HДC", " HДC", "ПДB", " ПДB", "Г.", "Г. ", "ДOГOB", " ДOГOB", "BTOM", " BTOM ", "#", " #")
)

// unstick gives a text without spaces some of them back.
func unstick(s string) string {
	if len(s) < 30 || strings.Count(s, " ")*25 > len(s) {
		return s
	}
	return stuckNumber.ReplaceAllString(stuckWord.ReplaceAllString(stuckMark.Replace(s), "$1 $2"), "$1 $2")
}

// step reads one token, or several that belong together, and says how many.
func (p *reader) step(i int) int {
	t := &p.all[i]
	if !t.digits {
		p.word(t.text)
		return 1
	}
	if n, day := p.dateAt(i); n > 0 {
		p.date(day)
		return n
	}
	if p.isAmount(i) {
		return 1
	}
	if n := p.grouped(i); n > 0 {
		return n
	}
	p.number(i)
	return 1
}

// word is a token without digits.
func (p *reader) word(w string) {
	if w != "#" && strings.ContainsAny(w, "./-") && classOf(w) == plain {
		for part := range strings.FieldsFuncSeq(w, func(r rune) bool { return r == '.' || r == '/' || r == '-' }) {
			p.oneWord(part)
		}
		return
	}
	p.oneWord(w)
}

func (p *reader) oneWord(w string) {
	c := classOf(w)
	p.said[c] = true
	switch c {
	case document, agreement, tax, sum, payerCode, noise:
		p.announce(c)
	case sign:
		if p.context == plain || p.context == tax || p.context == sum || p.context == dated {
			p.announce(document)
		}
	case conjunction, dated, month, yearWord, currencyWord:
	case until:
		p.pending = p.last != nil && p.idle == 0
		p.idle++
	default:
		p.idle++
		if limit := 4; len(w) > 2 && (p.counted || p.idle > limit) && p.context != tax {
			p.context = plain
		}
	}
}

func (p *reader) announce(c class) {
	p.context, p.idle, p.counted, p.pending = c, 0, false, false
	p.last = nil
}

// date belongs to the number before it.
func (p *reader) date(day cal.Date) {
	if p.last != nil && p.last.date == 0 {
		p.last.date = day
	}
}

// dateAt is a date that begins at the token, and how many tokens it takes; the
// day is 0 where it is of no one day ("за 03.2026", "2026 г.").
func (p *reader) dateAt(i int) (int, cal.Date) {
	t := &p.all[i]
	if t.letters {
		// "12.03.2026Г", "2026Г."
		if d, ok := strings.CutSuffix(t.text, "Г"); ok {
			if day, ok := parseDay(d); ok {
				return 1, day
			}
		}
		return 0, 0
	}
	if day, ok := parseDay(t.text); ok {
		return 1, day
	}
	after := p.classAt(i + 1)
	before := p.classAt(i - 1)
	switch {
	case after == month && len(t.text) <= 2:
		if i+2 < len(p.all) && isYear(p.all[i+2].text) {
			return 3, 0
		}
		return 2, 0
	case isYear(t.text) && (before == month || after == yearWord && t.before != '#'):
		return 1, 0
	case isYear(t.text) && i+1 < len(p.all) && p.all[i+1].digits && p.all[i+1].before == 0 && len(p.all[i+1].text) > 2 && !isMoney(p.all[i+1].text):
		return 1, 0 // "RE 2026 00101"
	case before == dated && isDayMonth(t.text):
		return 1, 0
	case isMonthYear(t.text) && p.context != document && p.context != agreement:
		return 1, 0
	}
	return 0, 0
}

func (p *reader) classAt(i int) class {
	if i < 0 || i >= len(p.all) {
		return plain
	}
	return classOf(p.all[i].text)
}

// isAmount is money, a percentage, or what stands after VAT or a sum.
func (p *reader) isAmount(i int) bool {
	t := &p.all[i]
	switch {
	case t.percent:
		return true
	case p.context == tax || p.context == sum:
		return true
	case t.letters:
		return false
	case p.classAt(i+1) == currencyWord && (i+2 >= len(p.all) || !isMoney(p.all[i+2].text)):
		return true
	case p.classAt(i-1) == currencyWord && p.context == plain:
		return true
	}
	return isMoney(t.text) && (p.context != document || !listed(t.text))
}

// listed is a short list such as "12,13": two numbers of the same length,
// where documents are named.
func listed(s string) bool {
	a, b, ok := strings.Cut(s, ",")
	return ok && len(a) == len(b)
}

// grouped is a sum whose thousands are set apart by spaces: "12 500,00".
func (p *reader) grouped(i int) int {
	if p.context == document && !p.counted {
		return 0
	}
	for n := 0; i+n < len(p.all); n++ {
		t := &p.all[i+n]
		switch {
		case t.letters || !t.digits || n > 0 && t.before != 0:
			return 0
		case n == 0 && len(t.text) > 3:
			return 0
		case n > 0 && len(t.text) == 6 && isMoney(t.text):
			return n + 1
		case n > 0 && len(t.text) != 3:
			return 0
		}
	}
	return 0
}

// number takes a token with digits for what the context says.
func (p *reader) number(i int) {
	t := &p.all[i]
	code := cleanCode(t.text)
	if len(code) >= 8 {
		p.codes = append(p.codes, code)
	}
	if p.context == noise || p.context == payerCode || !strings.Contains(t.text, ",") && looksLikeAccount(code) {
		if p.context != plain && p.context != document && p.context != agreement {
			p.context = plain
		}
		p.last = nil
		return
	}
	for part := range strings.FieldsFuncSeq(t.text, func(r rune) bool { return r == ',' || r == '\'' }) {
		p.mention(t, part)
	}
}

func (p *reader) mention(t *token, text string) {
	if len(p.numbers)+len(p.contracts) >= maxMentions {
		return
	}
	text = p.unglue(text)
	m := newMention(text)
	if m.core == "" {
		return
	}
	m.strong = p.context == document || p.context == agreement
	m.until = p.last != nil && p.idle <= 1 && (p.pending || t.before == '-' && !strings.ContainsAny(text, "-"))
	p.pending, p.idle, p.counted = false, 0, true
	if p.context == agreement {
		p.contracts = append(p.contracts, m)
		p.last = &p.contracts[len(p.contracts)-1]
		// One contract has one number: what follows is of something else.
		p.context = plain
		return
	}
	p.numbers = append(p.numbers, m)
	p.last = &p.numbers[len(p.numbers)-1]
}

// unglue cuts off a word that is written together with its number: "СЧЕТ123".
func (p *reader) unglue(text string) string {
	at := strings.IndexFunc(text, isDigit)
	if at <= 0 {
		return text
	}
	word := strings.TrimRight(text[:at], "-/._")
	c := classOf(word)
	for i := range word {
		// Words that stick together: the last of them counts.
		if inner := classOf(word[i:]); len(word) >= 6 && (inner == document || inner == agreement) {
			c = inner
		}
	}
	switch c {
	case document, agreement:
		p.announce(c)
		return text[at:]
	case sign:
		if p.context != agreement {
			p.announce(document)
		}
		return text[at:]
	}
	return text
}

// newMention works out how a number may stand in the index.
func newMention(text string) mention {
	m := mention{text: text}
	whole := make([]byte, 0, 32)
	letters, year := false, ""
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case isDigit(rune(c)):
			from := i
			for i < len(text) && isDigit(rune(text[i])) {
				i++
			}
			// "RE202600101" has the year stuck to the number.
			if at := from + 4; i-from >= 8 && i-from <= 10 && isYear(text[from:at]) {
				i = at
			}
			group := strings.TrimLeft(text[from:i], "0")
			if len(whole) > 0 && isDigit(rune(whole[len(whole)-1])) {
				whole = append(whole, '|')
			}
			whole = append(whole, group...)
			if isYear(group) {
				year = group
			} else if group != "" {
				m.runs = append(m.runs, group)
				if len(group) >= len(m.core) {
					m.core = group
				}
			}
		case strings.IndexByte("-/._", c) >= 0:
			i++
		default:
			whole = append(whole, c)
			letters = true
			i++
		}
	}
	if m.core == "" {
		if m.core = year; year != "" {
			m.runs = append(m.runs, year)
		}
	}
	// "101/26": the year of two digits is not the longer one, so core is right
	// unless both have the same length.
	if len(m.runs) == 2 && len(m.runs[0]) == len(m.runs[1]) && !letters && strings.ContainsAny(text, "/") {
		m.core = m.runs[0]
	}
	m.dash = len(m.runs) == 2 && !letters && strings.Count(text, "-") == 1 && !strings.ContainsAny(text, "/._")
	m.keys = append(m.keys, hash("", string(whole)))
	if string(whole) != m.core && m.core != "" {
		m.keys = append(m.keys, hash("", m.core))
	}
	return m
}

// documentNumber is the number in a document's own name, nil where it has none.
func documentNumber(document string) *mention {
	r := read(document)
	all := append(r.numbers, r.contracts...)
	var best *mention
	for i := range all {
		m := &all[i]
		if best == nil || m.strong && !best.strong || m.strong == best.strong && len(m.core) > len(best.core) {
			best = m
		}
	}
	return best
}

// coreOf is a group of digits as a number; what is too long for one is cut.
func coreOf(digits string) uint64 {
	n, _ := strconv.ParseUint(digits[max(0, len(digits)-18):], 10, 64) // only digits come here
	return n
}

// near is one typing error apart: a digit changed, left out, added, or two
// that changed places. Numbers of fewer than four digits are near to too many.
func near(x, y uint64) bool {
	if x == y || x < 1000 || y < 1000 {
		return false
	}
	a, b := strconv.FormatUint(x, 10), strconv.FormatUint(y, 10)
	if len(a) > len(b) {
		a, b = b, a
	}
	return oneApart(a, b)
}

// looksLikeAccount is a number of 20 digits, or an IBAN.
func looksLikeAccount(code string) bool {
	if len(code) == 20 && strings.Trim(code, "0123456789") == "" {
		return true
	}
	return len(code) >= 15 && len(code) <= 34 && !isDigit(rune(code[0])) && !isDigit(rune(code[1])) && isDigit(rune(code[2])) && isDigit(rune(code[3]))
}

// isMoney is digits with a point or comma and two digits after it, with
// thousands set apart by the other mark or an apostrophe.
func isMoney(s string) bool {
	n := len(s)
	if n < 4 || s[n-3] != '.' && s[n-3] != ',' {
		return false
	}
	groups := 0
	for i := range n - 3 {
		switch {
		case isDigit(rune(s[i])):
		case s[i] != s[n-3] && strings.IndexByte(".,'", s[i]) >= 0 && (n-3-i)%4 == 0:
			groups++
		default:
			return false
		}
	}
	return isDigit(rune(s[n-1])) && isDigit(rune(s[n-2])) && isDigit(rune(s[0]))
}

// parseDay reads 12.03.2026, 12/03/26 and 2026-03-12.
func parseDay(s string) (cal.Date, bool) {
	if len(s) < 6 || len(s) > 10 {
		return 0, false
	}
	var n [3]int
	var width [3]int
	part := 0
	var mark byte
	for i := range len(s) {
		c := s[i]
		switch {
		case isDigit(rune(c)):
			n[part] = n[part]*10 + int(c-'0')
			width[part]++
		case strings.IndexByte(".-/", c) >= 0 && part < 2 && (mark == 0 || mark == c):
			mark = c
			part++
		default:
			return 0, false
		}
	}
	if part != 2 {
		return 0, false
	}
	y, m, d := n[2], n[1], n[0]
	wy, wd := width[2], width[0]
	if width[0] == 4 {
		y, d, wy, wd = n[0], n[2], 4, width[2]
	}
	if wy == 2 {
		y += 2000
	}
	if wy != 4 && wy != 2 || wd > 2 || wd == 0 || width[1] > 2 || width[1] == 0 || y < 1990 || y > 2099 {
		return 0, false
	}
	return cal.Valid(y, m, d)
}

// isYear is a year that a document of these days may bear.
func isYear(s string) bool {
	return len(s) == 4 && (s[:3] == "202" || s[:3] == "203")
}

func isDayMonth(s string) bool {
	day, ok := parseDay(strings.ReplaceAll(s, ",", ".") + ".2024")
	return ok && day != 0 && len(s) <= 5
}

func isMonthYear(s string) bool {
	_, ok := parseDay("01." + s)
	return ok && len(s) >= 6
}
