package rulebook

import (
	"strconv"
	"strings"

	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// shown are the papers that a customer shows before the first shipment.
func (w *writer) shown() {
	if len(w.p.Papers) == 0 {
		return
	}
	w.heading("reg.shown")
	w.text("", w.t.text["reg.shown.text"])
	var rows [][]string
	for i := range w.p.Papers {
		rows = append(rows, w.t.paper(&w.p.Papers[i]))
	}
	w.table([]string{"reg.shown.paper", "reg.shown.fresh", "reg.shown.countries"}, rows)
}

// paper is one in words: its name, how old it may be, of whom it is asked.
func (t *tongue) paper(p *policy.Paper) []string {
	fresh, countries := t.text["reg.shown.any"], t.text["reg.shown.all"]
	if p.Fresh > 0 {
		fresh = t.count(p.Fresh, "")
	}
	if len(p.Countries) > 0 {
		countries = strings.Join(p.Countries, ", ")
	}
	return []string{p.Called(t.code), fresh, countries}
}

// originals is how signed papers are chased, and what for.
func (w *writer) originals() {
	if list := w.t.originals(&w.p.Originals); len(list) > 0 {
		w.heading("reg.originals")
		for _, text := range list {
			w.text("", text)
		}
	}
}

func (t *tongue) originals(o *policy.Originals) (out []string) {
	if o.After > 0 {
		out = append(out, t.say("reg.originals.chase", "after", strconv.Itoa(o.After), "repeat", t.within(o.Repeat, ""), "papers", t.allOf(t.namedAll(o.Chase)), "role", t.role(o.To).name))
	}
	if o.Before != nil {
		out = append(out, t.say("reg.originals.before", "papers", t.allOf(t.namedAll(o.Before))))
	}
	return out
}

// redFlags is what is watched for, and what a flag does.
func (w *writer) redFlags() {
	if list := w.t.redFlags(&w.p.RedFlags, w.e.Currency); len(list) > 0 {
		w.heading("reg.flags")
		for _, text := range list {
			w.text("", text)
		}
	}
}

func (t *tongue) redFlags(f *policy.RedFlags, currency money.Currency) (out []string) {
	if f.Late > 0 {
		out = append(out, t.say("reg.flags.late", "days", strconv.Itoa(f.Late)))
	}
	if f.Above != nil {
		out = append(out, t.say("reg.flags.check", "amount", letter.Money(f.Above.In(currency), currency, t.code), "role", t.role(f.To).name))
	}
	if f.Stops != nil {
		out = append(out, t.say("reg.flags.stops", "flags", t.allOf(t.namedAll(f.Stops))))
	}
	return out
}

// blackList is who is put on it, and how he comes off.
func (w *writer) blackList() {
	if b := &w.p.BlackList; b.Stands() {
		w.heading("reg.blacklist")
		w.text("", w.t.blackList(b))
	}
}

func (t *tongue) blackList(b *policy.BlackList) string {
	if !b.Stands() {
		return ""
	}
	return t.say("reg.blacklist.text", "times", strconv.Itoa(b.Times), "days", strconv.Itoa(b.Days), "percent", strconv.Itoa(b.Prepay), "months", strconv.Itoa(b.Months), "clean", strconv.Itoa(b.Clean))
}

// vetting tells what is different in the papers and the black list.
func (d *differ) vetting() {
	each(d.a.Papers, d.b.Papers, func(p policy.Paper) string { return p.ID }, func(a, b *policy.Paper) {
		name := func(p *policy.Paper) string { return d.t.say("diff.paper", "paper", p.Called(d.t.code)) }
		switch {
		case a == nil:
			d.out = append(d.out, d.t.say("diff.rule.added", "rule", name(b)))
		case b == nil:
			d.out = append(d.out, d.t.say("diff.rule.removed", "rule", name(a)))
		default:
			was, is := d.t.paper(a), d.t.paper(b)
			d.changed(name(b), []aspect{{"fresh", was[1], is[1]}, {"countries", was[2], is[2]}})
		}
	})
	d.changed(d.t.text["reg.originals"], []aspect{{"blacklist", strings.Join(d.t.originals(&d.a.Originals), " "), strings.Join(d.t.originals(&d.b.Originals), " ")}})
	d.changed(d.t.text["reg.flags"], []aspect{{"blacklist", strings.Join(d.t.redFlags(&d.a.RedFlags, d.currency), " "), strings.Join(d.t.redFlags(&d.b.RedFlags, d.currency), " ")}})
	d.changed(d.t.text["reg.blacklist"], []aspect{{"blacklist", d.t.blackList(&d.a.BlackList), d.t.blackList(&d.b.BlackList)}})
}
