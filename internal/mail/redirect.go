package mail

import (
	"html"
	"slices"
	"strings"
)

// divertedHeader lists whom a trial kept a message from.
const divertedHeader = "X-Diverted-From"

// trial is what a message of a trial says of itself.
type trial struct {
	mark   string // in front of the subject
	notice string
	meant  string // introduces the list of those it is for
}

// trials are in the letter's language, like all around them.
var trials = map[string]trial{
	"ru": {"[ПРОБА]", "Пробная отправка: это письмо получили только вы, клиенту оно не отправлено.", "Оно предназначено для:"},
	"be": {"[ПРОБА]", "Пробная адпраўка: гэты ліст атрымалі толькі вы, кліенту ён не адпраўлены.", "Ён прызначаны для:"},
	"uk": {"[ПРОБА]", "Пробне надсилання: цей лист отримали лише ви, клієнту його не надіслано.", "Він призначений для:"},
	"bs": {"[PROBA]", "Probno slanje: ovu poruku dobili ste samo vi, klijentu nije poslana.", "Namijenjena je za:"},
	"de": {"[PROBE]", "Probelauf: Diese Nachricht ging nur an Sie, dem Kunden wurde sie nicht gesendet.", "Bestimmt ist sie für:"},
	"en": {"[TRIAL]", "Trial run: this message came to you only, it was not sent to the customer.", "It is meant for:"},
}

// bannerStyle is a frame, not a ground of colour: it shows in light and dark.
const bannerStyle = "border:4px solid #c0392b;padding:.8em 1em;margin:1em;font-family:Arial,'PT Sans',sans-serif;font-size:16px"

// Redirected is the message of a trial ("dry mode"): it goes to one address and
// to nobody else, says so at the top of both texts and in the subject, and lists
// those it was meant for there and in the X-Diverted-From header.
//
// It is not the letter any more: it bears no X-Letter-ID, its Message-ID is
// another one, its sender (see Sender) names no letter, and an answer goes to
// From. So its bounce says nothing of the customer's address, and a mailbox that
// gets both does not drop the real one as a duplicate.
func (m Message) Redirected(to Address) Message {
	m.Diverted = slices.Concat(m.To, m.Cc, m.Bcc)
	m.To, m.Cc, m.Bcc, m.ReplyTo = []Address{to}, nil, nil, Address{}
	m.LetterID, m.MessageID = "", "trial-"+m.MessageID
	words, ok := trials[m.Lang]
	if !ok {
		words = trials["en"]
	}
	lines := []string{words.notice, words.meant}
	for _, a := range m.Diverted {
		lines = append(lines, oneLine(a.String()))
	}
	m.Subject = words.mark + " " + m.Subject
	m.Text = textBanner(lines) + m.Text
	m.HTML = underBody(m.HTML, htmlBanner(lines))
	return m
}

func textBanner(lines []string) string {
	const rule = "****************************************************************\n"
	return rule + "* " + strings.Join(lines, "\n* ") + "\n" + rule + "\n"
}

func htmlBanner(lines []string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = html.EscapeString(line)
	}
	escaped[0] = "<strong>" + escaped[0] + "</strong>"
	return `<div style="` + bannerStyle + `">` + strings.Join(escaped, "<br>") + "</div>\n"
}

// underBody puts a piece at the top of a page: behind the tag <body>, as HTML
// writes it.
func underBody(page, piece string) string {
	head, rest, found := strings.Cut(page, "<body>")
	if !found {
		return piece + page
	}
	return head + "<body>" + piece + rest
}
