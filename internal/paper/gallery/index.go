package main

import (
	"fmt"
	"strings"

	"debitor/internal/letter"
)

// index is the page that leads to the books.
func index(books []*book) string {
	var b strings.Builder
	b.WriteString(`# Every letter, to be looked at

Each kind of letter in each language, in every wording that a law or a soft tone has: short (one document), and once for each country's law
long (forty documents). The PDFs have bookmarks by kind and law. The companies and people are made up; the sender has all that a sender may have:
logo, second signatory, stamp, payment code where the country has one, a law firm.

` + "`make gallery`" + ` makes these files anew from [letters/](../../letters); a test fails when a page is no longer what stands here.

`)
	for _, book := range books {
		fmt.Fprintf(&b, "- [%s](#%s): [%s.pdf](%s.pdf), %d pages\n", languageNames[book.lang], strings.ToLower(languageNames[book.lang]), book.lang, book.lang, book.pages())
	}
	for _, book := range books {
		fmt.Fprintf(&b, "\n## %s\n\n![The first page of every kind](%s.png)\n\n| letter | law | short, page | long, pages |\n|---|---|---|---|\n", languageNames[book.lang], book.lang)
		for i, e := range book.entries {
			if e.items == longItems {
				continue
			}
			long := ""
			if next := i + 1; next < len(book.entries) && book.entries[next].items == longItems {
				long = book.entries[next].span()
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", e.kind, strings.Join(e.under, ", "), e.span(), long)
		}
	}
	return b.String()
}

func (b *book) pages() int {
	last := b.entries[len(b.entries)-1]
	return last.first + last.pages - 1
}

func (e *entry) span() string {
	if e.pages == 1 {
		return fmt.Sprint(e.first)
	}
	return fmt.Sprintf("%d–%d", e.first, e.first+e.pages-1)
}

// fronts are the pages of the contact sheet: of each kind the first.
func (b *book) fronts() []int {
	var pages []int
	var last letter.Kind
	for _, e := range b.entries {
		if e.kind != last {
			pages = append(pages, e.first)
		}
		last = e.kind
	}
	return pages
}

var languageNames = map[string]string{"ru": "Russian", "be": "Belarusian", "uk": "Ukrainian", "bs": "Bosnian", "de": "German", "en": "English"}
