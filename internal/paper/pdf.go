package paper

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/cal"
)

// Info is what a PDF file says about itself. Date is its date of creation: it
// comes from the letters, never from a clock.
type Info struct {
	Title   string
	Author  string
	Subject string // may be empty
	Lang    string
	Date    cal.Date
}

// file draws sheets into a PDF.
type file struct {
	pdf      *fpdf.Fpdf
	pictures map[*picture]string // names of those the file holds
	fonts    func(face) []byte
	holds    [faces]bool // fonts: reading one takes milliseconds, so one unused is left out

	face face // what is set now, so that it is not set again
	size float64
	grey uint8
}

func newFile(info Info, size fpdf.SizeType, fonts func(face) []byte) *file {
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: size})
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(info.Date.Time().Add(12 * time.Hour))
	pdf.SetModificationDate(info.Date.Time().Add(12 * time.Hour))
	pdf.SetTitle(plane(info.Title), true)
	pdf.SetAuthor(plane(info.Author), true)
	if info.Subject != "" {
		pdf.SetSubject(plane(info.Subject), true)
	}
	pdf.SetCreator("debitor", false)
	pdf.SetProducer("debitor", false)
	pdf.SetLang(plane(info.Lang))
	return &file{pdf: pdf, pictures: map[*picture]string{}, fonts: fonts, face: faces}
}

func fontName(f face) string { return "f" + strconv.Itoa(int(f)) }

// page adds a sheet.
func (d *file) page(s *sheet) {
	d.pdf.AddPage()
	d.face = faces
	for i := range s.ops {
		d.draw(&s.ops[i])
	}
}

func (d *file) draw(o *op) {
	switch {
	case o.text != "":
		d.write(o)
	case o.picture != nil:
		d.pdf.ImageOptions(d.register(o.picture), o.x, o.y, o.x2-o.x, o.y2-o.y, false, fpdf.ImageOptions{}, 0, "")
	case o.dots != nil:
		d.scan(o)
	case o.fill:
		d.pdf.SetFillColor(int(o.grey), int(o.grey), int(o.grey))
		d.pdf.Rect(o.x, o.y, o.x2-o.x, o.y2-o.y, "F")
	default:
		d.pdf.SetLineWidth(o.size)
		d.pdf.SetDrawColor(int(o.grey), int(o.grey), int(o.grey))
		d.pdf.Line(o.x, o.y, o.x2, o.y2)
	}
}

func (d *file) write(o *op) {
	if !d.holds[o.face] {
		d.pdf.AddUTF8FontFromBytes(fontName(o.face), "", d.fonts(o.face))
		d.holds[o.face] = true
	}
	if o.face != d.face || o.size != d.size {
		d.pdf.SetFont(fontName(o.face), "", o.size)
		d.face, d.size = o.face, o.size
	}
	if o.grey != d.grey {
		d.pdf.SetTextColor(int(o.grey), int(o.grey), int(o.grey))
		d.grey = o.grey
	}
	d.pdf.Text(o.x, o.y, plane(o.text))
}

// scan draws a code as a stencil of one bit a square, which takes a tenth of
// what rectangles take: a run's pages are in memory until it is written.
func (d *file) scan(o *op) {
	_, height := d.pdf.GetPageSize()
	side := o.dots.side
	row := make([]byte, (side+7)/8)
	b := fmt.Appendf(nil, "q 0 g %.2f 0 0 %.2f %.2f %.2f cm BI /IM true /BPC 1 /W %d /H %d /F /AHx ID ",
		(o.x2-o.x)/pointMM, (o.y2-o.y)/pointMM, o.x/pointMM, (height-o.y2)/pointMM, side, side)
	for y := range side {
		for i := range row {
			row[i] = 0xff // a one lets the paper show
		}
		for x, dark := range o.dots.dark[y*side : (y+1)*side] {
			if dark {
				row[x/8] &^= 0x80 >> (x % 8)
			}
		}
		b = hex.AppendEncode(b, row)
	}
	d.pdf.RawWriteStr(string(append(b, "> EI Q"...)))
}

// register puts a picture into the file once and gives its name there.
func (d *file) register(p *picture) string {
	name, known := d.pictures[p]
	if !known {
		name = strconv.Itoa(len(d.pictures))
		d.pictures[p] = name
		d.pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "png"}, bytes.NewReader(p.png))
	}
	return name
}

// bookmark marks the page added last; level counts from 0.
func (d *file) bookmark(title string, level int) { d.pdf.Bookmark(plane(title), level, 0) }

// plane makes a text fit for the library, which reads past the end of what is
// not UTF-8 and takes a character beyond U+FFFF for two: both become U+FFFD.
func plane(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, beyond) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if beyond(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

func beyond(r rune) bool { return r > 0xffff }

func (d *file) writeTo(w io.Writer) error { return d.pdf.Output(w) }
