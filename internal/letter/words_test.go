package letter

import (
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/money"
)

func TestWords(t *testing.T) {
	spaces := func(s string) string { return replaceNBSP(s) }
	for _, c := range []struct {
		minor    money.Minor
		currency money.Currency
		ru, en   string
	}{
		{0, "RUB", "ноль российских рублей 00 копеек", "zero Russian roubles and 00 kopecks"},
		{1, "RUB", "ноль российских рублей 01 копейка", "zero Russian roubles and 01 kopeck"},
		{100, "RUB", "один российский рубль 00 копеек", "one Russian rouble and 00 kopecks"},
		{202, "RUB", "два российских рубля 02 копейки", "two Russian roubles and 02 kopecks"},
		{511, "RUB", "пять российских рублей 11 копеек", "five Russian roubles and 11 kopecks"},
		{1121, "RUB", "одиннадцать российских рублей 21 копейка", "eleven Russian roubles and 21 kopecks"},
		{1212, "BYN", "двенадцать белорусских рублей 12 копеек", "twelve Belarusian roubles and 12 kopecks"},
		{2100, "BYN", "двадцать один белорусский рубль 00 копеек", "twenty-one Belarusian roubles and 00 kopecks"},
		{2222, "BYN", "двадцать два белорусских рубля 22 копейки", "twenty-two Belarusian roubles and 22 kopecks"},
		{10_100, "RUB", "сто один российский рубль 00 копеек", "one hundred and one Russian roubles and 00 kopecks"},
		{11_100, "RUB", "сто одиннадцать российских рублей 00 копеек", "one hundred and eleven Russian roubles and 00 kopecks"},
		{100_000, "RUB", "одна тысяча российских рублей 00 копеек", "one thousand Russian roubles and 00 kopecks"},
		{200_000, "RUB", "две тысячи российских рублей 00 копеек", "two thousand Russian roubles and 00 kopecks"},
		{1_100_500, "RUB", "одиннадцать тысяч пять российских рублей 00 копеек", "eleven thousand and five Russian roubles and 00 kopecks"},
		{2_100_100, "RUB", "двадцать одна тысяча один российский рубль 00 копеек", "twenty-one thousand and one Russian roubles and 00 kopecks"},
		{100_100_000, "RUB", "один миллион одна тысяча российских рублей 00 копеек", "one million one thousand Russian roubles and 00 kopecks"},
		{200_000_000, "EUR", "два миллиона евро 00 центов", "two million euros and 00 cents"},
		{100_000_000_000, "USD", "один миллиард долларов США 00 центов", "one billion US dollars and 00 cents"},
		{money.Max, "USD", "сто миллиардов долларов США 00 центов", "one hundred billion US dollars and 00 cents"},
		{100, "UAH", "одна гривна 00 копеек", "one hryvnia and 00 kopiykas"},
		{200, "UAH", "две гривны 00 копеек", "two hryvnias and 00 kopiykas"},
		{2101, "BAM", "двадцать одна конвертируемая марка 01 фенинг", "twenty-one convertible marks and 01 fening"},
		{202, "BAM", "две конвертируемые марки 02 фенинга", "two convertible marks and 02 fenings"},
		{7205, "PLN", "семьдесят два PLN 05/100", "seventy-two PLN 05/100"},
		{21, "JPY", "двадцать один JPY", "twenty-one JPY"},
		{
			123_456_789_01, "RUB",
			"сто двадцать три миллиона четыреста пятьдесят шесть тысяч семьсот восемьдесят девять российских рублей 01 копейка",
			"one hundred and twenty-three million four hundred and fifty-six thousand seven hundred and eighty-nine Russian roubles and 01 kopeck",
		},
	} {
		if got := spaces(Words(c.minor, c.currency, "ru")); got != c.ru {
			t.Errorf("ru %d %s: %q, want %q", c.minor, c.currency, got, c.ru)
		}
		if got := spaces(Words(c.minor, c.currency, "en")); got != c.en {
			t.Errorf("en %d %s: %q, want %q", c.minor, c.currency, got, c.en)
		}
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Money(123_456, "RUB", "ru"), "1 234,56 рос. руб."},
		{russianInRussia.money(123_456, "RUB"), "1 234,56 руб."},
		{russianInRussia.numerals.amount(2101, "RUB"), "двадцать один рубль 01 копейка"},
		{russianInRussia.numerals.amount(2101, "BYN"), "двадцать один белорусский рубль 01 копейка"},
		{Money(99_999, "BYN", "ru"), "999,99 бел. руб."},
		{Money(100_000_000, "EUR", "ru"), "1 000 000,00 евро"},
		{Money(5, "BAM", "ru"), "0,05 BAM"},
		{Money(123_456, "RUB", "en"), "RUB 1,234.56"},
		{Money(1_234_567, "JPY", "en"), "JPY 1,234,567"},
		{Figure(-123_456, "RUB", "ru"), "−1 234,56"},
		{lexiconOf("ru").days(1), "1 день"},
		{lexiconOf("ru").days(2), "2 дня"},
		{lexiconOf("ru").days(5), "5 дней"},
		{lexiconOf("ru").days(11), "11 дней"},
		{lexiconOf("ru").days(21), "21 день"},
		{lexiconOf("ru").days(112), "112 дней"},
		{lexiconOf("en").days(1), "1 day"},
		{lexiconOf("en").days(21), "21 days"},
		{Date(cal.On(2026, time.March, 12), "ru"), "12 марта 2026 г."},
		{Date(cal.On(2026, time.March, 12), "en"), "12 March 2026"},
		{ShortDate(cal.On(2026, time.March, 2), "ru"), "02.03.2026"},
		{ShortDate(cal.On(2026, time.March, 2), "en"), "2 Mar 2026"},
		{Date(0, "ru"), ""},
	} {
		if replaceNBSP(c.got) != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
