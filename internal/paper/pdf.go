package paper

import (
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
	Title  string
	Author string
	Lang   string
	Date   cal.Date
}

// file draws sheets into a PDF.
type file struct {
	pdf *fpdf.Fpdf

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
	pdf.SetCreator("debitor", false)
	pdf.SetProducer("debitor", false)
	pdf.SetLang(plane(info.Lang))
	for f := range faces {
		pdf.AddUTF8FontFromBytes(fontName(f), "", fonts(f))
	}
	return &file{pdf: pdf, face: faces}
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
	if o.text == "" {
		d.pdf.SetLineWidth(o.size)
		d.pdf.SetDrawColor(int(o.grey), int(o.grey), int(o.grey))
		d.pdf.Line(o.x, o.y, o.x2, o.y2)
		return
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

// bookmark marks the page added last.
func (d *file) bookmark(title string) { d.pdf.Bookmark(plane(title), 0, 0) }

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
