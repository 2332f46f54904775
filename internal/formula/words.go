package formula

import (
	_ "embed"
	"regexp"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"
)

// languages are those of words.yaml, in the order of its lists.
var languages = []string{"en", "ru", "uk", "be", "bs", "de"}

//go:embed words.yaml
var wordsFile []byte

// wordsOf is the file as it was read; a test sees that it can be.
var wordsOf = sync.OnceValue(func() (w struct {
	Titles  map[string][]string `yaml:"titles"`
	Figures map[string][]string `yaml:"figures"`
},
) {
	if err := yaml.Unmarshal(wordsFile, &w); err != nil {
		panic("formula: " + err.Error()) // embedded, so it cannot happen
	}
	return w
})

func in(list []string, lang, other string) string {
	i := max(0, slices.Index(languages, lang))
	if i < len(list) {
		return list[i]
	}
	return other
}

// Title is what the formula is called in a language.
func (f *Formula) Title(lang string) string { return in(wordsOf().Titles[f.Name], lang, f.Name) }

// Word is what an input or a result is called in a language; so are yes, no and
// unknown.
func Word(name, lang string) string { return in(wordsOf().Figures[name], lang, name) }

// Text is a result as people read it in a language, figures as they stand.
func (r *Result) Text(lang string) string {
	switch {
	case r.Value == "":
		return Word("unknown", lang)
	case r.Kind == YesNo:
		return Word(r.Value, lang)
	}
	return r.Value
}

var slot = regexp.MustCompile(`\{([a-z-]+)\}`)

// Words is how the formula is counted, in the words of a language.
func (f *Formula) Words(lang string) string {
	return slot.ReplaceAllStringFunc(f.Shape, func(s string) string { return "«" + Word(s[1:len(s)-1], lang) + "»" })
}

// Counted is how it is counted with figures in the place of words: those given
// and those that came out.
func (f *Formula) Counted(given map[string]string, results []Result, lang string) string {
	return slot.ReplaceAllStringFunc(f.Shape, func(s string) string {
		name := s[1 : len(s)-1]
		for i := range results {
			if results[i].Name == name && !f.asks(name) {
				return results[i].Text(lang)
			}
		}
		return given[name]
	})
}
