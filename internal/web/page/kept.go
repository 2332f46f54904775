package page

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/web/ui"
)

// Parameters of a page that shows figures which are kept: fresh has them
// computed anew, after waits for some that are newer than a moment, in
// milliseconds since 1970.
const (
	freshFigures = "fresh"
	afterFigures = "after"
)

// WantsFresh says whether figures are to be computed anew.
func (c *Call) WantsFresh() bool { return c.Ask(freshFigures) != "" }

// GoFresh answers who wants that: with the page as it was, so that it can be
// loaded again. If they come later, it waits for newer ones than those.
func (c *Call) GoFresh(old desk.KeptAt, later bool) error {
	after := ""
	if later && !old.Making {
		after = strconv.FormatInt(old.Made.UnixMilli(), 10)
	}
	return c.Go(c.Same(freshFigures, "", afterFigures, after), "")
}

// awaits says whether newer figures than these are being computed.
func (c *Call) awaits(k desk.KeptAt) bool {
	return k.Making || c.Ask(afterFigures) != "" && !k.Made.IsZero() && k.Made.UnixMilli() <= int64(c.AskInt(afterFigures, 0))
}

// Polls says whether it is the piece of a page that asks, which waits for
// figures.
func (c *Call) Polls() bool { return c.R.Header.Get("Hx-Request") != "" }

// PollKept answers it: not yet, or load the page again.
func (c *Call) PollKept(k desk.KeptAt) error {
	if !c.awaits(k) {
		c.W.Header().Set("Hx-Refresh", "true")
	}
	return c.Part(ui.Computing(c.Say, c.Same()))
}

// KeptNote is what is to be said of kept figures: that they are being computed,
// or that they are old.
func (c *Call) KeptNote(k desk.KeptAt) templ.Component {
	switch {
	case c.awaits(k):
		return ui.Computing(c.Say, c.Same())
	case k.Old:
		return ui.Outdated(c.Say, k.Made.Format("15:04"), c.Same(freshFigures, "1", afterFigures, ""))
	}
	return templ.NopComponent
}
