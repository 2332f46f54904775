package authority_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/condition"
	"debitor/internal/fault"
	"debitor/internal/money"
)

func on(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func upTo(s string) authority.Bound {
	b, err := authority.ParseBound(s)
	if err != nil {
		panic(err)
	}
	return b
}

// Rules as regulations have them.
var (
	waivers = []authority.Rule{
		{May: authority.WaivePrice, Role: "sales-representative", UpTo: upTo("1 week")},
		{May: authority.WaivePrice, Role: "head-of-sales", UpTo: upTo("2 weeks")},
		{May: authority.WaivePrice, Role: "director"},
	}
	deferrals = []authority.Rule{
		{May: authority.ReDefer, Role: "head-of-sales", UpTo: upTo("2 months")},
		{May: authority.ReDefer, Role: "director"},
	}
	categories = []authority.Rule{
		{May: authority.AssignCategory, Role: "commercial-director", ProposedBy: []string{"head-of-sales", "head-of-control"}},
	}
	lifts = []authority.Rule{
		{May: authority.LiftHold, Role: "finance-control", Evidence: []string{"guarantee-letter"}},
	}
	limits = []authority.Rule{
		{May: authority.ChangeLimit, Role: "sales-manager", Amount: func(money.Currency) money.Minor { return 500 }},
		{May: authority.ChangeLimit, Role: "commercial-director", ProposedBy: []string{"head-of-security", "finance-control"}},
	}
	three = []authority.Rule{ // in any order
		{May: authority.ChangeLimit, Role: "commercial-director", Together: []string{"head-of-security", "finance-director"}, MayRequire: []string{"guarantee-letter"}},
	}
	promises = []authority.Rule{ // policy D: a week is the account manager's
		{May: authority.Promise, Role: "sales-manager", UpTo: upTo("7 days"), Line: 4},
		{May: authority.Promise, Role: "head-of-sales"},
	}
)

func TestJudge(t *testing.T) {
	ask := func(k authority.Kind, change func(*authority.Ask)) authority.Ask {
		a := authority.Ask{Kind: k, Today: on("2026-02-03"), From: on("2025-12-31"), Currency: "BYN"}
		change(&a)
		return a
	}
	until := func(k authority.Kind, day string) authority.Ask {
		return ask(k, func(a *authority.Ask) { a.Until = on(day) })
	}
	proposal := func(by, role string) authority.Proposal { return authority.Proposal{By: by, Role: role} }
	heard := func(by string, list ...authority.Proposal) authority.Ask {
		return ask(authority.AssignCategory, func(a *authority.Ask) { a.By, a.Proposed = by, list })
	}
	together := func(required []string, list ...authority.Proposal) authority.Ask {
		return ask(authority.ChangeLimit, func(a *authority.Ask) { a.Proposed, a.Required = list, required })
	}
	both := []authority.Proposal{proposal("Ann", "head-of-sales"), proposal("Bob", "head-of-control")}
	for name, c := range map[string]struct {
		rules []authority.Rule
		ask   authority.Ask
		roles string
		want  authority.Verdict
	}{
		"the seventh day is the manager's": {
			promises, until(authority.Promise, "2026-02-10"), "sales-manager",
			authority.Verdict{Code: authority.Granted, Role: "sales-manager", Line: 4},
		},
		"the eighth is his superior's": {
			promises, until(authority.Promise, "2026-02-11"), "sales-manager",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"head-of-sales"}},
		},
		"who may more may less": {
			promises, until(authority.Promise, "2026-02-04"), "head-of-sales",
			authority.Verdict{Code: authority.Granted, Role: "head-of-sales"},
		},
		"a promise without a day is nobody's but who has no bound": {
			promises, ask(authority.Promise, func(*authority.Ask) {}), "accountant",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"head-of-sales"}},
		},
		"the lowest role is named first": {
			promises, until(authority.Promise, "2026-02-10"), "",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"sales-manager", "head-of-sales"}},
		},

		"repaid in the first week": {
			waivers, until(authority.WaivePrice, "2026-01-07"), "sales-representative",
			authority.Verdict{Code: authority.Granted, Role: "sales-representative"},
		},
		"the second week is above the representative": {
			waivers, until(authority.WaivePrice, "2026-01-08"), "sales-representative",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"head-of-sales", "director"}},
		},
		"the last day of the second week": {
			waivers, until(authority.WaivePrice, "2026-01-14"), "head-of-sales",
			authority.Verdict{Code: authority.Granted, Role: "head-of-sales"},
		},
		"the third week is the director's": {
			waivers, until(authority.WaivePrice, "2026-01-15"), "head-of-sales",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"director"}},
		},
		"a part repaid waives nothing": {
			waivers, ask(authority.WaivePrice, func(*authority.Ask) {}), "director", authority.Verdict{Code: authority.NotRepaid},
		},

		"two months to the day": {
			deferrals, until(authority.ReDefer, "2026-02-28"), "head-of-sales", // of 31 December
			authority.Verdict{Code: authority.Granted, Role: "head-of-sales"},
		},
		"and a day": {
			deferrals, until(authority.ReDefer, "2026-03-01"), "head-of-sales",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"director"}},
		},

		"nobody has proposed": {
			categories, heard("Cid"), "commercial-director",
			authority.Verdict{
				Code: authority.NeedsProposal, Roles: []string{"commercial-director"}, Proposals: []string{"head-of-sales", "head-of-control"},
			},
		},
		"one has": {
			categories, heard("Cid", both[1]), "commercial-director",
			authority.Verdict{Code: authority.NeedsProposal, Roles: []string{"commercial-director"}, Proposals: []string{"head-of-sales"}},
		},
		"two propose, a third decides": {
			categories, heard("Cid", both...), "commercial-director", authority.Verdict{Code: authority.Granted, Role: "commercial-director"},
		},
		"one person in two roles is one": {
			categories, heard("Cid", both[0], proposal("Ann", "head-of-control")), "commercial-director",
			authority.Verdict{Code: authority.NeedsProposal, Roles: []string{"commercial-director"}, Proposals: []string{"head-of-control"}},
		},
		"who proposed does not decide": {
			categories, heard("Bob", both...), "commercial-director",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"commercial-director"}},
		},

		"no letter, no goods": {
			lifts, until(authority.LiftHold, "2026-02-05"), "finance-control",
			authority.Verdict{Code: authority.NeedsEvidence, Roles: []string{"finance-control"}, Evidence: []string{"guarantee-letter"}},
		},
		"with the letter": {
			lifts, ask(authority.LiftHold, func(a *authority.Ask) { a.Evidence = []string{"order", "guarantee-letter"} }), "finance-control",
			authority.Verdict{Code: authority.Granted, Role: "finance-control"},
		},
		"the letter does not make the manager finance": {
			lifts, ask(authority.LiftHold, func(a *authority.Ask) { a.Evidence = []string{"guarantee-letter"} }), "sales-manager",
			authority.Verdict{Code: authority.NeedsDecision, Roles: []string{"finance-control"}},
		},

		"an amount at the bound": {
			limits, ask(authority.ChangeLimit, func(a *authority.Ask) { a.Amount = 500 }), "sales-manager",
			authority.Verdict{Code: authority.Granted, Role: "sales-manager"},
		},
		"an amount beyond takes three": {
			limits, ask(authority.ChangeLimit, func(a *authority.Ask) { a.Amount = 501 }), "sales-manager",
			authority.Verdict{
				Code: authority.NeedsProposal, Roles: []string{"commercial-director"}, Proposals: []string{"head-of-security", "finance-control"},
			},
		},

		"all three are asked at once": {
			three, ask(authority.ChangeLimit, func(*authority.Ask) {}), "finance-director",
			authority.Verdict{
				Code: authority.NeedsAll, Proposals: []string{"commercial-director", "head-of-security", "finance-director"}, Require: []string{"guarantee-letter"},
			},
		},
		"two are left, though one wants a letter": {
			three, together([]string{"guarantee-letter"}, proposal("Cid", "commercial-director")), "finance-director",
			authority.Verdict{
				Code: authority.NeedsAll, Proposals: []string{"head-of-security", "finance-director"}, Evidence: []string{"guarantee-letter"}, Require: []string{"guarantee-letter"},
			},
		},
		"one person is not two of the three": {
			three, together(nil, proposal("Cid", "commercial-director"), proposal("Ann", "head-of-security"), proposal("Ann", "finance-director")), "finance-director",
			authority.Verdict{Code: authority.NeedsAll, Proposals: []string{"finance-director"}, Require: []string{"guarantee-letter"}},
		},
		"all three have said yes": {
			three, together(nil, proposal("Bob", "finance-director"), proposal("Cid", "commercial-director"), proposal("Ann", "head-of-security")), "",
			authority.Verdict{Code: authority.Agreed, Role: "commercial-director"},
		},
		"all three, and the letter is missing": {
			three, together([]string{"guarantee-letter"}, proposal("Bob", "finance-director"), proposal("Cid", "commercial-director"), proposal("Ann", "head-of-security")), "",
			authority.Verdict{Code: authority.NeedsEvidence, Evidence: []string{"guarantee-letter"}, Require: []string{"guarantee-letter"}},
		},

		"not written": {promises, until(authority.Exclude, "2026-02-04"), "director", authority.Verdict{Code: authority.Unwritten}},
		"beyond everybody": {
			promises[:1], until(authority.Promise, "2026-03-01"), "director", authority.Verdict{Code: authority.Nobody, Last: on("2026-02-10")},
		},
	} {
		c.want.Kind = c.ask.Kind
		got := authority.Judge(c.rules, c.ask, strings.Fields(c.roles))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		for _, lang := range []string{"en", "ru", "de"} {
			if text := got.Text(lang); text == "" || strings.Contains(text, "{") {
				t.Errorf("%s in %s: %q", name, lang, text)
			}
		}
	}
}

