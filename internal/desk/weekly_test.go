package desk_test

import (
	"testing"

	"debitor/internal/store"
)

// TestWeeklyList counts what has a word and what has none, on both engines.
func TestWeeklyList(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		worked(t, b)
		day := b.Today()
		before, err := b.Weekly(t.Context(), day, "", false, 10, 0)
		if err != nil || before.Answered != 0 || before.Unanswered != len(before.Rows) || len(before.Rows) == 0 {
			t.Fatalf("%d of %d rows are unanswered, %d answered, %v", before.Unanswered, len(before.Rows), before.Answered, err)
		}
		first := before.Rows[0].Invoice
		if err := b.CommentWeek(t.Context(), day, []store.WeeklyComment{{Invoice: first, Kind: "informed"}}); err != nil {
			t.Fatal(err)
		}
		after, err := b.Weekly(t.Context(), day, "", true, 10, 0)
		if err != nil || after.Answered != 1 || after.Unanswered != before.Unanswered-1 || len(after.Rows) != after.Unanswered {
			t.Errorf("after a word %d of %d rows are unanswered, %d answered, %v", after.Unanswered, len(after.Rows), after.Answered, err)
		}
	})
}
