package claims_test

import (
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"debitor/internal/cal"
	"debitor/internal/claims"
	"debitor/internal/money"
)

func book(t testing.TB) *claims.Book {
	t.Helper()
	b, err := claims.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func day(s string) cal.Date {
	d, err := cal.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func happened(list ...string) (facts []claims.Happened) {
	for i := 0; i < len(list); i += 2 {
		facts = append(facts, claims.Happened{Fact: claims.Fact(list[i]), On: day(list[i+1])})
	}
	return facts
}

// The last days of LAW.md 1.5, 2.4, 3.5, 4.6 and 5.5, counted by hand.
func TestLastDay(t *testing.T) {
	for _, c := range []struct {
		name, law, due, today string
		facts                 []string
		last, stops           string
		stood                 int
	}{
		{"three years from the due date", "RU", "2024-07-15", "2025-01-01", nil, "2027-07-15", "", 0},
		{"of a leap day", "RU", "2024-02-29", "2025-01-01", nil, "2027-02-28", "", 0},
		{"a signed act begins it anew", "RU", "2022-07-15", "2025-01-01", []string{"act", "2024-03-31"}, "2027-03-31", "", 0},
		{"so does a guarantee letter", "RU", "2022-07-15", "2025-01-01", []string{"guarantee", "2024-05-02"}, "2027-05-02", "", 0},
		{"a part payment does not, in Russia", "RU", "2022-07-15", "2025-01-01", []string{"part_payment", "2024-03-31"}, "2025-07-15", "", 0},
		{"what is acknowledged before it is due changes nothing", "RU", "2024-07-15", "2025-01-01", []string{"act", "2024-03-31"}, "2027-07-15", "", 0},
		{"what comes after the day changes nothing", "RU", "2022-07-15", "2024-03-30", []string{"act", "2024-03-31"}, "2025-07-15", "", 0},
		{"in writing even when it has run out, in Russia", "RU", "2020-01-10", "2024-01-01", []string{"act", "2023-12-01"}, "2026-12-01", "", 0},
		{"but not in Ukraine before the war", "UA", "2014-01-10", "2018-01-01", []string{"act", "2017-12-01"}, "2017-01-10", "", 0},
		{"never beyond ten years", "RU", "2014-01-10", "2024-01-01", []string{"act", "2016-12-01", "act", "2019-11-01", "act", "2022-10-01"}, "2024-01-10", "", 0},
		{"a claim stops it for thirty days", "RU", "2022-07-15", "2025-06-10", []string{"claim_sent", "2025-06-01"}, "2025-08-14", "claim", 30},
		{"two claims of one month do not stop a day twice", "RU", "2022-07-15", "2025-07-20", []string{"claim_sent", "2025-06-01", "claim_sent", "2025-06-11"}, "2025-08-24", "", 40},
		{"a claim sent too late stops nothing", "RU", "2022-07-15", "2025-09-01", []string{"claim_sent", "2025-08-01"}, "2025-07-15", "", 0},
		{"court stops it", "RU", "2022-07-15", "2025-07-24", []string{"lawsuit", "2025-07-15"}, "2025-07-25", "suit", 10},
		{"until it ends without a judgment", "RU", "2022-07-15", "2026-01-01", []string{"lawsuit", "2025-07-06", "lawsuit_closed", "2025-07-15"}, "2025-07-25", "", 10},
		{"three years from the end of the year, in Germany", "DE", "2023-03-15", "2025-01-01", nil, "2026-12-31", "", 0},
		{"a part payment begins it anew there, without the year's end", "DE", "2023-03-15", "2025-01-01", []string{"part_payment", "2024-05-20"}, "2027-05-20", "", 0},
		{"and not before it has begun", "DE", "2023-03-15", "2025-01-01", []string{"part_payment", "2023-05-20"}, "2026-12-31", "", 0},
		{"six months more after court, there", "DE", "2023-03-15", "2026-06-01", []string{"lawsuit", "2026-01-01", "lawsuit_closed", "2026-01-31"}, "2027-07-31", "after_suit", 212},
		{"the war's days do not count, in Ukraine", "UA", "2023-09-01", "2026-01-01", nil, "2028-04-06", "", 583},
		{"each delivery for itself, in Bosnia", "BA-RS", "2024-10-01", "2025-01-01", nil, "2027-10-01", "", 0},
		{"Belarus", "BY", "2024-10-01", "2025-01-01", []string{"acknowledged", "2024-12-01"}, "2027-12-01", "", 0},
	} {
		t.Run(c.law+" "+c.name, func(t *testing.T) {
			got := book(t).Law(c.law).Limitation.Clock(day(c.due), happened(c.facts...), day(c.today))
			if got.Last != day(c.last) || got.Stops != c.stops || got.Stood != c.stood {
				t.Errorf("the last day is %s, %q, %d days stood; want %s, %q, %d", got.Last, got.Stops, got.Stood, c.last, c.stops, c.stood)
			}
			if want := int(day(c.last) - day(c.today)); got.Left() != want || got.Barred() != (want < 0) {
				t.Errorf("%d days are left, barred %v; want %d", got.Left(), got.Barred(), want)
			}
		})
	}
}

// A penalty has one year in Ukraine (art. 258), each day of delay by itself; what
// begins the term anew does so for what was not barred by then. Elsewhere it has
// the debt's.
func TestPenaltyOfOneYear(t *testing.T) {
	for _, c := range []struct {
		name, law, due, today string
		facts                 []string
		want                  string
	}{
		{"a year back", "UA", "2018-01-10", "2019-06-30", nil, "2018-06-30"},
		{"not before the delay", "UA", "2019-03-01", "2019-06-30", nil, "2019-03-02"},
		{"not late yet", "UA", "2019-08-01", "2019-06-30", nil, "2019-08-02"},
		{"from what was acknowledged a year more", "UA", "2017-01-10", "2019-06-30", []string{"acknowledged", "2018-07-15"}, "2017-07-15"},
		{"days that do not count", "UA", "2019-01-10", "2023-06-30", nil, "2019-04-02"},
		{"in Russia it has the debt's", "RU", "2018-01-10", "2019-06-30", nil, "2018-01-11"},
	} {
		from, rule := book(t).Law(c.law).Limitation.PenaltyFrom(day(c.due), happened(c.facts...), day(c.today))
		if from != day(c.want) || (rule != nil) != (c.law == "UA") {
			t.Errorf("%s: from %s, want %s", c.name, from, c.want)
		}
	}
}

func TestWhileInCourtNoDayIsLost(t *testing.T) {
	l := book(t).Law("BY").Limitation
	for d := day("2025-03-01"); d < day("2025-06-01"); d++ {
		c := l.Clock(day("2022-07-15"), happened("lawsuit", "2025-03-01"), d)
		if want := int(day("2025-07-15")-day("2025-03-01")) + 1; c.Left() != want || c.Stops != claims.InCourt {
			t.Fatalf("on %s %d days are left (%s); want %d", d, c.Left(), c.Stops, want)
		}
	}
}

func TestWhatNobodyVerifiedIsNamed(t *testing.T) {
	l := book(t).Law("RU").Limitation
	plain := l.Clock(day("2024-07-15"), nil, day("2025-01-01"))
	if d := plain.Doubtful(); len(d) != 0 {
		t.Errorf("the plain term rests on %v, which nobody verified", d)
	}
	claimed := l.Clock(day("2024-07-15"), happened("claim_sent", "2024-12-30"), day("2025-01-01"))
	if d := claimed.Doubtful(); len(d) != 1 || d[0].Cite != "art. 202(3) of the Civil Code" {
		t.Errorf("a claim's stop rests on %v", d)
	}
}

// A clock is the same in whatever order its facts are told; an acknowledgment
// never takes days away; what happens later does not change today.
func TestClockProperties(t *testing.T) {
	b := book(t)
	kinds := []claims.Fact{
		claims.Acknowledged, claims.Act, claims.Guarantee, claims.Restructured, claims.PartPayment, claims.ClaimSent, claims.Lawsuit, claims.SuitClosed,
	}
	rapid.Check(t, func(t *rapid.T) {
		l := b.Law(rapid.SampledFrom([]string{"RU", "BY", "UA", "BA", "DE"}).Draw(t, "law")).Limitation
		due := day("2019-01-01") + cal.Date(rapid.IntRange(0, 2500).Draw(t, "due"))
		today := due + cal.Date(rapid.IntRange(0, 2500).Draw(t, "today"))
		var facts []claims.Happened
		for range rapid.IntRange(0, 8).Draw(t, "facts") {
			facts = append(facts, claims.Happened{Fact: rapid.SampledFrom(kinds).Draw(t, "fact"), On: due + cal.Date(rapid.IntRange(-200, 2500).Draw(t, "on"))})
		}
		want := l.Clock(due, facts, today)
		mixed := append([]claims.Happened(nil), facts...)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := l.Clock(due, mixed, today); !cmp.Equal(got, want) {
			t.Fatalf("in another order: %v", cmp.Diff(want, got))
		}
		later := append(mixed, claims.Happened{Fact: rapid.SampledFrom(kinds).Draw(t, "later"), On: today + 1})
		if got := l.Clock(due, later, today); !cmp.Equal(got, want) {
			t.Fatalf("a fact of tomorrow changes today: %v", cmp.Diff(want, got))
		}
		ack := claims.Happened{Fact: claims.Act, On: due + cal.Date(rapid.IntRange(-200, 2500).Draw(t, "ack"))}
		if got := l.Clock(due, append(mixed, ack), today); got.Last < want.Last {
			t.Fatalf("%v takes days away: %s after %s", ack, got.Last, want.Last)
		}
	})
}

func TestClasses(t *testing.T) {
	due := day("2025-05-01")
	for _, c := range []struct {
		due, today             cal.Date
		secured, barred, ended bool
		want                   claims.Class
	}{
		{due, due, false, false, false, claims.Current},
		{0, due, false, false, false, claims.Current},
		{due, due + 1, false, false, false, claims.Doubtful},
		{due, due + 1, true, false, false, claims.Overdue},
		{due, due + 1, true, true, false, claims.Bad},
		{due, due - 9, true, false, true, claims.Bad},
	} {
		if got := claims.Classify(c.due, c.today, c.secured, c.barred, c.ended); got != c.want {
			t.Errorf("%+v is %s, want %s", c, got, c.want)
		}
	}
}

func TestSecuritiesCoverDebtsInTheirOrder(t *testing.T) {
	got := claims.Covered([]money.Minor{100, 50, 40, 10}, 190)
	if want := []bool{true, true, true, false}; !cmp.Equal(got, want) {
		t.Errorf("190 cover %v", got)
	}
	if got := claims.Covered([]money.Minor{100, 50}, 60); !cmp.Equal(got, []bool{false, false}) {
		t.Errorf("60 are used up by the first, and cover %v", got)
	}
}

func TestWarningAt(t *testing.T) {
	for left, want := range map[int]int{181: 0, 180: 180, 91: 180, 90: 90, 31: 90, 30: 30, 0: 30, -1: 0} {
		if got := claims.WarningAt(left); got != want {
			t.Errorf("with %d days left the warning is %d, want %d", left, got, want)
		}
	}
}
