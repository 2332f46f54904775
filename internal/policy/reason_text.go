package policy

import (
	"fmt"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Text is the reason as one short sentence for a sales manager, in English,
// Russian, Ukrainian, Belarusian, Bosnian or German; any other language gets
// English.
func (r Reason) Text(lang string) string { return r.text(lang, nil, nil) }

// Say is the reason in words, with steps called as this policy titles them.
// Languages as in Reason.Text.
func (p *Policy) Say(r Reason, lang string) string { return r.text(lang, p, nil) }

// Writer writes an amount as the reader of a language is used to.
type Writer func(m money.Minor, c money.Currency, lang string) string

// SayTo is Say with amounts as a page writes them; Say writes them as programs do.
func (p *Policy) SayTo(r Reason, lang string, amount Writer) string { return r.text(lang, p, amount) }

func (r Reason) text(lang string, p *Policy, amount Writer) string {
	words := languageOf(lang)
	text, ok := words.codes[r.Code]
	if !ok {
		return r.Code
	}
	switch {
	case r.Code == AfterMissing && r.Date != 0:
		text = words.afterToday
	case r.Code == Suspended && r.Until != 0:
		text = words.suspendedUntil
	case r.Code == WindowAhead && r.Event != "":
		text = words.eventAhead
	case r.Code == WindowPassed && r.Event != "":
		text = words.eventPassed
	}
	return words.fill(text, r, namer{words, p, lang, amount})
}

// Change is what would change it: what a person may do, or which day must
// come, so that the reason is none any more. Empty where nothing would, and
// for reasons that stand in nobody's way. Languages as in Text.
func (r Reason) Change(lang string) string { return r.change(lang, nil) }

// Change is what would change the reason, with steps called as this policy
// titles them.
func (p *Policy) Change(r Reason, lang string) string { return r.change(lang, p) }

func (r Reason) change(lang string, p *Policy) string {
	words := languageOf(lang)
	text := words.changes[r.Code]
	switch {
	case r.Code == Suspended && r.Until != 0:
		text = words.suspensionEnds
	case r.Code == Waiting && r.To == 0:
		text = words.changes[AfterMissing]
	case r.Code == WindowAhead && r.Event != "":
		text = words.eventAhead
	}
	return words.fill(text, r, namer{words, p, lang, nil})
}

// language is how one language says the reasons.
type language struct {
	codes          map[string]string
	changes        map[string]string // what would change it, by the same codes
	afterToday     string            // step.after, when the other step was done but not earlier
	suspendedUntil string            // suspended, with an end
	suspensionEnds string            // what changes that
	steps          map[string]string
	otherStep      string
	verbs          map[string]string // what the step does, where the language says it
	otherVerb      string
	taskVerb       string           // of what people do
	eventAhead     string           // window.before of a step that counts from an event
	eventPassed    string           // window.passed of such a step
	events         map[Event]string // as the end of "it waits until" and the head of "so: the step"
	days           func(n int, unit ledger.DayUnit) string
	count          func(n int, unit ledger.DayUnit) string
	window         func(from, to int) string
	date           func(cal.Date) string
}

// catalogue holds every sentence; a code has the same facts in each language.
var catalogue = map[string]*language{
	"en": &english, "ru": &russian, "be": &belarusian, "uk": &ukrainian, "bs": &bosnian, "de": &german,
}

func languageOf(lang string) *language {
	if l, ok := catalogue[lang]; ok {
		return l
	}
	return &english
}

// fill puts the reason's facts into a sentence.
func (l *language) fill(text string, r Reason, n namer) string {
	return strings.NewReplacer(
		"«{step}»", "«"+n.name(r.Step)+"»", // a name in quotes needs none of its own
		"«{after}»", "«"+n.name(r.After)+"»",
		"„{after}“", "„"+n.name(r.After)+"“",
		"{days}", l.days(r.Days, r.Unit),
		"{window}", l.window(r.From, r.To),
		"{span}", l.span(r.From, r.To, r.Unit),
		"{step}", n.step(r.Step),
		"{goes}", n.goes(r.Step),
		"{after}", n.step(r.After),
		"{policy}", r.Policy,
		"{event}", l.events[r.Event],
		"{condition}", r.Condition,
		"{date}", l.date(r.Date),
		"{until}", l.date(r.Until),
		"{max}", l.count(r.To, r.Unit),
		"{amount}", n.money(r.Amount, r.Currency),
		"{limit}", n.money(r.Limit, r.Currency),
	).Replace(text)
}

// span is a window as so many days after something: "5 days", "5–10 days".
func (l *language) span(from, to int, unit ledger.DayUnit) string {
	if to == from || to == Open {
		return l.count(from, unit)
	}
	return fmt.Sprintf("%d–%s", from, l.count(to, unit))
}

// namer calls steps by their names, and writes amounts.
type namer struct {
	words  *language
	policy *Policy // nil: none that gives titles
	lang   string
	amount Writer // nil: as programs write them
}

func (n namer) money(m money.Minor, c money.Currency) string {
	if n.amount == nil {
		return m.Decimal(c) + " " + string(c)
	}
	return n.amount(m, c, n.lang)
}

// name is the step's title, else the common word for a step of that id, else
// the id.
func (n namer) name(id string) string {
	if n.policy != nil {
		if s := n.policy.Step(id); s != nil && s.Title[n.lang] != "" {
			return s.Title[n.lang]
		}
	}
	if word, ok := n.words.steps[id]; ok {
		return word
	}
	return id
}

// step is the name as a part of a sentence.
func (n namer) step(id string) string {
	name := n.name(id)
	if n.words.steps[id] == name {
		return name
	}
	return fmt.Sprintf(n.words.otherStep, name)
}

// goes is what the step does: a letter goes out, what people do comes.
func (n namer) goes(id string) string {
	if v, ok := n.words.verbs[id]; ok {
		return v
	}
	if n.policy != nil {
		if s := n.policy.Step(id); s != nil && s.Kind != Letter {
			return n.words.taskVerb
		}
	}
	return n.words.otherVerb
}

// dayNouns are the forms of "day" that Slavic numbers ask for, by unit.
type dayNouns map[ledger.DayUnit][3]string

// count bends the noun as Slavic numbers do: 1 день, 2 дня, 5 дней, 21 день.
func (d dayNouns) count(n int, unit ledger.DayUnit) string {
	forms, ok := d[unit]
	if !ok {
		forms = d[""]
	}
	return fmt.Sprintf("%d %s", n, forms[slavicForm(n)])
}

func slavicForm(n int) int {
	switch {
	case n%10 == 1 && n%100 != 11:
		return 0
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return 1
	}
	return 2
}

func dottedDate(d cal.Date) string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", day, m, y)
}
