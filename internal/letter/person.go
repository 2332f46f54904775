package letter

// declined is a person's name in a grammatical case ("genitive", "dative",
// "accusative", "instrumental", "prepositional"): by hand if it was given so,
// else as it stands.
func declined(p Person, kase string) string {
	if form := p.Forms[kase]; form != "" {
		return form
	}
	return p.Name
}

// declinedPosition is the same for the position.
func declinedPosition(p Person, kase string) string {
	if form := p.Forms[kase+" position"]; form != "" {
		return form
	}
	return p.Position
}
