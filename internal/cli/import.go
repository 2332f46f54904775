package cli

import (
	"os"
	"slices"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/maps"
)

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"CSV, XLSX or XML files, statements of bank accounts in any format, and rates of exchange."`
	Kind   string   `enum:",customers,contacts,contracts,invoices,positions,payments,events,open-items,payables,orders,statement,rates,interest-rates" default:"" help:"What the files hold, where their headings leave a doubt."`
	Map    string   `placeholder:"FILE" help:"Map file that says how to read foreign columns, or the name of a shipped one."`
	Date   string   `placeholder:"D" help:"The day of a snapshot of open items or payables, YYYY-MM-DD."`
	DryRun bool     `help:"Read and check everything, change nothing."`
}

func (c *importCommand) Run(a *app) error {
	date, err := day("--date", c.Date)
	if err != nil {
		return err
	}
	m, err := readMap(c.Map)
	if err != nil {
		return err
	}
	return a.with(func(s *desk.Session) error {
		report, err := s.Import(a.ctx, c.Files, desk.ImportOptions{Kind: intake.Kind(c.Kind), Map: m, Date: date, DryRun: c.DryRun})
		if a.JSON && len(report.Files) > 0 {
			if jsonErr := a.json(report); jsonErr != nil {
				return jsonErr
			}
			return err
		}
		a.imported(a.lang(s), report)
		return err
	})
}

// readMap reads a shipped map by its name, or a map file; nil without one.
func readMap(nameOrFile string) (*intake.Map, error) {
	if nameOrFile == "" {
		return nil, nil //nolint:nilnil // no map is a good answer here: the headings as they stand
	}
	if slices.Contains(maps.Names(), nameOrFile) {
		src, err := maps.Source(nameOrFile)
		if err != nil {
			return nil, err
		}
		return intake.ParseMap(nameOrFile, src)
	}
	src, err := os.ReadFile(nameOrFile)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "map.unknown", "%q is neither a shipped map (%s) nor a file that can be read",
			nameOrFile, strings.Join(maps.Names(), ", "))
	}
	return intake.ParseMap(nameOrFile, src)
}

// shownRefusals is how many refused rows are printed before the rest is
// counted.
const shownRefusals = 20

func (a *app) imported(lang string, r desk.ImportReport) {
	if len(r.Files) == 0 {
		return
	}
	t := newTable(headings(lang, "file", "kind", ">rows", ">new", ">corrected", ">unchanged", ">refused", ">amount", "currency")...)
	for _, f := range r.Files {
		row := []string{f.File, string(f.Kind), count(f.Rows), count(f.New), count(f.Corrected), count(f.Unchanged), count(f.Refused)}
		if len(f.Totals) == 0 {
			t.add(append(row, "", "")...)
		}
		for _, total := range f.Totals {
			if total.Kind != f.Kind {
				row[1] = string(total.Kind)
			}
			t.add(append(row, grouped(total.Amount), string(total.Currency))...)
			row = slices.Repeat([]string{""}, len(row))
		}
	}
	t.print(a)
	for _, f := range r.Files {
		a.bankTaken(lang, f.Bank)
		if f.Closed+f.Reduced+f.Reopened > 0 {
			a.sayIn(lang, "%s: %d closed, %d reduced (waiting to be explained), %d reopened", f.File, f.Closed, f.Reduced, f.Reopened)
		}
		for i, w := range f.Warnings {
			if i == shownRefusals {
				a.tell("%s: … and %d more warnings", f.File, len(f.Warnings)-i)
				break
			}
			a.tell("%s", w)
		}
		for i, refusal := range f.Refusals {
			if i == shownRefusals {
				a.tell("%s: … %d rows refused in all (--json lists up to %d)", f.File, f.Refused, intake.MaxRefusals)
				break
			}
			a.tell("%s", refusal)
		}
	}
	a.totals(lang, r)
}

// totals are the control totals to compare with the books the files came from.
func (a *app) totals(lang string, r desk.ImportReport) {
	if len(r.Totals) == 0 {
		return
	}
	a.say("")
	t := newTable(headings(lang, "currency", ">open items", ">open", ">unapplied", ">to explain")...)
	for _, total := range r.Totals {
		t.add(string(total.Currency), count(total.OpenItems), grouped(total.Open), grouped(total.Unapplied), count(total.ToExplain))
	}
	t.print(a)
	if r.DryRun {
		a.sayIn(lang, "Dry run: nothing was changed.")
	}
}
