package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
	"sync"
	"unicode/utf16"

	"debitor/internal/cal"
)

// Info is what a PDF file says about itself. Date is its date of creation: it
// comes from the letters, never from a clock.
type Info struct {
	Title  string
	Author string
	Lang   string
	Date   cal.Date
}

// The numbers of the objects that every file has. Each face then has five:
// font, its descendant, descriptor, file and the way back to Unicode.
const (
	objCatalog = iota + 1
	objPages
	objResources
	objInfo
	objOutlines
	objFaces
	objFirst = objFaces + 5*int(faces)
)

// branch is how many pages one node of the page tree holds.
const branch = 256

// file writes a PDF from beginning to end: a page is written when it is
// added and then forgotten, and only what the directory at the end needs is
// kept (a few bytes a page, and the bookmarks). The first error sticks.
type file struct {
	w       io.Writer
	err     error
	at      int64
	info    Info
	offsets []int64 // of each object, by its number
	width   float64 // of the pages, in millimetres
	height  float64

	branches []int // objects of the page tree's nodes
	kids     []int // pages of the open node
	pages    int
	marks    []bookmark
	used     [faces][]bool // glyphs, by face
	runes    [faces][]rune // the character a glyph was first used for

	content []byte       // of the page being written
	packed  bytes.Buffer // the same, compressed
	zip     *zlib.Writer
}

// zips keeps compressors: each is a megabyte, and a mail run makes one file
// after the other.
var zips = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant
	}
	return z
}}

type bookmark struct {
	title string
	page  int
}

func newFile(w io.Writer, info Info, width, height float64) *file {
	d := &file{w: w, info: info, width: width, height: height, offsets: make([]int64, objFirst), zip: zips.Get().(*zlib.Writer)}
	d.put("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	return d
}

// put writes to the file and counts.
func (d *file) put(s string) {
	if d.err != nil {
		return
	}
	n, err := io.WriteString(d.w, s)
	d.at += int64(n)
	d.err = err
}

func (d *file) putf(format string, args ...any) { d.put(fmt.Sprintf(format, args...)) }

// newObject reserves the next number.
func (d *file) newObject() int {
	d.offsets = append(d.offsets, 0)
	return len(d.offsets) - 1
}

// object writes one object; the body is without "obj" and "endobj".
func (d *file) object(n int, format string, args ...any) {
	d.offsets[n] = d.at
	d.putf("%d 0 obj\n"+format+"\nendobj\n", append([]any{n}, args...)...)
}

// stream writes a compressed stream; extra goes into its dictionary.
func (d *file) stream(n int, extra string, data []byte) {
	d.packed.Reset()
	d.zip.Reset(&d.packed)
	if _, err := d.zip.Write(data); err != nil && d.err == nil {
		d.err = err
	}
	if err := d.zip.Close(); err != nil && d.err == nil {
		d.err = err
	}
	d.offsets[n] = d.at
	d.putf("%d 0 obj\n<</Filter/FlateDecode/Length %d%s>>\nstream\n", n, d.packed.Len(), extra)
	if d.err == nil {
		var written int
		written, d.err = d.w.Write(d.packed.Bytes())
		d.at += int64(written)
	}
	d.put("\nendstream\nendobj\n")
}

// page writes a sheet and returns its object.
func (d *file) page(s *sheet) int {
	if len(d.kids) == 0 {
		d.branches = append(d.branches, d.newObject())
	}
	page, content := d.newObject(), d.newObject()
	d.content = d.content[:0]
	pen := pen{face: faces, grey: -1, stroke: -1, line: -1}
	for i := range s.ops {
		d.draw(&s.ops[i], &pen)
	}
	d.stream(content, "", d.content)
	parent := d.branches[len(d.branches)-1]
	d.object(page, "<</Type/Page/Parent %d 0 R/Contents %d 0 R>>", parent, content)
	d.kids = append(d.kids, page)
	d.pages++
	if len(d.kids) == branch {
		d.closeBranch()
	}
	return page
}

func (d *file) closeBranch() {
	if len(d.kids) == 0 {
		return
	}
	d.object(
		d.branches[len(d.branches)-1], "<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>",
		objPages, len(d.kids), references(d.kids),
	)
	d.kids = d.kids[:0]
}

func references(objects []int) string {
	var b []byte
	for i, n := range objects {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(strconv.AppendInt(b, int64(n), 10), " 0 R"...)
	}
	return string(b)
}

// pen is what is set on the page, so that it is not set again.
type pen struct {
	face         face
	size         float64
	grey, stroke int
	line         float64
}

// draw appends what shows one op. The page's origin is below on the left, its
// unit the point.
func (d *file) draw(o *op, p *pen) {
	b := d.content
	if o.text == "" {
		if p.stroke != int(o.grey) {
			p.stroke = int(o.grey)
			b = append(number(b, float64(o.grey)/255), " G "...)
		}
		if p.line != o.size {
			p.line = o.size
			b = append(number(b, o.size/pointMM), " w "...)
		}
		b = append(d.point(b, o.x, o.y), " m "...)
		d.content = append(d.point(b, o.x2, o.y2), " l S\n"...)
		return
	}
	if p.grey != int(o.grey) {
		p.grey = int(o.grey)
		b = append(number(b, float64(o.grey)/255), " g "...)
	}
	b = append(b, "BT "...)
	if p.face != o.face || p.size != o.size {
		p.face, p.size = o.face, o.size
		b = append(strconv.AppendInt(append(b, "/F"...), int64(o.face), 10), ' ')
		b = append(number(b, o.size), " Tf "...)
	}
	b = append(d.point(b, o.x, o.y), " Td <"...)
	b = d.glyphs(b, o.face, o.text)
	d.content = append(b, "> Tj ET\n"...)
}

// glyphs appends a text as the numbers of its glyphs and notes their use.
func (d *file) glyphs(b []byte, f face, text string) []byte {
	const hex = "0123456789ABCDEF"
	font := loadFonts()[f]
	if d.used[f] == nil {
		d.used[f], d.runes[f] = make([]bool, len(font.widths)), make([]rune, len(font.widths))
	}
	for _, r := range text {
		g := font.glyph(r)
		if !d.used[f][g] {
			d.used[f][g], d.runes[f][g] = true, plainRune(r)
		}
		b = append(b, hex[g>>12], hex[g>>8&15], hex[g>>4&15], hex[g&15])
	}
	return b
}

// plainRune is what a reader gets when he copies the text: an ordinary space
// for a no-break one, so that searching finds it.
func plainRune(r rune) rune {
	if r == '\u00a0' {
		return ' '
	}
	return r
}

func (d *file) point(b []byte, x, y float64) []byte {
	b = append(number(b, x/pointMM), ' ')
	return number(b, (d.height-y)/pointMM)
}

// number appends a number with two decimals at most.
func number(b []byte, v float64) []byte {
	b = strconv.AppendFloat(b, v, 'f', 2, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}

// textString is a string of the file's directory: UTF-16 in hexadecimal.
func textString(s string) string {
	b := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(append(b, '>'))
}
