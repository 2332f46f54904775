package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/insight"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/store"
	"debitor/policies"
)

type diagnoseCommand struct {
	Files    []string `arg:"" optional:"" name:"file" help:"CSV or XLSX files of a company; without any, the books of --db."`
	Kind     string   `enum:",customers,contacts,contracts,invoices,payments,events,open-items" default:"" help:"What the files hold, where their headings leave a doubt."`
	Map      string   `placeholder:"FILE" help:"Map file that says how to read foreign columns, or the name of a shipped one."`
	Name     string   `help:"The company's name, for the report."`
	Country  string   `help:"The company's country, for its calendar (RU if not given)."`
	Currency string   `help:"Currency of amounts that name none (RUB if not given)."`
	Date     string   `placeholder:"D" help:"As of this day, YYYY-MM-DD; the last day in the files if not given."`
	Policy   []string `placeholder:"NAME" help:"Policies to play over the last year; all that come with debitor if not given."`
	Out      string   `default:"diagnosis.pdf" placeholder:"FILE" help:"The report; the baseline is written beside it."`
	Against  string   `placeholder:"FILE" help:"A baseline written before: tell what has changed since."`
}

// diagnosed is the answer of the command.
type diagnosed struct {
	desk.Diagnosis
	baseline desk.Baseline
	before   *desk.Baseline
	effects  []desk.Effect
	files    []string
}

func (c *diagnoseCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	before, err := c.before()
	if err != nil {
		return err
	}
	if dir, err := os.Stat(filepath.Dir(c.Out)); err != nil || !dir.IsDir() { // before minutes of work
		return fault.New(fault.Input, "diagnose.write", "%s cannot be written: %s is no directory", c.Out, filepath.Dir(c.Out))
	}
	s, done, err := c.books(a, date)
	if err != nil {
		return err
	}
	defer done()
	names := c.Policy
	if len(names) == 0 {
		names = policies.Names()
	}
	out := diagnosed{before: before}
	if out.Diagnosis, err = s.Diagnose(a.ctx, date, names); err != nil {
		return err
	}
	if out.Files, err = desk.SourceFiles(c.Files); err != nil {
		return err
	}
	out.baseline = out.Baseline()
	if before != nil {
		if out.effects, err = out.baseline.Since(before); err != nil {
			return err
		}
	}
	if err := c.write(a.lang(s), &out); err != nil {
		return err
	}
	if a.JSON {
		return a.json(diagnosisJSON(&out))
	}
	a.diagnosed(a.lang(s), &out)
	return nil
}

// before reads the baseline to compare with; nil without one.
func (c *diagnoseCommand) before() (*desk.Baseline, error) {
	if c.Against == "" {
		return nil, nil //nolint:nilnil // no baseline is a good answer here: nothing is compared
	}
	src, err := os.ReadFile(c.Against)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "baseline.file", "%s cannot be opened", c.Against)
	}
	b, err := desk.ReadBaseline(src)
	return &b, err
}

// books opens the books to diagnose: those of the database, or a temporary one
// that the files are taken into and that is gone afterwards.
func (c *diagnoseCommand) books(a *app, date cal.Date) (*desk.Session, func(), error) {
	if len(c.Files) == 0 {
		return a.session()
	}
	m, err := readMap(c.Map)
	if err != nil {
		return nil, nil, err
	}
	s, done, err := c.temporary(a)
	if err != nil {
		return nil, nil, err
	}
	report, err := s.Import(a.ctx, c.Files, desk.ImportOptions{Kind: intake.Kind(c.Kind), Map: m, Date: date, Strangers: true})
	if err != nil {
		a.imported(a.lang(s), report)
		done()
		return nil, nil, err
	}
	return s, done, nil
}

// temporary opens a company in a database of its own and gives what removes it.
func (c *diagnoseCommand) temporary(a *app) (*desk.Session, func(), error) {
	dir, err := os.MkdirTemp("", "debitor-diagnose")
	if err != nil {
		return nil, nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) } // what cannot be removed is in the system's own place for such files
	database, err := db.Open(a.ctx, "sqlite:"+filepath.Join(dir, "books.db"))
	if err != nil {
		remove()
		return nil, nil, err
	}
	done := func() {
		_ = database.Close() // it goes with its directory
		remove()
	}
	s, err := c.company(a, database)
	if err != nil {
		done()
		return nil, nil, err
	}
	return s, done, nil
}

