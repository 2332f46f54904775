package sheet

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"debitor/internal/fault"
)

// cells reads the rows of a sheet as they come.
type cells struct {
	book *workbook
	part io.ReadCloser
	xml  *tokens
	file handle // closed with the rows, if set
	line int
	text []byte
	row  []string
	kind []Kind
}

func (w *workbook) cells(s sheetPart) (*cells, error) {
	r, err := w.part(s.path, MaxSheetBytes)
	if err != nil {
		return nil, err
	}
	return &cells{book: w, part: r, xml: newTokens(r)}, nil
}

// tokens reads XML token by token, none of them longer than MaxToken: a part
// of one endless word would otherwise be taken into memory whole.
type tokens struct {
	*xml.Decoder
	in *bounded
}

type bounded struct {
	*bufio.Reader
	left int
}

// ReadByte is what the decoder reads by.
func (b *bounded) ReadByte() (byte, error) {
	if b.left--; b.left < 0 {
		return 0, errLongToken
	}
	return b.Reader.ReadByte()
}

var errLongToken = errors.New("sheet: an XML token is too long")

func newTokens(r io.Reader) *tokens {
	t := &tokens{in: &bounded{Reader: bufio.NewReaderSize(r, 64<<10)}}
	t.Decoder = xml.NewDecoder(t.in)
	t.CharsetReader = asUTF8
	return t
}

// RawToken is the next token, its names as they stand.
func (t *tokens) RawToken() (xml.Token, error) {
	t.in.left = MaxToken
	return t.Decoder.RawToken()
}

// asUTF8 takes no notice of the encoding a part declares: the parts of a
// workbook are UTF-8, whatever the program that wrote them says.
func asUTF8(_ string, in io.Reader) (io.Reader, error) { return in, nil }

func (c *cells) Close() error {
	err := c.part.Close()
	if c.file != nil {
		err = c.file.Close()
	}
	return err
}

func (c *cells) next(r *Row) (bool, error) {
	for {
		t, err := c.xml.RawToken()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, c.broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "row" {
				return true, c.readRow(r, t)
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return false, nil
			}
		}
	}
}

func (c *cells) broken(err error) error {
	return c.book.broken(err, "the sheet's XML breaks off after row "+itoa(c.line))
}

func (c *cells) readRow(r *Row, start xml.StartElement) error {
	c.line++
	if n, ok := atoi(attr(start, "r")); ok {
		c.line = n
	}
	if c.line > MaxRows {
		return c.book.file.fault("sheet.xlsx.rows", "has more than %d rows", MaxRows)
	}
	c.row, c.kind = c.row[:0], c.kind[:0]
	r.Line = c.line
	for {
		t, err := c.xml.RawToken()
		if err != nil {
			return c.broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local == "c" {
				if err := c.readCell(t); err != nil {
					return err
				}
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				r.Cells, r.Kinds = c.row, c.kind
				return nil
			}
		}
	}
}

// readCell puts a cell into its column.
func (c *cells) readCell(start xml.StartElement) error {
	col := len(c.row)
	kind, format := "", 0
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			if n, ok := columnOf(a.Value); ok {
				col = n
			}
		case "t":
			kind = a.Value
		case "s":
			format, _ = atoi(a.Value)
		}
	}
	if col >= MaxColumns {
		return c.book.file.fault("sheet.xlsx.columns", "row %d has more than %d columns", c.line, MaxColumns)
	}
	text, err := c.cellText()
	if err != nil {
		return err
	}
	if text == "" && kind != "s" {
		return nil
	}
	value, valueKind, flt := c.book.value(text, kind, format)
	if flt != nil {
		return flt
	}
	for len(c.row) <= col {
		c.row = append(c.row, "")
		c.kind = append(c.kind, TextCell)
	}
	c.row[col], c.kind[col] = value, valueKind
	return nil
}

// cellText is what stands in <v>, or in the <t>s of <is> without the reading
// aids of Japanese; a formula is not its value.
func (c *cells) cellText() (string, error) {
	c.text = c.text[:0]
	depth, take, skip := 1, 0, 0
	for depth > 0 {
		t, err := c.xml.RawToken()
		if err != nil {
			return "", c.broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "v", "t":
				take = depth
			case "rPh", "f":
				skip = depth
			}
		case xml.EndElement:
			if depth == take {
				take = 0
			}
			if depth == skip {
				skip = 0
			}
			depth--
		case xml.CharData:
			if take > 0 && skip == 0 {
				if len(c.text)+len(t) > MaxCellText {
					return "", c.book.file.fault("sheet.xlsx.cell", "row %d has a cell of more than %d bytes", c.line, MaxCellText)
				}
				c.text = append(c.text, t...)
			}
		}
	}
	return string(c.text), nil
}

// MaxCellText bounds the text of a cell: Excel's 32,767 characters at up to
// four bytes.
const MaxCellText = 4 * MaxCell

// value turns a cell's text into what the user sees in it.
func (w *workbook) value(text, kind string, format int) (string, Kind, *fault.Fault) {
	switch kind {
	case "s":
		n, ok := atoi(text)
		s, there := w.strings.at(n)
		if !ok || !there {
			return "", TextCell, w.file.fault("sheet.xlsx.broken", "is damaged: %s", "a cell refers to a text that is not there")
		}
		return unescaped(s), TextCell, nil
	case "str", "inlineStr":
		return unescaped(text), TextCell, nil
	case "b":
		if text == "1" {
			return "true", TextCell, nil
		}
		return "false", TextCell, nil
	case "e":
		return text, TextCell, nil // "#N/A": refused where it matters, with its value
	case "d":
		if len(text) >= 10 {
			return text[:10], DateCell, nil
		}
		return text, TextCell, nil
	}
	var st style
	if format >= 0 && format < len(w.styles) {
		st = w.styles[format]
	}
	s, k := st.show(strings.TrimSpace(text), w.from04)
	return s, k, nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// columnOf is the column of "AB12", from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := range len(ref) {
		switch c := ref[i]; {
		case c >= 'A' && c <= 'Z' && n < 1<<20:
			n = n*26 + int(c-'A') + 1
		case c >= '0' && c <= '9':
			return n - 1, n > 0
		default:
			return 0, false
		}
	}
	return n - 1, n > 0
}

// atoi reads a count; text without digits is none.
func atoi(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > 1<<30 {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
