package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/store"
)

type letterCommand struct {
	List    letterList    `cmd:"" help:"List the letters: those that come with debitor and your own."`
	Show    letterShow    `cmd:"" help:"Show a letter's template."`
	Check   letterCheck   `cmd:"" help:"Check a template file. Needs no database."`
	Preview letterPreview `cmd:"" help:"Show a letter filled with made-up facts. Needs no database."`
	Use     letterUse     `cmd:"" help:"Put your own template in the place of a letter, or take it away again."`
	Fields  letterFields  `cmd:"" help:"What a template may name: fields, functions, norms."`
	Draft   letterDraft   `cmd:"" help:"Make a letter or paper for a customer as a file; records and sends nothing."`
	Trace   letterTrace   `cmd:"" help:"Show a letter that was written, and what became of it."`
}

// templateFlags say which of a letter's templates is meant.
type templateFlags struct {
	In  string `name:"in" placeholder:"LANG" help:"Language of the letter: ru, be, uk, bs, de, en; the company's if not given."`
	Law string `placeholder:"LAW" help:"Law that governs the contract: RU, BY, UA, BA-FBIH, BA-RS, DE; every law if not given."`
}

// of is the template that is meant: a file, the company's own, or the one that
// comes with debitor. The database is asked only where there is one.
func (f templateFlags) of(a *app, nameOrFile string) (t desk.LetterTemplate, err error) {
	lang := f.In
	found := false
	err = a.with(func(s *desk.Session) error {
		if lang == "" {
			lang = s.Company().Language
		}
		if isFile(nameOrFile) {
			return nil
		}
		t, err = s.Letter(a.ctx, nameOrFile, lang, strings.ToUpper(f.Law))
		found = err == nil
		return err
	})
	if kind := fault.KindOf(err); err != nil && kind != fault.NotFound && kind != fault.Usage {
		return t, err
	}
	if found {
		return t, nil
	}
	if lang == "" {
		lang = a.Language
	}
	if lang == "" {
		lang = "en"
	}
	return desk.ReadLetter(nameOrFile, lang)
}

