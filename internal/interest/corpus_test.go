package interest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"debitor/internal/interest"
)

// known is a calculation that somebody else published.
type known struct {
	ID        string          `json:"id"`
	Amount    string          `json:"amount"`
	Due       string          `json:"due"`
	Paid      string          `json:"paid"`
	From      string          `json:"from_"`
	To        string          `json:"to_inclusive"`
	Base      string          `json:"base"`
	Rate      string          `json:"rate"`
	Surcharge string          `json:"surcharge"`
	Days      json.RawMessage `json:"days"`
	Expected  string          `json:"expected"`
	Debts     [][2]string     `json:"debts"`
	End       string          `json:"end_inclusive"`
	Total     string          `json:"expected_total"`
}

// TestCorpus counts every published calculation of the collection and wants its
// answer. A kind it does not know is a failure: nothing is passed over.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("DEBITOR_CORPUS")
	if dir == "" {
		t.Skip("DEBITOR_CORPUS is not set: the files that others made are not read")
	}
	src, err := os.ReadFile(filepath.Join(dir, "interest", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []known
	if err := json.Unmarshal(src, &cases); err != nil {
		t.Fatal(err)
	}
	counted := 0
	for _, k := range cases {
		for _, g := range k.calculations(t) {
			counted++
			g.check(t)
		}
	}
	if counted < 8 {
		t.Errorf("only %d calculations", counted)
	}
}

func (k *known) calculations(t *testing.T) []golden {
	t.Helper()
	g := golden{name: k.ID, source: "cases.json", principal: k.Amount, due: k.Due, to: k.Paid, total: k.Expected, paid: true}
	switch {
	case k.Base != "": // § 288 BGB
		g.law, g.book = "DE", rates(t, "de-basiszins", k.Due+" "+k.Base)
		g.terms = interest.Terms{Consumer: k.Surcharge == "5", Basis: interest.Of365}
	case k.Rate != "": // art. 395, one rate
		g.law, g.book = "RU", rates(t, "ru-key-rate", k.From+" "+k.Rate)
		g.due, g.to = (day(t, k.From) - 1).String(), k.To
	case len(k.Debts) == 1: // art. 395, without its moratorium
		g.law, g.principal, g.due, g.to, g.total = "RU", k.Debts[0][1], (day(t, k.Debts[0][0]) - 1).String(), k.End, k.Total
		g.terms = interest.Terms{NoMoratorium: true}
	case k.ID == "ch-104-1": // 5 % of 360 days, by days
		var byDays map[string]string
		if err := json.Unmarshal(k.Days, &byDays); err != nil {
			t.Fatal(err)
		}
		var list []golden
		for days, want := range byDays {
			n := map[string]int{"30": 30, "90": 90, "365": 365}[days]
			due := day(t, "2024-12-31")
			list = append(list, golden{
				name: k.ID + " " + days, source: "cases.json", law: "DE", principal: k.Amount + ".00", due: due.String(), to: addDays(due, n), days: int64(n), total: want,
				terms: interest.Terms{Rate: percent(t, "5"), Basis: interest.Of360},
			})
		}
		return list
	case k.ID == "ru-duty-1": // a court fee: no calculation of lateness
		return nil
	default:
		t.Errorf("%s is of no known kind", k.ID)
		return nil
	}
	return []golden{g}
}
