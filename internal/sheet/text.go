package sheet

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"debitor/internal/fault"
)

// Limits of a text file. Each stands for a kind of file that is no table.
const (
	MaxColumns = 1024     // Excel exports rarely pass 50; more is a wrong separator
	MaxCell    = 32 << 10 // as many as Excel lets into a cell; an open quote must not swallow the file
	MaxLine    = 1 << 20  // a megabyte without a line end is not a table
)

// openText settles encoding and separator.
func (f *File) openText(in handle, s scanned) error {
	if err := refuseKnown(f, s.head); err != nil {
		return err
	}
	f.Encoding, f.skip = byteOrderMark(s.head)
	switch {
	case f.Encoding == UTF16LE || f.Encoding == UTF16BE:
	case s.nul >= 0:
		return f.fault("sheet.binary", "holds a NUL byte in line %d; it is not a text table (save it as CSV UTF-8 or XLSX)", s.nulRow)
	case s.utf8:
		f.Encoding = UTF8
	case f.Encoding == UTF8:
		return f.fault("sheet.encoding", "begins as UTF-8 but holds bytes that are not; save it again as CSV UTF-8")
	default:
		if _, err := in.Seek(0, io.SeekStart); err != nil {
			return openFault(f.Path, err)
		}
		p, err := countPairs(in)
		if err != nil {
			return openFault(f.Path, err)
		}
		f.Encoding = p.guess()
	}
	sample, err := f.sample(s.head)
	if err != nil {
		return openFault(f.Path, err)
	}
	if len(bytes.TrimSpace(sample)) == 0 && f.Size < sampleSize {
		return f.fault("sheet.empty", "is empty")
	}
	f.Comma, f.Columns, f.sepLine = separator(sample)
	return nil
}

// refuseKnown names files that people take for tables.
func refuseKnown(f *File, head []byte) error {
	switch {
	case len(head) == 0:
		return f.fault("sheet.empty", "is empty")
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		return f.fault("sheet.xls", "is an old Excel file (.xls); open it and save it as .xlsx or CSV")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return f.fault("sheet.pdf", "is a PDF; export the table as XLSX or CSV instead")
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return f.fault("sheet.rtf", "is a text document (RTF); export the table as XLSX or CSV instead")
	}
	return nil
}

// sample is the beginning of the file as the row reader would see its bytes.
func (f *File) sample(head []byte) ([]byte, error) {
	return io.ReadAll(f.decoded(bytes.NewReader(head[min(f.skip, len(head)):])))
}

// decoded turns UTF-16 into UTF-8. Every other encoding leaves the separators
// and line ends as they are and is decoded cell by cell.
func (f *File) decoded(in io.Reader) io.Reader {
	switch f.Encoding {
	case UTF16LE:
		return transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(in, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	}
	return in
}

func (f *File) textRows(in handle) (source, error) {
	if _, err := in.Seek(int64(f.skip), io.SeekStart); err != nil {
		return nil, openFault(f.Path, err)
	}
	src := f.decoded(in)
	if f.Encoding == UTF16LE || f.Encoding == UTF16BE {
		src = bufio.NewReaderSize(src, 64<<10)
	}
	t := &text{file: f, src: src, closer: in, buf: make([]byte, 128<<10), line: 1, comma: f.Comma, table: tableOf(f.Encoding)}
	if f.sepLine {
		if _, _, err := t.physical(); err != nil {
			return nil, err
		}
		t.consume(t.after)
	}
	return t, nil
}

// text reads rows out of a window of the file that always holds the whole row
// being read, so that a row whose quotes do not add up can be read again.
type text struct {
	file   *File
	src    io.Reader
	closer io.Closer
	buf    []byte
	pos    int // where the next row begins
	end    int // end of what is in buf
	eof    bool
	line   int // of pos
	after  int // set by physical: where the line after begins
	comma  byte
	table  *table
	plain  []byte // cells of a row with quotes, one after the other
	ends   []int  // where each ends in plain
	cells  []string
}

func (t *text) Close() error { return t.closer.Close() }

// fill reads more of the file behind end, moving the row to the front first.
// It reports false at the end of the file.
func (t *text) fill() (bool, error) {
	if t.eof {
		return false, nil
	}
	if t.pos > 0 {
		t.end = copy(t.buf, t.buf[t.pos:t.end])
		t.pos = 0
	}
	if t.end == len(t.buf) {
		if len(t.buf) >= 2*MaxLine {
			return false, t.file.fault("sheet.line_too_long", "line %d is longer than %d bytes; it is not a table", t.line, MaxLine)
		}
		t.buf = append(t.buf, make([]byte, len(t.buf))...)
	}
	n, err := t.src.Read(t.buf[t.end:])
	t.end += n
	if err == io.EOF {
		t.eof = true
		return n > 0, nil
	}
	if err != nil {
		return false, openFault(t.file.Path, err)
	}
	return true, nil
}

// physical is the line at pos without its end; after is where the next begins.
// ok is false when nothing is left.
func (t *text) physical() (line []byte, ok bool, err error) {
	from := 0 // looked at already, from pos
	for {
		window := t.buf[t.pos:t.end]
		if i := lineEnd(window[from:]); i >= 0 {
			i += from
			if window[i] == '\n' || i+1 < len(window) || t.eof {
				t.after = t.pos + i + 1
				if window[i] == '\r' && i+1 < len(window) && window[i+1] == '\n' {
					t.after++
				}
				return window[:i], true, nil
			}
			from = i
		} else {
			from = len(window)
		}
		more, err := t.fill()
		if err != nil {
			return nil, false, err
		}
		if !more {
			if t.pos == t.end {
				return nil, false, nil
			}
			if from < t.end-t.pos { // a carriage return is the file's last byte
				continue
			}
			t.after = t.end
			return t.buf[t.pos:t.end], true, nil
		}
	}
}

// lineEnd is the index of the first line feed or carriage return, -1 if none.
func lineEnd(b []byte) int {
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		return bytes.IndexByte(b, '\r')
	}
	if j := bytes.IndexByte(b[:i], '\r'); j >= 0 {
		return j
	}
	return i
}

