package rulebook

import (
	"strings"

	"debitor/internal/policy"
)

// named is the name of a task, an option or a document in words: its own words
// where shipped policies use it, else as it was written.
func (t *tongue) named(name string) string {
	if w, ok := names[name]; ok {
		return w.in(t.code)
	}
	return spaced(name)
}

func (t *tongue) namedAll(list []string) []string {
	out := make([]string, len(list))
	for i, name := range list {
		out[i] = t.named(name)
	}
	return out
}

// listed is a list of names for the end of a sentence; a semicolon where a
// name has a comma of its own.
func (t *tongue) listed(list []string) string {
	words := t.namedAll(list)
	for _, w := range words {
		if strings.Contains(w, ",") {
			return strings.Join(words, "; ")
		}
	}
	return strings.Join(words, ", ")
}

// title is what a step is called: its own title in the language, its letter,
// what is done, its title in another language, its name.
func (t *tongue) title(s *policy.Step) string {
	_, known := names[s.Task]
	switch {
	case s.Title[t.code] != "":
		return s.Title[t.code]
	case s.Kind == policy.Letter:
		return t.letter(s).name
	case known:
		return capital(t.named(s.Task))
	}
	if own := t.own(s.Title); own != "" {
		return own
	}
	return capital(spaced(s.Task))
}

// words are one name in every language.
type words struct{ en, ru, uk, be, bs, de string }

func (w words) in(lang string) string {
	switch lang {
	case "ru":
		return w.ru
	case "uk":
		return w.uk
	case "be":
		return w.be
	case "bs":
		return w.bs
	case "de":
		return w.de
	}
	return w.en
}

// Named is the name of a task, an outcome, an option or a document in words of
// a language: its own words where shipped policies use it, else as written.
func Named(name, lang string) string { return tongueOf(lang).named(name) }

// TaskName is Named at the head of a row or a page, beginning with a capital.
func TaskName(name, lang string) string { return capital(Named(name, lang)) }

// RoleName is what a role is called in a language, beginning small where the
// language writes it so.
func RoleName(role, lang string) string { return tongueOf(lang).role(role).name }

// StepTitle is what a step of a policy is called in a language; a step that the
// policy does not know is called by its name.
func StepTitle(p *policy.Policy, step, lang string) string { return tongueOf(lang).stepName(p, step) }

// KindName is what a kind of step is called: letter, call, visit.
func KindName(k policy.Kind, lang string) string { return tongueOf(lang).kinds[k] }
