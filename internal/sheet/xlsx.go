package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"debitor/internal/fault"
)

// Limits of a workbook. A zip of a few kilobytes may unfold to terabytes, so
// every part is read through one of them.
const (
	MaxParts       = 10_000    // files in the zip; a workbook of a hundred sheets has some hundred
	MaxSheetBytes  = 4 << 30   // a million rows of forty cells of XML
	MaxPartBytes   = 16 << 20  // workbook, relations, styles
	MaxStringBytes = 128 << 20 // text of the shared strings, which alone stays in memory
	MaxStrings     = 4 << 20   // their number
	MaxRows        = 1_048_576 // of a sheet, by Excel's own limit
	MaxRatio       = 300       // unfolded to folded, of large parts; tables reach 100, bombs 1000
	MaxToken       = 1 << 20   // one name or text of XML
)

// workbook is an opened XLSX file.
//
// It is read here and not with the library that writes workbooks: the library
// gives a streamed row as text without telling a date from a number, and 1C's
// exports, whose parts are named and spelt in their own way, it refuses.
type workbook struct {
	file  *File
	parts map[string]*zip.File // by lower-case path
	contents
}

// contents is what does not change from one reading of the file to the next.
type contents struct {
	sheets  []sheetPart
	strings *sharedStrings
	styles  []style // by cell format
	from04  bool    // days count from 1904
}

type sheetPart struct{ name, path string }

func (f *File) readWorkbook(in handle) (*workbook, error) {
	z, err := zip.NewReader(in, f.Size)
	if err != nil {
		return nil, fault.Wrap(err, fault.Input, "sheet.xlsx.zip", "%s: is damaged: the workbook's zip cannot be read", f.Name())
	}
	if len(z.File) > MaxParts {
		return nil, f.fault("sheet.xlsx.parts", "holds more than %d parts; it is not a workbook", MaxParts)
	}
	w := &workbook{file: f, parts: map[string]*zip.File{}}
	for _, p := range z.File {
		w.parts[strings.ToLower(strings.ReplaceAll(p.Name, "\\", "/"))] = p
	}
	if w.parts["xl/workbook.xml"] == nil {
		switch {
		case w.parts["xl/workbook.bin"] != nil:
			return nil, f.fault("sheet.xlsb", "is a binary workbook (.xlsb); save it as .xlsx or CSV")
		case w.parts["content.xml"] != nil:
			return nil, f.fault("sheet.ods", "is an OpenDocument file; save it as .xlsx or CSV")
		}
		return nil, f.fault("sheet.zip", "is a zip archive, but no workbook; unpack it first")
	}
	if f.book != nil { // what Open has read
		w.contents = f.book.contents
		return w, nil
	}
	if err := w.readContents(); err != nil {
		return nil, err
	}
	f.book = w
	return w, nil
}

// openWorkbook chooses the sheet.
func (f *File) openWorkbook(in handle, name string) error {
	w, err := f.readWorkbook(in)
	if err != nil {
		return err
	}
	var names []string
	for _, s := range w.sheets {
		names = append(names, s.name)
		if name != "" {
			if strings.EqualFold(s.name, name) {
				f.Sheet = s.name
				return nil
			}
			continue
		}
		filled, err := w.filled(s)
		if err != nil {
			return err
		}
		if filled {
			f.Sheet = s.name
			return nil
		}
	}
	if name != "" {
		return f.fault("sheet.xlsx.no_sheet", "has no sheet %q; it has %s", name, strings.Join(names, ", "))
	}
	return f.fault("sheet.empty", "has no sheet with anything in it")
}

func (w *workbook) filled(s sheetPart) (bool, error) {
	c, err := w.cells(s)
	if err != nil {
		return false, err
	}
	defer c.Close()
	rows := &Rows{src: c}
	return rows.Next(), rows.Err()
}

func (f *File) workbookRows(in handle) (source, error) {
	w, err := f.readWorkbook(in)
	if err != nil {
		return nil, err
	}
	for _, s := range w.sheets {
		if s.name == f.Sheet {
			c, err := w.cells(s)
			if err != nil {
				return nil, err
			}
			c.file = in
			return c, nil
		}
	}
	return nil, f.fault("sheet.changed", "was changed while it was read; import it again")
}

// part opens a part of the workbook for reading up to limit bytes.
func (w *workbook) part(name string, limit int64) (io.ReadCloser, error) {
	p := w.parts[strings.ToLower(name)]
	if p == nil {
		return nil, w.broken(nil, "the part "+name+" is missing")
	}
	size := p.UncompressedSize64
	if size > uint64(limit) || size > 4*MaxPartBytes && size/MaxRatio > p.CompressedSize64 {
		return nil, w.file.fault("sheet.xlsx.bomb", "unfolds to %d megabytes; it is refused", size>>20)
	}
	r, err := p.Open()
	if err != nil {
		return nil, w.broken(err, "the part "+name+" cannot be read")
	}
	return &limited{ReadCloser: r, left: int64(size), file: w.file}, nil
}

// limited ends a part with a fault where the zip's own sizes lie.
type limited struct {
	io.ReadCloser
	left int64
	file *File
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, l.file.fault("sheet.xlsx.bomb", "unfolds to more than it says; it is refused")
	}
	return n, err
}

func (w *workbook) broken(err error, text string) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f
	}
	return fault.Wrap(err, fault.Input, "sheet.xlsx.broken", "%s: is damaged: %s", w.file.Name(), text)
}

// decode reads a whole small part as XML.
func (w *workbook) decode(name string, v any) error {
	r, err := w.part(name, MaxPartBytes)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	d.CharsetReader = asUTF8
	if err := d.Decode(v); err != nil {
		return w.broken(err, name+" is not the XML it should be")
	}
	return nil
}

// readContents reads what sheets there are, and what their cells refer to.
func (w *workbook) readContents() error {
	var book struct {
		Pr struct {
			From04 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Any  string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := w.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	w.from04 = book.Pr.From04 == "1" || strings.EqualFold(book.Pr.From04, "true")
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	target := map[string]string{}
	shared, styles := "xl/sharedStrings.xml", "xl/styles.xml"
	for _, r := range rels.List {
		to := path.Join("xl", r.Target)
		if after, ok := strings.CutPrefix(r.Target, "/"); ok {
			to = after
		}
		target[r.ID] = to
		switch path.Base(r.Type) {
		case "sharedStrings":
			shared = to
		case "styles":
			styles = to
		}
	}
	for _, s := range book.Sheets {
		id := s.ID
		if id == "" {
			id = s.Any // the strict form of the format has another namespace
		}
		if to := target[id]; w.parts[strings.ToLower(to)] != nil {
			w.sheets = append(w.sheets, sheetPart{s.Name, to})
		}
	}
	if err := w.readStyles(styles); err != nil {
		return err
	}
	return w.readStrings(shared)
}
