package condition

import "testing"

// echo is Words that say what is written.
type echo struct{}

func (echo) Fact(name string) string      { return name }
func (echo) Value(_, value string) string { return value }
func (echo) Flag(name string, yes bool) string {
	if !yes {
		return "no " + name
	}
	return name
}

func (echo) Done(step string, yes bool) string {
	if !yes {
		return step + " undone"
	}
	return step + " done"
}

func TestSay(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "category = 3 and open > 1000.00 and not broken", "category is 3, and open is more than 1000, and no broken"},
		{"en", "category in [1, 2, 3] or not done(warning)", "category is 1, 2 or 3, or warning undone"},
		{"en", "not category in [1, 2, 3]", "category is neither 1 nor 2 nor 3"},
		{"en", "not category = 1 and days != 5", "category is not 1, and days is not 5"},
		{"en", "not days <= 5", "days is more than 5"},
		{"en", "(broken or plan) and days >= 5", "at least one of these: broken, or plan; and days is at least 5"},
		{"en", "broken or plan and days < 5", "broken; or all of these: plan, and days is less than 5"},
		{"en", "broken and (plan and days = 5)", "broken, and plan, and days is 5"},
		{"en", "not (broken or plan)", "no broken, and no plan"},
		{"en", "not (broken and plan) and days = 5", "at least one of these: no broken, or no plan; and days is 5"},
		{"en", "broken and (plan or (days > 1 and (days < 9 or done(warning))))", "broken; and at least one of these: plan, or (days is more than 1, and (days is less than 9, or warning done))"},
		{"ru", "category in [1, 2] and not days > 5", "category — 1 или 2, и days не больше 5"},
		{"ru", "(category != 1 or broken) and open = 7", "хотя бы одно: category — не 1, или broken; и open составляет 7"},
		{"uk", "not category in [1, 2] and open >= 5", "category — ні 1, ні 2, і open не менше 5"},
		{"bs", "not category in [1, 2] or open <= 5", "category nije ni 1 ni 2, ili open iznosi najviše 5"},
		{"de", "not category in [1, 2] or days < 5 and plan", "category ist weder 1 noch 2; oder alles zugleich: days beträgt weniger als 5, und plan"},
		{"fr", "plan", "plan"},
	} {
		if got := parse(t, c.text).Say(c.lang, echo{}); got != c.want {
			t.Errorf("%s\nin %s: %s\n  want: %s", c.text, c.lang, got, c.want)
		}
	}
}

// Every language has a phrase for every operator.
func TestLanguagesAreComplete(t *testing.T) {
	for lang, l := range languages {
		for _, o := range operators {
			if l.numbers[o.op] == "" {
				t.Errorf("%s has no phrase for %s", lang, o.text)
			}
		}
		for _, phrase := range []string{l.and, l.or, l.allOf, l.anyOf, l.words[equal], l.words[less|more], l.orValue, l.none, l.norElse} {
			if phrase == "" {
				t.Errorf("%s lacks a word", lang)
			}
		}
	}
}
