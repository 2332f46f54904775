package paper

import (
	"bytes"
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
	for f := range faces {
		pdf.AddUTF8FontFromBytes(fontName(f), "", fonts(f))
	}
	return &file{pdf: pdf, pictures: map[*picture]string{}, face: faces}
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

// scan draws a code in units of one square, a rectangle for each run of dark
// ones, so that it takes two kilobytes of the file and not ten.
func (d *file) scan(o *op) {
	_, height := d.pdf.GetPageSize()
	side := o.dots.side
	unit := (o.x2 - o.x) / float64(side) / pointMM
	b := fmt.Appendf(nil, "q 0 g %.4f 0 0 %.4f %.2f %.2f cm ", unit, -unit, o.x/pointMM, (height-o.y)/pointMM)
	for row := range side {
		for col := 0; col < side; col++ {
			from := col
			for col < side && o.dots.dark[row*side+col] {
				col++
			}
			if col == from {
				continue
			}
			for _, n := range [...]int{from, row, col - from} {
				b = append(strconv.AppendInt(b, int64(n), 10), ' ')
			}
			b = append(b, "1 re "...)
		}
	}
	d.pdf.RawWriteStr(string(append(b, "f Q"...)))
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
