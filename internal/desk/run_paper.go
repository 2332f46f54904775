package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// AllPapers is the name under which RunPaper gives all files of a run as one.
const AllPapers = "run.zip"

// RunPaper is one of the files that WriteRun writes, by its name, or AllPapers,
// for the customers the actor sees. They are set anew each time (fault
// run.no_paper, if the run has no such file).
func (s *Session) RunPaper(ctx context.Context, day cal.Date, name string) (content []byte, err error) {
	dir, err := os.MkdirTemp("", "debitor-run")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left goes with the machine's temporary files
	files, err := s.WriteRun(ctx, day, "", dir, Written{Docx: name == AllPapers})
	if err != nil {
		return nil, err
	}
	if name == AllPapers && len(files) > 0 {
		return zipped(dir, files)
	}
	if !slices.Contains(files, name) {
		return nil, fault.New(fault.NotFound, "run.no_paper", "the run of %s has no %s for the customers you see", day, name)
	}
	return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
}

func zipped(dir string, files []string) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

// StartMail has the worker send the e-mails of a run that nobody has tried yet,
// for the customers the actor sees. Without workers they are sent here and now.
func (s *Session) StartMail(ctx context.Context, day cal.Date) error {
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	if profile.Mail.Host == "" {
		return fault.New(fault.Refused, "mail.no_server", "no mail server is set up: see the settings of mail")
	}
	if s.desk.queue == nil {
		_, err := s.SendMail(ctx, day, s.Today(), 0)
		return err
	}
	return s.do(ctx, SendMail, "mail.send", nil, func(ctx context.Context, e *entry) error {
		if err := s.mustBeFresh(ctx, e.Reader, s.Today()); err != nil { // said at once, not by the worker
			return err
		}
		waiting, err := e.Mails(ctx, s.scope(), day, []string{store.Ready})
		if err != nil {
			return err
		}
		for _, d := range waiting {
			seen := d
			d.State, d.Due = store.Retry, s.desk.now().Unix()
			if _, err := e.SetDelivery(ctx, d, seen); err != nil {
				return err
			}
		}
		if len(waiting) == 0 {
			return fault.New(fault.Refused, "mail.none", "no e-mail of the run of %s waits", day)
		}
		e.note("mail.begun", "run:"+day.String(), "", map[string]int{"letters": len(waiting)})
		return s.desk.queue.Enqueue(ctx, e.Tx(), JobMail, string(s.company.Code), []byte(day.String()))
	})
}
