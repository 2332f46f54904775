package interest_test

import (
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/interest"
)

const keyRates = `<?xml version="1.0" encoding="utf-8"?>
<KeyRate xmlns=""><KR><DT>2026-09-15T00:00:00+03:00</DT><Rate>13.50</Rate></KR>
<KR><DT>2026-09-14T00:00:00+03:00</DT><Rate>13.50</Rate></KR>
<KR><DT>2026-09-11T00:00:00+03:00</DT><Rate>14.00</Rate></KR>
<KR><DT>2026-09-08T00:00:00+03:00</DT><Rate>14.00</Rate></KR></KeyRate>`

const mainRate = "KEY,FREQ,TIME_PERIOD,OBS_VALUE\nFM.B.U2.EUR.4F.KR.MRR_FR.LEV,B,2026-01-02,2.15\nFM.B.U2.EUR.4F.KR.MRR_FR.LEV,B,2026-07-10,2.40\n"

const ownTable = "series;from;rate;verified;source\nru-key-rate;2026-10-26;13,00;да;cbr.ru\nru-key-rate;2026-09-14;13,50;;\n"

func TestNewerRates(t *testing.T) {
	for _, c := range []struct {
		src, series, rows string
		known             string
		law, due, to      string
		before, after     string
	}{
		{keyRates, "ru-key-rate", "2026-09-08 14.00 true, 2026-09-14 13.50 true", "2026-09-15", "RU", "2026-08-31", "2026-09-15", "interest.rate_after", ""},
		{mainRate, "ecb-mro", "2026-01-02 2.15 true, 2026-07-10 2.40 true", "2026-07-10", "EU", "2026-05-31", "2026-12-31", "interest.rate_after", ""},
		{ownTable, "ru-key-rate", "2026-09-14 13.50 false, 2026-10-26 13.00 true", "2026-10-26", "RU", "2026-08-31", "2026-10-26", "interest.rate_after", "interest.rate_unverified"},
	} {
		f, err := interest.ReadRates("file", []byte(c.src))
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, r := range f.Rows {
			sure := " false"
			if r.Verified {
				sure = " true"
			}
			rows = append(rows, r.From.String()+" "+r.Rate.String()+sure)
		}
		if f.Series != c.series || strings.Join(rows, ", ") != c.rows || f.KnownTo.String() != c.known {
			t.Errorf("%s: %v, known to %s", f.Series, rows, f.KnownTo)
		}
		newer, err := shipped(t).Take(f)
		if err != nil {
			t.Fatal(err)
		}
		g := golden{law: c.law, principal: "1000.00", due: c.due, to: c.to}
		old := codes(g.count(t))
		g.book = newer
		if got := codes(g.count(t)); !strings.Contains(old, c.before) || got != c.after {
			t.Errorf("%s warned %q, and with newer rates %q", c.series, old, got)
		}
	}
}

func codes(s *interest.Sheet) string {
	var list []string
	for _, w := range s.Warnings {
		list = append(list, w.Code)
	}
	return strings.Join(list, " ")
}

// TestNewerRatesCount: the newer rate is what is counted by, from its day on.
func TestNewerRatesCount(t *testing.T) {
	f, err := interest.ReadRates("file", []byte(keyRates))
	if err != nil {
		t.Fatal(err)
	}
	b, err := shipped(t).Take(f)
	if err != nil {
		t.Fatal(err)
	}
	g := golden{book: b, law: "RU", principal: "365000.00", due: "2026-09-12", to: "2026-09-15"}
	if s := g.count(t); len(s.Intervals) != 2 || s.Intervals[0].Amount != 14_000 || s.Intervals[1].Amount != 27_000 {
		t.Errorf("%+v", s.Intervals)
	}
	g.book = nil // the shipped book is as it was
	if s := g.count(t); len(s.Intervals) != 1 {
		t.Errorf("%+v", s.Intervals)
	}
}

func TestBrokenRatesAreRefused(t *testing.T) {
	for src, want := range map[string]string{
		"":                            "interest.rates.unknown",
		"a,b\n1,2\n":                  "interest.rates.unknown",
		"<KeyRate><KR><DT>2026-09-15": "interest.rates.broken",
		"<!DOCTYPE x><KeyRate><KR><DT>2026-09-15</DT><Rate>1</Rate></KR></KeyRate>":                               "interest.rates.broken",
		"<KeyRate><KR><DT>2026-02-30</DT><Rate>1</Rate></KR></KeyRate>":                                           "interest.rates.row",
		"<KeyRate><KR><DT>2026-09-15</DT><Rate>x</Rate></KR></KeyRate>":                                           "interest.rates.row",
		"<KeyRate><KR><DT>2026-09-15</DT><Rate>1</Rate></KR><KR><DT>2026-09-15</DT><Rate>2</Rate></KR></KeyRate>": "interest.rates.twice",
		"series,from,rate\n": "interest.rates.empty",
		"series,from,rate\nru-key-rate,2026-09-15,1\nua-nbu,2026-09-16,2\n":   "interest.rates.mixed",
		"KEY,TIME_PERIOD,OBS_VALUE\nFM.B.U2.EUR.4F.KR.DFR.LEV,2026-01-02,2\n": "interest.rates.mixed",
		strings.Repeat(" ", interest.MaxRatesFile+1):                          "interest.rates.large",
	} {
		if _, err := interest.ReadRates("file", []byte(src)); fault.Code(err) != want {
			t.Errorf("%.60q: %v, want %s", src, err, want)
		}
	}
	for src, want := range map[string]string{
		"<KeyRate><KR><DT>2026-11-15</DT><Rate>1</Rate></KR></KeyRate>": "interest.rates.gap",
		"series,from,rate\nnothing,2026-09-15,1\n":                      "interest.series",
		"series,from,rate\neu-reference,2026-09-15,1\n":                 "interest.rates.derived",
	} {
		f, err := interest.ReadRates("file", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := shipped(t).Take(f); fault.Code(err) != want {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

func FuzzReadRates(f *testing.F) {
	f.Add([]byte(keyRates))
	f.Add([]byte(mainRate))
	f.Add([]byte(ownTable))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := interest.ReadRates("file", src)
		if err != nil {
			if fault.KindOf(err) != fault.Input {
				t.Fatal(err)
			}
			return
		}
		for i, r := range file.Rows {
			if r.From == 0 || i > 0 && r.From <= file.Rows[i-1].From {
				t.Fatalf("%+v", file.Rows)
			}
		}
	})
}
