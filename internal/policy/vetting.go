package policy

import (
	"cmp"
	"slices"
)

// Paper is a document that a customer shows before the first shipment.
type Paper struct {
	ID        string
	Title     map[string]string // by language
	Fresh     int               // days that it may be old on that day; 0: any age
	Countries []string          // of customers who show it; empty: all
}

// Called is the paper's title in the language, else the English one, else its
// id.
func (p *Paper) Called(lang string) string { return cmp.Or(p.Title[lang], p.Title["en"], p.ID) }

// PapersOf are the papers that a customer of a country shows.
func (p *Policy) PapersOf(country string) (list []Paper) {
	for _, paper := range p.Papers {
		if len(paper.Countries) == 0 || slices.Contains(paper.Countries, country) {
			list = append(list, paper)
		}
	}
	return list
}

// BlackList says who is put on the black list, for how long, and how he comes
// off it. The zero BlackList puts nobody there.
type BlackList struct {
	Times  int // documents late last month from which it is systematic
	Days   int // the delay that the worst of them reached
	Prepay int // the least per cent to be paid in advance
	Months int // for which it is asked for, at most
	Clean  int // days without a delay after which he comes off; nothing is overdue then either
}

// Stands says whether the policy has a black list.
func (b *BlackList) Stands() bool { return b.Times > 0 }
