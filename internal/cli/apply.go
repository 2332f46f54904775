package cli

import (
	"path/filepath"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

type applyCommand struct {
	Date    string `required:"" placeholder:"D" help:"The day of the run, YYYY-MM-DD."`
	Manager string `placeholder:"NAME" help:"Only this manager's customers."`
	Out     string `placeholder:"DIR" help:"Write the run's letters, envelopes, register, mails, tasks and stop list here."`
	Leaves  string `placeholder:"D" help:"The day the letters leave, if it is a later one: what was paid by then is left out."`
	Docx    bool   `help:"With --out: each printed letter as a document to edit besides."`
}

func (c *applyCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	leaves, err := day("--leaves", c.Leaves)
	if err != nil {
		return err
	}
	if err := c.fits(date, leaves); err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		s.MakeWay() // a server may be answering beside it
		applied, err := s.Apply(a.ctx, date, c.Manager)
		if err != nil {
			return err
		}
		if c.Out != "" && applied.RunDay {
			if applied.Files, err = s.WriteRun(a.ctx, date, c.Manager, c.Out, desk.Written{On: leaves, Docx: c.Docx}); err != nil {
				return err
			}
		}
		if a.JSON {
			return a.json(applied)
		}
		a.applied(s, applied, c.Out)
		missing, err := s.Addressless(a.ctx, date, c.Manager)
		if err == nil && missing > 0 {
			a.tell(phrase(a.lang(s), "%d printed letters have no postal address (empty in register.csv): find it out before posting."), missing)
		}
		return err
	})
}

// fits refuses what would be passed over in silence.
func (c *applyCommand) fits(date, leaves cal.Date) error {
	if c.Out == "" && (leaves != 0 || c.Docx) {
		return fault.New(fault.Usage, "usage.out", "--leaves and --docx are about the files that are written: say where with --out DIR")
	}
	if leaves != 0 && leaves < date {
		return fault.New(fault.Usage, "usage.leaves", "--leaves %s is before the day of the run, %s", leaves, date)
	}
	return nil
}

func (a *app) applied(s *desk.Session, r desk.Applied, dir string) {
	lang := a.lang(s)
	if !r.RunDay {
		a.sayIn(lang, "%s is no run day of policy %s: nothing to do.", r.Date, r.Policy)
		return
	}
	a.sayIn(lang, "Run of %s, policy %s, version %d: %d letters and tasks are new.", r.Date, r.Policy, r.Version, r.New)
	t := newTable(headings(lang, ">letters", ">email", ">post", ">task", ">blocked")...)
	t.add(count(r.Letters), count(r.Emails), count(r.Prints), count(r.Tasks), count(r.Skipped))
	t.print(a)
	if len(r.Files) > 0 {
		a.sayIn(lang, "\nWritten to %s:", dir)
		mails, documents := 0, 0
		for _, f := range r.Files {
			switch ext := filepath.Ext(f); {
			case ext == ".eml":
				mails++
			case ext == ".docx":
				documents++
			case f == "missing.csv":
				a.sayIn(lang, "  missing.csv: what letters lack, and who can mend it; look through it")
			default:
				a.say("  %s", f)
			}
		}
		a.sayIn(lang, "  mail/ (%d messages)", mails)
		if documents > 0 {
			a.sayIn(lang, "  docx/ (%d documents)", documents)
		}
	}
}
