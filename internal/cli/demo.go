package cli

import (
	"os"
	"path/filepath"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sample"
	"debitor/internal/store"
)

// demoCommand makes a sample company from a seed: the same seed gives the same
// company, letters and plan.
type demoCommand struct {
	Seed      uint64 `default:"1" help:"Another seed makes another company."`
	Customers int    `default:"300" help:"How many customers."`
	Policy    string `default:"aktivmarket" help:"Under which policy: a shipped one, or a file."`
	Dir       string `default:"debitor-demo" placeholder:"DIR" help:"Where the sample files and the letters go."`
	Serve     bool   `default:"true" negatable:"" help:"Then serve the web application over it, until stopped."`
	Listen    string `default:"127.0.0.1:8080" help:"Address and port to answer on; port 0 takes a free one."`

	password string // of everybody in the sample company, while it is served
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
	clock := newDemoClock(a.now, sample.Default.Today)
	a.now = clock.now
	d, queue, done, err := a.openDesk(true)
	if err != nil {
		return err
	}
	defer done()
	profile, err := desk.ParseProfile(sample.Company)
	if err != nil {
		return err
	}
	profile.Country, profile.Currency, profile.Language = sample.Country, money.Currency(sample.Currency), sample.Language
	profile.BankRate, profile.LegalCost = sample.BankRate, sample.LegalCost
	if _, err := d.Init(a.ctx, a.actor(), profile); err != nil {
		return err
	}
	s, err := d.Session(a.ctx, "", a.actor())
	if err != nil {
		return err
	}
	s.Progress = a.progress()
	last, err := c.fill(a, s)
	if err != nil || !c.Serve {
		return err
	}
	if err := c.complaints(a, d, s); err != nil {
		return err
	}
	if c.Policy == ownPolicy {
		if err := c.lateness(a, d, s); err != nil {
			return err
		}
	}
	return c.serve(a, s, Site{Desk: d, Now: clock.now}, queue, clock, last)
}

// serve opens the sample company to the browser on its next run day, with one
// person to sign in as for every role.
func (c *demoCommand) serve(a *app, s *desk.Session, site Site, queue Background, clock *demoClock, last cal.Date) error {
	head, err := s.PlanHead(a.ctx, last)
	if err != nil {
		return err
	}
	clock.day, site.DemoDay = head.NextRun, head.NextRun
	if err := c.statement(a, s, last, head.NextRun-1); err != nil {
		return err
	}
	return a.serve(site, queue, c.Listen, func(address string) {
		lang := a.lang(s)
		a.sayIn(lang, "\nThe sample company is open at http://%s — its day is %s.", address, head.NextRun)
		a.sayIn(lang, "Sign in as any of these; the password of all is %s", c.password)
		for _, p := range sample.Colleagues {
			a.say("  %-36s %s, %s", p.Login, p.Name, p.Role)
		}
		a.sayIn(lang, "Stop with Ctrl-C, or by closing this window.")
	})
}

// statement takes in what came in at the bank since the last run, so that the
// letters of the next may go and the clerk has something to decide, and the
// orders that wait to be shipped, some of them paid ahead.
func (c *demoCommand) statement(a *app, s *desk.Session, from, to cal.Date) error {
	options := sample.Default
	options.Seed, options.Customers = c.Seed, c.Customers
	file := filepath.Join(c.Dir, "files", "kl_to_1c.txt")
	if err := sample.WriteStatement(file, options, from, to); err != nil {
		return err
	}
	account := store.BankAccount{Account: sample.Account, Name: sample.Bank, Watched: true, Since: from, Lag: 1}
	if err := s.SaveBankAccount(a.ctx, account); err != nil {
		return err
	}
	orders := filepath.Join(c.Dir, "files", "orders.csv")
	if err := sample.WriteOrders(orders, options, to+1); err != nil {
		return err
	}
	a.say("")
	report, err := s.Import(a.ctx, []string{file, orders}, desk.ImportOptions{})
	a.imported(a.lang(s), report)
	if err != nil {
		return err
	}
	return c.ahead(a, s, to)
}

// demoClock goes on from a day of the sample company, whatever day it is.
type demoClock struct {
	clock func() time.Time
	start time.Time
	day   cal.Date
}

// demoHour is when the day in the sample company begins.
const demoHour = 9 * time.Hour

func newDemoClock(clock func() time.Time, day cal.Date) *demoClock {
	return &demoClock{clock: clock, start: clock(), day: day}
}

func (c *demoClock) now() time.Time { return c.day.Time().Add(demoHour + c.clock().Sub(c.start)) }

// fill loads the company, applies its runs, and gives the day of the last.
func (c *demoCommand) fill(a *app, s *desk.Session) (cal.Date, error) {
	options := sample.Default
	options.Seed, options.Customers = c.Seed, c.Customers
	files, err := sample.Write(filepath.Join(c.Dir, "files"), options)
	if err != nil {
		return 0, err
	}
	rates := filepath.Join(c.Dir, "files", "rates.csv")
	if err := sample.WriteRates(rates, options); err != nil {
		return 0, err
	}
	report, err := s.Import(a.ctx, append(files.Import(), rates), desk.ImportOptions{})
	a.imported(a.lang(s), report)
	if err != nil {
		return 0, err
	}
	if err := c.people(a, s); err != nil {
		return 0, err
	}
	if err := c.rules(a, s); err != nil {
		return 0, err
	}
	last, err := c.runs(a, s, options.Today)
	if err != nil {
		return 0, err
	}
	a.say("")
	if err := a.planTable(s, desk.PlanQuery{Date: last}); err != nil {
		return 0, err
	}
	a.say("")
	applied, err := s.Apply(a.ctx, last, "")
	if err != nil {
		return 0, err
	}
	out := filepath.Join(c.Dir, "letters")
	if applied.Files, err = s.WriteRun(a.ctx, last, "", out, desk.Written{}); err != nil {
		return 0, err
	}
	a.applied(s, applied, out)
	a.nextSteps(a.lang(s), out, applied, last)
	return last, s.Seal(a.ctx)
}

// people gives the company one person for every role, and its other managers.
// They have a password only if there is a page to sign in on.
func (c *demoCommand) people(a *app, s *desk.Session) error {
	if c.Serve {
		c.password = desk.NewToken()[:passwordLength]
	}
	for _, p := range sample.Colleagues {
		if err := s.AddPerson(a.ctx, desk.NewPerson{Name: id.User(p.Name), FullName: p.Name, Email: p.Login, Role: p.Role, Password: c.password}); err != nil {
			return err
		}
	}
	for _, manager := range sample.Managers {
		if err := s.AddUser(a.ctx, id.User(manager), "sales-manager"); err != nil {
			return err
		}
	}
	return nil
}

// passwordLength is long enough for an evening, and short enough to type.
const passwordLength = 12

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
