package trade

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// MaxFile bounds a file in bytes: some ten thousand orders.
const MaxFile = 64 << 20

// maxProblems bounds each list of problems: nobody mends more by hand.
const maxProblems = 1000

// reader reads one file.
type reader struct {
	name     string
	xml      *xml.Decoder
	file     File
	currency money.Currency // of the document that is being read
	unread   bool           // some amount of it cannot be read, so its sums cannot be compared
}

// Looks reports whether the beginning of a file is XML and not a bank's
// statement, so that Read reads it or says why not.
func Looks(head []byte) bool {
	text := string(head)
	if e, mark, _ := sheet.Detect(head); e == sheet.UTF16LE || e == sheet.UTF16BE {
		text = e.Decode(head[mark:])
	}
	text = strings.TrimLeft(strings.TrimPrefix(text, "\uFEFF"), " \t\r\n")
	if !strings.HasPrefix(text, "<") || strings.Contains(text, "iso:std:iso:20022") {
		return false
	}
	return strings.HasPrefix(text, "<?xml") || strings.HasPrefix(text, "<!") || rootStart.MatchString(text)
}

var rootStart = regexp.MustCompile(`^<[\p{L}_]`)

// Read reads a file of trade. Its errors are faults of kind Input, whose text
// names file and line, of what is no such file at all: trade.empty,
// trade.too_large, trade.encoding, trade.letters_lost, trade.xml,
// trade.doctype, trade.too_deep, trade.unknown, trade.catalogue. What is wrong
// with single values stands in File.Refused.
func Read(name string, src []byte) (File, error) {
	r := &reader{name: name}
	switch {
	case len(bytes.TrimSpace(src)) == 0:
		return File{}, r.fault("trade.empty", "is empty", 0)
	case len(src) > MaxFile:
		return File{}, r.fault("trade.too_large", "is larger than debitor reads (%d); split it", 0, MaxFile)
	}
	text, err := r.decode(src)
	if err != nil {
		return File{}, err
	}
	r.xml = xml.NewDecoder(strings.NewReader(text))
	r.xml.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	root, line, err := r.root()
	if err != nil {
		return File{}, err
	}
	if err := r.read(root, line); err != nil {
		return File{}, err
	}
	if err := r.rest(); err != nil {
		return File{}, err
	}
	return r.file, nil
}

