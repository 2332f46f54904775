package cli

import (
	"os"
	"path/filepath"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sample"
)

// demoCommand makes a sample company from a seed: the same seed gives the same
// company, letters and plan.
type demoCommand struct {
	Seed      uint64 `default:"1" help:"Another seed makes another company."`
	Customers int    `default:"300" help:"How many customers."`
	Policy    string `default:"aktivmarket" help:"Under which policy: a shipped one, or a file."`
	Dir       string `default:"debitor-demo" placeholder:"DIR" help:"Where the sample files and the letters go."`
}

// demoDays is for how many days before the last one the runs are applied, so
// that there is a history: warnings sent, claims that follow them.
const demoDays = 32

func (c *demoCommand) Run(a *app) error {
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fault.Wrap(err, fault.Input, "demo.directory", "%s cannot be made a directory", c.Dir)
	}
	if a.DB == "sqlite:debitor.db" { // a trial does not go into the books in use, and begins anew
		file := filepath.Join(c.Dir, "demo.db")
		for _, part := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(file + part); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
		a.DB = "sqlite:" + file
	}
	d, _, done, err := a.openDesk(true)
	if err != nil {
		return err
	}
	defer done()
	profile, err := desk.ParseProfile(sample.Company)
	if err != nil {
		return err
	}
	profile.Country, profile.Currency, profile.Language = sample.Country, money.Currency(sample.Currency), sample.Language
	if _, err := d.Init(a.ctx, a.actor(), profile); err != nil {
		return err
	}
	s, err := d.Session(a.ctx, "", a.actor())
	if err != nil {
		return err
	}
	s.Progress = a.progress()
	return c.fill(a, s)
}

func (c *demoCommand) fill(a *app, s *desk.Session) error {
	options := sample.Default
	options.Seed, options.Customers = c.Seed, c.Customers
	files, err := sample.Write(filepath.Join(c.Dir, "files"), options)
	if err != nil {
		return err
	}
	report, err := s.Import(a.ctx, files.Import(), desk.ImportOptions{})
	a.imported(a.lang(s), report)
	if err != nil {
		return err
	}
	for _, manager := range sample.Managers {
		if err := s.AddUser(a.ctx, id.User(manager), "sales-manager"); err != nil {
			return err
		}
	}
	if err := s.AddUser(a.ctx, id.User(sample.Director), "head-of-sales"); err != nil {
		return err
	}
	if c.Policy != "aktivmarket" { // which every company begins with
		if _, err := s.UsePolicy(a.ctx, c.Policy, 0); err != nil {
			return err
		}
	}
	last, err := c.runs(a, s, options.Today)
	if err != nil {
		return err
	}
	a.say("")
	if err := a.planTable(s, desk.PlanQuery{Date: last}); err != nil {
		return err
	}
	a.say("")
	applied, err := s.Apply(a.ctx, last, "")
	if err != nil {
		return err
	}
	out := filepath.Join(c.Dir, "letters")
	if applied.Files, err = s.WriteRun(a.ctx, last, "", out, desk.Written{}); err != nil {
		return err
	}
	a.applied(s, applied, out)
	a.nextSteps(a.lang(s), out, applied, last)
	return s.Seal(a.ctx)
}

// runs applies the run days that lead up to today, and gives the last of them
// that is not applied yet: today, or the run day before it.
func (c *demoCommand) runs(a *app, s *desk.Session, today cal.Date) (cal.Date, error) {
	head, err := s.PlanHead(a.ctx, today-demoDays)
	for err == nil && head.NextRun < today && head.NextRun != 0 {
		day := head.NextRun
		if head, err = s.PlanHead(a.ctx, day); err != nil || head.NextRun > today {
			return day, err
		}
		_, err = s.Apply(a.ctx, day, "")
	}
	return today, err
}

// nextSteps says where to look. A run of e-mails and tasks alone prints no letters.
func (a *app) nextSteps(lang, dir string, applied desk.Applied, day cal.Date) {
	look := "tasks.csv"
	if applied.Prints > 0 {
		look = "letters.pdf"
	}
	a.sayIn(lang, "\nLook at %s and go on with --db %s:", filepath.Join(dir, look), a.DB)
	for _, line := range []string{
		"plan --date " + (day + 4).String() + " --skipped", "aging --date " + day.String(),
		"hold 00001 --date " + day.String(), "check",
	} {
		a.say("  debitor --db %s %s", a.DB, line)
	}
}
