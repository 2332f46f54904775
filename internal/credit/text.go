package credit

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// tongue is how one language says why goods do not ship, what helps, and why a
// category is his.
type tongue struct {
	reasons map[string]string // by the codes of Codes
	helps   map[string]string // what ends a reason besides money, by the same codes; most have none
	rated   map[string]string // by the codes of a rating
	caps    map[string]string // what a limit is of and by, and the lines of Cap.Lines
	answer  frame
	date    func(cal.Date) string
}

// frame is what stands around the reasons of an answer.
type frame struct {
	allowed, refused string // of {customer} on {date}
	bounded, partly  string // as these, where {available} may go
	why              string // {list}
	more             string // {count} documents that are not listed
	rules            string // {list} of the policy's rules
	rule             string // {rule} that stops from day {from}
	pays             string // a payment of {list} releases it
	helps            string // {list}, besides
	lifts, limits    string // {list} of roles
	shown, before    string // {role} with {list}: of what he is shown, of who is asked before
	joint            string // {role} with {list} of those who decide beside him
}

var tongues = map[string]*tongue{"en": &english, "ru": &russian, "uk": &ukrainian, "be": &belarusian, "bs": &bosnian, "de": &german}

func tongueOf(lang string) *tongue {
	if t, ok := tongues[lang]; ok {
		return t
	}
	return &english
}

// dotted is a day as all but English write it here; a dash where there is none.
func dotted(day cal.Date) string {
	if day == 0 {
		return "—"
	}
	y, m, d := day.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", d, m, y)
}

// Text is the reason as one sentence, in English, Russian, Ukrainian,
// Belarusian, Bosnian or German; other languages get English.
func (r Reason) Text(lang string) string { return r.text(lang, Names{}) }

func (r Reason) text(lang string, names Names) string {
	t := tongueOf(lang)
	return r.fill(t, t.reasons[r.Code], lang, names)
}

// Help is what besides money ends the reason, as the end of a list; empty where
// only money does. Languages as in Text.
func (r Reason) Help(lang string) string { return r.help(lang, Names{}) }

func (r Reason) help(lang string, names Names) string {
	t := tongueOf(lang)
	key := r.Code
	if r.Until != 0 && t.helps[key+".until"] != "" {
		key += ".until"
	}
	return r.fill(t, t.helps[key], lang, names)
}

func (r Reason) fill(t *tongue, text, lang string, names Names) string {
	amount := func(m money.Minor) string { return names.amount(m, r.Currency, lang) }
	return fill(text, func(name string) (string, bool) {
		switch name {
		case "invoice":
			return cmp.Or(r.Document, string(r.Invoice)), true
		case "days":
			return strconv.Itoa(r.Days), true
		case "open":
			return amount(r.Open), true
		case "available":
			return amount(r.Available), true
		case "until":
			return t.date(r.Until), true
		case "by":
			return r.By, true
		case "limit":
			return amount(r.Limit), true
		case "owed":
			return amount(r.Owed), true
		case "percent":
			return strconv.Itoa(r.Percent), true
		case "since":
			return t.date(r.Since), true
		case "note":
			return r.Note, true
		}
		return r.rate(t, name)
	})
}

// rate is what a sentence says of the rate that was counted by.
func (r Reason) rate(t *tongue, name string) (string, bool) {
	switch name {
	case "from":
		return string(r.Rate.Currency), true
	case "to":
		return string(r.Rate.Base), true
	case "rate":
		return r.Rate.String(), true
	case "day":
		return t.date(r.Rate.Day), true
	case "source":
		return cmp.Or(r.Rate.Source, "–"), true
	}
	return "", false
}

// fill puts values in the place of {names}, in one pass, so that no value is
// taken for a name; what is no name stays. Only values that are asked for are
// made: texts are part of each answer whether goods may ship.
func fill(text string, value func(name string) (string, bool)) string {
	var b strings.Builder
	for {
		from := strings.IndexByte(text, '{')
		if from < 0 {
			break
		}
		length := strings.IndexByte(text[from:], '}')
		if length < 0 {
			break
		}
		b.WriteString(text[:from])
		if v, ok := value(text[from+1 : from+length]); ok {
			b.WriteString(v)
		} else {
			b.WriteString(text[from : from+length+1])
		}
		text = text[from+length+1:]
	}
	b.WriteString(text)
	return b.String()
}

// Text is the reason as one sentence. Languages as in Reason.Text.
func (r RatingReason) Text(lang string) string {
	t := tongueOf(lang)
	return strings.NewReplacer(
		"{invoice}", string(r.Invoice), "{days}", fmt.Sprint(r.Days), "{count}", fmt.Sprint(r.Count), "{of}", fmt.Sprint(r.Of),
		"{silent}", fmt.Sprint(r.Silent), "{on}", t.date(r.On), "{and}", t.date(r.And), "{since}", t.date(r.Since), "{month}", monthName(r.On),
	).Replace(t.rated[r.Code])
}

func monthName(day cal.Date) string {
	y, m, _ := day.Civil()
	return fmt.Sprintf("%02d.%04d", m, y)
}

// Names are what roles and papers are called in a language, and how amounts are
// written in it.
type Names struct {
	Role, Paper func(name, lang string) string
	Money       func(m money.Minor, c money.Currency, lang string) string // nil: as programs write amounts
}

