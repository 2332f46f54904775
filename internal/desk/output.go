package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

// Written is how a run is written to files.
type Written struct {
	On   cal.Date // the day the letters leave, if it is later than the run's: they are checked again as of it
	Docx bool     // each printed letter as a document to edit besides
}

// WriteRun writes a whole run's files into a directory: the print job and its
// envelopes and register in one order, the mails, the tasks and the stop list.
// Each file is written beside its place and then moved into it, so that a
// crash leaves whole files only. It gives their names, relative to dir.
func (s *Session) WriteRun(ctx context.Context, day cal.Date, manager, dir string, w Written) ([]string, error) {
	if w.On != 0 && w.On < day {
		return nil, fault.New(fault.Usage, "out.leaves", "the letters cannot leave on %s, before their run of %s: leave --leaves out, or name a later day", w.On, day)
	}
	subs := []string{"mail"}
	if w.Docx {
		subs = append(subs, "docx")
	}
	for _, sub := range subs {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, fault.Wrap(err, fault.Input, "out.directory", "%s cannot be made a directory: %s", dir, err)
		}
	}
	var files []string
	err := s.read(ctx, ApplyRuns, func(r store.Reader) error {
		run, exists, err := r.Run(ctx, day)
		if err != nil || !exists {
			return err
		}
		o := output{s: s, dir: dir, day: day, manager: manager, lang: s.company.Language, on: w.On, docx: w.Docx}
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
		o.pile.job = paper.NewPrintJob(o.info("letters"))
		for _, write := range []func(context.Context, store.Reader) error{o.letters, o.tasks, o.stopList, o.missing} {
			if err := write(ctx, r); err != nil {
				return err
			}
		}
		files = o.files
		return o.sweep()
	})
	return files, err
}

// output writes the files of one run.
type output struct {
	s        *Session
	dir      string
	manager  string
	lang     string
	creditor letter.Creditor
	profile  Profile
	rules    Rules
	book     *letterBook
	day      cal.Date
	docx     bool
	on       cal.Date // the day the letters leave; 0: the run's
	pile     pile
	gaps     []gap
	unsigned []string // signatories that were listed as missing
	mails    []string
	// documents are the letters written to be edited.
	documents []string
	files     []string
}

func (o *output) info(title string) paper.Info {
	return paper.Info{Title: o.creditor.Name + " · " + title + " · " + o.day.String(), Author: o.creditor.Name, Lang: o.lang, Date: o.day}
}

// letters sets the printed letters, writes the mails one by one, and then what
// belongs to the print job.
func (o *output) letters(ctx context.Context, r store.Reader) error {
	done := 0
	err := r.RunLetters(ctx, o.day, o.s.scope().Of(o.manager), func(l store.RunLetter) error {
		if done++; done%100 == 0 {
			o.s.progress("letters", done, 0)
		}
		doc, facts, err := o.document(ctx, r, &l.Letter)
		if fault.KindOf(err) == fault.Input { // its text or its facts make no letter
			o.lacks(&l, "text", err.Error())
			return nil
		}
		if err != nil {
			return err
		}
		if goes, err := o.checked(ctx, r, &l, &facts); err != nil || !goes {
			return err
		}
		if l.Post != nil {
			if err := o.print(doc, &facts, l); err != nil {
				return err
			}
		}
		if l.Email != nil {
			return o.mail(doc, facts, l)
		}
		return nil
	})
	for _, end := range []func() error{o.seal, o.dropOld, o.volume, o.dropOldVolumes, o.registerCSV} {
		if err == nil {
			err = end()
		}
	}
	return err
}

