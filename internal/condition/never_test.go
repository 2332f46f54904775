package condition

import "testing"

func TestNever(t *testing.T) {
	for text, want := range map[string]bool{
		"category = 1 and category = 2":                                             true,
		"category = 1 and category in [2, 3]":                                       true,
		"category in [1, 2] and category in [2, 3]":                                 false,
		"category != 1 and category != 2":                                           false,
		"open > 5 and open < 3":                                                     true,
		"open > 5 and open < 5.001":                                                 false, // would need a fourth decimal, which money may have
		"open >= 5 and open <= 5":                                                   false,
		"days > 5 and days < 6":                                                     true, // whole
		"days > 5 and days < 7":                                                     false,
		"days > 5 and days < 7 and days != 6":                                       true,
		"not days > 5 and not days <= 5":                                            false, // unknown
		"not days > 5 and not days <= 5 and days != 99":                             true,
		"broken and not broken":                                                     true,
		"broken and not plan":                                                       false,
		"done(warning) and not done(warning)":                                       true,
		"done(warning) and not done(final-2)":                                       false,
		"category = 1 and not done(warning)":                                        false, // fact 0 and step 0
		"(broken or days > 5) and not broken and days < 2":                          true,
		"(broken or days > 5) and not broken and days > 2":                          false,
		"not (broken or plan) and (broken or plan)":                                 true,
		"not (broken and plan) and broken and plan":                                 true,
		"broken and not broken or days < 1 and days > 1":                            true,
		"country = A and country = a":                                               true,
		"not country = A and not country != A":                                      true,
		"not (category in [1, 2] or broken) and category != 'A B' and category = 3": false,
	} {
		if got := Never(parse(t, text)); got != want {
			t.Errorf("%s never holds: %v", text, got)
		}
	}
}

func TestDisjoint(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"category = 3", "category in [1, 2]", true},
		{"category = 3", "not category = 3", true},
		{"open > 1000 and category = 3", "open <= 1000", true},
		{"open > 1000", "open <= 1000.001", false},
		{"days >= 30", "days < 30", true},
		{"days >= 30", "not days >= 30", true},
		{"days >= 30", "days < 31", false},
		{"broken", "plan", false},
		{"broken or plan", "not plan and not broken", true},
		{"category = 1", "days > 1", false},
	} {
		if got := Disjoint(parse(t, c.a), parse(t, c.b)); got != c.want {
			t.Errorf("%s and %s are disjoint: %v", c.a, c.b, got)
		}
	}
	if Disjoint(parse(t, "broken"), nil) {
		t.Error("what always holds is disjoint from something")
	}
}

// Too many cases to try are answered with no.
func TestNeverGivesUp(t *testing.T) {
	text := "days = 1 and days = 2"
	for range 12 {
		text += " and (plan or broken)"
	}
	if Never(parse(t, text)) {
		t.Error("4096 ways were tried: maxCases bounds nothing")
	}
}
