package cli

import (
	"strings"
	"time"

	"debitor/internal/desk"
)

type stopListCommand struct {
	Show  stopListShow  `cmd:"" help:"Where and when the files are written, and the last writing."`
	Write stopListWrite `cmd:"" help:"Write the files now."`
}

type stopListShow struct{}

func (c *stopListShow) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		state, err := s.StopListFiles(a.ctx)
		if err != nil {
			return err
		}
		written := ""
		if state.Last.Written > 0 {
			written = time.Unix(state.Last.Written, 0).UTC().Format(time.RFC3339)
		}
		if a.JSON {
			return a.json(map[string]any{
				"folder": state.Folder, "times": append([]string{}, state.Times...), "written": written, "customers": state.Last.Customers,
				"sha256": state.Last.Hash, "problem": state.Last.Problem,
			})
		}
		lang := a.lang(s)
		if state.Folder == "" {
			a.sayIn(lang, "The stop list is not written as a file: set stop_list in the company file.")
			return nil
		}
		a.sayIn(lang, "The stop list is written into %s at %s.", state.Folder, strings.Join(state.Times, ", "))
		if written != "" {
			a.sayIn(lang, "Last written %s: %d customers.", written, state.Last.Customers)
		}
		if state.Last.Problem != "" {
			a.sayIn(lang, "The last try failed: %s", state.Last.Problem)
		}
		return nil
	})
}

type stopListWrite struct{}

func (c *stopListWrite) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		out, err := s.WriteStopList(a.ctx)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(out)
		}
		a.sayIn(a.lang(s), "Written into %s: %d customers.", out.Folder, out.Customers)
		return nil
	})
}
