package cli

import (
	"errors"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

type postCommand struct {
	Files []string `arg:"" name:"file" help:"CSV or XLSX with the columns letter, state (posted, delivered, returned), date, tracking, note."`
}

func (c *postCommand) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		reports := []desk.PostReport{}
		var failed error
		for _, file := range c.Files {
			r, err := s.RecordPost(a.ctx, file)
			failed = errors.Join(failed, err)
			if err != nil && fault.Code(err) != "post.refused" {
				break // those before it are taken in, and told
			}
			reports = append(reports, r)
		}
		if a.JSON {
			if err := a.json(map[string]any{"files": reports}); err != nil {
				return err
			}
			return failed
		}
		t := newTable(headings(a.lang(s), "file", ">rows", ">new", ">unchanged", ">task", ">refused")...)
		for _, r := range reports {
			t.add(r.File, count(r.Rows), count(r.New), count(r.Unchanged), count(r.Tasks), count(len(r.Refused)))
		}
		t.print(a)
		for _, r := range reports {
			for i, refusal := range r.Refused {
				if i == shownRefusals {
					a.tell("%s: … %d in all (--json lists them)", r.File, len(r.Refused))
					break
				}
				a.tell("%s", refusal)
			}
		}
		return failed
	})
}
