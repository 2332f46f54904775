package sheet

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"debitor/internal/fault"
)

// Format is how a file holds its table.
type Format string

// Text with separators, and the workbook of Excel 2007 and later.
const (
	Text     Format = "text"
	Workbook Format = "xlsx"
)

// Kind is what a workbook says about a cell. Cells of text files are all
// TextCell.
type Kind uint8

// The kinds: text as typed, a number as a plain decimal with a dot, and a date
// as 2026-03-31 (a time of day is left out).
const (
	TextCell Kind = iota
	NumberCell
	DateCell
)

// Row is one row of a table. Cells and Kinds are valid until the next row is
// read; the strings may be kept. Kinds is nil where all cells are text. A row
// with Err has no cells: it could not be divided into them with certainty.
type Row struct {
	Line  int
	Cells []string
	Kinds []Kind
	Err   *fault.Fault
}

// Kind is the kind of cell i, TextCell outside the row.
func (r Row) Kind(i int) Kind {
	if i >= 0 && i < len(r.Kinds) {
		return r.Kinds[i]
	}
	return TextCell
}

// Options narrows what Open would otherwise choose.
type Options struct {
	Sheet string // the workbook's sheet; empty: the first that is not empty
}

// File is a recognised table file. It holds no open handle.
type File struct {
	Path     string
	Format   Format
	Encoding Encoding // of a text file
	Comma    byte     // separator of a text file
	Columns  int      // cells in most rows of a text file's beginning
	Sheet    string   // name of the workbook's sheet that is read
	Size     int64
	SHA256   [sha256.Size]byte

	src      []byte // of a file that is in memory
	rows     []Row  // of records
	modified time.Time
	skip     int // bytes of byte order mark
	sepLine  bool
	book     *workbook // as Open has read it; its zip is closed
}

// MaxFile bounds a file: ten times a million rows of invoices; what is larger
// is not a table that a person exported.
const MaxFile = 4 << 30

// Open reads a file once from end to end to learn what it is, for an encoding
// can show itself in the last line only.
func Open(path string, o Options) (*File, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, openFault(path, err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, openFault(path, err)
	}
	f := &File{Path: path, Size: info.Size(), modified: info.ModTime()}
	if info.IsDir() {
		return nil, f.fault("sheet.directory", "is a directory, not a file")
	}
	return f, f.recognise(in, o)
}

// OpenBytes is Open for a file that is in memory already; name is for messages.
func OpenBytes(name string, src []byte, o Options) (*File, error) {
	f := &File{Path: name, Size: int64(len(src)), src: src}
	return f, f.recognise(inMemory{bytes.NewReader(src)}, o)
}

// handle is an open file, or one in memory.
type handle interface {
	io.Reader
	io.ReaderAt
	io.Seeker
	io.Closer
}

type inMemory struct{ *bytes.Reader }

// Close has nothing to let go.
func (inMemory) Close() error { return nil }

func (f *File) recognise(in handle, o Options) error {
	if f.Size > MaxFile {
		return f.fault("sheet.too_large", "is larger than 4 GiB")
	}
	s, err := scan(in)
	if err != nil {
		return openFault(f.Path, err)
	}
	f.SHA256 = s.sum
	if bytes.HasPrefix(s.head, []byte("PK\x03\x04")) {
		f.Format = Workbook
		return f.openWorkbook(in, o.Sheet)
	}
	f.Format = Text
	return f.openText(in, s)
}

// Name is the file's name without its directory, as messages give it.
func (f *File) Name() string { return filepath.Base(f.Path) }

// fault makes an Input fault that begins with the file's name.
func (f *File) fault(code, text string, args ...any) *fault.Fault {
	return fault.New(fault.Input, code, "%s: "+text, append([]any{f.Name()}, args...)...)
}

