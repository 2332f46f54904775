package desk

import (
	"context"
	"encoding/json"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/store"
)

// undone compares what the journal says was taken back with the rows that say
// so of themselves: neither may a decision be waived unseen, nor one come to
// stand again.
func (c *checker) undone(ctx context.Context, r store.Reader) error {
	counts, err := r.CountTaken(ctx)
	if err != nil {
		return err
	}
	undos, err := r.Undos(ctx, cal.First, cal.Last)
	if err != nil {
		return err
	}
	for _, u := range undos {
		lines, err := r.LinesAbout(ctx, "run:"+u.RunDate.String())
		if err != nil {
			return err
		}
		rows, agrees, err := takenAgrees(ctx, r, u, lines)
		if err != nil {
			return err
		}
		if !agrees || rows != counts[u.Number] {
			c.found("check.undone", "undo:"+strconv.Itoa(u.Number), "what it took back is not what the journal says")
		}
		delete(counts, u.Number)
	}
	for number := range counts {
		c.found("check.undone", "undo:"+strconv.Itoa(number), "there is no such undo, but rows say that it took them back")
	}
	return nil
}

// takenAgrees counts the rows that the journal says an undo took back, and
// recomputes their hashes.
func takenAgrees(ctx context.Context, r store.Reader, u store.Undo, lines []store.JournalEntry) (rows int, agrees bool, err error) {
	agrees = true
	for _, l := range lines {
		if l.Action != "run.undone" {
			continue
		}
		var data undoData
		if err := json.Unmarshal([]byte(l.Data), &data); err != nil {
			return 0, false, err
		}
		if data.Number != u.Number {
			continue
		}
		taken, err := r.TakenBack(ctx, store.RunSpan{Day: u.RunDate, First: data.From, Last: data.To}, u.Number)
		if err != nil {
			return 0, false, err
		}
		rows += data.Rows
		agrees = agrees && len(taken) == data.Rows && takenHash(taken) == data.Taken
	}
	return rows, agrees, nil
}
