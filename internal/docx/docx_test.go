package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/fault"
	"debitor/internal/letter"
)

// failer is what the checks need of a test; rapid's has no Helper that counts.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// written are the parts of a letter's file by their names.
func written(t failer, doc *letter.Document) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	file, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range file.File {
		if !f.Modified.Equal(fileTime) {
			t.Fatalf("%s is of %s", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// shipped is a letter as debitor comes with it.
func shipped(t failer, kind letter.Kind, lang string, n int, law letter.Law) *letter.Document {
	t.Helper()
	f := letter.Sample(kind, lang, n).Under(law)
	tmpl, err := letter.Shipped(lang, kind)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := tmpl.Render(&f)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestEveryLetterIsWhole writes all letters that come with debitor, under laws
// with wording of their own and under an unknown one.
func TestEveryLetterIsWhole(t *testing.T) {
	letters := 0
	for _, lang := range letter.Languages() {
		for _, kind := range letter.Kinds() {
			if _, err := letter.Shipped(lang, kind); err != nil {
				continue // not in this language; package letter knows which must be
			}
			for _, law := range []letter.Law{"RU", "DE", ""} {
				doc := shipped(t, kind, lang, 3, law)
				parts := written(t, doc)
				checkParts(t, parts)
				if diff := cmp.Diff(expected(doc), texts(t, parts["word/document.xml"])); diff != "" {
					t.Errorf("%s %s %s: the text differs (-letter +file)\n%s", lang, kind, law, diff)
				}
				letters++
			}
		}
	}
	if letters < 4*3*len(letter.Kinds()) {
		t.Errorf("only %d letters", letters)
	}
}

// expected is the letter's text, paragraph by paragraph, in the order of the
// file: what the frame's cells hold, then the blocks from top to bottom.
func expected(doc *letter.Document) []string {
	var head, to, reference, all []string
	for _, block := range doc.Blocks {
		switch b := block.(type) {
		case letter.Letterhead:
			head = append([]string{b.Name}, b.Lines...)
		case letter.Addressee:
			if doc.Meta.Country == "DE" {
				to = append(to, b.Return)
			}
			to = append(append(to, b.Name, b.Attn), b.Lines...)
		case letter.Reference:
			reference = []string{b.Text}
		case letter.Title:
			all = append(all, b.Text)
		case letter.Heading:
			all = append(all, joined(b.Runs))
		case letter.Paragraph:
			all = append(all, joined(b.Runs))
		case letter.List:
			for _, item := range b.Items {
				all = append(all, joined(item))
			}
		case letter.Table:
			for _, c := range b.Columns {
				all = append(all, c.Title)
			}
			for _, row := range append(slices.Clone(b.Rows), b.Total) {
				all = append(all, row...)
			}
		case letter.Total:
			all = append(all, b.Label+" "+b.Amount+" ("+b.Words+")")
		case letter.Details:
			all = append(append(all, b.Title), b.Lines...)
		case letter.Signature:
			all = append(all, b.Closing)
			for _, who := range b.Signers {
				all = append(all, who.Position, who.Name)
			}
			all = append(all, b.Stamp, b.Contact)
		case letter.Note:
			all = append(all, b.Text)
		}
	}
	frame := slices.Concat(head, reference, to)
	if doc.Meta.Country == "DE" {
		frame = slices.Concat(head, to, reference)
	}
	return slices.DeleteFunc(append(frame, all...), func(s string) bool { return s == "" })
}

func joined(runs []letter.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// texts are the paragraphs of a part that say something, read with a reader of
// XML that knows nothing of how they were written.
func texts(t failer, part string) []string {
	t.Helper()
	var all []string
	var text strings.Builder
	var inText bool
	eachToken(t, part, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t" && token.Name.Space == wordSpace
			if token.Name.Local == "p" && token.Name.Space == wordSpace {
				text.Reset()
			}
		case xml.EndElement:
			inText = false
			if token.Name.Local == "p" && token.Name.Space == wordSpace && text.Len() > 0 {
				all = append(all, text.String())
			}
		case xml.CharData:
			if inText {
				text.Write(token)
			}
		}
	})
	return all
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

func eachToken(t failer, part string, visit func(xml.Token)) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, part)
		}
		visit(token)
	}
}

// checkParts looks at what Word wants of a file before it opens it without an
// offer to repair it: parts that are well-formed, known by type and reached by
// relations, with children in the schema's order.
func checkParts(t failer, parts map[string]string) {
	t.Helper()
	for name, text := range parts {
		if path.Ext(name) == ".png" {
			continue
		}
		eachToken(t, text, func(xml.Token) {})
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }) {
			t.Fatalf("%s holds control characters", name)
		}
		checkOrder(t, name, text)
	}
	checkTypes(t, parts)
	checkRelations(t, parts)
	checkStyles(t, parts)
}

func checkTypes(t failer, parts map[string]string) {
	t.Helper()
	typed := map[string]bool{}
	eachToken(t, parts["[Content_Types].xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Override" {
			name := strings.TrimPrefix(attribute(e, "PartName"), "/")
			typed[name] = true
			if parts[name] == "" {
				t.Fatalf("%s has a type and is not there", name)
			}
		}
	})
	for name := range parts {
		if ext := path.Ext(name); !typed[name] && ext != ".rels" && ext != ".png" && name != "[Content_Types].xml" {
			t.Fatalf("%s has no type", name)
		}
	}
}

