package rulebook

import (
	"cmp"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"debitor/internal/condition"
	"debitor/internal/ledger"
	"debitor/internal/policy"
)

// The drawing, in pixels: names at the left, days at the right. Text is
// counted as wide as its widest letters would be, so that it is never cut.
const (
	nameWidth  = 360
	laneIndent = 14
	rightRoom  = 130 // beyond the last day: an arrow, and the days of a short bar
	lineHeight = 15
	rowGap     = 9
	laneGap    = 10
	barHeight  = 14
	letterWide = 7  // of a letter of 12 px
	dayRoom    = 30 // between two marks of the line of days
	margin     = 16
)

// SVG is the policy drawn along the line of days, as it is for a category of
// customers; "" is for customers of whom none is said. Steps stand in lanes by
// the role that answers for them, one below the other, so that no text can
// meet another; what counts from an event, or from no day, has lanes of its own.
// It is one accessible picture without script, to be read in grey too; the
// same policy gives the same bytes.
func SVG(p *policy.Policy, lang, category string) []byte {
	t := tongueOf(lang)
	d := &drawing{t: t, p: p, category: category, id: p.Name + "-" + category}
	d.choose()
	d.scale()
	return d.draw()
}

// Categories are the categories a policy tells apart, as SVG takes them; one
// empty one where it tells none.
func Categories(p *policy.Policy) []string {
	out := []string{}
	for _, c := range p.Categories {
		out = append(out, c.ID)
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// drawing is one picture while it is made.
type drawing struct {
	t        *tongue
	p        *policy.Policy
	category string
	id       string
	grace    int
	lanes    []lane
	holds    []bar
	marks    []int // days that begin or end something, ascending
	at       []int // where each mark stands
	b        strings.Builder
	y        int
	barsEnd  int // below the last row with a bar
}

// lane is the steps of one role, or those without a place on the line.
type lane struct {
	name string
	bars []bar
}

// bar is one row: a step or a hold.
type bar struct {
	name    string
	from    int // days from the due date, working days stretched to calendar ones
	to      int
	days    string // as they are written
	words   string // instead of a bar
	class   string
	limited bool // under a condition
	about   string
}

// choose takes the steps that the category may meet.
func (d *drawing) choose() {
	for _, c := range d.p.Categories {
		if c.ID == d.category || d.category == "" && c.Default {
			d.grace = c.Grace
		}
	}
	only := d.only()
	events, regular := lane{name: d.t.text["svg.events"]}, lane{name: d.t.text["svg.every"]}
	for i := range d.p.Steps {
		s := &d.p.Steps[i]
		if only != nil && s.If != nil && condition.Disjoint(s.If, only) {
			continue
		}
		b := d.bar(s)
		switch {
		case s.On != "":
			events.bars = append(events.bars, b)
		case b.words != "":
			regular.bars = append(regular.bars, b)
		default:
			d.add(capital(d.t.role(s.To).name), b)
		}
	}
	for _, l := range []lane{regular, events} {
		if len(l.bars) > 0 {
			d.lanes = append(d.lanes, l)
		}
	}
	for i := range d.p.Holds {
		if h := &d.p.Holds[i]; only == nil || h.If == nil || !condition.Disjoint(h.If, only) {
			d.holds = append(d.holds, d.hold(h))
		}
	}
}

// only is the condition of being in the category, nil where none is meant.
func (d *drawing) only() *condition.Condition {
	if d.category == "" {
		return nil
	}
	c, problem := condition.Parse("category = '"+d.category+"'", policy.Facts, stepIDs(d.p))
	if problem != nil { // a name that no condition can write is in none
		return nil
	}
	return c
}

func stepIDs(p *policy.Policy) []string {
	ids := make([]string, len(p.Steps))
	for i := range p.Steps {
		ids[i] = p.Steps[i].ID
	}
	return ids
}

func (d *drawing) add(role string, b bar) {
	i := slices.IndexFunc(d.lanes, func(l lane) bool { return l.name == role })
	if i < 0 {
		d.lanes = append(d.lanes, lane{name: role})
		i = len(d.lanes) - 1
	}
	d.lanes[i].bars = append(d.lanes[i].bars, b)
}

func (d *drawing) bar(s *policy.Step) bar {
	b := bar{name: d.t.title(s), class: "person", limited: s.If != nil, about: strings.TrimSuffix(d.t.when(s), ",")}
	if s.Kind == policy.Letter {
		b.class = "letter"
	}
	if s.If != nil {
		b.about += "; " + d.t.text["table.if"] + ": " + d.t.clause(d.p, s.If)
	}
	if s.On != "" || s.NextWeek || anyDay(s.At) {
		b.words = strings.TrimSuffix(d.t.when(s), ",")
		return b
	}
	w := s.At
	if w.From > 0 {
		w = shifted(w, d.grace)
	}
	b.from, b.to, b.days = stretched(w.From, s.Days), stretched(w.To, s.Days), d.written(w, s.Days)
	switch {
	case s.Every.Month:
		b.days += " · " + d.t.text["every.month"]
	case s.Every != (policy.Every{}):
		b.days += " · " + d.t.weekdaysOf(s.Every.On)
	case s.Repeat > 0:
		b.days += " · " + d.t.repeat(s.Repeat, s.Days)
	}
	return b
}

func (d *drawing) hold(h *policy.Hold) bar {
	by := d.t.roleNames(h.LiftedBy)
	b := bar{name: capital(d.t.text["svg.hold"]) + " (" + by + ")", class: "stop", limited: h.If != nil, about: d.t.window(h.At, h.Days)}
	if h.If != nil {
		b.about += "; " + d.t.text["table.if"] + ": " + d.t.clause(d.p, h.If)
	}
	if anyDay(h.At) {
		b.words = d.t.window(h.At, h.Days)
		return b
	}
	b.from, b.to, b.days = stretched(h.At.From, h.Days), stretched(h.At.To, h.Days), d.written(h.At, h.Days)
	return b
}

func shifted(w policy.Window, n int) policy.Window {
	w.From += n
	if w.To != policy.Open {
		w.To += n
	}
	return w
}

// stretched puts a working day where it falls among calendar days, five to a
// week.
func stretched(n int, unit ledger.DayUnit) int {
	if n == policy.Open || n == -policy.Open || unit != ledger.WorkingDays && unit != ledger.BankingDays {
		return n
	}
	return n + n/5*2
}

// written is a window in figures: "5–10", "11 →", "−7…−3".
func (d *drawing) written(w policy.Window, unit ledger.DayUnit) string {
	s := figure(w.From) + "…" + figure(w.To)
	switch {
	case w.From == w.To:
		s = figure(w.From)
	case w.To == policy.Open:
		s = figure(w.From) + " →"
	case w.From == -policy.Open:
		s = "→ " + figure(w.To)
	case w.From > 0:
		s = figure(w.From) + "–" + figure(w.To)
	}
	if unit == ledger.WorkingDays || unit == ledger.BankingDays {
		s += " (" + d.t.dayForms(unit).plain + ")"
	}
	return s
}

func figure(n int) string { return strings.Replace(strconv.Itoa(n), "-", "−", 1) }

// scale gives every day that begins or ends something its place: at least
// dayRoom after the one before, and more the more days lie between.
func (d *drawing) scale() {
	days := []int{0}
	note := func(b *bar) {
		for _, n := range []int{b.from, b.to} {
			if b.words == "" && n != policy.Open && n != -policy.Open {
				days = append(days, n)
			}
		}
	}
	for i := range d.lanes {
		for j := range d.lanes[i].bars {
			note(&d.lanes[i].bars[j])
		}
	}
	for i := range d.holds {
		note(&d.holds[i])
	}
	slices.Sort(days)
	d.marks = slices.Compact(days)
	x := nameWidth + 2*margin + 20
	for i, n := range d.marks {
		if i > 0 {
			x += dayRoom + 9*(bits.Len(uint(n-d.marks[i-1]))-1)
		}
		d.at = append(d.at, x)
	}
	if least := nameWidth + 420; x < least { // a few days fill the sheet too
		for i := range d.at {
			d.at[i] = nameWidth + 2*margin + 20 + (d.at[i]-d.at[0])*(least-nameWidth-2*margin-20)/max(1, x-d.at[0])
		}
	}
}

func (d *drawing) x(day int) int {
	switch day {
	case policy.Open:
		return d.right() - 8
	case -policy.Open:
		return d.at[0] - 20
	}
	i, _ := slices.BinarySearchFunc(d.marks, day, cmp.Compare[int])
	return d.at[i]
}

// right is where the line of days ends.
func (d *drawing) right() int { return d.at[len(d.at)-1] + rightRoom }

// wrapped breaks a text into lines of so many pixels.
func wrapped(s string, width int) []string {
	room := width / letterWide
	var lines []string
	for word := range strings.FieldsSeq(s) {
		for utf8.RuneCountInString(word) > room {
			runes := []rune(word)
			lines = append(lines, string(runes[:room]))
			word = string(runes[room:])
		}
		if n := len(lines); n > 0 && utf8.RuneCountInString(lines[n-1])+1+utf8.RuneCountInString(word) <= room {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}