func isFile(name string) bool { return strings.ContainsAny(name, `./\`) }

type letterList struct{}

func (c *letterList) Run(a *app) error {
	lang := a.Language
	list := desk.ShippedLetters()
	err := a.with(func(s *desk.Session) (err error) {
		lang = a.lang(s)
		list, err = s.Letters(a.ctx)
		return err
	})
	if kind := fault.KindOf(err); err != nil && kind != fault.NotFound && kind != fault.Usage {
		return err
	}
	if a.JSON {
		return a.json(map[string]any{"letters": list})
	}
	t := newTable(headings(lang, "letter", "languages", "own")...)
	for _, l := range list {
		own := make([]string, len(l.Own))
		for i, o := range l.Own {
			own[i] = strings.TrimRight(fmt.Sprintf("%s %d %s", o.Language, o.Version, o.Law), " ")
		}
		t.add(l.Letter, strings.Join(l.Languages, " "), strings.Join(own, ", "))
	}
	t.print(a)
	return nil
}

type letterShow struct {
	Name string `arg:"" help:"Name of a letter, or a file."`
	templateFlags
}

func (c *letterShow) Run(a *app) error {
	t, err := c.of(a, c.Name)
	if err != nil {
		return err
	}
	if a.JSON {
		return a.json(t)
	}
	a.say("%s", strings.TrimRight(t.Source, "\n"))
	return nil
}

type letterCheck struct {
	File string `arg:"" help:"Template file (Markdown)."`
	templateFlags
}

func (c *letterCheck) Run(a *app) error {
	t, err := c.of(a, c.File)
	if err != nil {
		return err
	}
	if a.JSON {
		return a.json(map[string]any{"letter": c.File, "language": t.Language, "ok": true})
	}
	a.say("%s is in order (%s).", c.File, t.Language)
	return nil
}

type letterPreview struct {
	Name      string `arg:"" help:"Name of a letter, or a file."`
	Documents int    `default:"3" placeholder:"N" help:"How many documents the letter is about."`
	Out       string `placeholder:"FILE" help:"Write it as .pdf, .docx, .html or .txt; as text to the screen if not given."`
	templateFlags
}

func (c *letterPreview) Run(a *app) error {
	if c.Documents < 1 || c.Documents > letter.MaxItems {
		return fault.New(fault.Usage, "usage.documents", "--documents is a number from 1 to %d", letter.MaxItems)
	}
	t, err := c.of(a, c.Name)
	if err != nil {
		return err
	}
	kind := letter.Kind(strings.TrimSuffix(filepath.Base(c.Name), ".md"))
	facts := letter.Sample(kind, t.Language, c.Documents).Under(letter.Law(strings.ToUpper(c.Law)))
	doc, err := t.Render(&facts)
	if err != nil {
		return err
	}
	if c.Out == "" {
		a.say("%s", strings.TrimRight(doc.Text(), "\n"))
		return nil
	}
	return a.letterFile(doc, c.Out)
}

type letterUse struct {
	File    string `arg:"" optional:"" help:"Template file (Markdown)."`
	As      string `name:"name" required:"" placeholder:"NAME" help:"The letter it is: warning, claim… or a name of your own, for your policy."`
	Shipped bool   `help:"Instead of a file: back to the letter that comes with debitor."`
	templateFlags
}

func (c *letterUse) Run(a *app) error {
	if c.Shipped == (c.File != "") {
		return fault.New(fault.Usage, "usage", "name a template file, or say --shipped")
	}
	return a.with(func(s *desk.Session) error {
		lang := c.In
		if lang == "" {
			lang = s.Company().Language
		}
		var used store.Template
		var err error
		if c.Shipped {
			used, err = s.DropLetter(a.ctx, c.As, lang, c.Law)
		} else {
			used, err = s.UseLetter(a.ctx, c.File, c.As, lang, c.Law)
		}
		if err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"letter": used.Name, "language": used.Language, "law": used.Law, "version": used.Version, "shipped": c.Shipped})
		}
		a.sayIn(a.lang(s), "Letter %s (%s) is in use, version %d.", used.Name, strings.TrimRight(used.Language+" "+used.Law, " "), used.Version)
		return nil
	})
}

type letterFields struct{}

func (c *letterFields) Run(a *app) error {
	if a.JSON {
		return a.json(map[string]any{"fields": letter.Fields(), "functions": letter.Functions, "norms": letter.Norms()})
	}
	t := newTable("field", "is", "about")
	for _, f := range letter.Fields() {
		t.add(f.Path, f.Type, f.About)
	}
	t.print(a)
	a.say("")
	t = newTable("function", "about")
	for _, f := range letter.Functions {
		t.add(strings.TrimSpace(f.Name+" "+f.Args), f.About)
	}
	t.print(a)
	a.say("")
	t = newTable("norm", "number", "verified", "about")
	for _, n := range letter.Norms() {
		mark := "[K] not verified: never printed"
		if n.Verified {
			mark = "yes"
		}
		t.add(n.Key, n.Number, mark, n.About)
	}
	t.print(a)
	return nil
}

type letterDraft struct {
	Name     string `arg:"" help:"Name of a letter: memo, resolution, law-firm, thanks…"`
	Customer string `arg:"" help:"The customer's code."`
	Date     string `placeholder:"D" help:"As of this day, YYYY-MM-DD; today if not given."`
	Currency string `placeholder:"CUR" help:"Where the customer owes in several."`
	From     string `placeholder:"NAME" help:"Who writes a memo or resolution."`
	To       string `placeholder:"NAME" help:"Who reads it."`
	Paid     string `placeholder:"N" help:"For thanks: the amount that came."`
	Corrects string `placeholder:"LETTER" help:"For a correction: the letter it takes back."`
	Prepay   int    `placeholder:"PERCENT" help:"For prepayment-notice: how much is to be paid in advance." default:"100"`
	Until    string `placeholder:"D" help:"For prepayment-notice: its last day."`
	Out      string `placeholder:"FILE" help:"Write it as .docx, .pdf, .html or .txt; as text to the screen if not given."`
}

func (c *letterDraft) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	until, err := day("--until", c.Until)
	if err != nil {
		return err
	}
	if c.Prepay < 1 || c.Prepay > 100 {
		return fault.New(fault.Usage, "usage.prepay", "--prepay is from 1 to 100")
	}
	return a.with(func(s *desk.Session) error {
		if date == 0 {
			date = s.Today()
		}
		doc, doubt, err := s.DraftLetter(a.ctx, desk.Draft{
			Letter: c.Name, Customer: id.Customer(c.Customer), Date: date, Currency: money.Currency(strings.ToUpper(c.Currency)),
			From: letter.Person{Name: c.From}, To: letter.Person{Name: c.To}, Paid: c.Paid, Corrects: id.Letter(c.Corrects), Prepay: c.Prepay, Until: until,
		})
		if err != nil {
			return err
		}
		if doubt != "" {
			a.tell(phrase(a.lang(s), "Look before you send it: %s."), doubt)
		}
		if c.Out == "" {
			a.say("%s", strings.TrimRight(doc.Text(), "\n"))
			return nil
		}
		return a.letterFile(doc, c.Out)
	})
}

// letterFile writes a letter in the form that the file's extension names.
func (a *app) letterFile(doc *letter.Document, file string) error {
	content, err := desk.RenderLetter(doc, filepath.Ext(file))
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		return fault.Wrap(err, fault.Input, "out.file", "%s cannot be written: %s", file, err)
	}
	a.tell("%s", file)
	return nil
}

type letterTrace struct {
	Letter string `arg:"" help:"The letter's number, or what a scanner read from the code of one of its pages."`
	Out    string `placeholder:"FILE" help:"Write it again as .pdf, .docx, .html or .txt."`
}

// traceJSON is a letter's way.
type traceJSON struct {
	Letter     string          `json:"letter"`
	Kind       string          `json:"kind"`
	Language   string          `json:"language"`
	Run        cal.Date        `json:"run"`
	Customer   string          `json:"customer"`
	Step       string          `json:"step"`
	Currency   string          `json:"currency"`
	Total      string          `json:"total"`
	Deliveries []traceDelivery `json:"deliveries"`
}

type traceDelivery struct {
	Channel  string         `json:"channel"`
	Address  string         `json:"address"`
	State    string         `json:"state"`
	On       cal.Date       `json:"on,omitzero"`
	Tracking string         `json:"tracking,omitempty"`
	Note     string         `json:"note,omitempty"`
	Attempts []traceAttempt `json:"attempts"`
}

type traceAttempt struct {
	Number  int    `json:"number"`
	Begun   string `json:"begun"`
	Outcome string `json:"outcome"`
	Answer  string `json:"answer"`
}

func (c *letterTrace) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		t, err := s.TraceLetter(a.ctx, strings.ToUpper(c.Letter)) // typed from paper; numbers and codes are in capitals
		if err != nil {
			return err
		}
		if c.Out != "" {
			if err := a.letterFile(t.Document, c.Out); err != nil {
				return err
			}
		}
		out := traced(t)
		if a.JSON {
			return a.json(out)
		}
		a.say("%s · %s · %s · %s · %s %s\n", out.Letter, out.Kind, out.Run, out.Customer, out.Total, out.Currency)
		table := newTable(headings(a.lang(s), "how", "address", "state", "date", "tracking", "why")...)
		table.whole = true
		for _, d := range out.Deliveries {
			table.add(d.Channel, d.Address, d.State, d.On.String(), d.Tracking, fault.Plain(d.Note))
			for _, try := range d.Attempts {
				table.add("", "", "#"+count(try.Number)+" "+try.Outcome, try.Begun, "", try.Answer)
			}
		}
		table.print(a)
		if c.Out == "" {
			a.say("\n%s", strings.TrimRight(t.Document.Text(), "\n"))
		}
		return nil
	})
}

func traced(t desk.LetterTrace) traceJSON {
	l := t.Letter
	out := traceJSON{
		Letter: string(l.ID), Kind: l.Template, Language: l.Language, Run: l.RunDate, Customer: string(l.Customer), Step: l.Step,
		Currency: string(l.Currency), Total: l.Total.Decimal(l.Currency), Deliveries: []traceDelivery{},
	}
	for _, d := range t.Deliveries {
		line := traceDelivery{d.Channel, d.Address, d.State, d.On, d.Tracking, fault.Plain(d.Note), []traceAttempt{}}
		for _, try := range t.Attempts {
			if try.Channel == d.Channel {
				begun := time.Unix(try.Begun, 0).UTC().Format(time.RFC3339)
				line.Attempts = append(line.Attempts, traceAttempt{try.Number, begun, try.Outcome, try.Answer})
			}
		}
		out.Deliveries = append(out.Deliveries, line)
	}
	return out
}
