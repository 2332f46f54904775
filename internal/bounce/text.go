package bounce

import (
	"regexp"
	"slices"
	"strings"
)

// cutOriginal parts the words of a report from the copy of the mail that it is
// about. The copy begins where lines of a header stand together that only a
// mail has; the words before it ("Below this line …") are in any language.
func cutOriginal(text string) (report, original string) {
	lines := strings.SplitAfter(text, "\n")
	for i, at := 0, 0; i < len(lines); i++ {
		if n := headerLines(lines[i:]); n > 0 {
			return text[:at], unquote(lines[i:])
		}
		at += len(lines[i])
	}
	return text, ""
}

// traces are fields that a mail has and words about a mail have not.
var traces = []string{"received", "return-path", "mime-version", "content-type", "dkim-signature"}

// headerLines counts the fields at the beginning of lines if these are a mail's
// header: three at least, among them a trace.
func headerLines(lines []string) int {
	n, traced := 0, false
	for _, line := range lines[:min(len(lines), 60)] {
		line = quote.ReplaceAllString(strings.TrimRight(line, "\r\n"), "")
		switch {
		case isField([]byte(line)):
			name, _, _ := strings.Cut(line, ":")
			traced = traced || slices.Contains(traces, strings.ToLower(name))
			n++
		case n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t'):
		default:
			if n >= 3 && traced {
				return n
			}
			return 0
		}
	}
	if traced {
		return n
	}
	return 0
}

// quote is what stands before the lines of a quoted mail.
var quote = regexp.MustCompile(`^ ?[>|] ?`)

func unquote(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(quote.ReplaceAllString(line, ""))
	}
	return b.String()
}

// failing finds the recipients in the words of a report, each with the words
// about it.
type failing struct {
	address, about string
}

var (
	// alone is a line that begins with an address, as servers list them; a code
	// or what it is called may stand before it.
	alone = regexp.MustCompile(`^[\s>*•-]*(?:[45][0-9]{2}[ -](?:[45](?:\.[0-9]{1,3}){2} )?)?(?:(?i:rcpt to|recipients?|address|user|e-?mail)\s*:\s*)?(?:"[^"]*"\s*)?[<(\["']?(?:(?i:mailto|smtp|rfc822):\s?)?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])(?:$|[\s<>:;,()\]"']|\.(?:\s|$))`)
	rcpt  = regexp.MustCompile(`(?i)rcpt to:\s*<?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])`)
)

// finder tells what stands in a line at a place where servers name a recipient.
type finder func(line string) []string

// recipients looks for addresses where servers put those that failed: at the
// beginning of a line, behind RCPT TO, anywhere.
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
var expanded = regexp.MustCompile(`(?i)\(expanded from:\s*<?([^\s<>()\[\]"',;:]+@[\pL\pN.-]*[\pL\pN])`)

func (m *reading) unexpanded(list []failing) []failing {
	for i := range list {
		if from := expanded.FindStringSubmatch(list[i].about); from != nil && len(list) == 1 {
			list[i].address = address(from[1])
		}
	}
	return list
}

var finders = []finder{lineBegins, inCommand, anywhere}

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
	if m := alone.FindStringSubmatch(line); m != nil {
		return []string{m[1]}
	}
	return nil
}

func inCommand(line string) []string {
	if m := rcpt.FindStringSubmatch(line); m != nil {
		return []string{m[1]}
	}
	return nil
}

func anywhere(line string) []string { return addressesIn(line, 10) }

var tag = regexp.MustCompile(`(?s)<(?:style|script)\b.*?</(?:style|script)>|<!--.*?-->`)

var (
	lineTag = regexp.MustCompile(`(?i)</?(?:br|p|div|tr|td|li|h[1-6]|table|pre)\b[^<>]*>`)
	anyTag  = regexp.MustCompile(`</?[a-zA-Z!][^<>@]*>|<(?i:a|img)\b[^<>]*>`)
)

// plain is the text of a page, a line for each block.
func plain(html string) string {
	html = tag.ReplaceAllString(html, " ")
	html = lineTag.ReplaceAllString(strings.ReplaceAll(html, "\n", " "), "\n")
	html = anyTag.ReplaceAllString(html, "")
	return entities.Replace(html)
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&nbsp;", " ", "&amp;", "&")

// localPart is a line with nothing but one word, as servers list mailboxes of
// their own domain, after a line that ends with a colon.
var localPart = regexp.MustCompile(`(?m):\s*\n\s+([A-Za-z0-9._+-]{1,64})[ \t]*$`)

// spoken is a server's answer within the words of a report: from its code to
// the end of the paragraph. Without a code, nothing.
func spoken(about string) string {
	at := replyAndStatus.FindStringSubmatchIndex(about)
	if at == nil {
		at = replyCode.FindStringSubmatchIndex(about)
	}
	if at == nil {
		return ""
	}
	answer, _, _ := strings.Cut(about[at[2]:], "\n\n")
	return answer
}
