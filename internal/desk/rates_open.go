package desk

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"

	"debitor/internal/fault"
	"debitor/internal/fx"
	"debitor/internal/sheet"
)

// isRates tells whether a file is surely one of rates, by its beginning, also of
// what an archive or a workbook begins with.
func isRates(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Size() > fx.MaxFile {
		return false // whoever opens it next says why
	}
	head, err := readUpTo(path, fx.HeadSize)
	if err != nil {
		return false
	}
	if !isZip(head) {
		return fx.Looks(head)
	}
	if book, err := sheet.Open(path, sheet.Options{}); err == nil {
		rows, err := tableOf(book, 1)
		return err == nil && len(rows) == 1 && fx.LooksTable(rows[0].Cells)
	}
	head, err = unzipped(path, fx.HeadSize)
	return err == nil && fx.Looks(head)
}

func isZip(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// openRates reads a file of rates: as the bank publishes it, in the archive it is
// published in, or a workbook.
func (s *Session) openRates(path string) (*rateFile, error) {
	f := &rateFile{name: filepath.Base(path)}
	src, err := readUpTo(path, fx.MaxFile+1) // one more than Read takes
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "import.file", "%s cannot be opened: %s", path, err)
	}
	f.sum = sha256.Sum256(src)
	if !isZip(src) || len(src) > fx.MaxFile {
		f.File, err = fx.Read(f.name, src, s.company.Currency)
		return f, err
	}
	if book, openErr := sheet.Open(path, sheet.Options{}); openErr == nil {
		rows, err := tableOf(book, maxRateRows+1)
		if err != nil {
			return nil, err
		}
		if len(rows) > maxRateRows {
			return nil, fault.New(fault.Input, "fx.too_many", "%s has more than %d rows; a table of rates does not", f.name, maxRateRows)
		}
		f.File, err = fx.ReadTable(f.name, rows, s.company.Currency)
		return f, err
	}
	if src, err = unzipped(path, fx.MaxFile+1); err != nil {
		return nil, err
	}
	f.File, err = fx.Read(f.name, src, s.company.Currency)
	return f, err
}

// maxRateRows is a rate of forty currencies on each working day of a hundred
// years.
const maxRateRows = 1_000_000

// tableOf is the first rows of a workbook that are not blank.
func tableOf(book *sheet.File, most int) (list []fx.Line, err error) {
	rows, err := book.Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for len(list) < most && rows.Next() {
		row := rows.Row()
		if row.Err != nil {
			return nil, row.Err
		}
		list = append(list, fx.Line{Number: row.Line, Cells: append([]string{}, row.Cells...)})
	}
	return list, rows.Err()
}

// unzipped is the beginning of the one file of an archive.
func unzipped(path string, most int64) ([]byte, error) {
	name := filepath.Base(path)
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, brokenArchive(name, err)
	}
	defer z.Close()
	if len(z.File) != 1 {
		return nil, fault.New(fault.Input, "fx.archive", "%s holds %d files and not the one with the rates; unpack it", name, len(z.File))
	}
	in, err := z.File[0].Open()
	if err != nil {
		return nil, brokenArchive(name, err)
	}
	defer in.Close()
	src, err := io.ReadAll(io.LimitReader(in, most))
	if err != nil {
		return nil, brokenArchive(name, err)
	}
	return src, nil
}

func brokenArchive(name string, err error) error {
	return fault.Wrap(err, fault.Input, "fx.broken_archive", "%s is not whole (%s); fetch it again", name, err)
}
