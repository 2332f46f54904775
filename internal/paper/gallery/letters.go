package main

import (
	"bytes"
	"fmt"
	"strings"

	"debitor/internal/letter"
	"debitor/internal/paper"
)

// The two lengths every letter is shown in.
const (
	shortItems = 1
	longItems  = 40
)

// book is the letters of one language: each kind, and of each kind each
// wording that a law or a soft tone has.
type book struct {
	lang    string
	pdf     []byte
	entries []entry
}

// entry is one letter of a book.
type entry struct {
	kind  letter.Kind
	under []string // the laws and the rest that share the wording
	items int
	first int // its first page in the book, from 1
	pages int
}

func (e *entry) title() string {
	length := "short"
	if e.items == longItems {
		length = "long"
	}
	return strings.Join(e.under, ", ") + " · " + length
}

// bind makes the book of a language.
func bind(lang string) (*book, error) {
	b := &book{lang: lang}
	job := paper.NewPrintJob(paper.Info{Title: "Every letter: " + lang, Author: "debitor", Lang: lang, Date: day})
	for _, kind := range letter.Kinds() {
		differ, err := wordingsOf(kind, lang)
		if err != nil {
			return nil, err
		}
		countries := map[string]bool{} // whose long letter is there already
		for _, w := range differ {
			if err := b.add(job, kind, w, shortItems); err != nil {
				return nil, err
			}
			if country := w.country(); country != "" && !countries[country] {
				countries[country] = true
				if err := b.add(job, kind, w, longItems); err != nil {
					return nil, err
				}
			}
		}
	}
	var out bytes.Buffer
	if err := job.Write(&out); err != nil {
		return nil, err
	}
	b.pdf = out.Bytes()
	return b, nil
}

func (b *book) add(job *paper.PrintJob, kind letter.Kind, w *wording, n int) error {
	doc, err := w.document(kind, b.lang, n)
	if err != nil {
		return err
	}
	e := entry{kind: kind, under: w.names, items: n, first: job.Pages() + 1}
	e.pages = job.AddUnder(string(kind), e.title(), doc)
	b.entries = append(b.entries, e)
	return nil
}

// day is the date of every sample.
var day = letter.Sample(letter.Warning, "en", 1).Date

// wording is a text of a kind and what it is used for.
type wording struct {
	names []string
	facts func(letter.Facts) letter.Facts
}

// country is whose law the wording is for: one long letter is enough for all of
// Bosnia and Herzegovina, none for what has no law of its own.
func (w *wording) country() string {
	country, _, _ := strings.Cut(w.names[0], "-")
	if country == softTone || country == noClauses {
		return ""
	}
	return country
}

// What a letter may be under beside a law.
const (
	otherLaw  = "other law"
	noClauses = "no clauses" // nothing is known of the contract but its number
	softTone  = "soft"
)

// wordings are all that a letter may be under.
func wordings() []*wording {
	var all []*wording
	for _, law := range letter.Laws() {
		all = append(all, &wording{[]string{string(law)}, func(f letter.Facts) letter.Facts { return f.Under(law) }})
	}
	return append(
		all,
		&wording{[]string{otherLaw}, func(f letter.Facts) letter.Facts { return f.Under("") }},
		&wording{[]string{noClauses}, func(f letter.Facts) letter.Facts { return f }},
		&wording{[]string{softTone}, func(f letter.Facts) letter.Facts { f.Soft = true; return f }},
	)
}

// wordingsOf finds the texts of a kind that differ.
func wordingsOf(kind letter.Kind, lang string) ([]*wording, error) {
	var differ []*wording
	same := map[string]*wording{}
	for _, w := range wordings() {
		doc, err := w.document(kind, lang, shortItems)
		if err != nil {
			return nil, err
		}
		text := doc.Meta.Subject + "\n" + doc.Text()
		if known := same[text]; known == nil {
			same[text] = w
			differ = append(differ, w)
		} else if w.names[0] != softTone {
			known.names = append(known.names, w.names...)
		}
	}
	return differ, nil
}

// document makes the letter of a wording about n documents.
func (w *wording) document(kind letter.Kind, lang string, n int) (*letter.Document, error) {
	f := w.facts(letter.Sample(kind, lang, n))
	dress(&f)
	if lang == "ru" && f.Law == "RU" {
		russian(&f)
	}
	return rendered(&f)
}

// russian moves the sample's company to Russia, where payment codes are in use.
func russian(f *letter.Facts) {
	c := &f.Creditor
	f.Currency, c.Country, c.TaxID, c.Address = "RUB", "RU", "7700000016", "101000, г. Москва, ул. Первая, д. 5, оф. 12"
	c.Phone, c.Email = "+7 495 200-00-00", "buh@example.ru"
	c.Account = letter.Account{Number: "40702810000000000001", Bank: "АО «Пример-Банк»", BIC: "049999777", Corr: "30101810700000000777"}
	c.Bank = []string{"р/с " + c.Account.Number + " в " + c.Account.Bank, "к/с " + c.Account.Corr + ", БИК " + c.Account.BIC}
	f.Debtor.Address = "214000, г. Смоленск, ул. Вторая, д. 7"
}

