package ui

import "strings"

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// described names the elements that say more about a field.
func described(f *Form, name, hint string) string {
	var ids []string
	if f.Error(name) != "" {
		ids = append(ids, "e-"+name)
	}
	if hint != "" {
		ids = append(ids, "h-"+name)
	}
	return strings.Join(ids, " ")
}
