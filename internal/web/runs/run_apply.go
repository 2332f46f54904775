package runs

import (
	"time"

	"debitor/internal/cal"
	"debitor/internal/store"
	"debitor/internal/web/page"
)

// runApply sets the run going; its page shows how far it is.
func runApply(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		if err := c.Session.StartRun(c.Context(), day); err != nil {
			return c.UnlessStale(day, err)
		}
		return c.Go(c.To("runs", day.String()), "runs.started")
	})
}

// runProgress is the piece of the page that asks for itself every second while
// somebody's run works, and has the page shown anew when it has ended.
func runProgress(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		works, err := c.Session.RunWorks(c.Context(), day)
		if err != nil {
			return err
		}
		if len(atWork(works)) == 0 {
			c.W.Header().Set("Hx-Refresh", "true")
		}
		return c.Part(progressOf(c, c.To("runs", day.String()), works))
	})
}

// runDone records that a person is done with a run.
func runDone(c *page.Call) error {
	return onDay(c, func(day cal.Date) error {
		if err := c.Session.TimeRun(c.Context(), day, store.PointDone); err != nil {
			return err
		}
		return c.Go(c.To("runs", day.String()), "runs.done_noted")
	})
}

// atClock is a moment in seconds since 1970 as a time of the day.
func atClock(at int64) string { return clock(time.Unix(at, 0)) }
