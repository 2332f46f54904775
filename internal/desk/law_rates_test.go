package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/interest"
)

// Newer rates are counted by, the same again changes nothing, another value of a
// day is a correction, and a gap is refused.
func TestInterestRatesAreTakenIn(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		const first = `<KeyRate><KR><DT>2026-09-15T00:00:00+03:00</DT><Rate>13.50</Rate></KR><KR><DT>2026-09-14T00:00:00+03:00</DT><Rate>13.50</Rate></KR><KR><DT>2026-09-08T00:00:00+03:00</DT><Rate>14.00</Rate></KR></KeyRate>`
		for _, c := range []struct {
			file                        string
			fresh, corrected, unchanged int
		}{
			{first, 2, 0, 0},
			{first, 0, 0, 2},
			{"series,from,rate\nru-key-rate,2026-09-14,13.25\nru-key-rate,2026-10-26,13\n", 1, 1, 0},
		} {
			if r := b.take("interest-rates", c.file); r.Kind != desk.KindLawRates || r.New != c.fresh || r.Corrected != c.corrected || r.Unchanged != c.unchanged {
				t.Errorf("%.40q: %+v", c.file, r)
			}
		}
		for file, code := range map[string]string{
			"<KeyRate><KR><DT>2027-09-15</DT><Rate>13.50</Rate></KR></KeyRate>": "interest.rates.gap",
			"series,from,rate\nmoon,2026-09-14,13.25\n":                         "interest.series",
		} {
			if _, err := b.try("interest-rates", file, desk.ImportOptions{}); fault.Code(err) != code {
				t.Errorf("%.40q: %v, want %s", file, err, code)
			}
		}
		book, err := b.LawBook(b.Context())
		if err != nil {
			t.Fatal(err)
		}
		s, err := book.Accrue(&interest.Case{
			Law: "RU", Debts: []interest.Debt{{Principal: 36_500_000, Due: on("2026-09-12")}}, To: on("2026-10-26"), Terms: interest.Terms{Method: interest.Statutory},
		})
		if err != nil || len(s.Intervals) != 3 || s.Intervals[0].Rate.String() != "14.00" || s.Intervals[1].Rate.String() != "13.25" || s.Intervals[2].Rate.String() != "13.00" {
			t.Errorf("%+v, %v", s, err)
		}
		for _, w := range s.Warnings {
			if w.Code == "interest.rate_after" {
				t.Errorf("the rate is known: %s", w.Text("en"))
			}
		}
		b.sound()
	})
}