// consume moves on to next, counting the line ends passed.
func (t *text) consume(next int) {
	for b := t.buf[t.pos:next]; ; {
		i := lineEnd(b)
		if i < 0 {
			break
		}
		if b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' {
			i++
		}
		b = b[i+1:]
		t.line++
	}
	t.pos = next
}

func (t *text) next(r *Row) (bool, error) {
	line, ok, err := t.physical()
	if !ok || err != nil {
		return false, err
	}
	r.Line = t.line
	if bytes.IndexByte(line, '"') < 0 {
		t.split(r, line)
		t.pos = t.after
		t.line++
		return true, nil
	}
	next, problem, err := t.quoted()
	if err != nil {
		return false, err
	}
	if problem == "" {
		t.consume(next)
		t.take(r)
		return true, nil
	}
	if line, _, err = t.physical(); err != nil {
		return false, err
	}
	cells, told := lenient(line, t.comma, t.file.Columns)
	next = t.after
	if told {
		t.plain, t.ends = t.plain[:0], t.ends[:0]
		for _, c := range cells {
			t.add(c)
			t.ends = append(t.ends, len(t.plain))
		}
		t.take(r)
	} else {
		r.Cells = nil
		r.Err = fault.New(fault.Input, "sheet.quote", "%s; how the line divides into columns cannot be told (write a quote inside a quoted cell twice)", problem)
	}
	t.consume(next)
	return true, nil
}

// split divides a line without quotes.
func (t *text) split(r *Row, line []byte) {
	var s string
	if t.table != nil {
		t.plain = t.table.append(t.plain[:0], line)
		s = string(t.plain)
	} else {
		s = string(line)
	}
	t.cells = t.cells[:0]
	for len(t.cells) < MaxColumns {
		i := strings.IndexByte(s, t.comma)
		if i < 0 {
			break
		}
		t.cells = append(t.cells, s[:i])
		s = s[i+1:]
	}
	t.cells = append(t.cells, s)
	r.Cells = t.cells
}

// take makes cells of plain and ends.
func (t *text) take(r *Row) {
	s := string(t.plain)
	t.cells = t.cells[:0]
	from := 0
	for _, to := range t.ends {
		t.cells = append(t.cells, s[from:to])
		from = to
	}
	r.Cells = t.cells
}

// add appends a piece of a cell to plain.
func (t *text) add(piece []byte) {
	if t.table != nil {
		t.plain = t.table.append(t.plain, piece)
	} else {
		t.plain = append(t.plain, piece...)
	}
}
