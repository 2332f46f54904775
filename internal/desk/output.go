package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/paper"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// WriteRun writes a whole run's files into a directory: the print job and its
// envelopes and register in one order, the mails, the tasks and the stop list.
// Each file is written beside its place and then moved into it, so that a
// crash leaves whole files only. It gives their names, relative to dir.
func (s *Session) WriteRun(ctx context.Context, day cal.Date, manager, dir string) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o755); err != nil {
		return nil, fault.Wrap(err, fault.Input, "out.directory", "%s cannot be made a directory: %s", dir, err)
	}
	var files []string
	err := s.read(ctx, ApplyRuns, func(r store.Reader) error {
		run, exists, err := r.Run(ctx, day)
		if err != nil || !exists {
			return err
		}
		o := output{s: s, dir: dir, day: day, manager: manager, lang: s.company.Language}
		if err := json.Unmarshal(run.Creditor, &o.creditor); err != nil {
			return err
		}
		if err := loadLogo(ctx, r, &o.creditor); err != nil {
			return err
		}
		if o.profile, err = s.Profile(); err != nil {
			return err
		}
		o.profile.Name, o.profile.Email = o.creditor.Name, o.creditor.Email // as they were frozen
		if o.rules, err = s.rules(ctx, r, day); err != nil {
			return err
		}
		if o.book, err = readLetterBook(ctx, r); err != nil {
			return err
		}
		o.job = paper.NewPrintJob(o.info("letters"))
		for _, write := range []func(context.Context, store.Reader) error{o.letters, o.tasks, o.stopList} {
			if err := write(ctx, r); err != nil {
				return err
			}
		}
		files = o.files
		return o.sweep()
	})
	return files, err
}

// volumeLetters is how many printed letters one letters.pdf holds; what comes
// after them is in letters-2.pdf and so on. A PDF is set in memory, 70 kB for a
// letter: a volume takes 280 MB, and only the largest runs have a second one.
const volumeLetters = 4000

// output writes the files of one run.
type output struct {
	s        *Session
	dir      string
	day      cal.Date
	manager  string
	lang     string
	creditor letter.Creditor
	profile  Profile
	rules    Rules
	book     *letterBook
	job      *paper.PrintJob // the volume that is being set
	volumes  int             // written
	printed  int             // letters in them
	register []paper.RegisterRow
	owners   []string // the customer of each register row
	mails    []string
	files    []string
}

func (o *output) info(title string) paper.Info {
	return paper.Info{Title: o.creditor.Name + " · " + title + " · " + o.day.String(), Author: o.creditor.Name, Lang: o.lang, Date: o.day}
}

// letters sets the printed letters, writes the mails one by one, and then what
// belongs to the print job.
func (o *output) letters(ctx context.Context, r store.Reader) error {
	done := 0
	err := r.RunLetters(ctx, o.day, o.manager, func(l store.RunLetter) error {
		if done++; done%100 == 0 {
			o.s.progress("letters", done, 0)
		}
		doc, facts, err := o.document(ctx, r, &l.Letter)
		if err != nil {
			return err
		}
		if l.Post != nil {
			if err := o.print(doc, l); err != nil {
				return err
			}
		}
		if l.Email != nil {
			return o.mail(doc, facts, l)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.dropOldMails(); err != nil {
		return err
	}
	if err := o.volume(); err != nil {
		return err
	}
	if err := o.dropOldVolumes(); err != nil {
		return err
	}
	return o.registerCSV()
}

// document makes the letter again from its frozen facts.
func (o *output) document(ctx context.Context, r store.Reader, l *store.Letter) (*letter.Document, letter.Facts, error) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		return nil, f, fmt.Errorf("letter %s: %w", l.ID, err)
	}
	f.Creditor = o.creditor
	t, err := o.book.written(ctx, r, l)
	if err != nil {
		return nil, f, err
	}
	doc, err := t.Render(&f)
	return doc, f, err
}

// print adds a letter to the volume, or to the next one if it is full.
func (o *output) print(doc *letter.Document, l store.RunLetter) error {
	if o.job.Letters() == volumeLetters {
		if err := o.volume(); err != nil {
			return err
		}
	}
	pages := o.job.Add(doc)
	o.register = append(o.register, paper.RegisterRow{
		Number: len(o.register) + 1, Addressee: doc.Meta.Addressee, Address: *l.Post, Letter: string(l.ID), Kind: doc.Meta.Kind, Pages: pages,
	})
	o.owners = append(o.owners, string(l.Customer))
	return nil
}

// volume writes the letters set since the last one, their envelopes and their
// register, and begins the next. Without letters it does nothing.
func (o *output) volume() error {
	rows := o.register[o.printed:]
	if len(rows) == 0 {
		return nil
	}
	o.volumes++
	o.printed = len(o.register)
	to := make([]paper.Party, len(rows))
	for i, row := range rows {
		to[i] = paper.Party{Name: row.Addressee, Address: row.Address}
	}
	sender := paper.Party{Name: o.creditor.Name, Address: o.creditor.Address}
	register := paper.Register{Lang: o.lang, Sender: sender, Date: o.day, Rows: rows}
	for i, fill := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return o.job.Write(b) },
		func(b *bytes.Buffer) error {
			return paper.Envelopes(b, o.info("envelopes"), paper.EnvelopeStyle{Country: o.creditor.Country}, sender, to)
		},
		func(b *bytes.Buffer) error { return register.Write(b) },
	} {
		if err := o.write(volumeFiles(o.volumes)[i], fill); err != nil {
			return err
		}
	}
	o.job = paper.NewPrintJob(o.info("letters"))
	return nil
}

