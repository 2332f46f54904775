package bounce

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/emersion/go-message"
)

// The longest local part and domain of RFC 5321, 4.5.3.1.
const (
	maxLocal  = 64
	maxDomain = 255
)

// nextAddress finds the first mailbox in a text: where it begins and ends, or
// -1. It is generous: servers write of addresses that no standard knows.
func nextAddress(s string) (begin, end int) {
	for from := 0; ; {
		at := strings.IndexByte(s[from:], '@')
		if at < 0 {
			return -1, -1
		}
		at += from
		begin, end = at-localLength(s[from:at]), at+1+domainLength(s[at+1:])
		if begin < at && end > at+1 {
			return begin, end
		}
		from = at + 1
	}
}

// localLength is how many bytes at the end of s may be a local part.
func localLength(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeLastRuneInString(s[:len(s)-n])
		if n+size > maxLocal || r == utf8.RuneError || !isWord(r) && !strings.ContainsRune("!#$%&*+/=?^_{|}~-.'", r) {
			break
		}
		n += size
	}
	trimmed := strings.TrimLeft(s[len(s)-n:], ".='&?")
	return len(trimmed)
}

// domainLength is how many bytes at the beginning of s may be a domain.
func domainLength(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if n+size > maxDomain || r == utf8.RuneError || !isWord(r) && r != '.' && r != '-' {
			break
		}
		n += size
	}
	return len(strings.TrimRight(s[:n], ".-"))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// address is the first mailbox in a text, "" if there is none.
func address(s string) string {
	begin, end := nextAddress(s)
	if begin < 0 {
		return ""
	}
	return s[begin:end]
}

// addressesIn are the mailboxes in a text, at most so many.
func addressesIn(s string, most int) []string {
	var list []string
	for len(list) < most {
		begin, end := nextAddress(s)
		if begin < 0 {
			break
		}
		list = append(list, s[begin:end])
		s = s[end:]
	}
	return list
}

// withoutAddresses leaves the words between addresses.
func withoutAddresses(s string) string {
	var b strings.Builder
	for {
		begin, end := nextAddress(s)
		if begin < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:begin])
		b.WriteByte(' ')
		s = s[end:]
	}
}

// headAddresses are the mailboxes in fields of a header.
func headAddresses(h *message.Header, names ...string) []string {
	var list []string
	for _, name := range names {
		for _, v := range h.Values(name) {
			list = append(list, addressesIn(v, maxRecipients)...)
		}
	}
	return list[:min(len(list), maxRecipients)]
}