// word answers the one fact there is, the category.
type word string

func (word) Flag(int) bool                           { return false }
func (word) Number(int) (int, bool)                  { return 0, false }
func (word) Money(int) (money.Minor, money.Currency) { return 0, "" }
func (w word) Word(int) string                       { return string(w) }
func (word) Done(int) bool                           { return false }

func when(t *testing.T, text string) *condition.Condition {
	t.Helper()
	c, problem := condition.Parse(text, []condition.Fact{{Name: "category", Type: condition.Word}}, nil)
	if problem != nil {
		t.Fatal(problem)
	}
	return c
}

// TestPromisesByCategory: five days for the reliable, three for the others,
// beyond that the superior.
func TestPromisesByCategory(t *testing.T) {
	rules := []authority.Rule{
		{May: authority.Promise, Role: "sales-representative", UpTo: upTo("5 days"), If: when(t, "category = 1")},
		{May: authority.Promise, Role: "sales-representative", UpTo: upTo("3 days"), If: when(t, "not category = 4")},
		{May: authority.Promise, Role: "supervisor"},
	}
	today := on("2026-02-03")
	for category, days := range map[word]cal.Date{"1": 5, "2": 3, "3": 3, "": 3, "4": 0} {
		for n := range cal.Date(8) {
			ask := authority.Ask{Kind: authority.Promise, Today: today, Until: today + n + 1, Env: category}
			own := authority.Judge(rules, ask, []string{"sales-representative"})
			want := authority.NeedsDecision
			if n+1 <= days {
				want = authority.Granted
			}
			if own.Code != want || (want == authority.NeedsDecision && !slices.Equal(own.Roles, []string{"supervisor"})) {
				t.Errorf("category %q, %d days: %+v", category, n+1, own)
			}
			if v := authority.Judge(rules, ask, []string{"supervisor"}); v.Code != authority.Granted {
				t.Errorf("the superior, category %q, %d days: %+v", category, n+1, v)
			}
		}
	}
}