func checkRelations(t failer, parts map[string]string) {
	t.Helper()
	reached := map[string]bool{"[Content_Types].xml": true, "_rels/.rels": true, "word/_rels/document.xml.rels": true}
	ids := map[string]bool{}
	for from, folder := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word"} {
		eachToken(t, parts[from], func(token xml.Token) {
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
				target := path.Join(folder, attribute(e, "Target"))
				reached[target] = true
				if parts[target] == "" {
					t.Fatalf("%s leads to %s, which is not there", from, target)
				}
				ids[attribute(e, "Id")] = true
			}
		})
	}
	for name := range parts {
		if !reached[name] {
			t.Fatalf("nothing leads to %s", name)
		}
	}
	eachToken(t, parts["word/document.xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Space == related && !ids[a.Value] {
					t.Fatalf("<%s> uses the relation %q, which is not there", e.Name.Local, a.Value)
				}
			}
		}
	})
}

// checkStyles looks for styles and lists that are used and not there.
func checkStyles(t failer, parts map[string]string) {
	t.Helper()
	known := map[string]bool{}
	eachToken(t, parts["word/styles.xml"]+parts["word/numbering.xml"], func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "style":
				known["style "+attribute(e, "styleId")] = true
			case "num":
				known["list "+attribute(e, "numId")] = true
			}
		}
	})
	for _, name := range []string{"word/document.xml", "word/styles.xml", "word/footer1.xml"} {
		eachToken(t, parts[name], func(token xml.Token) {
			e, ok := token.(xml.StartElement)
			if !ok {
				return
			}
			kind := map[string]string{"pStyle": "style ", "tblStyle": "style ", "basedOn": "style ", "next": "style ", "numId": "list "}[e.Name.Local]
			if use := kind + attribute(e, "val"); kind != "" && !known[use] {
				t.Fatalf("%s uses %s, which is not there", name, use)
			}
		})
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestTheSameLetterGivesTheSameBytes(t *testing.T) {
	var files [2]bytes.Buffer
	for i := range files {
		if err := Write(&files[i], shipped(t, letter.FinalDemand, "de", 20, "DE")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two files differ")
	}
}

func TestMetadata(t *testing.T) {
	doc := shipped(t, letter.Claim, "bs", 1, "BA-FBIH")
	doc.Meta.Subject = `Opomena <1> & "2"`
	parts := written(t, doc)
	for part, wants := range map[string][]string{
		"docProps/core.xml": {
			"<dc:title>Opomena &lt;1&gt; &amp; &quot;2&quot;</dc:title>", "<dc:creator>" + doc.Meta.Sender + "</dc:creator>",
			"<dc:language>bs-Latn-BA</dc:language>", `W3CDTF">2026-02-03T00:00:00Z</dcterms:created>`,
		},
		"word/styles.xml":   {`<w:lang w:val="bs-Latn-BA"`},
		"word/settings.xml": {`<w:autoHyphenation w:val="false"/>`},
	} {
		for _, want := range wants {
			if !strings.Contains(parts[part], want) {
				t.Errorf("%s: no %s in\n%s", part, want, parts[part])
			}
		}
	}
}

func TestEveryLanguageIsKnownToSpelling(t *testing.T) {
	for _, lang := range letter.Languages() {
		if locales[lang] == "" {
			t.Errorf("%s has no locale", lang)
		}
	}
}

// TestFootCountsPages looks for the words of the foot around Word's fields, in
// every language.
func TestFootCountsPages(t *testing.T) {
	for _, lang := range letter.Languages() {
		m := letter.Meta{ID: "K3F7A-9QX2B", Lang: lang}
		foot := footer(&m)
		if got, want := strings.Join(texts(t, foot), ""), m.Label()+m.PageLabel(1, 1); got != want {
			t.Errorf("%s: foot %q, want %q", lang, got, want)
		}
		if page, pages := strings.Index(foot, `" PAGE "`), strings.Index(foot, `" NUMPAGES "`); page < 0 || pages < page {
			t.Errorf("%s: fields %d, %d in %s", lang, page, pages, foot)
		}
	}
}

// TestThePaymentCodeStaysOut: the sum of an edited letter may be another.
func TestThePaymentCodeStaysOut(t *testing.T) {
	doc := shipped(t, letter.Dunning2, "de", 2, "DE")
	i := slices.IndexFunc(doc.Blocks, func(b letter.Block) bool { _, ok := b.(letter.Details); return ok })
	code := doc.Blocks[i].(letter.Details).Code
	if code.Text == "" {
		t.Fatal("the sample has no code to leave out")
	}
	for name, text := range written(t, doc) {
		if path.Ext(name) == ".png" || strings.Contains(text, code.Caption) {
			t.Errorf("%s: a code", name)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestABrokenWriterIsAFault(t *testing.T) {
	err := Write(brokenWriter{}, shipped(t, letter.Thanks, "ru", 1, ""))
	if fault.Code(err) != "docx.write" || !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v", err)
	}
}
