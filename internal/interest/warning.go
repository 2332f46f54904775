package interest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/law"
)

// Warning is something to know about a sheet.
type Warning struct {
	Code string // interest.…: law/words/warnings.yaml has all of them
	Args []any  // money.Minor, cal.Date, *Rule, texts, numbers
	in   money.Currency
}

var warningTexts = sync.OnceValues(func() (map[string]map[string]string, error) {
	var all map[string]map[string]string
	err := yaml.UnmarshalWithOptions(law.Warnings(), &all, yaml.Strict())
	return all, err
})

// titleTexts are the titles of series and the notes of where they and the rules
// were read.
var titleTexts = sync.OnceValues(func() (map[string]map[string]string, error) {
	var all, notes map[string]map[string]string
	err := cmp.Or(yaml.UnmarshalWithOptions(law.Titles(), &all, yaml.Strict()), yaml.UnmarshalWithOptions(law.Notes(), &notes, yaml.Strict()))
	maps.Copy(all, notes)
	return all, err
})

// Said is the title of a series, or the note of where it or a rule was read, in a
// language; any other text as it is.
func Said(text, lang string) string { return titled(text, lang) }

func titled(text, lang string) string {
	all, err := titleTexts()
	if err != nil {
		return text
	}
	return cmp.Or(all[text][lang], text)
}

// dayIn is a day as people of a language write it; in English as ISO has it.
func dayIn(d cal.Date, lang string) string {
	if lang == "en" {
		return d.String()
	}
	y, m, day := d.Civil()
	return fmt.Sprintf("%02d.%02d.%d", day, m, y)
}

// Text is the warning in one of en, ru, uk, be, bs, de; English for others.
func (w Warning) Text(lang string) string {
	all, err := warningTexts()
	if err != nil {
		return w.Code
	}
	text := cmp.Or(all[w.Code][lang], all[w.Code]["en"], w.Code)
	for i, arg := range w.Args {
		said := fmt.Sprint(arg)
		switch v := arg.(type) {
		case money.Minor:
			said = v.Decimal(w.in)
		case *Rule:
			said = v.Said(lang)
		case cal.Date:
			said = dayIn(v, lang)
		case string:
			said = titled(v, lang)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), said)
	}
	return text
}

func (a *accrual) warn(code string, args ...any) {
	a.sheet.Warnings = append(a.sheet.Warnings, Warning{code, args, a.sheet.Currency})
}

// warnOnce warns of the same thing only once.
func (a *accrual) warnOnce(code string, args ...any) {
	for _, w := range a.sheet.Warnings {
		if w.Code == code && slices.Equal(w.Args, args) {
			return
		}
	}
	a.warn(code, args...)
}

// WarnBarred says from which day on a penalty was counted, because a limitation
// of its own has run out for the days before.
func (s *Sheet) WarnBarred(from cal.Date, cite string) {
	s.Warnings = append(s.Warnings, Warning{Code: "interest.penalty_barred", Args: []any{from, cite}, in: s.Currency})
}

// use notes a rule as one the sheet was counted by.
func (a *accrual) use(r *Rule) {
	if !slices.Contains(a.sheet.Rules, r) {
		a.sheet.Rules = append(a.sheet.Rules, r)
	}
}

// doubts warns of what was counted by and is not known for sure, in a settled
// order: rates past the last known one, rates and rules that nobody verified.
func (a *accrual) doubts() {
	var used []*Series
	for s := range a.series {
		used = append(used, s)
	}
	slices.SortFunc(used, func(x, y *Series) int { return cmp.Compare(x.Name, y.Name) })
	for _, s := range used {
		if known := s.Known(); a.series[s] > known && !s.Monthly {
			a.warn("interest.rate_after", s.Title, known, a.series[s])
		}
	}
	for _, s := range used {
		if rows := a.doubt[s]; len(rows) > 0 {
			a.warn("interest.rate_unverified", s.Title, days(rows))
		}
	}
	compounds := 0
	for _, iv := range a.sheet.Intervals {
		if iv.Compound {
			compounds++
		}
	}
	if compounds > 1 {
		a.warn("interest.conformal", a.sheet.Rules[0])
	}
	a.partDays()
	for _, r := range a.sheet.Rules {
		if !r.Verified {
			a.warn("interest.unverified", r, r.Source)
		}
	}
}

// partDays warns where part payments are counted as the law does not count the
// last one.
func (a *accrual) partDays() {
	counting, ok := find(a.law.Counting, a.c.To, a.debts[0].arisen())
	if !ok || counting.PaymentDay || a.c.PaymentDay != "" {
		return
	}
	if slices.ContainsFunc(a.c.Facts, func(f Fact) bool { return !f.Credit && f.Day <= a.c.To }) {
		a.warn("interest.payment_day", &counting.Rule)
	}
}

// days lists the days of rows, the first ten of them.
func days(rows []Row) string {
	list := make([]cal.Date, len(rows))
	for i, r := range rows {
		list[i] = r.From
	}
	slices.Sort(list)
	list = slices.Compact(list)
	const shown = 10
	var b strings.Builder
	for i, d := range list[:min(len(list), shown)] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.String())
	}
	if len(list) > shown {
		b.WriteString(", …")
	}
	return b.String()
}
