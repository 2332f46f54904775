package mail

import (
	"encoding/base64"
	netmail "net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"debitor/internal/fault"
)

// Address is a mailbox with the name of its owner, which may be empty.
type Address struct {
	Name string
	Addr string
}

// String is the address for a person: "Name <mailbox>", or the mailbox alone.
func (a Address) String() string {
	if a.Name == "" {
		return a.Addr
	}
	return a.Name + " <" + a.Addr + ">"
}

// The limits of RFC 5321 for a mailbox and its local part.
const (
	maxAddress = 254
	maxLocal   = 64
)

// ValidAddress tells whether s is one bare mailbox that mail can be sent to:
// local part of ASCII, a domain with a dot, which may be in any script.
func ValidAddress(s string) bool {
	_, err := canonical(s)
	return err == nil
}

// canonical is the address as it stands in a header, its domain in ASCII.
func canonical(s string) (string, error) {
	bad := fault.New(fault.Input, "mail.address", "%q is not an e-mail address", s)
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > maxLocal || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == utf8.RuneError }) {
		return "", bad
	}
	domain, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil || !strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return "", bad
	}
	ascii := s[:at] + "@" + domain
	if len(ascii) > maxAddress || strings.ContainsFunc(ascii, func(r rune) bool { return r >= 0x80 }) {
		return "", bad
	}
	parsed, err := netmail.ParseAddress(ascii)
	if err != nil || parsed.Address != ascii || parsed.Name != "" {
		return "", bad
	}
	return ascii, nil
}

// header is the address as a header's value.
func (a Address) header() (string, error) {
	addr, err := canonical(a.Addr)
	if err != nil {
		return "", err
	}
	name := oneLine(a.Name)
	if isASCII(name) && !unbroken(name) {
		mailbox := netmail.Address{Name: name, Address: addr}
		return mailbox.String(), nil
	}
	return encoded(name) + " <" + addr + ">", nil
}

// addressList is several addresses as a header's value.
func addressList(list []Address) (string, error) {
	values := make([]string, len(list))
	for i, a := range list {
		var err error
		if values[i], err = a.header(); err != nil {
			return "", err
		}
	}
	return strings.Join(values, ", "), nil
}

// unbroken tells a text with a word too long to fold a header at.
func unbroken(s string) bool {
	for word := range strings.SplitSeq(s, " ") {
		if len(word) > 60 {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// encoded is a header's text in the encoded words of RFC 2047, short enough
// that the first still fits behind the header's name.
func encoded(s string) string {
	if isASCII(s) && !unbroken(s) && !strings.Contains(s, "=?") {
		return s
	}
	const most = 36 // bytes in a word: 62 characters when encoded
	var words []string
	for s != "" {
		n := min(most, len(s))
		for n < len(s) && !utf8.RuneStart(s[n]) {
			n--
		}
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(s[:n]))+"?=")
		s = s[n:]
	}
	return strings.Join(words, " ")
}

// oneLine makes a value safe for a header: control and format characters
// become spaces or vanish, however they came in.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), r == '\u00a0':
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
