package bank

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
)

// Limits of an archive. A few kilobytes may unfold to terabytes, so sizes are
// bounded before and while a member is read.
const (
	maxMembers = 1000    // a statement a day for nearly three years
	maxRatio   = 200     // unfolded to folded; XML reaches 60, bombs 1000
	ratioFrom  = 1 << 20 // bytes; less is no bomb whatever its ratio
)

func isZip(src []byte) bool { return bytes.HasPrefix(src, []byte("PK\x03\x04")) }

// readZip reads every statement of an archive into one File. A workbook is a
// zip too, and goes its own way. What is a PDF beside its statement is named
// and left; anything else that is no statement refuses the whole.
func readZip(s *source) (File, error) {
	z, err := zip.NewReader(bytes.NewReader(s.raw), int64(len(s.raw)))
	if err != nil {
		return File{}, s.zipFault(err)
	}
	if isWorkbook(z) {
		return s.give(readTable(s))
	}
	if len(z.File) > maxMembers {
		return File{}, s.fault("bank.zip_many", "holds more than %d files; unpack it and bring the statements", 0, maxMembers)
	}
	var all File
	left := int64(MaxFile)
	for _, m := range z.File {
		if m.FileInfo().IsDir() || strings.HasPrefix(m.Name, "__MACOSX/") {
			continue
		}
		if err := s.add(&all, m, &left); err != nil {
			return File{}, err
		}
	}
	if all.Format == "" {
		return File{}, s.fault("bank.zip_empty", "holds no statement", 0)
	}
	all.Warnings = append(all.Warnings, s.warnings...)
	return all, nil
}

// isWorkbook tells an Office file from an archive.
func isWorkbook(z *zip.Reader) bool {
	return slices.ContainsFunc(z.File, func(m *zip.File) bool { return strings.EqualFold(m.Name, "[Content_Types].xml") })
}

// add reads one member into all.
func (s *source) add(all *File, m *zip.File, left *int64) error {
	size := int64(min(m.UncompressedSize64, MaxFile+1))
	if size > *left || size > ratioFrom && uint64(size)/maxRatio > m.CompressedSize64 {
		return s.fault("bank.zip_large", "unfolds to more than it may (%s); unpack it and bring the statements one by one", 0, clip(m.Name))
	}
	src, err := unfold(m, size)
	if err != nil {
		return s.zipFault(err)
	}
	*left -= size
	one := &source{name: s.name + "/" + clip(m.Name), member: m.Name, raw: src, options: s.options}
	switch {
	case len(bytes.TrimSpace(src)) == 0:
		return one.fault("bank.empty", "is empty", 0)
	case bytes.HasPrefix(src, []byte("%PDF")):
		s.warn("bank.left_out", "%s is a PDF and was left out", 0, m.Name)
		return nil
	}
	read := one.read
	if isZip(src) {
		read = one.workbook
	}
	f, err := read()
	switch {
	case err != nil:
		return err
	case all.Format == "":
		*all = f
		return nil
	case all.Format != f.Format:
		return one.fault("bank.zip_mixed", "is %s, while others in the archive are %s; bring them separately", 0, f.Format, all.Format)
	}
	all.Statements = append(all.Statements, f.Statements...)
	all.Warnings = append(all.Warnings, f.Warnings...)
	return nil
}

// workbook reads a member that is a zip itself, which only a workbook may be.
func (s *source) workbook() (File, error) {
	z, err := zip.NewReader(bytes.NewReader(s.raw), int64(len(s.raw)))
	if err != nil || !isWorkbook(z) {
		return File{}, s.fault("bank.zip_nested", "is an archive inside an archive; unpack it and bring the statements", 0)
	}
	return s.give(readTable(s))
}

// unfold reads a member whose size is what the archive says; one that goes on
// beyond it is refused.
func unfold(m *zip.File, size int64) ([]byte, error) {
	r, err := m.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, size+1))
	if err == nil && int64(len(src)) > size {
		err = errors.New("unfolds to more than it says")
	}
	return src, err
}

func (s *source) zipFault(err error) error {
	f := s.fault("bank.zip", "is damaged: the archive cannot be read (ask the bank for it again)", 0)
	f.Err = err
	return f
}
