package fx

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

// MaxFile is the largest file of rates that is read: the whole history of the
// ECB has 8 MB.
const MaxFile = 32 << 20

// HeadSize is how much of a file Looks wants to see.
const HeadSize = 4 << 10

// File is a file of rates as it was read.
type File struct {
	Format  string // who publishes it so: CBR, NBRB, NBU, ECB; else table
	Rates   []Rate
	Skipped []string // currencies of a bank's file that debitor does not know
}

// reader is a file on its way.
type reader struct {
	name string
	base money.Currency // of a table that does not name it
	file File
	seen map[key]Rate
}

type key struct {
	currency money.Currency
	day      cal.Date
}

// record is one rate as it stands in a file.
type record struct {
	line                                            int
	currency, base, units, price, day, source, sure string
}

// Looks tells whether a file is one of rates, by its beginning.
func Looks(head []byte) bool {
	text := decoded(head)
	switch {
	case strings.HasPrefix(text, "<"):
		return slices.ContainsFunc(xmlMarks, func(m string) bool { return strings.Contains(text, m) })
	case strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{"):
		return strings.Contains(text, `"Cur_OfficialRate"`) || strings.Contains(text, `"exchangedate"`)
	}
	line, _, _ := strings.Cut(text, "\n")
	return LooksTable(cells(line))
}

// Read reads a file of rates: a table with the columns date, currency, nominal,
// rate, base and source, or what the central banks of Russia (XML_daily,
// XML_dynamic), Belarus (JSON, XML, CSV), Ukraine (JSON, XML) and the ECB
// (eurofxref, CSV or XML) publish. base is that of a table without such a column.
// It is whole or a fault of kind Input that names file, line and reason:
// fx.empty, fx.too_large, fx.unknown, fx.broken, fx.doctype, fx.date, fx.currency,
// fx.nameless, fx.number, fx.base, fx.twice.
func Read(name string, src []byte, base money.Currency) (File, error) {
	r := newReader(name, base)
	if len(src) > MaxFile {
		return File{}, fault.New(fault.Input, "fx.too_large", "%s is larger than a file of rates can be (%d MB)", name, MaxFile>>20)
	}
	text := decoded(src)
	var err error
	switch {
	case text == "":
		err = fault.New(fault.Input, "fx.empty", "%s is empty", name)
	case strings.HasPrefix(text, "<"):
		err = r.xml(text)
	case strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{"):
		err = r.json(text)
	default:
		err = r.table(text)
	}
	return r.whole(err)
}

func newReader(name string, base money.Currency) *reader {
	return &reader{name: name, base: base, seen: map[key]Rate{}}
}

// whole is the file, or why it is none.
func (r *reader) whole(err error) (File, error) {
	if err == nil && len(r.file.Rates) == 0 {
		err = fault.New(fault.Input, "fx.empty", "%s holds no rate", r.name)
	}
	if err != nil {
		return File{}, err
	}
	return r.file, nil
}

// decoded is the text of a file. What matters of it is ASCII, so what is not
// UTF-8 may be read as windows-1251.
func decoded(src []byte) string {
	src = bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF"))
	whole := src
	for range utf8.UTFMax - 1 { // a head may end within a letter
		if !utf8.Valid(whole) && len(whole) > 0 {
			whole = whole[:len(whole)-1]
		}
	}
	if !utf8.Valid(whole) {
		src, _ = charmap.Windows1251.NewDecoder().Bytes(src) // every byte has a letter
	}
	return strings.TrimSpace(string(src))
}

func (r *reader) fault(code, text string, line int, args ...any) error {
	return fault.New(fault.Input, code, "%s, line %d: "+text, append([]any{r.name, line}, args...)...)
}

// banks are the base of what each central bank publishes.
var banks = map[string]money.Currency{"CBR": "RUB", "NBRB": "BYN", "NBU": "UAH", "ECB": "EUR"}

// take keeps a record. A currency that debitor does not know is passed over in
// a bank's file, which has them all, and refused in a table, where somebody
// wrote it.
func (r *reader) take(rec record) error {
	bank, own := banks[r.file.Format]
	if strings.TrimSpace(rec.currency) == "" && own {
		return r.fault("fx.nameless", "the rate does not say of which currency it is; fetch the rates of a day, which do", rec.line)
	}
	c, err := money.ParseCurrency(rec.currency)
	if err != nil {
		if code := strings.TrimSpace(rec.currency); own && len(code) == 3 {
			if !slices.Contains(r.file.Skipped, code) {
				r.file.Skipped = append(r.file.Skipped, code)
			}
			return nil
		}
		return r.fault("fx.currency", "%q is not a currency code debitor knows (such as RUB, BYN, EUR)", rec.line, rec.currency)
	}
	rate := Rate{Currency: c, Base: bank, Source: r.file.Format, Verified: own}
	if !own {
		rate.Base, rate.Source, rate.Verified = r.base, strings.TrimSpace(rec.source), yes(rec.sure)
		if rec.base != "" {
			if rate.Base, err = money.ParseCurrency(rec.base); err != nil {
				return r.fault("fx.currency", "%q is not a currency code debitor knows (such as RUB, BYN, EUR)", rec.line, rec.base)
			}
		}
	}
	if rate.Currency == rate.Base {
		return r.fault("fx.base", "%s has a rate in itself", rec.line, c)
	}
	var ok bool
	if rate.Day, ok = parseDay(rec.day); !ok {
		return r.fault("fx.date", "%q is not a day (write 2026-03-31 or 31.03.2026)", rec.line, rec.day)
	}
	for _, side := range []struct {
		to   *int64
		text string
	}{{&rate.Units, rec.units}, {&rate.Price, rec.price}} {
		if *side.to, ok = parseSide(side.text); !ok {
			return r.fault("fx.number", "%q is not a rate or nominal: more than zero, with at most %d decimals", rec.line, side.text, Decimals)
		}
	}
	return r.keep(rec.line, rate)
}

func (r *reader) keep(line int, rate Rate) error {
	k := key{rate.Currency, rate.Day}
	if before, twice := r.seen[k]; twice {
		if before == rate {
			return nil
		}
		return r.fault("fx.twice", "%s has two rates on %s", line, rate.Currency, rate.Day)
	}
	r.seen[k] = rate
	r.file.Rates = append(r.file.Rates, rate)
	return nil
}

func yes(s string) bool {
	return slices.Contains([]string{"1", "yes", "true", "да", "так", "ja", "da"}, strings.ToLower(strings.TrimSpace(s)))
}

// parseSide reads a decimal with a dot or a comma, more than zero.
func parseSide(s string) (int64, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ",", ".")
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		return 0, false
	}
	m, err := money.ParseMinor(s, Decimals)
	return int64(m), err == nil && m > 0
}

// monthFirst turns the 03/31/2026 of the National Bank of Belarus' XML into
// 31.03.2026.
func monthFirst(s string) string {
	if p := strings.Split(s, "/"); len(p) == 3 {
		return p[1] + "." + p[0] + "." + p[2]
	}
	return s
}

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// parseDay reads 2026-03-31, with a time behind it or without, 31.03.2026,
// 20260331 and 31 March 2026.
func parseDay(s string) (cal.Date, bool) {
	s = strings.TrimSpace(s)
	if day, clock, timed := strings.Cut(s, "T"); timed && strings.HasPrefix(clock, "00:00:00") {
		s = day
	}
	if f := strings.Fields(s); len(f) == 3 {
		if at := slices.Index(months, f[1]); at >= 0 {
			s = fmt.Sprintf("%s-%02d-%02s", f[2], at+1, f[0])
		}
	}
	if len(s) == 10 && s[2] == '.' && s[5] == '.' {
		s = s[6:] + "-" + s[3:5] + "-" + s[:2]
	}
	if len(s) == 8 && !strings.ContainsAny(s, "-.") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	d, err := cal.Parse(s)
	return d, err == nil && d != 0
}
