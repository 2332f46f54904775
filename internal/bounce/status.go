package bounce

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// maxRecipients bounds the recipients of one report: a letter goes to a few.
const maxRecipients = 100

// field is one line of a report with what was folded onto the next ones.
type field struct {
	name, value string // name in lower case
	first       bool   // an empty line stands before it
}

// fields reads the lines of a status or feedback report. Neither the order nor
// the empty lines between the groups can be relied on.
func fields(text string) []field {
	var list []field
	first := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case line == "":
			first = true
		case (line[0] == ' ' || line[0] == '\t') && len(list) > 0 && !first:
			list[len(list)-1].value += " " + strings.TrimSpace(line)
		case isField([]byte(line)):
			name, value, _ := strings.Cut(line, ":")
			list = append(list, field{strings.ToLower(name), strings.TrimSpace(value), first})
			first = false
		}
	}
	return list
}

// group is the report on one recipient (RFC 3464, 2.3).
type group map[string]string

// groups gives the recipients of a status report. A group ends at an empty line,
// or where a field that names a recipient comes again; what stands in no group
// of its own belongs to the one before.
func groups(text string) []group {
	var list []group
	g := group{}
	for _, f := range fields(text) {
		if f.first || namesRecipient(f.name) && g[f.name] != "" {
			list, g = closed(list, g), group{}
		}
		if g[f.name] == "" {
			g[f.name] = f.value
		}
	}
	list = closed(list, g)
	return list[:min(len(list), maxRecipients)]
}

func namesRecipient(name string) bool {
	return name == "final-recipient" || name == "original-recipient"
}

func closed(list []group, g group) []group {
	if g["final-recipient"] != "" || g["original-recipient"] != "" {
		return append(list, g)
	}
	if n := len(list); n > 0 {
		for name, value := range g {
			if list[n-1][name] == "" {
				list[n-1][name] = value
			}
		}
	}
	return list
}

// recipient reads one group; about is what the mail says about it in words.
func (g group) recipient(about string) Recipient {
	x := Recipient{Address: address(g["original-recipient"]), Action: action(g["action"])}
	if x.Address == "" {
		x.Address = address(g["final-recipient"])
	}
	if x.Address == "" {
		x.Address = address(g["x-actual-recipient"])
	}
	if strings.HasPrefix(g["status"], "2.") && x.Action == ActionFailed {
		x.Action = ActionDelivered // the class 2 is success (RFC 3463, 3.1)
	}
	x.judge(g["diagnostic-code"], firstOf(ownStatus(), g["status"]), about)
	return x
}

func action(s string) Action {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), " ")
	switch a := Action(strings.TrimRight(word, ";,(")); a {
	case ActionDelayed, ActionDelivered, ActionRelayed, ActionExpanded:
		return a
	}
	return ActionFailed
}

var (
	ownStatus  = pattern(`^\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.])`)
	statusCode = pattern(`(?:^|[^0-9.])([45]\.[0-9]{1,3}\.[0-9]{1,3})(?:$|[^0-9.]|\.(?:$|[^0-9]))`)
	// A reply stands at the beginning, behind a colon, a semicolon or "said", or
	// before the code of RFC 3463; other numbers are ports, years and identifiers.
	replyCode      = pattern(`(?i)(?:^|[:;>(\[]|said|code|error|status|returned|response|answered|smtp|[\n"'=])[ \t"'(\[]*([45][0-5][0-9])(?:$|[- #:;,.()\]"'\n]|[^0-9])`)
	replyAndStatus = pattern(`(?:^|[^0-9])([245][0-5][0-9])[- ]#?\(?[245]\.[0-9]{1,3}\.[0-9]{1,3}(?:$|[^0-9.])`)
)

func statusIn(s string) string { return firstOf(statusCode(), s) }

// firstOf is what an expression's first group finds, "" if nothing.
func firstOf(e *regexp.Regexp, s string) string {
	if m := e.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

func replyIn(s string) int {
	n, _ := strconv.Atoi(cmp.Or(firstOf(replyAndStatus(), s), firstOf(replyCode(), s))) // three digits, or none
	return n
}
