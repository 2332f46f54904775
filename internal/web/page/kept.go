package page

import (
	"strconv"

	"github.com/a-h/templ"

	"debitor/internal/cal"
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

// Refigures says whether the request is about kept figures alone: to have them
// computed anew, or the piece of a page that asks whether they are there.
func (c *Call) Refigures() bool { return c.Ask(freshFigures) != "" || c.polls() }

func (c *Call) polls() bool { return c.R.Header.Get("Hx-Request") != "" }

// Refigure answers it. Who wants figures computed anew is led back to the page as
// it was, so that it can be loaded again; if they come later, it waits for them.
func (c *Call) Refigure(figures string, day cal.Date) error {
	made, err := c.Session.KeptMade(c.Context(), figures, day)
	switch {
	case err != nil:
		return err
	case c.polls():
		if !c.awaits(made) {
			c.W.Header().Set("Hx-Refresh", "true")
		}
		return c.Part(ui.Computing(c.Say, c.Same()))
	}
	later, err := c.Session.Recompute(c.Context(), figures, day)
	if err != nil {
		return err
	}
	after := ""
	if later && !made.Making {
		after = strconv.FormatInt(made.Made.UnixMilli(), 10)
	}
	return c.Go(c.Same(freshFigures, "", afterFigures, after), "")
}

// awaits says whether newer figures than these are being computed.
func (c *Call) awaits(k desk.KeptAt) bool {
	return k.Making || c.Ask(afterFigures) != "" && !k.Made.IsZero() && k.Made.UnixMilli() <= int64(c.AskInt(afterFigures, 0))
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

// Leaf are the rows of a list on its page of a number, from 1; none for who
// Refigures.
func (c *Call) Leaf(number, size int) desk.Leaf {
	return desk.Leaf{From: (number - 1) * size, Size: size, OnlyName: c.Refigures()}
}
