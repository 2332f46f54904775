package sheet

import "testing"

// TestCellsAreNoFormulas is about what Excel does with a name in a CSV file.
func TestCellsAreNoFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		"":                                  "",
		"ООО «Ромашка»":                     "ООО «Ромашка»",
		"Smith-Jones + Co = friends @ work": "Smith-Jones + Co = friends @ work",
		"ТН 17; ТН 18; e-mail":              "ТН 17; ТН 18; e-mail",
		"-12.50":                            "-12.50",
		"+375":                              "+375",
		"=1+1":                              "'=1+1",
		`=HYPERLINK("http://x","y")`:        `'=HYPERLINK("http://x","y")`,
		"@SUM(1)":                           "'@SUM(1)",
		"+cmd|' /C calc'!A0":                "'+cmd|' /C calc'!A0",
		"-2+3":                              "'-2+3",
		"\t=1":                              "'\t'=1",
		" =1":                               " '=1",
		`"=1"`:                              `"'=1"`,
		"a;=1":                              "a;'=1",
		"a; =1":                             "a; '=1",
		"a,=1":                              "a,'=1",
		`a, "=1"`:                           `a, "'=1"`,
		"1,5":                               "1,5",
		"a\n=1":                             "a\n'=1",
		"＝1":                                "'＝1",
	} {
		if got := Inert(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}
