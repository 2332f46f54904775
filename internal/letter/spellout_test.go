package letter

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/money"
)

// TestSpelloutIsICUs compares with testdata/spellout.txt.gz: 2,000 whole
// amounts (0…200, the edges of hundreds, teens and powers of ten, random ones
// below 10¹²) as ICU 72 spells them. The table was made once by a C++ program over
// RuleBasedNumberFormat with the rule sets %spellout-cardinal-masculine and
// -feminine (English: -verbose, the British "and"). Soft hyphens and the commas
// of -verbose were taken out, and the apostrophe of пʼять is U+2019 here.
// It ends below 10¹², ten times what may be recorded, for there ICU calls a
// Ukrainian трильйон a більйон.
func TestSpelloutIsICUs(t *testing.T) {
	columns := []struct {
		lang     string
		currency money.Currency // one whose unit has the column's gender
	}{{"ru", "BYN"}, {"ru", "BAM"}, {"uk", "BYN"}, {"uk", "UAH"}, {"de", "EUR"}, {"de", "BAM"}, {"en", "EUR"}}
	file, err := os.Open(filepath.Join("testdata", "spellout.txt.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for lines := bufio.NewScanner(unzipped); lines.Scan(); rows++ {
		cells := strings.Split(lines.Text(), "\t")
		n, err := strconv.ParseInt(cells[0], 10, 64)
		if err != nil || len(cells) != 1+len(columns) {
			t.Fatalf("row %q: %v", lines.Text(), err)
		}
		for i, c := range columns {
			num := lexicons[c.lang].numerals
			unit := num.coins[c.currency].unit
			want := cells[i+1] + " " + unit.forms[num.form(n)] + num.joiner
			if got := Words(money.Minor(n*100), c.currency, c.lang); !strings.HasPrefix(got, want) {
				t.Errorf("%s %d %s: %q, want %q…", c.lang, n, c.currency, got, want)
			}
		}
	}
	if rows != 2000 {
		t.Errorf("%d rows were compared", rows)
	}
}
