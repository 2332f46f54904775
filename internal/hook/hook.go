// Package hook tells another program by HTTP what happened: one signed POST to
// an address that somebody has set.
//
// It decides nothing: what is told, to whom and how often is the desk's. It
// trusts nobody at the other end. Invariants: no address of a private network,
// of this machine or of the cloud's own services is called unless it is allowed,
// whatever name it hides behind, for the address itself is looked at when it is
// dialled; no redirect is followed; nothing the other side sends takes more than
// a few kilobytes or seconds.
//
// The signature is that of Standard Webhooks: HMAC-SHA256 over number, time and
// body. Start with Send.
package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"debitor/internal/fault"
)

// The limits of a call.
const (
	// callTime is all that a call may take; a program that needs longer answers
	// first and works afterwards.
	callTime = 10 * time.Second
	// answerSize is how much of an answer is read, to keep it for who looks why.
	answerSize = 500
	headerSize = 16 << 10
	// secretMark begins a secret, as Standard Webhooks has it.
	secretMark = "whsec_"
)

// Message is what is told.
type Message struct {
	URL    string
	ID     string // the same for every try, so that the other side knows it again
	Time   int64  // of this try, seconds since 1970
	Body   []byte // JSON
	Secret string // whsec_…
	Local  bool   // the address may be of a private network
}

// Answer is what the other side said.
type Answer struct {
	Status int    // 0: none came
	Text   string // the beginning of it, or why none came
}

// Delivered says whether the other side has taken it.
func (a Answer) Delivered() bool { return a.Status >= 200 && a.Status < 300 }

// NewSecret is a secret of 256 random bits.
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return secretMark + base64.StdEncoding.EncodeToString(b[:])
}

// Sign is the signature of a message.
func Sign(m *Message) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Secret, secretMark))
	if err != nil {
		key = []byte(m.Secret)
	}
	mac := hmac.New(sha256.New, key)
	_, _ = io.WriteString(mac, m.ID+"."+strconv.FormatInt(m.Time, 10)+".") // never fails
	_, _ = mac.Write(m.Body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// CheckURL refuses what is no address to call (fault hook.url): only https,
// unless it is of the own network.
func CheckURL(address string, local bool) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return fault.Wrap(err, fault.Input, "hook.url", "%q is no address to call: write https://…; plain http only within the company's own network", address)
	}
	return nil
}

// errForbidden is that an address is not called.
var errForbidden = errors.New("the address is of a private network, and the webhook may not call there")

// Send makes one try. What goes wrong is an answer too.
func Send(ctx context.Context, m *Message) Answer {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return Answer{Text: err.Error()}
	}
	h := r.Header
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", "debitor-webhook/1")
	h.Set("Webhook-Id", m.ID)
	h.Set("Webhook-Timestamp", strconv.FormatInt(m.Time, 10))
	h.Set("Webhook-Signature", Sign(m))
	response, err := client(m.Local).Do(r)
	if err != nil {
		if errors.Is(err, errForbidden) {
			return Answer{Text: errForbidden.Error()}
		}
		if call := (*url.Error)(nil); errors.As(err, &call) {
			err = call.Err // the address stands beside it; what is to be mended comes first
		}
		return Answer{Text: clip(err.Error())}
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(response.Body, answerSize)) // what came of it is enough
	return Answer{response.StatusCode, clip(strings.ToValidUTF8(string(text), "�"))}
}

func clip(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' {
			return ' '
		}
		return c
	}, s)
	if len(s) > answerSize {
		s = strings.ToValidUTF8(s[:answerSize], "")
	}
	return s
}

// client makes calls one by one: a connection that stays open would be used for
// a name that means another address by then.
func client(local bool) *http.Client {
	d := &net.Dialer{Timeout: callTime}
	if !local {
		d.Control = func(_, address string, _ syscall.RawConn) error { return public(address) }
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext: d.DialContext, DisableKeepAlives: true, MaxResponseHeaderBytes: headerSize, TLSHandshakeTimeout: callTime, DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// special are networks that are nobody's on the internet besides those that
// netip tells: shared and benchmark addresses, documentation, translations of
// IPv4 that lead to any of them, and the rest that is reserved. Of IPv6 only
// internet6 is anybody's at all.
var special = func() (list []netip.Prefix) {
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
	} {
		list = append(list, netip.MustParsePrefix(p))
	}
	return list
}()

// internet6 is what of IPv6 was given out: what lies beside it is local,
// reserved, or IPv4 in other words.
var internet6 = netip.MustParsePrefix("2000::/3")

// public refuses an address that is dialled unless it is one of the internet.
func public(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errForbidden
	}
	ip := at.Addr().Unmap() // what names a zone is in no prefix, internet6 included
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.Is6() && !internet6.Contains(ip) {
		return errForbidden
	}
	for _, p := range special {
		if p.Contains(ip) {
			return errForbidden
		}
	}
	return nil
}
