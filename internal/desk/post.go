package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/paper"
	"debitor/internal/sheet"
	"debitor/internal/store"
)

// PostReport is what a file from the post office changed.
type PostReport struct {
	File      string           `json:"file"`
	Rows      int              `json:"rows"`
	New       int              `json:"new"`
	Unchanged int              `json:"unchanged"`
	Tasks     int              `json:"tasks"` // letters that came back, each a task now
	Refused   []intake.Refusal `json:"refused"`
}

// postColumns are the columns of a file of posted letters; the first three are
// needed.
var postColumns = []string{"letter", "state", "date", "tracking", "note"}

// postStates are what can be told of a printed letter, in the order in which it
// happens.
var postStates = []string{store.Signed, store.Posted, store.Delivered, store.Returned}

// How many characters are kept.
const (
	maxNote     = 300
	maxTracking = 40
)

// postRow is one line: what the post office did with a letter.
type postRow struct {
	line     int
	text     string // the letter's number, or the code a scanner read from one of its pages
	letter   id.Letter
	state    string
	on       cal.Date
	tracking string
	note     string
}

// before tells that the row is older news than where the letter stands. What
// came back may be posted again, on a later day.
func (r *postRow) before(d store.Delivery) bool {
	return r.state != d.State && (r.on < d.On || r.on == d.On && slices.Index(postStates, r.state) < slices.Index(postStates, d.State))
}

// RecordPost takes in a file of posted, delivered and returned letters. It is
// all or nothing; the same file again changes nothing. A letter that came back
// becomes a task to mend the contact.
func (s *Session) RecordPost(ctx context.Context, file string) (PostReport, error) {
	report := PostReport{File: file, Refused: []intake.Refusal{}}
	if err := s.may(KeepPost); err != nil {
		return report, err
	}
	in, err := readPostFile(file)
	if err != nil {
		return report, err
	}
	report.Refused = append(report.Refused, in.refused...)
	report.Rows = in.rows
	if err := s.keepPost(ctx, in, &report); err != nil {
		return report, err
	}
	if len(report.Refused) > 0 {
		return report, fault.New(fault.Input, "post.refused", "%s: %d of %d rows were refused and nothing was changed; mend them and take the file in again",
			file, len(report.Refused), report.Rows)
	}
	return report, s.Seal(ctx)
}

// PostMark is what a person says of a printed letter: signed, posted, delivered
// or returned, on a day.
type PostMark struct {
	Letter   id.Letter
	State    string
	On       cal.Date
	Tracking string // the post office's number; empty: as it was
	Note     string
}

// MarkPost records what people did with printed letters, all or nothing. A
// letter that came back becomes a task to mend the contact.
func (s *Session) MarkPost(ctx context.Context, marks []PostMark) (PostReport, error) {
	report := PostReport{Rows: len(marks), Refused: []intake.Refusal{}}
	in := &postFile{}
	for i, m := range marks {
		switch {
		case !slices.Contains(postStates, m.State):
			return report, fault.New(fault.Usage, "post.state", "%q is none of %s", m.State, strings.Join(postStates, ", "))
		case m.On == 0 || m.On > s.Today():
			return report, fault.New(fault.Usage, "post.date", "letters are marked with the day it happened, today at the latest")
		case utf8.RuneCountInString(m.Tracking) > maxTracking || utf8.RuneCountInString(m.Note) > maxNote:
			return report, fault.New(fault.Input, "post.note", "a tracking number has %d characters at most, a note %d", maxTracking, maxNote)
		}
		in.list = append(in.list, postRow{line: i + 1, text: string(m.Letter), letter: m.Letter, state: m.State, on: m.On, tracking: m.Tracking, note: m.Note})
	}
	if err := s.keepPost(ctx, in, &report); err != nil {
		return report, err
	}
	if len(report.Refused) > 0 {
		r := report.Refused[0]
		return report, fault.New(fault.Refused, r.Code, "letter %s %s; nothing was changed", r.Value, r.Reason)
	}
	return report, s.Seal(ctx)
}

// keepPost records the rows, or none of them if any is refused.
func (s *Session) keepPost(ctx context.Context, in *postFile, report *PostReport) error {
	err := s.do(ctx, KeepPost, "post", nil, func(ctx context.Context, e *entry) error {
		report.New, report.Unchanged, report.Tasks = 0, 0, 0
		in.refused = slices.Clone(report.Refused)
		if err := s.recordPost(ctx, e, in, report); err != nil {
			return err
		}
		if len(in.refused) > 0 {
			return errPreview
		}
		return nil
	})
	report.Refused = in.refused
	if errors.Is(err, errPreview) {
		report.New, report.Unchanged, report.Tasks = 0, 0, 0
		return nil
	}
	return err
}

// postFile is a file that was read.
type postFile struct {
	name    string
	rows    int
	list    []postRow
	refused []intake.Refusal
}

func (f *postFile) refuse(line int, column, value, code, reason string) {
	f.refused = append(f.refused, intake.Refusal{File: f.name, Line: line, Column: column, Value: value, Code: code, Reason: reason})
}

func readPostFile(file string) (*postFile, error) {
	table, err := sheet.Open(file, sheet.Options{})
	if err != nil {
		return nil, err
	}
	rows, err := table.Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // only read
	f := &postFile{name: table.Name()}
	var at map[string]int
	for rows.Next() {
		row := rows.Row()
		if row.Err != nil {
			f.rows++
			f.refuse(row.Line, "", "", row.Err.Code, row.Err.Text)
			continue
		}
		if at == nil {
			if at, err = postHeadings(file, row.Cells); err != nil {
				return nil, err
			}
			continue
		}
		f.rows++
		f.row(row, at)
	}
	if rows.Err() == nil && at == nil {
		err = fault.New(fault.Input, "post.empty", "%s: the file is empty", file)
	}
	return f, errors.Join(rows.Err(), err)
}