func rendered(f *letter.Facts) (*letter.Document, error) {
	t, err := letter.Shipped(f.Lang, f.Kind)
	if err != nil {
		return nil, err
	}
	doc, err := t.Render(f)
	if err != nil {
		return nil, fmt.Errorf("%s %s under %q: %w", f.Lang, f.Kind, f.Law, err)
	}
	return doc, nil
}

// dress gives the sample's company all that a company may have: a logo, a
// second signatory, a stamp, an account, a law firm; and the debtor a director.
func dress(f *letter.Facts) {
	c, more := &f.Creditor, wardrobe[f.Lang]
	c.Logo = letter.Picture{Type: "image/png", Data: logo()}
	c.Second, c.Agent, c.Account = more.second, more.agent, more.account
	c.Stamp = c.Country != "DE"
	c.Automatic = f.Kind == letter.PaymentReminder
	f.Debtor.Head = more.head
}

type clothes struct {
	second, head letter.Person
	agent        letter.Agent
	account      letter.Account
}

var wardrobe = map[string]clothes{
	"ru": {
		second: letter.Person{Name: "П. П. Петрова", Position: "Главный бухгалтер"},
		head:   letter.Person{Name: "Сидоров Пётр Ильич", Position: "Генеральный директор"},
		agent: letter.Agent{
			Name: "Адвокатское бюро «Право и дело»", Letterhead: []string{"220030, г. Минск, ул. Третья, д. 9", "тел. +375 17 300-00-00"},
			Signatory: letter.Person{Name: "К. К. Кузнецов", Position: "Адвокат"}, Authority: "доверенность № 5 от 12.01.2026",
		},
	},
	"be": {
		second: letter.Person{Name: "П. П. Пятрова", Position: "Галоўны бухгалтар"},
		head:   letter.Person{Name: "Сідараў Пётр Ільіч", Position: "Генеральны дырэктар"},
		agent: letter.Agent{
			Name: "Адвакацкае бюро «Права і справа»", Letterhead: []string{"220030, г. Мінск, вул. Трэцяя, д. 9", "тэл. +375 17 300-00-00"},
			Signatory: letter.Person{Name: "К. К. Кузняцоў", Position: "Адвакат"}, Authority: "даверанасць № 5 ад 12.01.2026",
		},
	},
	"uk": {
		second: letter.Person{Name: "П. П. Петренко", Position: "Головний бухгалтер"},
		head:   letter.Person{Name: "Сидоренко Петро Ілліч", Position: "Генеральний директор"},
		agent: letter.Agent{
			Name: "Адвокатське бюро «Право і діло»", Letterhead: []string{"вул. Третя, буд. 9, м. Київ, 01001", "тел. +380 44 300-00-00"},
			Signatory: letter.Person{Name: "К. К. Коваленко", Position: "Адвокат"}, Authority: "довіреність № 5 від 12.01.2026",
		},
		account: letter.Account{Number: "UA213223130000026007233566001", Bank: "АТ «Приклад-Банк»"},
	},
	"bs": {
		second: letter.Person{Name: "Petra Perić", Position: "Šef računovodstva"},
		head:   letter.Person{Name: "Sead Selimović", Position: "Direktor"},
		agent: letter.Agent{
			Name: "Advokatska kancelarija Pravo i posao", Letterhead: []string{"Treća ulica 9, 71000 Sarajevo", "tel. +387 33 300-000"},
			Signatory: letter.Person{Name: "Kemal Kurtović", Position: "Advokat"}, Authority: "punomoć br. 5 od 12. 1. 2026.",
		},
	},
	"de": {
		second: letter.Person{Name: "Petra Peters", Position: "Leiterin Buchhaltung"},
		head:   letter.Person{Name: "Paul Schneider", Position: "Geschäftsführer"},
		agent: letter.Agent{
			Name: "Rechtsanwälte Recht & Partner", Letterhead: []string{"Dritte Straße 9, 10115 Berlin", "Tel. +49 30 3000000"},
			Signatory: letter.Person{Name: "Karl Krüger", Position: "Rechtsanwalt"}, Authority: "Vollmacht vom 12. Januar 2026",
		},
		account: letter.Account{Number: "DE33100205000001194700", Bank: "Beispielbank", BIC: "BFSWDE33BER"},
	},
	"en": {
		second: letter.Person{Name: "Petra Peters", Position: "Chief Accountant"},
		head:   letter.Person{Name: "Paul Smith", Position: "Managing Director"},
		agent: letter.Agent{
			Name: "Law & Deed Solicitors", Letterhead: []string{"9 Third Street, 220030 Minsk, Belarus", "tel. +375 17 300-00-00"},
			Signatory: letter.Person{Name: "Karl Cooper", Position: "Solicitor"}, Authority: "power of attorney No. 5 of 12 January 2026",
		},
	},
}
