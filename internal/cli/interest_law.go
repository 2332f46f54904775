package cli

import (
	"cmp"
	"fmt"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/interest"
	"debitor/law"
)

type interestLaw struct {
	Law string `arg:"" optional:"" help:"RU, BY, UA, BA-FBIH, BA-RS, DE or EU."`
}

// Run prints a law's file as it is: it is written to be read.
func (c *interestLaw) Run(a *app) error {
	book, err := interest.Shipped()
	if err != nil {
		return err
	}
	lang := cmp.Or(a.Language, "en")
	if c.Law == "" {
		return a.laws(book, lang)
	}
	l, err := book.Law(c.Law)
	if err != nil {
		return err
	}
	src, _ := law.Source(l.File())
	_, err = a.out.Write(src)
	return err
}

type lawJSON struct {
	Jurisdiction string `json:"jurisdiction"`
	Name         string `json:"name"`
	Currency     string `json:"currency"`
	Rules        int    `json:"rules"`
	Unverified   int    `json:"unverified"`
}

func (a *app) laws(book *interest.Book, lang string) error {
	list := []lawJSON{}
	for _, code := range book.Codes() {
		l, err := book.Law(code)
		if err != nil {
			return err
		}
		rules, doubtful := l.Counted()
		list = append(list, lawJSON{code, lawName(l, lang), string(l.Currency), rules, doubtful})
	}
	if a.JSON {
		return a.json(map[string]any{"laws": list})
	}
	t := newTable(headings(lang, "law", "name", "currency", ">rules", ">not verified [K]")...)
	for _, l := range list {
		t.add(l.Jurisdiction, l.Name, l.Currency, strconv.Itoa(l.Rules), strconv.Itoa(l.Unverified))
	}
	t.print(a)
	return nil
}

type interestRates struct {
	Series string `arg:"" optional:"" help:"Such as ru-key-rate."`
}

type seriesJSON struct {
	Series  string    `json:"series"`
	Title   string    `json:"title"`
	Source  string    `json:"source"`
	KnownTo cal.Date  `json:"known_to"`
	Rows    []rowJSON `json:"rows,omitempty"`
}

type rowJSON struct {
	From     cal.Date `json:"from"`
	Rate     string   `json:"rate"`
	Verified bool     `json:"verified"`
	Source   string   `json:"source"`
}

func (c *interestRates) Run(a *app) error {
	book, err := interest.Shipped()
	if err != nil {
		return err
	}
	lang := cmp.Or(a.Language, "en")
	if c.Series == "" {
		return a.seriesList(book, lang)
	}
	s, err := book.Series(c.Series)
	if err != nil {
		return err
	}
	out := seriesOf(s)
	for _, r := range s.Rows() {
		out.Rows = append(out.Rows, rowJSON{r.From, r.Rate.String(), r.Verified, r.Source})
	}
	if a.JSON {
		return a.json(out)
	}
	a.say("%s: %s (%s)", s.Name, s.Title, s.Source)
	a.sayIn(lang, "Known up to %s.", out.KnownTo)
	t := newTable(headings(lang, "from day", ">rate, %", "verified", "source")...)
	for _, r := range out.Rows {
		mark := "[K]"
		if r.Verified {
			mark = word(lang, "yes")
		}
		t.add(r.From.String(), r.Rate, mark, r.Source)
	}
	t.whole = true
	t.print(a)
	return nil
}

func seriesOf(s *interest.Series) seriesJSON {
	return seriesJSON{Series: s.Name, Title: s.Title, Source: s.Source, KnownTo: s.Known()}
}

func (a *app) seriesList(book *interest.Book, lang string) error {
	list := []seriesJSON{}
	for _, name := range book.SeriesNames() {
		s, err := book.Series(name)
		if err != nil {
			return err
		}
		list = append(list, seriesOf(s))
	}
	if a.JSON {
		return a.json(map[string]any{"series": list})
	}
	t := newTable(headings(lang, "series", "known up to", "what")...)
	for _, s := range list {
		t.add(s.Series, fmt.Sprint(s.KnownTo), s.Title)
	}
	t.whole = true
	t.print(a)
	return nil
}
