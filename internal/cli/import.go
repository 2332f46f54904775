package cli

import (
	"os"
	"path/filepath"
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
		c.fitting(a, a.lang(s), err)
		return err
	})
}

// fitting names the shipped maps that read files whose headings alone did not
// tell what they are: who has such a file need not write a map.
func (c *importCommand) fitting(a *app, lang string, err error) {
	if code := fault.Code(err); c.Map != "" || code != "intake.kind_unknown" && code != "intake.columns_missing" {
		return
	}
	for _, file := range c.Files {
		for _, name := range maps.Names() {
			m, err := readMap(name)
			if err != nil {
				continue
			}
			if _, err := intake.Open(file, intake.Options{Map: m}); err == nil {
				a.tell(phrase(lang, "%s: the shipped map %s reads such files: --map %[2]s"), filepath.Base(file), name)
			}
		}
	}
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
	for i := range r.Files {
		for _, row := range importRows(&r.Files[i]) {
			t.add(row...)
		}
	}
	t.print(a)
	for _, f := range r.Files {
		if made := f.New + f.Corrected + f.Unchanged; made > f.Rows {
			a.sayIn(lang, "%s: rows %d, records %d: one row may give several, as a customer, his invoice and its payment.", f.File, f.Rows, made)
		}
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

// importRows are the lines of a file: one for each kind of its records, and for
// each currency of that.
func importRows(f *desk.FileReport) (rows [][]string) {
	kinds := f.Made
	if len(kinds) == 0 {
		kinds = []desk.FileMade{{Kind: f.Kind, New: f.New, Corrected: f.Corrected, Unchanged: f.Unchanged}}
	}
	for i, k := range kinds {
		row := []string{"", string(k.Kind), "", count(k.New), count(k.Corrected), count(k.Unchanged), ""}
		if i == 0 {
			row[0], row[2], row[6] = f.File, count(f.Rows), count(f.Refused)
		}
		summed := false
		for _, total := range f.Totals {
			if len(kinds) > 1 && total.Kind != k.Kind {
				continue
			}
			if total.Kind != k.Kind && summed {
				row[1] = string(total.Kind)
			}
			rows = append(rows, append(slices.Clone(row), grouped(total.Amount), string(total.Currency)))
			row, summed = slices.Repeat([]string{""}, len(row)), true
		}
		if !summed {
			rows = append(rows, append(row, "", ""))
		}
	}
	return rows
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
