package desk

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/store"
)

// jobUpload checks an upload or takes it in; its payload is the verb and the
// upload.
const jobUpload = "upload"

// The bounds of what a browser may bring.
const (
	// MaxUpload is the size of one upload in bytes: a million invoices as CSV.
	MaxUpload = 128 << 20
	// MaxUploadFiles is how many files it may have: one of each kind, twice.
	MaxUploadFiles = 14
	// pieceSize is how much of a file is in memory at once.
	pieceSize = 1 << 20
	// uploadsShown is how many are listed.
	uploadsShown = 50
	// maxMaps is the length of all texts that say what columns are.
	maxMaps = 256 << 10
)

// The states of an upload.
const (
	UploadQueued  = "queued"  // waits for its check
	UploadChecked = "checked" // its report says what it would do
	UploadTaking  = "taking"  // is being taken in
	UploadTaken   = "taken"
	UploadRefused = "refused" // nothing of it was taken in, or not all
)

// BroughtFile is one file as a browser sends it. It is read from its beginning,
// more than once where another writer was quicker.
type BroughtFile struct {
	Name string
	Body io.ReadSeeker
}

// UploadWish is what a person says about an upload. All may be left empty.
type UploadWish struct {
	Kind intake.Kind
	Date cal.Date
	Maps UploadMaps
}

// UploadMaps are the texts of map files that say what the columns are.
type UploadMaps struct {
	All  string   `json:"all,omitempty"`  // of all files
	Each []string `json:"each,omitempty"` // else of each file its own, empty for one that is recognised
}

// Upload is files on their way into the books.
type Upload struct {
	ID      string
	At      time.Time
	Author  string
	State   string
	Wish    UploadWish
	Files   []string
	Report  *ImportReport // of the check, or of taking it in; nil before
	Problem *fault.Fault  // why it was refused as a whole; nil if it was not
}

// Bring keeps files until somebody has looked at what they would do, and asks
// for them to be checked. It gives the upload's key.
func (s *Session) Bring(ctx context.Context, files []BroughtFile, wish UploadWish) (string, error) {
	if len(files) == 0 || len(files) > MaxUploadFiles {
		return "", fault.New(fault.Input, "upload.files", "choose between one and %d files", MaxUploadFiles)
	}
	if err := wish.check(); err != nil {
		return "", err
	}
	key := NewToken()[:16]
	err := s.do(ctx, ImportFiles, "upload", nil, func(ctx context.Context, e *entry) error {
		u := store.Upload{ID: key, At: s.desk.now().UTC().Truncate(time.Microsecond), Author: s.actorName(), State: UploadQueued}
		u.Kind, u.Map, u.Date = string(wish.Kind), keptMaps(wish.Maps), wish.Date
		if err := e.InsertUpload(ctx, u); err != nil {
			return err
		}
		var names []string
		for i, f := range files {
			name := fileName(f.Name)
			names = append(names, name)
			if err := keepPieces(ctx, e, key, i, name, f.Body); err != nil {
				return err
			}
		}
		e.note("upload.brought", "upload:"+key, "", names)
		return s.later(ctx, e, jobUpload, "check "+key)
	})
	if err != nil {
		return "", err
	}
	return key, s.atOnce(ctx, jobUpload, "check "+key)
}

// later puts a job into the queue of the change.
func (s *Session) later(ctx context.Context, e *entry, kind, payload string) error {
	if s.desk.queue == nil {
		return nil
	}
	return s.desk.queue.Enqueue(ctx, e.Tx(), kind, string(s.company.Code), []byte(payload))
}

// atOnce does a job here where there is no queue to do it.
func (s *Session) atOnce(ctx context.Context, kind, payload string) error {
	if s.desk.queue != nil {
		return nil
	}
	return s.desk.Handlers()[kind](ctx, string(s.company.Code), []byte(payload))
}

// Upload is one of them; a fault if there is none.
func (s *Session) Upload(ctx context.Context, key string) (u Upload, err error) {
	err = s.read(ctx, ImportFiles, func(r store.Reader) error {
		row, err := uploadRow(ctx, r, key)
		if err == nil {
			u, err = uploadOf(row)
		}
		return err
	})
	return u, err
}

func uploadRow(ctx context.Context, r store.Reader, key string) (store.Upload, error) {
	row, found, err := r.Upload(ctx, key)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "upload.unknown", "there is no upload %q", key)
	}
	return row, err
}

