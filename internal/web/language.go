package web

import "strings"

// acceptLanguages are the languages of an Accept-Language header in the order
// they stand in, without their countries; Croats and Serbs are shown Bosnian.
func acceptLanguages(header string) []string {
	near := map[string]string{"hr": "bs", "sr": "bs", "sh": "bs"}
	var list []string
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if other, ok := near[lang]; ok {
			lang = other
		}
		list = append(list, lang)
	}
	return list
}
