package docx

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"debitor/internal/letter"
)

// Names of relations from the document to other parts.
const (
	footerRelation = "rId5"
	logoRelation   = "rId6"
)

// word is the namespace of Word's own elements.
const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// related is the namespace of relations between parts.
const related = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`

// documentPart is the letter with the section that sets its pages.
func documentPart(b *body) string {
	return declaration + `<w:document ` + word + ` xmlns:r="` + related + `"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
		`<w:body>` + b.xml.String() +
		fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="%s"/><w:pgSz w:w="%d" w:h="%d"/>`, footerRelation, pageWidth, pageHeight) +
		fmt.Sprintf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/></w:sectPr>`,
			top, right, bottom, left, footAt, footAt) +
		`</w:body></w:document>`
}

// relations names the parts that the document uses.
func relations(logo *picture) string {
	var b strings.Builder
	b.WriteString(declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, part := range []string{"styles", "numbering", "settings", "fontTable"} {
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s/%s" Target="%[3]s.xml"/>`, i+1, related, part)
	}
	b.WriteString(`<Relationship Id="` + footerRelation + `" Type="` + related + `/footer" Target="footer1.xml"/>`)
	if logo != nil {
		b.WriteString(`<Relationship Id="` + logoRelation + `" Type="` + related + `/image" Target="media/logo.png"/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// footer is the foot of every page: the letter's number and "page X of Y", with
// fields for the numbers.
func footer(m *letter.Meta) string {
	const page, pages = 888_888, 999_999 // stand-ins that no words around them hold
	before, rest, _ := strings.Cut(m.PageLabel(page, pages), strconv.Itoa(page))
	between, after, _ := strings.Cut(rest, strconv.Itoa(pages))
	return declaration + `<w:ftr ` + word + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` +
		textRuns(plain(m.Label())) + `<w:r><w:tab/></w:r>` +
		textRuns(plain(before)) + field("PAGE") + textRuns(plain(between)) + field("NUMPAGES") + textRuns(plain(after)) +
		`</w:p></w:ftr>`
}

// field is a number that the reader's program counts.
func field(instruction string) string {
	return `<w:fldSimple w:instr=" ` + instruction + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
}

// coreProperties say what the file is: title, who wrote it, language, date.
func coreProperties(m *letter.Meta) string {
	date := m.Date.String() + "T00:00:00Z"
	return declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(m.Subject) + `</dc:title><dc:creator>` + escape(m.Sender) + `</dc:creator>` +
		`<dc:identifier>` + escape(string(m.ID)) + `</dc:identifier><dc:language>` + locale(m.Lang) + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + date + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + date + `</dcterms:modified>` +
		`</cp:coreProperties>`
}

// locales are the languages as Word's spelling knows them.
var locales = map[string]string{"ru": "ru-RU", "be": "be-BY", "uk": "uk-UA", "bs": "bs-Latn-BA", "de": "de-DE", "en": "en-GB"}

func locale(lang string) string { return cmp.Or(locales[lang], locales["en"]) }

// The kinds of lists, each with the list of its style. A letter's own lists
// with numbers come after them.
const (
	dashes = iota + 1
	boxes
	numbers
)

// numberedList is the list of the n-th list with numbers.
func numberedList(n int) int { return numbers + n }

// numbering says what stands before the items of lists. Each of the given
// number of lists with numbers begins at 1.
func numbering(numbered int) string {
	var b strings.Builder
	b.WriteString(declaration + `<w:numbering ` + word + `>`)
	for _, k := range []struct {
		id               int
		style, sign, box string
	}{
		{dashes, "bullet", "–", ""},
		{boxes, "bullet", "☐", `<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:cs="Segoe UI Symbol"/><w:sz w:val="26"/></w:rPr>`},
		{numbers, "decimal", "%1.", ""},
	} {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>`+
			`<w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%[4]d"/></w:pPr>%[5]s</w:lvl></w:abstractNum>`,
			k.id, k.style, k.sign, twips(70), k.box)
	}
	for _, id := range []int{dashes, boxes, numbers} {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%[1]d"/></w:num>`, id)
	}
	for i := range numbered {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`,
			numberedList(i+1), numbers)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}