// volumeFiles are the files of a volume: letters, envelopes, register.
func volumeFiles(volume int) []string {
	end := ".pdf"
	if volume > 1 {
		end = fmt.Sprintf("-%d.pdf", volume)
	}
	return []string{"letters" + end, "envelopes" + end, "register" + end}
}

// dropOldVolumes removes the volumes of a longer run from the directory.
func (o *output) dropOldVolumes() error {
	for volume := o.volumes + 1; ; volume++ {
		names := volumeFiles(volume)
		_, err := os.Stat(filepath.Join(o.dir, names[0]))
		last := os.IsNotExist(err)
		slices.Reverse(names) // letters last, so that what a crash leaves is found again
		if err := o.remove(names...); err != nil || last {
			return err
		}
	}
}

func (o *output) registerCSV() error {
	rows := make([][]string, len(o.register))
	for i, row := range o.register {
		rows[i] = []string{
			strconv.Itoa(row.Number), o.owners[i], row.Addressee, row.Address, row.Letter, string(row.Kind), strconv.Itoa(row.Pages), paper.WeightClass(row.Pages),
		}
	}
	return o.csv("register.csv", []string{"number", "customer", "addressee", "address", "letter id", "kind", "pages", "weight class"}, rows)
}

// mailHour is the hour a mail's Date header shows: the run has a day but no
// hour, and the header needs one.
const mailHour = 9 * time.Hour

func (o *output) mail(doc *letter.Document, f letter.Facts, l store.RunLetter) error {
	var step policy.Step
	if i := slices.IndexFunc(o.rules.Steps, func(s policy.Step) bool { return s.ID == l.Step }); i >= 0 {
		step = o.rules.Steps[i]
	}
	envelope, err := o.profile.envelope(&f, step, o.day)
	if err != nil {
		return err
	}
	envelope.To = []mail.Address{{Name: f.Debtor.Name, Addr: *l.Email}}
	m := mail.Compose(doc, envelope, nil)
	name := string(l.ID) + ".eml"
	o.mails = append(o.mails, name)
	return o.write(filepath.Join("mail", name), func(b *bytes.Buffer) error { return mail.Write(b, m) })
}