func uploadOf(row store.Upload) (Upload, error) {
	u := Upload{ID: row.ID, At: row.At, Author: row.Author, State: row.State, Files: row.Files, Problem: fault.Kept(row.Problem)}
	u.Wish = UploadWish{Kind: intake.Kind(row.Kind), Date: row.Date}
	if row.Map != "" {
		if err := json.Unmarshal([]byte(row.Map), &u.Wish.Maps); err != nil {
			return u, err
		}
	}
	if row.Report == "" {
		return u, nil
	}
	u.Report = &ImportReport{}
	return u, json.Unmarshal([]byte(row.Report), u.Report)
}

// Uploads are the latest, newest first.
func (s *Session) Uploads(ctx context.Context) (list []Upload, err error) {
	err = s.read(ctx, ImportFiles, func(r store.Reader) error {
		rows, err := r.Uploads(ctx, uploadsShown)
		for _, row := range rows {
			u, readErr := uploadOf(row)
			err = errors.Join(err, readErr)
			list = append(list, u)
		}
		return err
	})
	return list, err
}

// CheckUpload has an upload checked again under another wish.
func (s *Session) CheckUpload(ctx context.Context, key string, wish UploadWish) error {
	if err := wish.check(); err != nil {
		return err
	}
	return s.moveUpload(ctx, key, "check", UploadQueued, func(u *store.Upload) {
		u.Kind, u.Map, u.Date = string(wish.Kind), keptMaps(wish.Maps), wish.Date
		u.Report, u.Problem = "", ""
	})
}

// TakeUpload has a checked upload taken in.
func (s *Session) TakeUpload(ctx context.Context, key string) error {
	return s.moveUpload(ctx, key, "take", UploadTaking, func(*store.Upload) {})
}

// moveUpload leads an upload that has been checked to its next state, and asks
// for the work that belongs to it. Of two people who do it at once one is told.
func (s *Session) moveUpload(ctx context.Context, key, verb, state string, change func(*store.Upload)) error {
	err := s.do(ctx, ImportFiles, "upload "+verb, nil, func(ctx context.Context, e *entry) error {
		u, err := uploadRow(ctx, e.Reader, key)
		if err != nil {
			return err
		}
		if u.State != UploadChecked && u.State != UploadRefused || len(u.Files) == 0 {
			return fault.New(fault.Refused, "upload.state", "these files are already being worked on, or were taken in; look at what became of them")
		}
		from := u.State
		u.State = state
		change(&u)
		if saved, err := e.SaveUpload(ctx, from, u); err != nil || !saved {
			return errors.Join(err, errUploadMoved(saved))
		}
		e.note("upload."+state, "upload:"+key, "", u.Kind)
		return s.later(ctx, e, jobUpload, verb+" "+key)
	})
	if err != nil {
		return err
	}
	return s.atOnce(ctx, jobUpload, verb+" "+key)
}

func errUploadMoved(saved bool) error {
	if saved {
		return nil
	}
	return fault.New(fault.Refused, "upload.state", "these files are already being worked on, or were taken in; look at what became of them")
}

// check bounds what is kept of a wish.
func (w UploadWish) check() error {
	if len(keptMaps(w.Maps)) > maxMaps {
		return fault.New(fault.Input, "intake.map.too_large", "the description of the columns is larger than %d KiB", maxMaps>>10)
	}
	return nil
}

// keptMaps is the texts of maps as an upload keeps them, "" for none.
func keptMaps(m UploadMaps) string {
	if m.All == "" && len(m.Each) == 0 {
		return ""
	}
	b, _ := json.Marshal(m) // texts always can
	return string(b)
}

// mapsOf are the maps of an upload's files, nil for one that is recognised.
func mapsOf(u Upload) ([]*intake.Map, error) {
	list := make([]*intake.Map, len(u.Files))
	for i := range list {
		text := u.Wish.Maps.All
		if text == "" && i < len(u.Wish.Maps.Each) {
			text = u.Wish.Maps.Each[i]
		}
		if text == "" {
			continue
		}
		m, err := intake.ParseMap(u.Files[i], []byte(text))
		if err != nil {
			return nil, err
		}
		list[i] = m
	}
	return list, nil
}
