package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// StopFiles is the stop list as files for programs that cannot ask: where they
// are written, and when.
type StopFiles struct {
	Folder string   `yaml:"folder" json:"folder"` // of the machine that works the jobs, an absolute path
	Times  []string `yaml:"times" json:"times"`   // of each day, "06:00", by that machine's clock
}

// The names of the files in the folder.
const (
	StopFileCSV  = "stoplist.csv"
	StopFileJSON = "stoplist.json"
)

// jobStopFiles asks whether stop lists are due.
const jobStopFiles = "stop-files"

// stopFilesEvery is how late a stop list may be.
const stopFilesEvery = time.Minute

// timeOfDay is how times of the day are written.
const timeOfDay = "15:04"

// check refuses what cannot be written or never comes.
func (f *StopFiles) check() error {
	if f.Folder == "" && len(f.Times) == 0 {
		return nil
	}
	if !filepath.IsAbs(f.Folder) {
		return fault.New(fault.Input, "company.stop_folder", "stop_list: the folder %q is no absolute path, such as /srv/debitor/stop-list", f.Folder)
	}
	if len(f.Times) == 0 {
		return fault.New(fault.Input, "company.stop_times", "stop_list: say at what times of the day it is written: times: [\"06:00\", \"12:30\"]")
	}
	for _, t := range f.Times {
		if _, err := time.Parse(timeOfDay, t); err != nil {
			return fault.New(fault.Input, "company.stop_time", "stop_list: %q is no time of the day such as 06:00", t)
		}
	}
	return nil
}

// staysPut refuses another folder from who does not sit at the machine: he names
// no files of it.
func (f *StopFiles) staysPut(before *StopFiles, remote bool) error {
	if !remote || f.Folder == before.Folder {
		return nil
	}
	return fault.New(fault.Refused, "company.stop_remote", "where the stop list is written is said on the machine itself: debitor company set")
}

// due tells whether a time of the day has come since the last writing. What was
// missed while nobody worked is made up for once.
func (f *StopFiles) due(written, now time.Time) bool {
	if f.Folder == "" {
		return false
	}
	y, m, d := now.Date()
	for _, back := range []int{0, 1} {
		for _, text := range f.Times {
			t, err := time.Parse(timeOfDay, text)
			if err != nil {
				continue
			}
			at := time.Date(y, m, d-back, t.Hour(), t.Minute(), 0, 0, now.Location())
			if !at.After(now) && written.Before(at) {
				return true
			}
		}
	}
	return false
}

// Stopped is a customer on the stop list.
type Stopped struct {
	Customer id.Customer `json:"customer"`
	Since    cal.Date    `json:"since"`
	Reasons  []string    `json:"reasons"`
	LiftedBy []string    `json:"lifted_by"`
}

func (s *Session) stoppedCustomers(ctx context.Context, r store.Reader, day cal.Date) (list []Stopped, err error) {
	list = []Stopped{}
	err = s.eachStopped(ctx, r, day, func(answer credit.Answer) error {
		reasons := make([]string, len(answer.Reasons))
		for i, reason := range answer.Reasons {
			reasons[i] = reason.Text(s.company.Language)
		}
		list = append(list, Stopped{answer.Customer, answer.Since, reasons, append([]string{}, answer.LiftedBy...)})
		return nil
	})
	return list, err
}

// StopListWritten is a writing of the stop list's files.
type StopListWritten struct {
	Folder    string    `json:"folder"`
	Date      cal.Date  `json:"date"`
	At        time.Time `json:"at"`
	Customers int       `json:"customers"`
	Hash      string    `json:"sha256"` // of stoplist.csv
}