// headed is the encoding that an XML file's first line claims.
var headed = regexp.MustCompile(`^(?:\xEF\xBB\xBF)?\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// named are the encodings a header may claim, as they are called there.
var named = map[string]sheet.Encoding{
	"windows-1251": sheet.Windows1251, "cp1251": sheet.Windows1251, "windows-1250": sheet.Windows1250, "windows-1252": sheet.Windows1252,
	"iso-8859-1": sheet.Windows1252, "iso-8859-15": sheet.Windows1252, "us-ascii": sheet.UTF8, "cp866": sheet.CP866, "ibm866": sheet.CP866, "utf-8": sheet.UTF8,
}

// decode makes text of bytes: UTF-8 and UTF-16 show by themselves; else the
// header says what they are, and where it cannot be believed, their letters do.
func (r *reader) decode(src []byte) (string, error) {
	e, mark, bad := sheet.Detect(src)
	claim := ""
	if m := headed.FindSubmatch(src[:min(len(src), 300)]); m != nil {
		claim = strings.ToLower(string(m[1]))
	}
	said, known := named[claim]
	switch {
	case claim != "" && !known && !strings.HasPrefix(claim, "utf-16"):
		return "", r.fault("trade.encoding", "claims the encoding %s, which debitor does not know; save it as UTF-8", 1, claim)
	case e == sheet.UTF8 || e == sheet.UTF16LE || e == sheet.UTF16BE:
		if known && said != sheet.UTF8 && !ascii(src) {
			r.warn(nil, "", claim, "trade.header", "is what the first line claims, but the file is %s and is read as that", string(e))
		}
	case known && said != sheet.UTF8:
		e = said
	default:
		if bad >= len(src) {
			bad = 0
		}
		return "", r.fault("trade.encoding", "claims the encoding %s, but its bytes are not; have it written again", bytes.Count(src[:bad], []byte("\n"))+1, orUTF8(claim))
	}
	text := e.Decode(src[mark:])
	if i := strings.IndexRune(text, utf8.RuneError); i >= 0 {
		return "", r.fault("trade.letters_lost", "letters were lost before the file came here; have it written again", strings.Count(text[:i], "\n")+1)
	}
	r.file.Encoding = string(e)
	return text, nil
}

func orUTF8(claim string) string {
	if claim == "" {
		return "utf-8"
	}
	return claim
}

func ascii(src []byte) bool {
	return bytes.IndexFunc(src, func(c rune) bool { return c >= utf8.RuneSelf }) < 0
}

// root is the first element.
func (r *reader) root() (xml.StartElement, int, error) {
	for {
		t, line, err := r.next()
		if err != nil {
			return xml.StartElement{}, 0, r.broken(err, line)
		}
		if start, ok := t.(xml.StartElement); ok {
			return start, line, nil
		}
	}
}

// rest reads what stands behind the root, which must be nothing.
func (r *reader) rest() error {
	for {
		t, line, err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.broken(err, line)
		}
		if text, ok := t.(xml.CharData); !ok || len(bytes.TrimSpace(text)) > 0 {
			return r.fault("trade.xml", "is not whole or not XML (%s); have it written again", line, "there is more behind its end")
		}
	}
}

const (
	ublSpace   = "urn:oasis:names:specification:ubl:schema:xsd:"
	ciiSpace   = "urn:un:unece:uncefact:"
	onecSpace  = "urn:1C.ru:commerceml"
	sbdhSpace  = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
	taxcomRoot = "ContainerDescription"
)

// read tells the format by its root and reads it.
func (r *reader) read(root xml.StartElement, line int) error {
	space, name := root.Name.Space, root.Name.Local
	switch {
	case strings.HasPrefix(space, ublSpace) && (name == "Invoice" || name == "CreditNote"):
		return r.one(root, line, "UBL", within(ublSpace), r.ubl)
	case space == sbdhSpace && name == "StandardBusinessDocument":
		return r.envelope()
	case strings.HasPrefix(space, ciiSpace) && name == "CrossIndustryInvoice":
		return r.one(root, line, "CII", within(ciiSpace), r.cii)
	case name == "КоммерческаяИнформация" && (space == "" || strings.HasPrefix(space, onecSpace)):
		r.file.Format = "CommerceML"
		return r.commerceML(space)
	case name == "Файл" && space == "":
		return r.one(root, line, "УПД", func(s string) bool { return s == "" }, r.upd)
	case name == taxcomRoot || name == "Card":
		return r.fault("trade.package", "describes a package of documents and is none itself; import the documents it names", line)
	}
	return r.fault("trade.unknown", "is XML of a kind debitor does not know (its root is %s); it reads UBL, CII, CommerceML, УПД and bank statements", line, clip(name))
}

func within(prefix string) func(string) bool {
	return func(space string) bool { return strings.HasPrefix(space, prefix) }
}

// one reads a file that is one document.
func (r *reader) one(root xml.StartElement, line int, format string, ours func(string) bool, read func(*node) (Document, error)) error {
	n, err := r.element(root, line, ours)
	if err != nil {
		return err
	}
	r.file.Format = format
	d, err := read(n)
	r.file.Documents = append(r.file.Documents, d)
	return err
}

// envelope reads the document that a Peppol access point has wrapped.
func (r *reader) envelope() error {
	for {
		t, line, err := r.next()
		if err != nil {
			return r.broken(err, line)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Space == sbdhSpace {
				if err := r.skip(line); err != nil {
					return err
				}
				continue
			}
			if err := r.read(t, line); err != nil {
				return err
			}
		case xml.EndElement:
			if len(r.file.Documents) == 0 {
				return r.fault("trade.unknown", "is XML of a kind debitor does not know (its root is %s); it reads UBL, CII, CommerceML, УПД and bank statements", line, "StandardBusinessDocument")
			}
			return nil
		}
	}
}

// fault refuses the file as a whole; line 0 is no line in particular.
func (r *reader) fault(code, text string, line int, args ...any) *fault.Fault {
	f := fault.New(fault.Input, code, text, args...)
	place := r.name
	if line > 0 {
		place = fmt.Sprintf("%s:%d", r.name, line)
	}
	f.Text, f.Args = place+": "+f.Text, append([]any{r.name, line}, args...)
	return f
}

// broken is the fault of XML that is not well-formed, or is cut off.
func (r *reader) broken(err error, line int) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	what := "it ends too early"
	if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
		what, line = syntax.Msg, syntax.Line
	} else if !errors.Is(err, io.EOF) {
		what = err.Error()
	}
	return r.fault("trade.xml", "is not whole or not XML (%s); have it written again", line, clip(what))
}

// refuse notes a value that cannot be taken in.
func (r *reader) refuse(n *node, element, value, code, text string, args ...any) {
	if len(r.file.Refused) < maxProblems {
		r.file.Refused = append(r.file.Refused, problem(n, element, value, code, text, args))
	}
}

// warn notes what is to be looked at.
func (r *reader) warn(n *node, element, value, code, text string, args ...any) {
	if len(r.file.Warnings) < maxProblems {
		r.file.Warnings = append(r.file.Warnings, problem(n, element, value, code, text, args))
	}
}

// problem is about an element of a node: a path below it, or an attribute of
// it that begins with @; empty is the node itself.
func problem(n *node, element, value, code, text string, args []any) Problem {
	p := Problem{Element: element, Value: clip(value), Code: code, Text: fmt.Sprintf(text, args...), Args: args}
	if n == nil {
		return p
	}
	p.Line = n.line
	switch {
	case element == "":
		p.Element = n.path()
	case strings.HasPrefix(element, "@"):
		p.Element = n.name + element
	default:
		p.Element = n.name + "/" + element
	}
	return p
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
