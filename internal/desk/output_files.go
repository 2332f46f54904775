package desk

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"debitor/internal/sheet"
)

func (o *output) csv(name string, header []string, rows [][]string) error {
	return o.write(name, func(b *bytes.Buffer) error { return writeCSV(b, header, rows) })
}

// writeCSV writes a table whose cells no spreadsheet takes for formulas.
func writeCSV(b *bytes.Buffer, header []string, rows [][]string) error {
	w := csv.NewWriter(b)
	if err := w.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		for i := range row {
			row[i] = sheet.Inert(row[i])
		}
	}
	return w.WriteAll(rows)
}

// writeTries is how often a file is written when another process that writes
// into the same directory takes it for a leftover.
const writeTries = 10

// write makes one file whole or not at all.
func (o *output) write(name string, fill func(*bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := fill(&b); err != nil {
		return err
	}
	o.files = append(o.files, filepath.ToSlash(name))
	err := replaceFile(filepath.Join(o.dir, name), b.Bytes())
	for try := 1; errors.Is(err, fs.ErrNotExist) && try < writeTries; try++ {
		err = replaceFile(filepath.Join(o.dir, name), b.Bytes())
	}
	return err
}

// leftover is the name of a file that is being written, or was when its writer
// died; replaceFile makes it.
var leftover = regexp.MustCompile(`\.(pdf|csv|eml|docx|json)\.[A-Z2-7]{8}\.part$`)

// replaceFile writes beside the file, under a name that nobody else writes to
// at this moment, and moves that into its place.
func replaceFile(path string, content []byte) error {
	beside := path + "." + rand.Text()[:8] + ".part"
	if err := os.WriteFile(beside, content, 0o644); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

// sweep removes what a process that was killed left half written.
func (o *output) sweep() error {
	for _, dir := range []string{o.dir, filepath.Join(o.dir, "mail"), filepath.Join(o.dir, "docx")} {
		entries, err := os.ReadDir(dir)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !leftover.MatchString(e.Name()) {
				continue
			}
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (o *output) remove(names ...string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(o.dir, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
