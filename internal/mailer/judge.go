package mailer

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/emersion/go-smtp"
)

// judge says what an error at a stage means for the recipients it met.
func judge(at Stage, err error) Result {
	if reply, ok := errors.AsType[*smtp.SMTPError](err); ok {
		return judgeReply(at, reply)
	}
	state := Temporary
	if at == AtEnd {
		state = Unknown // the dot is out, and nobody knows who read it
	}
	return Result{State: state, About: Server, At: at, Text: clean(err.Error())}
}

func judgeReply(at Stage, reply *smtp.SMTPError) Result {
	r := Result{At: at, Code: reply.Code, Enhanced: enhanced(reply.EnhancedCode), Text: clean(reply.Message)}
	switch {
	case r.Code/100 == 2 && at == AtEnd:
		r.State = Sent
		return r
	case r.Code/100 == 4:
		r.State, r.About = Temporary, about(r)
	case r.Code/100 == 5:
		r.State, r.About = Permanent, about(r)
	case at == AtEnd: // a reply that means nothing here
		r.State, r.About = Unknown, Server
	default:
		r.State, r.About = Temporary, Server
	}
	if r.About == Server && r.State == Permanent {
		r.State = Temporary // what is wrong with us is not the end of a letter
	}
	return r
}

// serverCodes are replies about the session, whenever they come: the server
// closes, wants a login or another one, or does not know the command.
var serverCodes = []int{421, 432, 454, 500, 502, 503, 504, 530, 534, 535, 538, 555}

// ours are words of servers that mean the one who sends: his address, his
// machine, his rights. They come in answer to a recipient, too, because servers
// put off the refusal until then.
var ours = []string{
	"sender address rejected", "sender denied", "sender rejected", "sendasdenied", "send as this sender", "sender verify failed", "client host rejected",
	"helo command rejected", "relay access denied", "relaying denied", "relay not permitted", "unable to relay", "rcpthosts",
	"authentication required", "must authenticate",
}

// nobody are words of servers that mean that there is no such mailbox. Some
// big ones say it with a code of policy (5.7.1), so the words count for more.
// Doubtful ones ("mailbox unavailable") are left out: an address wrongly called
// dead costs a customer his letters.
var nobody = []string{
	"no such user", "no such mailbox", "no such recipient", "no such address", "no mailbox here", "user unknown", "unknown user",
	"recipient unknown", "unknown recipient", "unknown mailbox", "user not found", "mailbox not found", "recipient not found",
	"address not found", "user doesn't exist", "user does not exist", "mailbox does not exist", "account does not exist",
	"invalid mailbox", "invalid recipient", "unrouteable address", "mailbox disabled", "mailbox is disabled", "account is disabled",
	"account has been disabled", "account is inactive",
}

// about says what a refusal of the classes 4 and 5 concerns.
func about(r Result) About {
	text := strings.ToLower(r.Text)
	says := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	_, detail, _ := strings.Cut(r.Enhanced, ".") // "1.1" of "5.1.1"
	switch {
	case r.At == AtConnect, slices.Contains(serverCodes, r.Code), says(ours):
		return Server
	case detail == "3.4", detail == "2.3", r.Code == 552 && detail == "" && r.At != AtRcpt:
		return Message
	case r.At == AtMail:
		return Server
	case says(nobody), r.At == AtRcpt && r.Code == 501: // 501: not even the form of the address is taken
		return Address
	case detail == "", detail == "0.0":
		return aboutStage(r.At)
	}
	return aboutDetail(r, detail)
}

// aboutStage is for a refusal without a reason.
func aboutStage(at Stage) About {
	if at == AtRcpt {
		return Receiver
	}
	return Message
}

// aboutDetail reads subject and detail of RFC 3463 and of its registry.
func aboutDetail(r Result, detail string) About {
	subject, _, _ := strings.Cut(detail, ".")
	switch {
	case detail == "1.7", detail == "1.8", // the sender's address
		detail == "4.5",                // our quota for the day
		detail == "3.2",                // the system takes no mail
		subject == "3" && r.Code < 500, // the system is in trouble
		subject == "5":                 // the protocol
		return Server
	case subject == "1" && detail != "1.0", detail == "2.1", detail == "4.4": // address, mailbox disabled, domain without a server
		return Address
	case subject == "6", r.At != AtRcpt && subject != "7" && detail != "2.2": // 2.2: mailbox full
		return Message
	}
	return Receiver
}

func enhanced(c smtp.EnhancedCode) string {
	if c[0] < 2 || c[0] > 5 || c[1] < 0 || c[2] < 0 {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d", c[0], c[1], c[2])
}

// accepted is the result of a 250, whose text often holds the number the
// server gave the message in its queue.
func accepted(text string) Result {
	r := Result{State: Sent, At: AtEnd, Code: 250, Text: clean(text)}
	code, rest, ok := strings.Cut(r.Text, " ")
	if ok && isEnhanced(code) {
		r.Enhanced, r.Text = code, rest
	}
	return r
}

func isEnhanced(s string) bool {
	parts := strings.Split(s, ".")
	return len(parts) == 3 && !slices.ContainsFunc(parts, func(p string) bool {
		n, err := strconv.Atoi(p)
		return err != nil || n < 0
	})
}

// maxText bounds what is kept of a server's words: enough for a sentence and
// the address of a page, too little to fill a journal.
const maxText = 300

// clean makes a stranger's words fit for a record: one line, nothing that
// steers a terminal, bounded.
func clean(s string) string {
	if len(s) > 4*maxText {
		s = s[:4*maxText]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}