// checked looks at a letter again as of the day it leaves, if that is another
// than its run's, and lists what the letter lacks.
func (o *output) checked(ctx context.Context, r store.Reader, l *store.RunLetter, f *letter.Facts) (goes bool, err error) {
	if o.on != 0 {
		state, why, err := o.s.recheck(ctx, r, f, o.on)
		if err != nil {
			return false, err
		}
		if state != "" {
			o.lacks(l, "paid", why.Text)
			return false, nil
		}
	}
	o.lacking(l, f)
	return true, nil
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

// dropOldVolumes removes the volumes of a longer run from the directory.
func (o *output) dropOldVolumes() error {
	for volume := o.pile.volumes + 1; ; volume++ {
		names := append(volumeFiles(volume), postalFiles(volume)...)
		_, err := os.Stat(filepath.Join(o.dir, names[0]))
		last := os.IsNotExist(err)
		slices.Reverse(names) // letters last, so that what a crash leaves is found again
		if err := o.remove(names...); err != nil || last {
			return err
		}
	}
}

// mailHour is the hour a mail's Date header shows: the run has a day but no
// hour, and the header needs one.
const mailHour = 9 * time.Hour

func (o *output) mail(doc *letter.Document, f letter.Facts, l store.RunLetter) error {
	envelope, err := o.profile.envelope(&f, stepOf(o.rules.Policy, l.Step), o.day)
	if err != nil {
		o.lacks(&l, "sender", err.Error())
		return nil
	}
	envelope.To = []mail.Address{{Name: f.Debtor.Name, Addr: *l.Email}}
	m := mail.Compose(doc, envelope, nil)
	name := string(l.ID) + ".eml"
	err = o.write(filepath.Join("mail", name), func(b *bytes.Buffer) error { return mail.Write(b, m) })
	if fault.KindOf(err) == fault.Input { // the address is none
		o.lacks(&l, "email", " ("+err.Error()+")")
		return nil
	}
	o.mails = append(o.mails, name)
	return err
}

// ofLetter is the name of a file that is one letter. Others' files may lie
// beside them.
var ofLetter = regexp.MustCompile(`^[0-9A-Z]{5}-[0-9A-Z]{5}\.(eml|docx)$`)

// dropOld removes from the directory's folders the letters that are not of this
// run.
func (o *output) dropOld() error {
	for sub, ours := range map[string][]string{"mail": o.mails, "docx": o.documents} {
		entries, err := os.ReadDir(filepath.Join(o.dir, sub))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		known := make(map[string]bool, len(ours))
		for _, name := range ours {
			known[name] = true
		}
		for _, e := range entries {
			if !ofLetter.MatchString(e.Name()) || known[e.Name()] {
				continue
			}
			if err := o.remove(filepath.Join(sub, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *output) tasks(ctx context.Context, r store.Reader) error {
	list, err := r.RunTasks(ctx, o.day, o.s.scope().Of(o.manager))
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
		var more TaskDetails
		if t.Details != "" { // tasks from before these were kept have none
			if err := json.Unmarshal([]byte(t.Details), &more); err != nil {
				return err
			}
		}
		rows = append(rows, []string{
			string(t.Customer), t.Task, t.Step, t.Role, t.Assignee, t.Total.Decimal(t.Currency), string(t.Currency), strings.Join(names, "; "),
			t.Kind, t.Deadline.String(), t.About, strings.Join(more.Options, "; "), strings.Join(more.Documents, "; "), strings.Join(more.With, "; "),
		})
	}
	return o.csv("tasks.csv", []string{
		"customer", "task", "step", "to", "assignee", "total", "currency", "documents", "kind", "deadline", "about", "options", "papers", "with",
	}, rows)
}

// stopList lists every customer to whom shipments are stopped as of the run's
// day, whatever his manager: the warehouse takes what is not on it for free. Who
// does not see all customers therefore gets none.
func (o *output) stopList(ctx context.Context, r store.Reader) error {
	if !o.s.scope().All {
		return nil
	}
	list, err := o.s.stoppedCustomers(ctx, r, o.day)
	if err != nil {
		return err
	}
	return o.csv(StopFileCSV, stopHeader, stopRows(list))
}

// eachAccount gives every account with anything open, by customer, with what
// the policy asks for.
func eachAccount(ctx context.Context, r store.Reader, day cal.Date, p *policy.Policy, fn func(*ledger.Account) error) error {
	q := store.AccountQuery{AsOf: day, Scope: store.Scope{All: true}, Limit: planCustomers, Needs: store.Needs(p.Needs())}
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
