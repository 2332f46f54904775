package letter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/money"
)

// TestWordsByHand reads the tables that a person wrote and checked for the
// languages ICU does not spell well: its Belarusian mixes alphabets, its
// Bosnian is not Bosnian.
func TestWordsByHand(t *testing.T) {
	for _, lang := range []string{"be", "bs"} {
		table, err := os.ReadFile(filepath.Join("testdata", "words_"+lang+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(table)), "\n")
		if len(lines) != 100 {
			t.Errorf("%s: %d lines, want 100", lang, len(lines))
		}
		for _, line := range lines {
			sum, want, _ := strings.Cut(line, " = ")
			figure, code, _ := strings.Cut(sum, " ")
			amount, err := money.Parse(figure, money.Currency(code))
			if err != nil {
				t.Fatal(err)
			}
			if got := replaceNBSP(Words(amount.Minor, amount.Currency, lang)); got != want {
				t.Errorf("%s %s: %q, want %q", lang, sum, got, want)
			}
		}
	}
}

// TestWordsOfEveryCurrency: all six currencies have words in all six languages,
// and the ones a language has most trouble with are right.
func TestWordsOfEveryCurrency(t *testing.T) {
	for lang, lex := range lexicons {
		for _, c := range []money.Currency{"RUB", "BYN", "UAH", "BAM", "EUR", "USD"} {
			if _, ok := lex.numerals.coins[c]; !ok {
				t.Errorf("%s has no words for %s", lang, c)
			}
		}
	}
	for _, c := range []struct{ got, want string }{
		{Words(101, "UAH", "uk"), "одна гривня 01 копійка"},
		{Words(202, "UAH", "uk"), "дві гривні 02 копійки"},
		{Words(511, "UAH", "uk"), "п’ять гривень 11 копійок"},
		{Words(2_122_200, "UAH", "uk"), "двадцять одна тисяча двісті двадцять дві гривні 00 копійок"},
		{Words(303, "RUB", "uk"), "три російські рублі 03 копійки"},
		{Words(404, "USD", "uk"), "чотири долари США 04 центи"},
		{Words(1_200_000_000, "EUR", "uk"), "дванадцять мільйонів євро 00 центів"},
		{Words(2101, "BAM", "uk"), "двадцять одна конвертована марка 01 фенінг"},
		{Words(100, "EUR", "de"), "ein Euro und 00 Cent"},
		{Words(2_735_027, "EUR", "de"), "siebenundzwanzigtausenddreihundertfünfzig Euro und 27 Cent"},
		{Words(10_101, "BAM", "de"), "einhunderteine konvertible Mark und 01 Fening"},
		{Words(100_000_200, "EUR", "de"), "eine Million zwei Euro und 00 Cent"},
		{Words(200_000_000_100, "EUR", "de"), "zwei Milliarden ein Euro und 00 Cent"},
		{Words(101, "RUB", "de"), "ein russischer Rubel und 01 Kopeke"},
		{Words(202, "BYN", "de"), "zwei belarussische Rubel und 02 Kopeken"},
		{Words(200, "UAH", "de"), "zwei ukrainische Hrywen und 00 Kopeken"},
		{Words(0, "EUR", "de"), "null Euro und 00 Cent"},
		{lexiconIn("be", "BY").numerals.amount(2202, "BYN"), "дваццаць два рублі 02 капейкі"},
		{lexiconIn("be", "BY").numerals.amount(2202, "RUB"), "дваццаць два расійскія рублі 02 капейкі"},
	} {
		if got := replaceNBSP(c.got); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