func openFault(path string, err error) error {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fault.Wrap(err, fault.Input, "sheet.not_found", "%s: there is no such file", path)
	case errors.Is(err, os.ErrPermission):
		return fault.Wrap(err, fault.Input, "sheet.permission", "%s: may not be read", path)
	}
	return fault.Wrap(err, fault.Input, "sheet.read", "%s: cannot be read", name)
}

// source gives the rows of one format. The row it fills may share memory with
// the one before.
type source interface {
	next(*Row) (bool, error)
	Close() error
}

// Rows reads the rows of a file from its first to its last.
type Rows struct {
	src source
	row Row
	err error
}

// Rows begins to read the file. It refuses a file that has changed since Open.
func (f *File) Rows() (*Rows, error) {
	if f.Format == Records {
		return &Rows{src: &recordRows{f.rows}}, nil
	}
	in, err := f.reopen()
	if err != nil {
		return nil, err
	}
	var src source
	if f.Format == Workbook {
		src, err = f.workbookRows(in)
	} else {
		src, err = f.textRows(in)
	}
	if err != nil {
		in.Close()
		return nil, err
	}
	return &Rows{src: src}, nil
}

func (f *File) reopen() (handle, error) {
	if f.src != nil {
		return inMemory{bytes.NewReader(f.src)}, nil
	}
	in, err := os.Open(f.Path)
	if err != nil {
		return nil, openFault(f.Path, err)
	}
	info, err := in.Stat()
	if err != nil || info.Size() != f.Size || !info.ModTime().Equal(f.modified) {
		in.Close()
		return nil, f.fault("sheet.changed", "was changed while it was read; import it again")
	}
	return in, nil
}

// Next reads the next row that is not blank.
func (r *Rows) Next() bool {
	for r.err == nil {
		var ok bool
		r.row.Err = nil
		if ok, r.err = r.src.next(&r.row); !ok || r.err != nil {
			return false
		}
		if r.row.Err != nil || !blank(r.row.Cells) {
			return true
		}
	}
	return false
}

// Row is the row Next has read.
func (r *Rows) Row() Row { return r.row }

// Err is what ended the rows before the end of the file.
func (r *Rows) Err() error { return r.err }

// Close lets go of the file.
func (r *Rows) Close() error { return r.src.Close() }

func blank(cells []string) bool {
	for _, c := range cells {
		for i := range len(c) {
			if c[i] != ' ' && c[i] != '\t' && c[i] != '\r' && c[i] != '\n' && !nbspAt(c, i) {
				return false
			}
		}
	}
	return true
}

// nbspAt reports whether byte i belongs to a no-break space, which programs
// leave in cells that look empty.
func nbspAt(s string, i int) bool {
	return s[i] == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0 || s[i] == 0xA0 && i > 0 && s[i-1] == 0xC2
}

// scanned is what one reading of the bytes told.
type scanned struct {
	head   []byte // the first sampleSize bytes
	sum    [sha256.Size]byte
	utf8   bool
	nul    int64 // offset of the first NUL byte, -1 if none
	nulRow int   // its line
}

// sampleSize is how much of the beginning decides on the separator: some
// thousand rows.
const sampleSize = 256 << 10

func scan(in io.Reader) (scanned, error) {
	s := scanned{utf8: true, nul: -1}
	hash := sha256.New()
	buf := make([]byte, sampleSize)
	var check utf8Checker
	var offset int64
	line := 1
	for {
		n, err := io.ReadFull(in, buf)
		chunk := buf[:n]
		hash.Write(chunk)
		if s.head == nil {
			s.head = bytes.Clone(chunk)
		}
		if s.nul < 0 {
			if i := bytes.IndexByte(chunk, 0); i >= 0 {
				s.nul, s.nulRow = offset+int64(i), line+bytes.Count(chunk[:i], []byte{'\n'})
			}
			line += bytes.Count(chunk, []byte{'\n'})
		}
		s.utf8 = s.utf8 && check.write(chunk)
		offset += int64(n)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return s, err
		}
	}
	s.utf8 = s.utf8 && check.end()
	hash.Sum(s.sum[:0])
	return s, nil
}
