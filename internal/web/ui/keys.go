package ui

// keysHelp is what app.js does with keys, as the help says it.
var keysHelp = []struct {
	names []string
	text  string // its key
}{
	{[]string{"j", "↓"}, "look.key_next"},
	{[]string{"k", "↑"}, "look.key_previous"},
	{[]string{"o", "Enter"}, "look.key_open"},
	{[]string{"d"}, "look.key_done"},
	{[]string{"s"}, "look.key_snooze"},
	{[]string{"/"}, "look.key_find"},
	{[]string{"?"}, "look.key_help"},
}
