package desk

import (
	"context"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// letterKey names the place of a letter: what a run writes no second letter
// for as long as the first one stands.
type letterKey struct {
	day      cal.Date
	customer id.Customer
	step     string
	currency money.Currency
	about    string
}

// number is the number of the letter in that place: the same facts give the
// same number, so a run applied again after a crash makes the same letters.
// again is how many letters were taken back there before; each has its own.
func (k letterKey) number(company id.Company, again int) id.Letter {
	parts := []string{"letter", string(company), k.day.String(), string(k.customer), k.step, string(k.currency)}
	if k.about != "" || again > 0 {
		parts = append(parts, k.about)
	}
	if again > 0 {
		parts = append(parts, "again", strconv.Itoa(again))
	}
	return id.Letter(id.New(parts...))
}

// taskAgain is the number of a task that is made again where others were taken
// back; empty, for the one that follows from its key, where none was.
func taskAgain(company id.Company, day cal.Date, t *decided) id.Task {
	if t.again == 0 {
		return ""
	}
	return id.Task(id.New("task", string(company), day.String(), string(t.account.Customer), t.action.Step, string(t.action.Currency), t.action.About,
		"again", strconv.Itoa(t.again)))
}

// standingLetters are the letters in the places that were not taken back.
func standingLetters(ctx context.Context, r store.Reader, keys []letterKey) (map[letterKey]store.Letter, error) {
	standing := map[letterKey]store.Letter{}
	for again := 0; len(keys) > 0; again++ {
		numbers := make([]id.Letter, len(keys))
		for i, k := range keys {
			numbers[i] = k.number(r.Company(), again)
		}
		found, err := r.LettersByID(ctx, numbers)
		if err != nil {
			return nil, err
		}
		var undone []letterKey // look for what was written after them
		for i, k := range keys {
			switch l, written := found[numbers[i]]; {
			case written && l.Undone > 0:
				undone = append(undone, k)
			case written:
				standing[k] = l
			}
		}
		keys = undone
	}
	return standing, nil
}
