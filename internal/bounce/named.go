package bounce

import (
	"slices"
	"strings"
)

// failing is a recipient in the words of a report, with the words about it.
type failing struct {
	address, about string
}

var (
	// alone is a line that begins with an address, as servers list them; a code
	// or what it is called may stand before it.
	alone = pattern(`^[\s>*•-]*(?:[45][0-9]{2}[ -](?:[45](?:\.[0-9]{1,3}){2} )?)?(?:(?i:rcpt to|recipients?|address|user|e-?mail)\s*:\s*)?(?:"[^"]*"\s*)?[<(\["']?(?:(?i:mailto|smtp|rfc822):\s?)?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])(?:$|[\s<>:;,()\]"']|\.(?:\s|$))`)
	// labelled is an address behind a word for a recipient and a colon.
	labelled = pattern(`(?i)(?:user|userid|recipient|recipients|address|mailbox|account|deliver to|delivered to)\s*:\s*<?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])>?\s*$`)
	rcpt     = pattern(`(?i)rcpt to:\s*<?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])`)
)

// finder tells what stands in a line at a place where servers name a recipient.
type finder func(line string) []string

var finders = []finder{lineBegins, behindLabel, inCommand, anywhere}

// recipients looks for addresses where servers put those that failed: at the
// beginning of a line, behind a label or RCPT TO, anywhere.
func (m *reading) recipients() []failing {
	lines := strings.Split(m.report, "\n")
	for n, find := range finders {
		var list []failing
		var from []int
		for i, line := range lines {
			if len(list) == maxRecipients {
				break
			}
			for _, a := range find(line) {
				if a = address(a); a != "" && !slices.ContainsFunc(list, same(a)) && !m.notMeant(a) {
					list, from = append(list, failing{address: a}), append(from, i)
				}
			}
		}
		for i := range list {
			list[i].about = find.passage(lines[from[i]:], list, i)
		}
		if n == len(finders)-1 {
			list = m.known(list)
		}
		if len(list) == 1 {
			list[0].about = m.report
		}
		if len(list) > 0 {
			return m.unexpanded(list)
		}
	}
	return nil
}

// expanded is how sendmail names the address that we wrote to behind the one
// that it became.
var expanded = pattern(`(?i)\(expanded from:\s*<?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])`)

func (m *reading) unexpanded(list []failing) []failing {
	for i := range list {
		if from := expanded().FindStringSubmatch(list[i].about); from != nil && len(list) == 1 {
			list[i].address = address(from[1])
		}
	}
	return list
}

// known narrows addresses that stand just anywhere to those that the copied mail
// names; the others are of explanations. Where it names none of them, its only
// recipient is meant and not they.
func (m *reading) known(list []failing) []failing {
	copied := strings.ToLower(m.copied)
	if m.original != nil {
		copied += strings.ToLower(strings.Join(headAddresses(m.original, "To", "Cc", "Received"), " "))
	}
	some := slices.DeleteFunc(slices.Clone(list), func(f failing) bool { return !strings.Contains(copied, strings.ToLower(f.address)) })
	if len(some) > 0 || len(m.everybody(ActionFailed)) == 1 {
		return some
	}
	return list
}

// passage is what stands between the line of one recipient and the line of
// another.
func (find finder) passage(lines []string, list []failing, i int) string {
	for n, line := range lines {
		for _, a := range find(line) {
			if j := slices.IndexFunc(list, same(address(a))); n > 0 && j >= 0 && j != i {
				return strings.Join(lines[:n], "\n")
			}
		}
	}
	return strings.Join(lines, "\n")
}

func same(a string) func(failing) bool {
	return func(f failing) bool { return strings.EqualFold(f.address, a) }
}

func lineBegins(line string) []string {
	if m := alone().FindStringSubmatch(line); m != nil {
		return []string{m[1]}
	}
	return nil
}

func behindLabel(line string) []string {
	if m := labelled().FindStringSubmatch(line); m != nil {
		return []string{m[1]}
	}
	return nil
}

func inCommand(line string) []string {
	if m := rcpt().FindStringSubmatch(line); m != nil {
		return []string{m[1]}
	}
	return nil
}

func anywhere(line string) []string { return addressesIn(line, 10) }

// localPart is a line with nothing but one word, as servers list mailboxes of
// their own domain, after a line that ends with a colon.
var localPart = pattern(`(?m):\s*\n\s+([A-Za-z0-9._+-]{1,64})[ \t]*$`)

// spoken is a server's answer within the words of a report: from its code to
// the end of the paragraph. Without a code, nothing.
func spoken(about string) string {
	at := replyAndStatus().FindStringSubmatchIndex(about)
	if at == nil {
		at = replyCode().FindStringSubmatchIndex(about)
	}
	if at == nil {
		return ""
	}
	answer, _, _ := strings.Cut(about[at[2]:], "\n\n")
	return answer
}
