package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"debitor/internal/bank"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/money"
)

type readCommand struct {
	File string `arg:"" help:"A bank statement, or an archive of them."`
	Map  string `placeholder:"FILE" help:"Map file that says how to read a table."`
}

func (c *readCommand) Run(a *app) error {
	m, err := readMap(c.Map)
	if err != nil {
		return err
	}
	src, err := readWhole(c.File)
	if err != nil {
		return err
	}
	f, err := bank.Read(filepath.Base(c.File), src, bank.Options{Map: m})
	if err != nil {
		return err
	}
	lang := a.Language
	if lang == "" {
		lang = "en"
	}
	if a.JSON {
		return a.json(readJSON(lang, &f))
	}
	a.statements(lang, &f)
	return nil
}

// readWhole reads a file that is not larger than a statement may be.
func readWhole(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fault.Wrap(err, fault.NotFound, "read.file", "%s: there is no such file", path)
	case info.IsDir():
		return nil, fault.New(fault.Input, "read.directory", "%s is a directory, not a file", path)
	case info.Size() > bank.MaxFile:
		return nil, fault.New(fault.Input, "bank.too_large", "%s is larger than %d megabytes; ask the bank for shorter periods", path, bank.MaxFile>>20)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Input, "read.file", "%s cannot be read", path)
	}
	return src, nil
}

type readDocument struct {
	Format     string          `json:"format"`
	Encoding   string          `json:"encoding"`
	Statements []readStatement `json:"statements"`
	Warnings   []readWarning   `json:"warnings"`
}

type readStatement struct {
	Account  string         `json:"account,omitempty"`
	Currency money.Currency `json:"currency,omitempty"`
	From     string         `json:"from,omitempty"`
	To       string         `json:"to,omitempty"`
	Opening  string         `json:"opening,omitempty"`
	Closing  string         `json:"closing,omitempty"`
	Entries  []readEntry    `json:"entries"`
}

type readEntry struct {
	Date         string         `json:"date"`
	ValueDate    string         `json:"value_date"`
	Amount       string         `json:"amount"`
	Currency     money.Currency `json:"currency,omitempty"`
	Counterparty string         `json:"counterparty,omitempty"`
	TaxID        string         `json:"tax_id,omitempty"`
	Account      string         `json:"counterparty_account,omitempty"`
	Purpose      string         `json:"purpose,omitempty"`
	Reference    string         `json:"reference,omitempty"`
}

type readWarning struct {
	Line int    `json:"line,omitempty"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// readJSON is the document for programs; what is not known is not there.
func readJSON(lang string, f *bank.File) readDocument {
	out := readDocument{Format: f.Format, Encoding: f.Encoding, Statements: []readStatement{}, Warnings: []readWarning{}}
	for _, st := range f.Statements {
		s := readStatement{
			Account: st.Account, Currency: st.Currency, From: dateOrNone(st.From), To: dateOrNone(st.To),
			Opening: balance(st.Opening, st.Currency), Closing: balance(st.Closing, st.Currency), Entries: []readEntry{},
		}
		for _, e := range st.Entries {
			s.Entries = append(s.Entries, readEntry{
				Date: e.Date.String(), ValueDate: e.ValueDate.String(), Amount: e.Amount.Decimal(e.Currency), Currency: e.Currency,
				Counterparty: e.Counterparty, TaxID: e.TaxID, Account: e.Account, Purpose: e.Purpose, Reference: e.Reference,
			})
		}
		out.Statements = append(out.Statements, s)
	}
	for _, w := range f.Warnings {
		out.Warnings = append(out.Warnings, readWarning{w.Line, w.Code, warning(lang, w)})
	}
	return out
}

func dateOrNone(d cal.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func balance(m *money.Minor, c money.Currency) string {
	if m == nil {
		return ""
	}
	return m.Decimal(c)
}

// warning is a warning's text in the language.
func warning(lang string, w bank.Warning) string {
	text, ok := warnings[w.Code]
	if !ok || lang != "ru" && lang != "be" {
		return w.Text
	}
	for i, arg := range w.Args {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), fmt.Sprint(arg))
	}
	return text
}

// statements prints each statement as a table.
func (a *app) statements(lang string, f *bank.File) {
	for i, st := range f.Statements {
		if i > 0 {
			a.say("")
		}
		a.say("%s %s  %s – %s  (%s, %s)", st.Account, st.Currency, dateOrNone(st.From), dateOrNone(st.To), f.Format, f.Encoding)
		if len(st.Entries) > 0 {
			t := newTable(headings(lang, "date", ">amount of entry", "counterparty", "tax number", "purpose")...)
			for _, e := range st.Entries {
				t.add(e.Date.String(), grouped(e.Amount.Decimal(e.Currency)), e.Counterparty, e.TaxID, e.Purpose)
			}
			t.print(a)
		}
		a.turnovers(lang, &st)
	}
	for _, w := range f.Warnings {
		if w.Line > 0 {
			a.sayIn(lang, "Line %d: %s", w.Line, warning(lang, w))
		} else {
			a.say("%s", warning(lang, w))
		}
	}
}

func (a *app) turnovers(lang string, st *bank.Statement) {
	var in, out money.Minor
	for _, e := range st.Entries {
		in += max(e.Amount, 0)
		out += min(e.Amount, 0)
	}
	a.sayIn(lang, "Entries: %d, in %s, out %s.", len(st.Entries), grouped(in.Decimal(st.Currency)), grouped(out.Decimal(st.Currency)))
	if st.Opening != nil && st.Closing != nil {
		a.sayIn(lang, "Balance: %s, then %s.", grouped(st.Opening.Decimal(st.Currency)), grouped(st.Closing.Decimal(st.Currency)))
	}
}