// dropOldMails removes mails in the directory that are not of this run.
func (o *output) dropOldMails() error {
	entries, err := os.ReadDir(filepath.Join(o.dir, "mail"))
	if err != nil {
		return err
	}
	ours := make(map[string]bool, len(o.mails))
	for _, m := range o.mails {
		ours[m] = true
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".eml") && !ours[e.Name()] {
			if err := os.Remove(filepath.Join(o.dir, "mail", e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (o *output) tasks(ctx context.Context, r store.Reader) error {
	list, err := r.RunTasks(ctx, o.day, o.manager)
	if err != nil {
		return err
	}
	rows := make([][]string, 0, len(list))
	for _, t := range list {
		var items []TaskItem
		if err := json.Unmarshal([]byte(t.Items), &items); err != nil {
			return err
		}
		names := make([]string, len(items))
		for i, it := range items {
			names[i] = it.Document
		}
		rows = append(rows, []string{
			string(t.Customer), t.Task, t.Step, t.Role, t.Assignee, t.Total.Decimal(t.Currency), string(t.Currency), strings.Join(names, "; "),
		})
	}
	return o.csv("tasks.csv", []string{"customer", "task", "step", "to", "assignee", "total", "currency", "documents"}, rows)
}

// stopList lists every customer to whom shipments are stopped as of the run's
// day, whatever his manager.
func (o *output) stopList(ctx context.Context, r store.Reader) error {
	rules, err := o.s.rules(ctx, r, o.day)
	if err != nil {
		return err
	}
	lifted, err := r.LiftedCustomers(ctx)
	if err != nil {
		return err
	}
	var rows [][]string
	err = eachAccount(ctx, r, o.day, o.manager, func(a *ledger.Account) error {
		answer, err := o.s.stopped(ctx, r, rules.Policy, a, o.day, lifted)
		if err != nil || !answer.Held {
			return err
		}
		reasons := make([]string, len(answer.Reasons))
		for i, reason := range answer.Reasons {
			reasons[i] = reason.Text(o.s.company.Language)
		}
		rows = append(rows, []string{string(a.Customer), answer.Since.String(), strings.Join(reasons, "; "), strings.Join(answer.LiftedBy, ";")})
		return nil
	})
	if err != nil {
		return err
	}
	return o.csv("stoplist.csv", []string{"customer", "since", "reason", "lifted_by"}, rows)
}

// eachAccount gives every account with anything open, by customer.
func eachAccount(ctx context.Context, r store.Reader, day cal.Date, manager string, fn func(*ledger.Account) error) error {
	q := store.AccountQuery{AsOf: day, Manager: manager, Limit: planCustomers}
	for {
		list, last, err := r.Accounts(ctx, q)
		if err != nil || last == "" {
			return err
		}
		for i := range list {
			if err := fn(&list[i]); err != nil {
				return err
			}
		}
		q.After = last
	}
}

func (o *output) csv(name string, header []string, rows [][]string) error {
	return o.write(name, func(b *bytes.Buffer) error {
		w := csv.NewWriter(b)
		if err := w.Write(header); err != nil {
			return err
		}
		for _, row := range rows {
			for i := range row {
				row[i] = inert(row[i])
			}
		}
		return w.WriteAll(rows)
	})
}

// inert keeps a spreadsheet from taking a cell for a formula, for a customer may
// be called "=HYPERLINK(…)": an apostrophe goes before what would begin one. A
// semicolon begins a cell where that is the list separator. Numbers stay.
func inert(cell string) string {
	if _, err := strconv.ParseFloat(cell, 64); err == nil || !strings.ContainsAny(cell, formulaStarts) {
		return cell
	}
	var b strings.Builder
	begins := true
	for _, r := range cell {
		if begins && strings.ContainsRune(formulaStarts, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || r == '\t' || r == '\n' || r == '\r' || begins && (r == ' ' || r == '"')
	}
	return b.String()
}

const formulaStarts = "=+-@\t\r＝＋－＠"

// writeTries is how often a file is written when another process that writes
// into the same directory takes it for a leftover.
const writeTries = 10

// write makes one file whole or not at all.
func (o *output) write(name string, fill func(*bytes.Buffer) error) error {
	var b bytes.Buffer
	if err := fill(&b); err != nil {
		return err
	}
	o.files = append(o.files, filepath.ToSlash(name))
	err := replaceFile(filepath.Join(o.dir, name), b.Bytes())
	for try := 1; errors.Is(err, fs.ErrNotExist) && try < writeTries; try++ {
		err = replaceFile(filepath.Join(o.dir, name), b.Bytes())
	}
	return err
}

// leftover is the name of a file that is being written, or was when its writer
// died; replaceFile makes it.
var leftover = regexp.MustCompile(`\.(pdf|csv|eml)\.[A-Z2-7]{8}\.part$`)

// replaceFile writes beside the file, under a name that nobody else writes to
// at this moment, and moves that into its place.
func replaceFile(path string, content []byte) error {
	beside := path + "." + rand.Text()[:8] + ".part"
	if err := os.WriteFile(beside, content, 0o644); err != nil {
		return err
	}
	return os.Rename(beside, path)
}

// sweep removes what a process that was killed left half written.
func (o *output) sweep() error {
	for _, dir := range []string{o.dir, filepath.Join(o.dir, "mail")} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !leftover.MatchString(e.Name()) {
				continue
			}
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (o *output) remove(names ...string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(o.dir, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
