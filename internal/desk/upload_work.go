package desk

import (
	"context"
	"encoding/json"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// workUpload does what a job asks for: checks an upload, or takes it in, in the
// name of who brought it.
func (d *Desk) workUpload(ctx context.Context, company string, payload []byte) error {
	verb, key, _ := strings.Cut(string(payload), " ")
	worker, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
	if err != nil {
		return err
	}
	u, err := worker.Upload(ctx, key)
	if err != nil || u.State != map[string]string{"check": UploadQueued, "take": UploadTaking}[verb] {
		return err // a job that came before has done it
	}
	s := worker
	if u.Author != operator {
		if s, err = d.Session(ctx, id.Company(company), Actor{User: id.User(u.Author), System: "worker"}); err != nil {
			return err
		}
	}
	report, err := s.importUpload(ctx, u, verb == "check")
	if passing(err) {
		return err // the job is tried again
	}
	return worker.closeUpload(ctx, u, verb, report, err)
}

// importUpload writes an upload's files to disk and imports them. A repeated
// job changes nothing: taking the same file in again never does.
func (s *Session) importUpload(ctx context.Context, u Upload, dry bool) (report ImportReport, err error) {
	err = s.withFiles(ctx, u, func(paths []string) error {
		o := ImportOptions{Kind: u.Wish.Kind, Date: u.Wish.Date, DryRun: dry}
		if o.ByFile, err = mapsOf(u); err == nil {
			report, err = s.Import(ctx, paths, o)
		}
		return err
	})
	return report, err
}

// closeUpload records what came of a job.
func (s *Session) closeUpload(ctx context.Context, u Upload, verb string, report ImportReport, failed error) error {
	b, err := json.Marshal(report)
	if err != nil {
		return err
	}
	return s.do(ctx, ImportFiles, "upload done", nil, func(ctx context.Context, e *entry) error {
		row := store.Upload{ID: u.ID, Kind: string(u.Wish.Kind), Map: keptMaps(u.Wish.Maps), Date: u.Wish.Date, Report: string(b), State: UploadChecked}
		if verb == "take" {
			row.State = UploadTaken
		}
		why := ""
		if failed != nil {
			row.State, row.Problem, why = UploadRefused, fault.Keep(failed), failed.Error()
		}
		if saved, err := e.SaveUpload(ctx, u.State, row); err != nil || !saved {
			return err
		}
		e.note("upload."+row.State, "upload:"+u.ID, why, nil)
		if row.State == UploadTaken {
			return e.DropPieces(ctx, u.ID)
		}
		return nil
	})
}