func (n Names) amount(m money.Minor, c money.Currency, lang string) string {
	if n.Money == nil {
		return m.Decimal(c) + " " + string(c)
	}
	return n.Money(m, c, lang)
}

// documentsSaid is how many documents of a reason the whole answer names, the
// oldest; the reasons themselves have all.
const documentsSaid = 5

// Text is the whole answer as a few lines for who asks: whether goods may go,
// why not, which payment or paper helps, and who may let them go all the same.
// Languages as in Reason.Text.
func (ans *Answer) Text(lang string, names Names) string {
	t := tongueOf(lang)
	f := &t.answer
	head := f.refused
	switch {
	case ans.Allowed && ans.Available != nil:
		head = f.bounded
	case ans.Allowed:
		head = f.allowed
	case ans.Available != nil && *ans.Available > 0:
		head = f.partly
	}
	lines := []string{head}
	add := func(text string, list []string) {
		if len(list) > 0 {
			lines = append(lines, strings.Replace(text, "{list}", strings.Join(list, "; "), 1))
		}
	}
	var why, helps []string
	said, more := map[string]int{}, 0
	for _, r := range ans.Reasons {
		if said[r.Code]++; r.Invoice != "" && said[r.Code] > documentsSaid {
			more++
			continue
		}
		why = append(why, r.text(lang, names))
		if h := r.help(lang, names); h != "" {
			helps = append(helps, h)
		}
	}
	if more > 0 {
		why = append(why, strings.Replace(f.more, "{count}", strconv.Itoa(more), 1))
	}
	add(f.why, why)
	add(f.rules, ans.rules(f))
	add(f.pays, ans.payments(lang, names))
	add(f.helps, once(helps))
	add(f.lifts, ans.roles("lift-hold", f, lang, names))
	add(f.limits, ans.roles("change-limit", f, lang, names))
	available := "–"
	if ans.Available != nil {
		available = names.amount(*ans.Available, ans.Currency, lang)
	}
	return onePoint(fill(strings.Join(lines, "\n"), func(name string) (string, bool) {
		switch name {
		case "customer":
			return string(ans.Customer), true
		case "date":
			return t.date(ans.Date), true
		case "available":
			return available, true
		}
		return "", false
	}))
}

// onePoint ends each line in one point, also after an amount that ends in one.
func onePoint(text string) string {
	if !strings.Contains(text, "..") {
		return text
	}
	return strings.TrimSuffix(strings.ReplaceAll(text+"\n", "..\n", ".\n"), "\n")
}

// rules are the policy's rules by which late debts stop shipments.
func (ans *Answer) rules(f *frame) (list []string) {
	last := ""
	for i := range ans.Reasons {
		if r := &ans.Reasons[i]; r.Rule != "" && r.Rule != last {
			list, last = append(list, strings.NewReplacer("{rule}", r.Rule, "{from}", strconv.Itoa(r.From)).Replace(f.rule)), r.Rule
		}
	}
	return once(list)
}

// payments are what is paid in each currency so that nothing holds any more.
func (ans *Answer) payments(lang string, names Names) (list []string) {
	if ans.ReleasedByPayment > 0 {
		list = append(list, names.amount(ans.ReleasedByPayment, ans.Currency, lang))
	}
	for _, a := range ans.ReleasedAbroad {
		list = append(list, names.amount(a.Minor, a.Currency, lang))
	}
	return list
}

// roles are those who decide a kind of request, each with what it takes. The
// roles of the holds themselves need nothing but their word.
func (ans *Answer) roles(kind string, f *frame, lang string, names Names) (list []string) {
	if ans.Allowed {
		return nil
	}
	ruled := false
	for _, l := range ans.Lifters {
		if l.Kind != kind {
			continue
		}
		ruled = true
		role := names.Role(l.Role, lang)
		for _, other := range l.Together {
			role += " + " + names.Role(other, lang)
		}
		papers, before := make([]string, len(l.Evidence)), make([]string, len(l.ProposedBy))
		for i, e := range l.Evidence {
			papers[i] = names.Paper(e, lang)
		}
		for i, b := range l.ProposedBy {
			before[i] = names.Role(b, lang)
		}
		if len(papers) > 0 {
			role = roleWith(f.shown, role, papers)
		}
		if len(before) > 0 {
			role = roleWith(f.before, role, before)
		}
		if len(l.Together) > 0 {
			beside := make([]string, len(l.Together))
			for i, b := range l.Together {
				beside[i] = names.Role(b, lang)
			}
			role = strings.NewReplacer("{role}", role, "{list}", strings.Join(beside, ", ")).Replace(f.joint)
		}
		list = append(list, role)
	}
	if kind == "lift-hold" && !ruled {
		for _, r := range ans.LiftedBy {
			list = append(list, names.Role(r, lang))
		}
	}
	return once(list)
}

// roleWith is a role with what it takes.
func roleWith(text, role string, list []string) string {
	return fill(text, func(name string) (string, bool) {
		switch name {
		case "role":
			return role, true
		case "list":
			return strings.Join(list, ", "), true
		}
		return "", false
	})
}

// once leaves out what was said before.
func once(list []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			out, seen[s] = append(out, s), true
		}
	}
	return out
}
