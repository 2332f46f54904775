package bank

import (
	"bytes"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/money"
)

// MaxFile bounds a file, and what an archive unfolds to: two hundred thousand
// entries in the wordiest of the formats.
const MaxFile = 256 << 20

// Options is what the user says about a file; everything may be left empty.
type Options struct {
	Map      *intake.Map    // how a table is to be read
	Currency money.Currency // where the file does not say
	Account  string         // of a table, which does not say
}

// format is a kind of statement that is told by its text.
type format struct {
	looks func(text string) bool // only ever called with a text that is not empty
	read  func(*source) (File, error)
}

// formats in the order in which they are tried: the surest signs first.
var formats = []format{
	{looksOneC, readOneC},
	{looksBY, readBY},
	{looksCamt, readCamt},
	{looksMT, readMT},
}

// Read reads a statement file, or an archive of them, whole or not at all.
// name is only for messages. Errors are faults of kind Input whose text names
// file and line: bank.empty, bank.too_large, bank.unknown, bank.binary,
// bank.encoding, bank.letters_lost, bank.truncated, bank.no_format, bank.zip and
// its kin, and those of the readers.
func Read(name string, src []byte, o Options) (File, error) {
	s := &source{name: name, raw: src, options: o}
	switch {
	case len(src) > MaxFile:
		return File{}, s.fault("bank.too_large", "is larger than %d megabytes; ask the bank for shorter periods", 0, MaxFile>>20)
	case len(bytes.TrimSpace(src)) == 0:
		return File{}, s.fault("bank.empty", "is empty", 0)
	case isZip(src):
		return readZip(s)
	}
	return s.read()
}

// read tells the format of one file and reads it.
func (s *source) read() (File, error) {
	if what := known(s.raw); what != "" {
		return File{}, s.fault("bank.unknown", "is %s, not a statement; have the bank export it as text, XML or XLSX", 0, what)
	}
	if err := s.decode(); err != nil {
		return File{}, err
	}
	for _, f := range formats {
		if f.looks(s.text) {
			return s.give(f.read(s))
		}
	}
	return s.give(readTable(s))
}

// give completes what a reader has read.
func (s *source) give(f File, err error) (File, error) {
	if err != nil {
		return File{}, err
	}
	f.Encoding = s.encoding
	f.Warnings = append(f.Warnings, s.warnings...)
	for i := range f.Statements {
		f.Statements[i].Member = s.member
	}
	return f, nil
}

// known names files of other kinds by how they begin.
func known(src []byte) string {
	for begin, what := range map[string]string{
		"%PDF": "a PDF", "{\\rtf": "a text document (RTF)", "\xD0\xCF\x11\xE0": "an old Office file (XLS or DOC)",
		"\x89PNG": "a picture", "\xFF\xD8\xFF": "a picture", "GIF8": "a picture", "Rar!": "a RAR archive", "7z\xBC\xAF": "a 7-Zip archive", "\x1F\x8B": "a gzip archive",
	} {
		if bytes.HasPrefix(src, []byte(begin)) {
			return what
		}
	}
	return ""
}

// firstLine is the first line that is not blank.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, " \t\r\n"), "\n")
	return strings.TrimSpace(line)
}

// unknown refuses what is none of the formats; asTable is why it is no table.
func (s *source) unknown(asTable error) *fault.Fault {
	return s.fault("bank.no_format", "is none of 1CClientBankExchange, CAMT, MT940, MT942, a Belarusian client-bank text or a table of movements (%s); ask the bank for one of these, or describe a table in a map file",
		1, strings.TrimPrefix(asTable.Error(), s.name+": "))
}