func postHeadings(file string, cells []string) (map[string]int, error) {
	at := map[string]int{}
	for i, c := range cells {
		at[strings.ToLower(strings.TrimSpace(c))] = i
	}
	for _, name := range postColumns[:3] {
		if _, ok := at[name]; !ok {
			return nil, fault.New(fault.Input, "post.columns", "%s:1: there is no column %q; the columns are %s", file, name, strings.Join(postColumns, ", "))
		}
	}
	return at, nil
}

func (f *postFile) row(row sheet.Row, at map[string]int) {
	cell := func(name string) string {
		if i, ok := at[name]; ok && i < len(row.Cells) {
			return strings.TrimSpace(row.Cells[i])
		}
		return ""
	}
	r := postRow{line: row.Line, text: cell("letter"), state: strings.ToLower(cell("state"))}
	r.letter, r.tracking, r.note = id.Letter(r.text), cell("tracking"), cell("note")
	if code, err := paper.ParsePageCode(r.text); err == nil {
		r.letter = code.Letter
	}
	before := len(f.refused)
	if !slices.Contains(postStates, r.state) {
		f.refuse(row.Line, "state", cell("state"), "post.state", "is none of "+strings.Join(postStates, ", "))
	}
	var err error
	if r.on, err = postDay(cell("date")); err != nil {
		f.refuse(row.Line, "date", cell("date"), "post.date", "is not a date (write 2026-02-03 or 03.02.2026)")
	}
	if utf8.RuneCountInString(r.tracking) > maxTracking {
		f.refuse(row.Line, "tracking", r.tracking, "post.tracking", "is longer than a tracking number can be")
	}
	if utf8.RuneCountInString(r.note) > maxNote {
		f.refuse(row.Line, "note", r.note, "post.note", "is longer than "+strconv.Itoa(maxNote)+" characters")
	}
	if len(f.refused) == before {
		f.list = append(f.list, r)
	}
}

// postDay reads a day as ISO 8601 or as spreadsheets east of the Rhine write it.
func postDay(s string) (cal.Date, error) {
	if parts := strings.Split(s, "."); len(parts) == 3 {
		s = parts[2] + "-" + parts[1] + "-" + parts[0]
	}
	return cal.Parse(s)
}

func (s *Session) recordPost(ctx context.Context, e *entry, in *postFile, report *PostReport) error {
	ids := make([]id.Letter, len(in.list))
	for i := range in.list {
		ids[i] = in.list[i].letter
	}
	letters, err := e.LettersByID(ctx, ids)
	if err != nil {
		return err
	}
	if err := s.hideLetters(ctx, e.Reader, letters); err != nil {
		return err
	}
	deliveries, err := e.Deliveries(ctx, ids)
	if err != nil {
		return err
	}
	now := map[id.Letter]store.Delivery{}
	for _, d := range deliveries {
		if d.Channel == "post" {
			now[d.Letter] = d
		}
	}
	var back []store.Letter
	for _, row := range in.list {
		to, err := recordPosted(ctx, e, in, row, now, letters, report)
		if err != nil {
			return err
		}
		if to == store.Returned {
			back = append(back, letters[row.letter])
		}
	}
	report.Tasks = len(back)
	return mendTasks(ctx, e, back...)
}

// hideLetters takes away the letters to customers whom the actor does not see:
// to him they are no letters.
func (s *Session) hideLetters(ctx context.Context, r store.Reader, letters map[id.Letter]store.Letter) error {
	if len(letters) == 0 {
		return nil
	}
	var customers []id.Customer
	for _, l := range letters {
		customers = append(customers, l.Customer)
	}
	seen, err := r.CustomersWithin(ctx, s.scope(), customers)
	maps.DeleteFunc(letters, func(_ id.Letter, l store.Letter) bool { return !seen[l.Customer] })
	return err
}

// recordPosted moves one letter and says where to; empty if it stays.
func recordPosted(ctx context.Context, e *entry, in *postFile, row postRow, now map[id.Letter]store.Delivery,
	letters map[id.Letter]store.Letter, report *PostReport,
) (state string, err error) {
	d, printed := now[row.letter]
	l, known := letters[row.letter]
	switch {
	case !known:
		in.refuse(row.line, "letter", row.text, "post.unknown", "is not the number of a letter")
		return "", nil
	case !printed:
		in.refuse(row.line, "letter", row.text, "post.not_printed", "went by e-mail only")
		return "", nil
	case row.on < l.RunDate:
		in.refuse(row.line, "date", row.on.String(), "post.early", fmt.Sprintf("is before the letter was written (%s)", l.RunDate))
		return "", nil
	case l.Undone > 0:
		in.refuse(row.line, "letter", row.text, "post.undone", "was taken back with its run and does not go; if it went all the same, write to the customer (debitor letter draft correction)")
		return "", nil
	case row.before(d):
		report.Unchanged++ // a list that grows names again what has happened since
		return "", nil
	}
	to := d
	to.State, to.On, to.Note = row.state, row.on, row.note
	if row.tracking != "" {
		to.Tracking = row.tracking
	}
	if to == d {
		report.Unchanged++
		return "", nil
	}
	if _, err := e.SetDelivery(ctx, to, d); err != nil {
		return "", err
	}
	now[row.letter] = to
	report.New++
	e.note("post."+to.State, "letter:"+string(d.Letter), to.Note, map[string]any{"on": to.On.String(), "tracking": to.Tracking})
	return to.State, nil
}
