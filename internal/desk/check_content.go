package desk

import (
	"encoding/json"

	"debitor/internal/store"
)

// wrote compares the hash in the journal lines of what wrote letters or tasks
// with those that are there.
func (c *checker) wrote(change string, lines []store.Line) {
	root := c.roots[change]
	for _, l := range lines {
		c.proposed(&l)
		if l.Action != "run.applied" && l.Action != "task.made" && l.Action != "run.undone" {
			continue
		}
		var data struct {
			Content string `json:"content"`
		}
		if err := json.Unmarshal([]byte(l.Data), &data); err != nil || data.Content != root {
			c.found("check.content", l.Subject, "its letters or tasks were altered after they were written")
		}
		delete(c.roots, change)
	}
}