// company makes the company to be diagnosed in an empty database.
func (c *diagnoseCommand) company(a *app, database *db.DB) (*desk.Session, error) {
	if err := database.Migrate(a.ctx, store.Migrations); err != nil {
		return nil, err
	}
	d := desk.New(database, nil, a.now)
	profile := desk.Profile{Name: cmp.Or(c.Name, word(cmp.Or(a.Language, "ru"), "Your company")), Country: c.Country, Currency: money.Currency(c.Currency), Language: a.Language}
	if _, err := d.Init(a.ctx, a.actor(), profile); err != nil {
		return nil, err
	}
	s, err := d.Session(a.ctx, "", desk.Actor{System: a.actor().System})
	if err != nil {
		return nil, err
	}
	s.Progress = a.progress()
	return s, nil
}

// write writes the report and, beside it, the baseline.
func (c *diagnoseCommand) write(lang string, out *diagnosed) error {
	var pdf bytes.Buffer
	if err := out.Report(lang, out.before, out.effects).Write(&pdf); err != nil {
		return err
	}
	frozen, err := json.MarshalIndent(out.baseline, "", "  ")
	if err != nil {
		return err
	}
	frozen = append(frozen, '\n')
	beside := baselineFile(filepath.Dir(c.Out), out.Date, frozen)
	for _, f := range []struct {
		path    string
		content []byte
	}{{c.Out, pdf.Bytes()}, {beside, frozen}} {
		if err := os.WriteFile(f.path, f.content, 0o644); err != nil {
			return fault.Wrap(err, fault.Input, "diagnose.write", "%s cannot be written", f.path)
		}
		out.files = append(out.files, f.path)
	}
	return nil
}

// baselineFile is where a baseline goes: baseline.json, or a name with its day
// where another one is kept there, so that the first one stays.
func baselineFile(dir string, day cal.Date, frozen []byte) string {
	path := filepath.Join(dir, "baseline.json")
	kept, err := os.ReadFile(path)
	if err != nil || bytes.Equal(kept, frozen) {
		return path
	}
	return filepath.Join(dir, "baseline-"+day.String()+".json")
}

// diagnosed prints the figures that matter; the rest is in the report.
func (a *app) diagnosed(lang string, out *diagnosed) {
	a.sayIn(lang, "As of %s; the books begin on %s. Customers: %d.", out.Date, out.First, out.Customers)
	t := newTable(headings(lang, "currency", ">open", ">overdue", ">overdue %", ">DSO", ">days late", ">in time %", ">debtors", ">of 80 %")...)
	for _, f := range out.baseline.Figures {
		t.add(string(f.Currency), grouped(f.Open), grouped(f.Overdue), known(f.OverdueShare), known(f.DSO), known(f.Delay), known(f.InTime), count(f.Debtors), count(f.Pareto))
	}
	t.print(a)
	if !slices.ContainsFunc(out.Figures, func(f insight.Figures) bool { return f.Total > 0 }) {
		a.sayIn(lang, "Nothing is open on that day: an earlier one (--date) may tell more.")
	}
	a.effects(lang, out)
	a.played(lang, out)
	a.sayIn(lang, "\nWritten to %s:", filepath.Dir(out.files[0]))
	for _, f := range out.files {
		a.say("  %s", filepath.Base(f))
	}
}

func known(h insight.Hundredths) string { return cmp.Or(h.Short(), "–") }

func (a *app) effects(lang string, out *diagnosed) {
	if out.before == nil {
		return
	}
	a.say("")
	t := newTable(word(lang, "currency"), word(lang, "figure"), ">"+out.before.Date.String(), ">"+out.Date.String(), ">"+word(lang, "times"), word(lang, "verdict"))
	for _, e := range out.effects {
		verdict := map[int]string{1: "better", -1: "worse"}[e.Better]
		t.add(string(e.Currency), e.Title(lang), grouped(e.Before), grouped(e.After), e.Times.String(), word(lang, verdict))
	}
	t.print(a)
}

func (a *app) played(lang string, out *diagnosed) {
	if len(out.Policies) == 0 {
		return
	}
	a.say("")
	t := newTable(headings(lang, "policy", ">letters", ">printed", ">calls", ">by hand", ">held days", ">untouched", ">cost")...)
	for i := range out.Policies {
		p, n := &out.Policies[i], &out.Policies[i].Figures
		t.add(p.Name, count(n.Letters), count(n.Prints), count(n.Calls), count(n.Hands), count(n.HoldDays), count(n.Untouched),
			grouped(n.CostIn(out.Figures[0].Currency).Decimal(out.Figures[0].Currency)))
	}
	t.print(a)
}
