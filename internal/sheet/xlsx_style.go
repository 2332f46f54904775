package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"debitor/internal/cal"
)

// style is what a number format makes of a number: a date, or digits with
// zeros in front.
type style struct {
	date  bool
	zeros int // width of a format such as 00000000
}

// readStyles reads the number formats. A workbook without them has no dates.
func (w *workbook) readStyles(name string) error {
	if w.parts[strings.ToLower(name)] == nil {
		return nil
	}
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode(name, &sheet); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range sheet.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range sheet.Cells {
		w.styles = append(w.styles, styleOf(c.Format, codes[c.Format]))
	}
	return nil
}

// styleOf reads a number format: one of Excel's own, which are known by number
// only, or its code.
func styleOf(id int, code string) style {
	if code == "" {
		switch {
		case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58:
			return style{date: true}
		}
		return style{}
	}
	code, _, _ = strings.Cut(code, ";")
	if strings.EqualFold(code, "Standard") { // General, by its German name
		return style{}
	}
	if n := strings.Count(code, "0"); n > 1 && n == len(code) {
		return style{zeros: n}
	}
	return style{date: datesIn(code)}
}

// datesIn reports whether a format code shows a day or a year: d or y outside
// quotes, brackets and escapes. Hours and minutes alone make no date.
func datesIn(code string) bool {
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return false
			}
			i += n + 1
		case '[':
			n := strings.IndexByte(code[i+1:], ']')
			if n < 0 {
				return false
			}
			i += n + 1
		case '\\', '_', '*':
			i++
		case 'd', 'D', 'y', 'Y':
			return true
		}
	}
	return false
}

// show gives a number as the user sees it: the date of a day count, or a plain
// decimal of the fifteen digits that Excel keeps.
func (s style) show(text string, from04 bool) (string, Kind) {
	if s.date {
		if f, err := strconv.ParseFloat(text, 64); err == nil && f >= 61 && f < 1<<20 {
			days := cal.Date(int(f))
			if from04 {
				return (day1904 + days).String(), DateCell
			}
			return (day1900 + days).String(), DateCell
		}
	}
	plain, ok := plainNumber(text)
	if !ok {
		return text, TextCell
	}
	if n := s.zeros - len(plain); n > 0 && plain[0] != '-' && !strings.Contains(plain, ".") {
		plain = strings.Repeat("0", n) + plain
	}
	return plain, NumberCell
}

// Day 0 of Excel's two calendars. The first counts a 29 February 1900 that
// never was; before it, nobody has debts.
var (
	day1900 = cal.On(1899, 12, 30)
	day1904 = cal.On(1904, 1, 1)
)

// plainNumber takes the noise of binary fractions out of a number.
func plainNumber(text string) (string, bool) {
	digits, simple := 0, text != ""
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && i > 0 && i < len(text)-1, c == '-' && i == 0 && len(text) > 1:
		default:
			simple = false
		}
	}
	if simple && digits <= 15 && strings.Count(text, ".") <= 1 {
		return text, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || math.Abs(f) > 1e30 {
		return "", false
	}
	short := strconv.FormatFloat(f, 'g', 15, 64)
	if f, err = strconv.ParseFloat(short, 64); err != nil {
		return "", false
	}
	if f == 0 {
		return "0", true
	}
	return strconv.FormatFloat(f, 'f', -1, 64), true
}

// sharedStrings is the texts of a workbook, one after the other.
type sharedStrings struct {
	text []byte
	ends []uint32
}

func (s *sharedStrings) at(i int) (string, bool) {
	if s == nil || i < 0 || i >= len(s.ends) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return string(s.text[from:s.ends[i]]), true
}

// readStrings reads the shared strings; a workbook may do without.
func (w *workbook) readStrings(name string) error {
	w.strings = &sharedStrings{}
	if w.parts[strings.ToLower(name)] == nil {
		return nil
	}
	r, err := w.part(name, 4*MaxStringBytes)
	if err != nil {
		return err
	}
	defer r.Close()
	d := newTokens(r)
	s := w.strings
	inText, inAid := false, false
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return w.broken(err, "its texts break off")
		}
		switch t := t.(type) {
		case xml.StartElement:
			inText = inText || t.Name.Local == "t"
			inAid = inAid || t.Name.Local == "rPh"
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inText = false
			case "rPh":
				inAid = false
			case "si":
				s.ends = append(s.ends, uint32(len(s.text)))
			}
		case xml.CharData:
			if inText && !inAid {
				s.text = append(s.text, t...)
			}
		}
		if len(s.text) > MaxStringBytes || len(s.ends) > MaxStrings {
			return w.file.fault("sheet.xlsx.strings", "holds more text than a table of %d rows can", MaxRows)
		}
	}
}

// unescaped undoes _x000D_, by which a workbook writes characters that XML
// cannot.
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && len(s) >= i+7 && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				if n != '\r' { // of a line end
					b.WriteRune(rune(n))
				}
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
