package fx

import (
	"strings"

	"debitor/internal/money"
)

// cbrCurrencies are the currencies of the Bank of Russia by the numbers of its own
// that stand in XML_dynamic, with the names that stand in its workbooks. Both are
// as in XML_daily, which has all three side by side.
var cbrCurrencies = map[string]struct {
	code  string
	names string // parted by bars, in lower case
}{
	"R01010":  {"AUD", "австралийский доллар"},
	"R01020A": {"AZN", "азербайджанский манат"},
	"R01035":  {"GBP", "фунт стерлингов соединенного королевства|фунт стерлингов"},
	"R01060":  {"AMD", "армянских драмов|армянский драм"},
	"R01090B": {"BYN", "белорусский рубль"},
	"R01100":  {"BGN", "болгарский лев"},
	"R01115":  {"BRL", "бразильский реал"},
	"R01135":  {"HUF", "венгерских форинтов|венгерский форинт|форинтов"},
	"R01215":  {"DKK", "датская крона|датских крон"},
	"R01235":  {"USD", "доллар сша"},
	"R01239":  {"EUR", "евро"},
	"R01270":  {"INR", "индийских рупий|индийская рупия"},
	"R01335":  {"KZT", "казахстанских тенге|тенге"},
	"R01350":  {"CAD", "канадский доллар"},
	"R01370":  {"KGS", "киргизских сомов|киргизский сом|сомов"},
	"R01375":  {"CNY", "китайский юань|китайских юаней|юань"},
	"R01500":  {"MDL", "молдавских леев|молдавский лей"},
	"R01535":  {"NOK", "норвежских крон|норвежская крона"},
	"R01565":  {"PLN", "польский злотый|злотый"},
	"R01585F": {"RON", "румынский лей"},
	"R01670":  {"TJS", "таджикских сомони|таджикский сомони|сомони"},
	"R01700J": {"TRY", "турецких лир|турецкая лира"},
	"R01710A": {"TMT", "новый туркменский манат"},
	"R01717":  {"UZS", "узбекских сумов|узбекский сум"},
	"R01720":  {"UAH", "украинских гривен|украинская гривна|гривен"},
	"R01760":  {"CZK", "чешских крон|чешская крона"},
	"R01770":  {"SEK", "шведских крон|шведская крона"},
	"R01775":  {"CHF", "швейцарский франк"},
	"R01805F": {"RSD", "сербских динаров|сербский динар"},
	"R01815":  {"KRW", "вон республики корея"},
	"R01820":  {"JPY", "японских иен|японская иена|иен"},
}

// cbrNamed are their codes by name.
var cbrNamed = func() map[string]string {
	all := map[string]string{}
	for _, c := range cbrCurrencies {
		for name := range strings.SplitSeq(c.names, "|") {
			all[name] = c.code
		}
	}
	return all
}()

// cbrCode is the code of a currency as the Bank of Russia numbers or names it;
// what is neither stays as it is.
func cbrCode(text string) string {
	text = strings.TrimSpace(text)
	if c, ok := cbrCurrencies[text]; ok {
		return c.code
	}
	if _, err := money.ParseCurrency(text); err == nil {
		return text
	}
	if code, ok := cbrNamed[strings.ToLower(text)]; ok {
		return code
	}
	return text
}
