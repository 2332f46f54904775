package paper

import (
	"crypto/sha256"
	"fmt"
	"strconv"
)

// close writes what stands at the end of the file: page tree, fonts,
// bookmarks, directory.
func (d *file) close() error {
	d.closeBranch()
	d.object(objPages, "<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %s %s]/Resources %d 0 R>>",
		d.pages, references(d.branches), number(nil, d.width/pointMM), number(nil, d.height/pointMM), objResources)
	fonts := ""
	for f := range faces {
		if d.used[f] != nil {
			fonts += fmt.Sprintf("/F%d %d 0 R", f, objFaces+5*int(f))
			d.font(f)
		}
	}
	d.object(objResources, "<</ProcSet[/PDF/Text]/Font<<%s>>>>", fonts)
	outlines := d.outline()
	day := d.info.Date.Time().Format("20060102")
	d.object(objInfo, "<</Title%s/Author%s/Creator(debitor)/Producer(debitor)/CreationDate(D:%s120000Z)/ModDate(D:%s120000Z)>>",
		textString(d.info.Title), textString(d.info.Author), day, day)
	d.object(objCatalog, "<</Type/Catalog/Pages %d 0 R%s/Lang%s/ViewerPreferences<</DisplayDocTitle true>>>>",
		objPages, outlines, textString(d.info.Lang))
	d.directory()
	zips.Put(d.zip)
	d.zip = nil
	return d.err
}

// outline writes the bookmarks and returns their entry in the catalog.
func (d *file) outline() string {
	n := len(d.marks)
	if n == 0 {
		return ""
	}
	first := len(d.offsets)
	for i, m := range d.marks {
		links := ""
		if i > 0 {
			links += fmt.Sprintf("/Prev %d 0 R", first+i-1)
		}
		if i < n-1 {
			links += fmt.Sprintf("/Next %d 0 R", first+i+1)
		}
		d.object(d.newObject(), "<</Title%s/Parent %d 0 R%s/Dest[%d 0 R/XYZ null null null]>>",
			textString(m.title), objOutlines, links, m.page)
	}
	d.object(objOutlines, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", first, first+n-1, n)
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", objOutlines)
}

// directory writes the table of objects and the trailer. An object that is
// not in the file is marked free.
func (d *file) directory() {
	start := d.at
	d.putf("xref\n0 %d\n0000000000 65535 f \n", len(d.offsets))
	for _, at := range d.offsets[1:] {
		if at == 0 {
			d.put("0000000000 65535 f \n")
			continue
		}
		d.putf("%010d 00000 n \n", at)
	}
	id := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d", d.info.Title, d.info.Author, d.info.Date, start))
	d.putf("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(d.offsets), objCatalog, objInfo, id[:16], id[:16], start)
}

// font writes one face: the used glyphs, their widths, and what characters
// they stand for.
func (d *file) font(f face) {
	m := loadFonts()[f]
	n := objFaces + 5*int(f)
	name := "DEBIT" + string(rune('A'+f)) + "+" + faceNames[f]
	d.object(n, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, n+1, n+4)
	d.object(n+1, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"+
		"/CIDToGIDMap/Identity/FontDescriptor %d 0 R/DW %d/W[%s]>>", name, n+2, m.widths[0], m.widthList(d.used[f]))
	d.object(n+2, "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>",
		name, m.thousandth(m.signed("head", 36)), m.thousandth(m.signed("head", 38)), m.thousandth(m.signed("head", 40)), m.thousandth(m.signed("head", 42)),
		m.signed("post", 4), m.thousandth(m.signed("hhea", 4)), m.thousandth(m.signed("hhea", 6)), capHeight, stemWidth(f), n+3)
	data := m.subset(d.used[f])
	d.stream(n+3, "/Length1 "+strconv.Itoa(len(data)), data)
	d.stream(n+4, "", unicodeMap(d.used[f], d.runes[f]))
}

// capHeight is that of the PT fonts, in thousandths.
const capHeight = 700

func stemWidth(f face) int {
	if f == serifBold || f == sansBold {
		return 140
	}
	return 85
}

// widthList is the widths of the used glyphs, runs of neighbours together.
func (m *metrics) widthList(used []bool) string {
	var b []byte
	for g := 0; g < len(used); g++ {
		if !used[g] {
			continue
		}
		b = append(strconv.AppendInt(b, int64(g), 10), '[')
		for ; g < len(used) && used[g]; g++ {
			b = append(strconv.AppendInt(b, int64(m.widths[g]), 10), ' ')
		}
		b[len(b)-1] = ']'
	}
	return string(b)
}

// unicodeMap is the table by which a reader turns glyphs back into text.
func unicodeMap(used []bool, runes []rune) []byte {
	const most = 100 // entries of one section
	b := []byte("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	var glyphs []int
	for g := range used {
		if used[g] && g > 0 {
			glyphs = append(glyphs, g)
		}
	}
	for len(glyphs) > 0 {
		n := min(most, len(glyphs))
		b = fmt.Appendf(b, "%d beginbfchar\n", n)
		for _, g := range glyphs[:n] {
			b = fmt.Appendf(b, "<%04X><%04X>\n", g, runes[g])
		}
		b = append(b, "endbfchar\n"...)
		glyphs = glyphs[n:]
	}
	return append(b, "endcmap CMapName currentdict/CMap defineresource pop end end\n"...)
}
