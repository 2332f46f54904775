package desk

import (
	"context"
	"crypto/sha256"
	"path/filepath"

	"debitor/internal/bank"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/intake"
)

// KindStatement is the kind of a file that holds statements of bank accounts.
const KindStatement intake.Kind = "statement"

// bankFile is a statement file as it was read.
type bankFile struct {
	bank.File
	name string
	sum  [sha256.Size]byte
}

// isStatement tells whether a file is surely a statement of a bank account, by
// its beginning.
func isStatement(path string) bool {
	head, err := readUpTo(path, bank.HeadSize)
	return err == nil && bank.Looks(head) // else whoever opens it next says why
}

// openBank reads a statement file whole.
func (s *Session) openBank(path string, m *intake.Map) (*bankFile, error) {
	f := &bankFile{name: filepath.Base(path)}
	src, err := readUpTo(path, bank.MaxFile+1) // one more than Read takes
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "import.file", "%s cannot be opened: %s", path, err)
	}
	f.sum = sha256.Sum256(src)
	f.File, err = bank.Read(f.name, src, bank.Options{Map: m})
	return f, err
}

// warnings are what the reader wants looked at.
func (f *bankFile) warnings() []intake.Warning {
	list := []intake.Warning{}
	for _, w := range f.Warnings {
		if len(list) == intake.MaxWarnings {
			break
		}
		list = append(list, intake.Warning{File: f.name, Line: w.Line, Code: w.Code, Text: w.Text, Args: w.Args})
	}
	return list
}

func (f *bankFile) kind() intake.Kind { return KindStatement }

func (f *bankFile) take(ctx context.Context, s *Session, e *entry, _ ImportOptions) (FileReport, error) {
	report, err := s.takeBank(ctx, e, f)
	if db.IsUnique(err) {
		err = fault.Wrap(err, fault.Refused, "import.concurrent", "%s: somebody else imports the same records at this moment; try again", f.name)
	}
	return report, err
}
