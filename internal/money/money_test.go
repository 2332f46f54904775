package money

import (
	"testing"

	"pgregory.net/rapid"
)

func TestStringAndParseAreInverses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]Currency{"RUB", "JPY", "EUR"}).Draw(t, "currency")
		a := Amount{Minor(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "minor")), c}
		back, err := Parse(a.String(), c)
		if err != nil || back != a {
			t.Fatalf("Parse(%q) = %v, %v; want %v", a.String(), back, err, a)
		}
	})
}

func TestEverySplitSumsToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Minor(rapid.Int64Range(-int64(Max), int64(Max)).Draw(t, "minor"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 12).Draw(t, "weights")
		var sum Minor
		var any int64
		for i, p := range Split(m, weights) {
			sum += p
			any += weights[i]
		}
		if any > 0 && sum != m {
			t.Fatalf("parts of %d sum to %d", m, sum)
		}
	})
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Minor
		ok   bool
	}{
		{"72.27", 7227, true},
		{"94", 9400, true},
		{"-0.05", -5, true},
		{".5", 50, true},
		{"1.500", 150, true},
		{"1.505", 0, false},
		{"1,5", 0, false},
		{"", 0, false},
		{"-", 0, false},
		{"1 000", 0, false},
		{"100000000000.01", 0, false},
		{"99999999999999999999", 0, false},
	} {
		got, err := ParseMinor(c.in, 2)
		if (err == nil) != c.ok || (c.ok && got != c.want) {
			t.Errorf("ParseMinor(%q) = %d, %v; want %d, ok %v", c.in, got, err, c.want, c.ok)
		}
	}
}
