package smtptest

import (
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// session is one connection.
type session struct {
	server *Server
	raw    net.Conn
	text   *textproto.Conn
	secure bool
	hello  string
	user   string
	from   string
	mail   bool // MAIL was taken
	to     []string
}

// run answers commands until somebody hangs up.
func (n *session) run() {
	for _, ok := n.step(Greeting, "", "220 test.invalid ready"); ok; {
		line, err := n.text.ReadLine()
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(line, " ")
		ok = n.command(strings.ToUpper(verb), line)
	}
}

// command answers one command and tells whether to go on.
func (n *session) command(verb, line string) bool {
	switch verb {
	case "EHLO", "HELO":
		n.reset()
		_, n.hello, _ = strings.Cut(line, " ")
		_, on := n.step(Hello, line, n.extensions())
		return on
	case "STARTTLS":
		return n.startTLS(line)
	case "AUTH":
		return n.auth(line)
	case "MAIL":
		return n.mailFrom(line)
	case "RCPT":
		return n.rcptTo(line)
	case "DATA":
		return n.data(line)
	case "RSET":
		n.reset()
		return n.say("250 2.0.0 forgotten")
	case "NOOP":
		return n.say("250 2.0.0 done")
	case "QUIT":
		n.say("221 2.0.0 good-bye")
		return false
	}
	return n.say("502 5.5.1 command unknown")
}

func (n *session) extensions() string {
	lines := []string{"test.invalid", "8BITMIME", "ENHANCEDSTATUSCODES"}
	o := n.server.options
	if o.Security == OfferTLS && !n.secure {
		lines = append(lines, "STARTTLS")
	}
	if o.User != "" && (n.secure || o.Security == Plain) {
		lines = append(lines, "AUTH "+o.Auth)
	}
	if o.MaxSize > 0 {
		lines = append(lines, fmt.Sprintf("SIZE %d", o.MaxSize))
	}
	last := len(lines) - 1
	return "250-" + strings.Join(lines[:last], "\n250-") + "\n250 " + lines[last]
}

func (n *session) startTLS(line string) bool {
	if n.server.options.Security != OfferTLS || n.secure {
		return n.say("502 5.5.1 no TLS here")
	}
	took, on := n.step(StartTLS, line, "220 2.0.0 go ahead")
	if took && on {
		n.text, n.secure = textproto.NewConn(tls.Server(n.raw, n.server.tls)), true
	}
	return on
}

func (n *session) auth(line string) bool {
	words := strings.Fields(line)
	if len(words) < 2 {
		return n.say("501 5.5.4 which one?")
	}
	words = append(words, "") // the first response may be missing
	var user, password string
	switch strings.ToUpper(words[1]) {
	case "PLAIN":
		parts := strings.Split(n.ask(words[2], ""), "\x00")
		if len(parts) == 3 {
			user, password = parts[1], parts[2]
		}
	case "LOGIN":
		user = n.ask(words[2], "Username:")
		password = n.ask("", "Password:")
	}
	o := n.server.options
	if user != o.User || password != o.Password {
		return n.say("535 5.7.8 authentication failed")
	}
	took, on := n.step(Auth, line, "235 2.7.0 welcome")
	if took {
		n.user = user
	}
	return on
}

// ask decodes what came with the command, or asks for it.
func (n *session) ask(have, challenge string) string {
	if have == "" {
		n.say("334 " + base64.StdEncoding.EncodeToString([]byte(challenge)))
		have, _ = n.text.ReadLine() // what did not come is the wrong answer
	}
	text, _ := base64.StdEncoding.DecodeString(have) // so is what cannot be read
	return string(text)
}

func (n *session) mailFrom(line string) bool {
	if n.server.options.User != "" && n.user == "" {
		return n.say("530 5.7.0 authentication required")
	}
	if n.mail {
		return n.say("503 5.5.1 one message at a time")
	}
	_, parameter, _ := strings.Cut(line, " SIZE=")
	size, _, _ := strings.Cut(parameter, " ")
	if bytes, err := strconv.Atoi(size); err == nil && n.tooBig(bytes) {
		return n.say("552 5.3.4 message too big")
	}
	took, on := n.step(Mail, line, "250 2.1.0 sender ok")
	if took {
		n.from, n.mail = address(line), true
	}
	return on
}

func (n *session) rcptTo(line string) bool {
	if !n.mail {
		return n.say("503 5.5.1 MAIL first")
	}
	took, on := n.step(Rcpt, line, "250 2.1.5 recipient ok")
	if took {
		n.to = append(n.to, address(line))
	}
	return on
}

func (n *session) data(line string) bool {
	if len(n.to) == 0 {
		return n.say("554 5.5.1 no valid recipients")
	}
	if took, on := n.step(Data, line, "354 go ahead"); !took || !on {
		return on
	}
	if f, ok := n.server.strikes(Body, line); ok {
		_, _ = n.text.ReadLine() // the rest stays unread
		_, on := n.answer(f, true, "")
		return on
	}
	body, err := n.text.ReadDotBytes()
	if err != nil {
		return false
	}
	if n.tooBig(len(body)) {
		n.reset()
		return n.say("552 5.3.4 message too big")
	}
	return n.dot(Received{From: n.from, To: n.to, Data: body, TLS: n.secure, User: n.user, HelloName: n.hello})
}

// dot decides on a message that came whole. It is kept before the client is
// told, as a server that is worth its name does.
func (n *session) dot(r Received) bool {
	n.reset()
	f, fails := n.server.strikes(Dot, strings.Join(r.To, " "))
	if !fails || f.Keep || f.Do == Drip {
		n.server.keep(r)
	}
	if _, on := n.answer(f, fails, "250 2.0.0 queued"); !on {
		return false
	}
	if f, ok := n.server.strikes(After, ""); ok {
		_, on := n.answer(f, true, "")
		return on
	}
	return true
}

func (n *session) tooBig(size int) bool {
	most := n.server.options.MaxSize
	return most > 0 && size > most
}

func (n *session) reset() { n.from, n.mail, n.to = "", false, nil }

// step answers as usual unless a fault strikes; see answer.
func (n *session) step(at Stage, command, usual string) (took, on bool) {
	f, fails := n.server.strikes(at, command)
	return n.answer(f, fails, usual)
}

// answer says the usual, or what the fault wants. It tells whether the command
// was taken, and whether the session goes on.
func (n *session) answer(f Fault, fails bool, usual string) (took, on bool) {
	switch {
	case !fails:
		return true, n.say(usual)
	case f.Do == Drip:
		return true, n.drip(usual, f.Pause)
	case f.Do == Hang && f.At == Body: // not even reading is the point
		<-n.server.done
	case f.Do == Hang:
		_, _ = io.Copy(io.Discard, n.raw) // until the client hangs up
	case f.Do == Answer:
		return false, n.say(f.Reply) && !strings.HasPrefix(f.Reply, "421")
	}
	return false, false
}

// say writes lines.
func (n *session) say(lines string) bool {
	return n.text.PrintfLine("%s", strings.ReplaceAll(lines, "\n", "\r\n")) == nil
}

// drip writes one character after the other.
func (n *session) drip(lines string, pause time.Duration) bool {
	for _, c := range []byte(strings.ReplaceAll(lines, "\n", "\r\n") + "\r\n") {
		if n.text.W.WriteByte(c) != nil || n.text.W.Flush() != nil {
			return false
		}
		time.Sleep(pause)
	}
	return true
}

// address is what stands between the brackets of a command.
func address(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	a, _, _ := strings.Cut(rest, ">")
	return a
}