// TestARoleHasOneBound: the first rule of a role that applies is its bound, a
// later and wider one does not help it.
func TestARoleHasOneBound(t *testing.T) {
	rules := []authority.Rule{
		{May: authority.Promise, Role: "sales-manager", UpTo: upTo("3 days")},
		{May: authority.Promise, Role: "sales-manager", UpTo: upTo("5 days")},
	}
	ask := authority.Ask{Kind: authority.Promise, Today: on("2026-02-03"), Until: on("2026-02-07")}
	if v := authority.Judge(rules, ask, []string{"sales-manager"}); v.Code != authority.Nobody || v.Last != on("2026-02-06") {
		t.Errorf("%+v", v)
	}
}

// TestMoreNeverHelps: a later day, a larger amount never turn a no into a yes.
func TestMoreNeverHelps(t *testing.T) {
	all := slices.Concat(waivers, deferrals, promises, limits)
	rapid.Check(t, func(t *rapid.T) {
		ask := authority.Ask{
			Kind:  rapid.SampledFrom(authority.Kinds).Draw(t, "kind"),
			Today: on("2026-02-03"), From: on("2025-12-31"),
			Until:  on("2026-01-01") + cal.Date(rapid.IntRange(0, 90).Draw(t, "until")),
			Amount: money.Minor(rapid.IntRange(0, 1000).Draw(t, "amount")),
		}
		roles := []string{rapid.SampledFrom([]string{"sales-manager", "sales-representative", "head-of-sales", "director"}).Draw(t, "role")}
		more := ask
		more.Until += cal.Date(rapid.IntRange(0, 30).Draw(t, "days"))
		more.Amount += money.Minor(rapid.IntRange(0, 300).Draw(t, "more"))
		if authority.Judge(all, ask, roles).Code != authority.Granted && authority.Judge(all, more, roles).Code == authority.Granted {
			t.Fatalf("%+v is refused and %+v granted", ask, more)
		}
	})
}

