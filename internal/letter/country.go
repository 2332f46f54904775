package letter

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// CountryName is a country (ISO 3166-1 alpha-2) as the language calls it,
// empty for what is no country.
func CountryName(country, lang string) string {
	region, err := language.ParseRegion(country)
	if err != nil {
		return ""
	}
	names, ok := countryNames.Load(lang)
	if !ok {
		names, _ = countryNames.LoadOrStore(lang, display.Regions(language.Make(lang)))
	}
	if namer, ok := names.(display.Namer); ok {
		return namer.Name(region)
	}
	return ""
}

var countryNames sync.Map // display.Namer by language

// Abroad says whether a letter to the debtor crosses a border: by then the
// post has other papers for it. An unknown country is taken as the creditor's.
func (f *Facts) Abroad() bool {
	from, to := f.Creditor.Country, f.Debtor.Country
	return from != "" && to != "" && !strings.EqualFold(from, to)
}

// abroad is the name of the debtor's country where a letter to him crosses a
// border, and the address does not say it itself.
func (f *Facts) abroad(lang string) string {
	if !f.Abroad() || f.Debtor.Address == "" {
		return ""
	}
	name := CountryName(f.Debtor.Country, lang)
	if strings.Contains(strings.ToLower(f.Debtor.Address), strings.ToLower(name)) {
		return ""
	}
	return name
}