// WriteStopList writes the stop list of today into the company's folder, each
// file whole or not at all, and notes it in the journal. A folder that is not
// there, or may not be written, is told (stop_list.folder) and seen on the page
// of programs.
func (s *Session) WriteStopList(ctx context.Context) (out StopListWritten, err error) {
	if err := s.may(ManageCompany); err != nil {
		return out, err
	}
	profile, err := s.Profile()
	if err != nil {
		return out, err
	}
	if profile.StopList.Folder == "" {
		return out, fault.New(fault.Refused, "stop_list.none", "no folder is set: write stop_list: folder, times into the company file (debitor company set)")
	}
	if out, err = s.writeStopFiles(ctx, profile.StopList.Folder); err != nil {
		return out, errors.Join(err, s.noteStopFailure(ctx, err))
	}
	err = s.do(ctx, ManageCompany, "stop-list.write", nil, func(ctx context.Context, e *entry) error {
		e.note("stop-list.written", "company:"+string(s.company.Code), "", out)
		return e.PutStopFile(ctx, store.StopFile{Written: out.At.Unix(), Day: out.Date, Customers: out.Customers, Hash: out.Hash, Tried: out.At.Unix()})
	})
	return out, err
}

func (s *Session) writeStopFiles(ctx context.Context, folder string) (out StopListWritten, err error) {
	now := s.desk.now()
	out = StopListWritten{Folder: folder, Date: s.Today(), At: now.UTC().Truncate(time.Second)}
	var list []Stopped
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		list, err = s.stoppedCustomers(ctx, r, out.Date)
		return err
	})
	if err != nil {
		return out, err
	}
	var table bytes.Buffer
	if err := writeCSV(&table, stopHeader, stopRows(list)); err != nil {
		return out, err
	}
	object, err := json.MarshalIndent(struct {
		Company   id.Company `json:"company"`
		Date      cal.Date   `json:"date"`
		At        time.Time  `json:"at"`
		Customers []Stopped  `json:"customers"`
	}{s.company.Code, out.Date, out.At, list}, "", "  ")
	if err != nil {
		return out, err
	}
	hash := sha256.Sum256(table.Bytes())
	out.Customers, out.Hash = len(list), hex.EncodeToString(hash[:])
	for name, content := range map[string][]byte{StopFileCSV: table.Bytes(), StopFileJSON: append(object, '\n')} {
		if err := replaceFile(filepath.Join(folder, name), content); err != nil {
			return out, stopFolderFault(err, folder)
		}
	}
	return out, nil
}

// stopFolderFault says what is wrong with the folder, without the name of the
// file that was being written.
func stopFolderFault(err error, folder string) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fault.Wrap(err, fault.Refused, "stop_list.folder", "the stop list cannot be written into %s: %s", folder, err)
}

// noteStopFailure keeps that a writing failed. It is no change of the books.
func (s *Session) noteStopFailure(ctx context.Context, why error) error {
	now := s.desk.now().Unix()
	return s.desk.db.Tx(ctx, func(tx db.Tx) error { return store.StopFileFailed(ctx, tx, s.company.Code, now, why.Error()) })
}

// StopListState is the company's setting and its last writing.
type StopListState struct {
	StopFiles
	Last store.StopFile
}

// StopListFiles is how the stop list's files stand.
func (s *Session) StopListFiles(ctx context.Context) (state StopListState, err error) {
	profile, err := s.Profile()
	if err != nil {
		return state, err
	}
	state.StopFiles = profile.StopList
	err = s.read(ctx, ManageUsers, func(r store.Reader) error {
		state.Last, err = r.StopFile(ctx)
		return err
	})
	return state, err
}

// writeDueStopList writes a company's stop list if a time for it has come.
func writeDueStopList(ctx context.Context, s *Session, p Profile) error {
	if p.StopList.Folder == "" {
		return nil
	}
	state, err := s.StopListFiles(ctx)
	if err != nil || !p.StopList.due(time.Unix(state.Last.Written, 0), s.desk.now()) {
		return err
	}
	_, err = s.WriteStopList(ctx)
	return err
}

// stopRows are the rows of the CSV file.
func stopRows(list []Stopped) [][]string {
	rows := make([][]string, len(list))
	for i := range list {
		v := &list[i]
		rows[i] = []string{string(v.Customer), v.Since.String(), strings.Join(v.Reasons, "; "), strings.Join(v.LiftedBy, ";")}
	}
	return rows
}
