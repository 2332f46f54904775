package letter

import "debitor/internal/names"

// declined is a person's name in a grammatical case ("nominative", "genitive",
// "dative", "accusative", "instrumental", "prepositional"): by hand if it was
// given so, else by the rules of the language, else as it stands. Position and
// name go into a case together or not at all.
func declined(p Person, kase, lang string) string {
	if form := p.Forms[kase]; form != "" {
		return form
	}
	_, name, ok := names.Person(p.Position, p.Name, names.Case(kase), lang)
	if !ok {
		return p.Name
	}
	return name
}

// declinedPosition is the same for the position.
func declinedPosition(p Person, kase, lang string) string {
	if form := p.Forms[kase+" position"]; form != "" {
		return form
	}
	position, _, ok := names.Person(p.Position, p.Name, names.Case(kase), lang)
	if !ok {
		return p.Position
	}
	return position
}