func TestBounds(t *testing.T) {
	by := cal.For("BY")
	for text, c := range map[string]struct{ from, last, ru string }{
		"5 days":           {"2026-02-03", "2026-02-08", "5 дней"},
		"1 day":            {"2026-02-28", "2026-03-01", "1 день"},
		"10 working days":  {"2026-02-03", "2026-02-17", "10 рабочих дней"},
		"2 weeks":          {"2026-02-03", "2026-02-17", "2 недели"},
		"1 month":          {"2026-01-31", "2026-02-28", "1 месяц"},
		"2 months":         {"2025-12-31", "2026-02-28", "2 месяца"},
		"12 months":        {"2024-02-29", "2025-02-28", "12 месяцев"},
		"21 working days":  {"2026-02-03", "2026-03-04", "21 рабочий день"},
		"1000 months":      {"2190-01-31", "2199-12-31", "1000 месяцев"},
		"11 days":          {"2026-02-03", "2026-02-14", "11 дней"},
		"22 days":          {"2026-02-03", "2026-02-25", "22 дня"},
		"112 working days": {"2026-02-03", "", "112 рабочих дней"},
	} {
		b := upTo(text)
		if got := b.Last(on(c.from), by); c.last != "" && got != on(c.last) {
			t.Errorf("%s from %s: %s, want %s", text, c.from, got, c.last)
		}
		if b.String() != text || b.Text("ru") != c.ru {
			t.Errorf("%q is written %q and %q", text, b, b.Text("ru"))
		}
	}
	if b := (authority.Bound{}); b.Last(on("2026-02-03"), nil) != 0 || b.String() != "" {
		t.Error("no bound has no last day and no words")
	}
	if upTo("1 working day").Last(on("2026-02-06"), nil) != on("2026-02-09") {
		t.Error("without a calendar weekends are off")
	}
	for _, text := range []string{"", "5", "days", "0 days", "-1 days", "1001 days", "5 years", "5.5 days", "five days", "99999999999999999999 days"} {
		if b, err := authority.ParseBound(text); fault.KindOf(err) != fault.Input {
			t.Errorf("%q is taken for %v (%v)", text, b, err)
		}
	}
}

// TestEveryKindHasAName in each language that debitor speaks.
func TestEveryKindHasAName(t *testing.T) {
	for _, k := range authority.Kinds {
		if k.Text("en") == string(k) || k.Text("ru") == k.Text("en") {
			t.Errorf("%s is called %q and %q", k, k.Text("en"), k.Text("ru"))
		}
	}
}

func FuzzParseBound(f *testing.F) {
	for _, text := range []string{"5 days", "1 working day", " 2  weeks", "1000 months", "-0 days", "٣ days"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := authority.ParseBound(text)
		if err != nil {
			return
		}
		if again, err := authority.ParseBound(b.String()); err != nil || again != b {
			t.Errorf("%q is %q, which is %v (%v)", text, b, again, err)
		}
		if last := b.Last(on("2026-02-03"), cal.For("BY")); last <= on("2026-02-03") || last > cal.Last {
			t.Errorf("%q from 3 February is %s", text, last)
		}
	})
}

// An amount named for one currency gives nothing in another.
func TestAmountOfAnotherCurrency(t *testing.T) {
	rules := []authority.Rule{{May: authority.ChangeLimit, Role: "sales-manager", Amount: func(c money.Currency) money.Minor {
		return map[money.Currency]money.Minor{"BYN": 500}[c]
	}}}
	for currency, want := range map[money.Currency]string{"BYN": authority.Granted, "USD": authority.Nobody} {
		v := authority.Judge(rules, authority.Ask{Kind: authority.ChangeLimit, Amount: 500, Currency: currency}, []string{"sales-manager"})
		if v.Code != want {
			t.Errorf("%s: %s, want %s", currency, v.Code, want)
		}
	}
}
