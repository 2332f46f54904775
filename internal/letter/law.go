package letter

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/letters"
)

// Law is the law that governs a contract: a country as ISO 3166-1 has it, with
// the entity for Bosnia and Herzegovina (BA-FBIH, BA-RS). Empty is another law
// or none that is known: such a letter cites nothing.
type Law string

// Norm is something the law says that a letter may cite (letters/law.yaml).
type Norm struct {
	Key      string            `yaml:"key" json:"norm"`          // "RU.court-after": the law, a point, a name
	About    string            `yaml:"about" json:"about"`       // what it is, and the unit of Number
	Number   string            `yaml:"number" json:"number"`     // the number it gives, with a decimal point; empty: none
	From     string            `yaml:"from" json:"from"`         // the first day it holds, YYYY-MM-DD; empty: long ago
	Until    string            `yaml:"until" json:"until"`       // the last day; empty: still
	Verified bool              `yaml:"verified" json:"verified"` // somebody read it in its source
	Source   string            `yaml:"source" json:"source"`
	Cite     map[string]string `yaml:"cite" json:"cite"` // how it is cited, by language, in the nominative
}

type lawRule struct {
	Penalty   bool `yaml:"penalty"`
	CourtPost Post `yaml:"court_post"`
}

type lawBook struct {
	Laws  map[Law]lawRule `yaml:"laws"`
	Norms []Norm          `yaml:"norms"`
}

var lawbook = sync.OnceValues(func() (*lawBook, error) {
	var b lawBook
	if err := yaml.UnmarshalWithOptions(letters.Law(), &b, yaml.Strict()); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "letter.law", "letters/law.yaml: %s", yaml.FormatError(err, false, true))
	}
	return &b, nil
})

// Laws lists the laws whose letters have wording of their own, sorted.
func Laws() []Law {
	b, err := lawbook()
	if err != nil {
		return nil
	}
	var all []Law
	for law := range b.Laws {
		all = append(all, law)
	}
	slices.Sort(all)
	return all
}

// Norms lists what letters may cite, and what waits to be verified.
func Norms() []Norm {
	b, err := lawbook()
	if err != nil {
		return nil
	}
	return b.Norms
}

// CourtPost is how a letter that is to open the way to court is posted under
// the law: registered or valuable; ordinary when the law asks for nothing known
// (LAW.md 2.5).
func (l Law) CourtPost() Post { return cmp.Or(l.rule().CourtPost, Ordinary) }

// BarsPenalty tells that the law knows no contractual penalty on a money debt
// (LAW.md 4.4).
func (l Law) BarsPenalty() bool {
	b, err := lawbook()
	if err != nil {
		return true
	}
	rule, known := b.Laws[l]
	return known && !rule.Penalty
}

// Is tells whether this is one of the laws; BA means both entities as well.
func (l Law) Is(laws ...string) bool {
	return slices.ContainsFunc(laws, func(s string) bool {
		return string(l) == s || s != "" && strings.HasPrefix(string(l), s+"-")
	})
}

func (l Law) rule() lawRule {
	b, err := lawbook()
	if err != nil {
		return lawRule{}
	}
	return b.Laws[l]
}

// norm is a norm that may be cited in a letter of that day under that law.
// ok is false when it is of another law, not in force or not verified; an
// unknown key is an error, so that a template with a slip is refused.
func (l Law) norm(key string, on cal.Date) (n Norm, ok bool, err error) {
	b, err := lawbook()
	if err != nil {
		return n, false, err
	}
	i := slices.IndexFunc(b.Norms, func(n Norm) bool { return n.Key == key })
	if i < 0 {
		return n, false, fault.New(fault.Input, "letter.norm", "there is no norm %q (see letters/law.yaml)", key)
	}
	n = b.Norms[i]
	law, _, _ := strings.Cut(n.Key, ".")
	day := on.String()
	ok = n.Verified && l.Is(law) && n.From <= day && (n.Until == "" || day <= n.Until)
	return n, ok, nil
}
