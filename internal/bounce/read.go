package bounce

import (
	"cmp"
	"slices"
	"strings"

	"github.com/emersion/go-message"
)

// Read says what a mail is. Of a very long one the beginning is looked at; what
// is not a mail at all is Other.
func Read(mail []byte) Report {
	m := &reading{pieces: takeApart(mail)}
	m.report, m.copied = cutOriginal(m.words())
	if m.original == nil && m.copied != "" {
		m.keep([]byte(m.copied))
	}
	m.sortAddresses()
	m.named = m.recipients()
	r := m.verdict()
	r.Recipients = r.Recipients[:min(len(r.Recipients), maxRecipients)]
	r.MessageID, r.LetterID = cmp.Or(r.MessageID, m.messageID()), m.letterID()
	return r
}

// reading is a mail while its verdict is found.
type reading struct {
	*pieces

	report string // what the mail itself says
	copied string // the mail it is about, where that stands in the text

	wanted map[string]bool // in lower case: whom the original went to
	others map[string]bool // and who wrote it, or this mail
	named  []failing       // the recipients that the report names
}

// verdict asks for the surest signs first. A subject that speaks of absence
// goes before the signs of a failure, for those who are away quote them; it does
// not go before a report that a program wrote for programs.
func (m *reading) verdict() Report {
	if len(m.feedback) > 0 || m.isReport("feedback-report") || m.original != nil && says(m.subject(), complaint) {
		return m.complaint()
	}
	if m.receipt {
		return Report{Kind: Delivered, Recipients: m.everybody(ActionDelivered)}
	}
	if r, ok := notice(m.report); ok {
		return r
	}
	if list := m.reported(); len(list) > 0 {
		return Report{Kind: gravest(list), Recipients: list}
	}
	if m.isAbsence() {
		return Report{Kind: Vacation}
	}
	if !m.isBounce() {
		return Report{Kind: Other}
	}
	list := m.told()
	if len(list) == 0 {
		return Report{Kind: m.withoutRecipient()}
	}
	return Report{Kind: gravest(list), Recipients: list}
}

func gravest(list []Recipient) Kind {
	for _, k := range []Kind{Hard, Soft, Delayed} {
		if slices.ContainsFunc(list, func(x Recipient) bool { return x.kind() == k }) {
			return k
		}
	}
	return Delivered
}

// reported reads the report for programs (RFC 3464).
func (m *reading) reported() []Recipient {
	var all []group
	for _, text := range m.status {
		all = append(all, groups(text)...)
	}
	if len(m.status) == 0 && m.isBounce() {
		all = groups(m.report) // some servers put it among the words
	}
	var list []Recipient
	for _, g := range all[:min(len(all), maxRecipients)] {
		about := m.report
		if len(all) > 1 {
			about = m.about(g)
		}
		if x := g.recipient(about); x.Address != "" {
			list = include(list, x)
		}
	}
	if len(list) == 0 && len(all) == 1 { // the report hides whom it is about
		if who := m.everybody(ActionFailed); len(who) == 1 {
			x := all[0].recipient(m.report)
			x.Address = who[0].Address
			list = append(list, x)
		}
	}
	return list
}

// about is what the mail says in words about one of several recipients.
func (m *reading) about(g group) string {
	for _, name := range []string{"final-recipient", "original-recipient"} {
		for _, f := range m.named {
			if a := address(g[name]); a != "" && strings.EqualFold(a, f.address) {
				return f.about
			}
		}
	}
	return ""
}

// include adds a recipient once; a second report on it counts if it is graver.
func include(list []Recipient, x Recipient) []Recipient {
	for i := range list {
		if strings.EqualFold(list[i].Address, x.Address) {
			if gravest([]Recipient{list[i], x}) != list[i].kind() {
				list[i] = x
			}
			return list
		}
	}
	return append(list, x)
}

// told reads a report that was written for people.
func (m *reading) told() []Recipient {
	whole := Recipient{Action: m.actionTold()} // the reason may stand above the list
	whole.judge("", "", m.report)
	var list []Recipient
	for _, f := range m.failing() {
		x := Recipient{Action: whole.Action}
		if x.judge(spoken(f.about), "", f.about); x.Reason == Unknown {
			x = whole
		}
		x.Address = f.address
		list = include(list, x)
	}
	return list
}

// failing are the recipients in the order of trust: a field for programs, the
// words, our own envelope, the only recipient of the original.
func (m *reading) failing() []failing {
	inText := m.named
	var list []failing
	for _, a := range headAddresses(&m.head, "X-Failed-Recipients") {
		f := failing{a, m.report}
		if i := slices.IndexFunc(inText, same(a)); i >= 0 {
			f = inText[i]
		}
		list = append(list, f)
	}
	if len(list) == 0 {
		list = inText
	}
	if from := headAddresses(&m.head, "From"); len(list) == 0 && len(from) > 0 {
		if local := localPart().FindStringSubmatch(m.report); local != nil {
			list = []failing{{local[1] + from[0][strings.LastIndexByte(from[0], '@'):], m.report}}
		}
	}
	if a := m.fromEnvelope(); len(list) == 0 && a != "" {
		list = []failing{{a, m.report}}
	}
	if who := m.everybody(ActionFailed); len(list) == 0 && len(who) == 1 {
		list = []failing{{who[0].Address, m.report}}
	}
	return list
}

// everybody are the recipients of the original mail.
func (m *reading) everybody(a Action) []Recipient {
	if m.original == nil {
		return nil
	}
	var list []Recipient
	for _, to := range headAddresses(m.original, "To", "Cc") {
		list = include(list, Recipient{Address: to, Action: a})
	}
	return list[:min(len(list), maxRecipients)]
}

// nobodys are local parts of those who write such reports.
var nobodys = pattern(`(?i)^(?:mailer-?daemon|postmaster|mail-?daemon|abuse|no-?reply|do-?not-?reply|hostmaster|webmaster|support|help-?desk|mailadm(?:in)?)@`)

// notMeant tells addresses in a report that did not fail: the reporter's and
// ours. Whom the original mail went to is meant, whatever the address.
func (m *reading) notMeant(a string) bool {
	low := strings.ToLower(a)
	return !m.wanted[low] && (m.others[low] || nobodys().MatchString(a) || strings.Contains(m.report, "from "+a))
}

// sortAddresses tells whom the original mail went to from those who wrote it or
// the report.
func (m *reading) sortAddresses() {
	if m.original != nil {
		m.wanted = set(headAddresses(m.original, "To", "Cc"))
		m.others = set(headAddresses(m.original, "From", "Sender", "Reply-To", "Return-Path", "Errors-To", "Message-Id"))
	} else {
		m.others = map[string]bool{}
	}
	for a := range set(headAddresses(&m.head, "From", "Sender", "Reply-To", "To", "Message-Id")) {
		m.others[a] = true
	}
}

func set(list []string) map[string]bool {
	s := map[string]bool{}
	for _, a := range list {
		s[strings.ToLower(a)] = true
	}
	return s
}

// complaint reads a feedback report (RFC 5965).
func (m *reading) complaint() Report {
	r := Report{Kind: Feedback}
	for _, f := range fields(strings.Join(m.feedback, "\n")) {
		switch f.name {
		case "feedback-type":
			r.Complaint = clean(strings.ToLower(f.value))
		case "original-rcpt-to", "removal-recipient", "redacted-address":
			if a := address(f.value); a != "" {
				r.Recipients = include(r.Recipients, Recipient{Address: a, Action: ActionDelivered})
			}
		}
	}
	if len(r.Recipients) == 0 {
		r.Recipients = m.everybody(ActionDelivered)
	}
	return r
}

// messageID names the mail this one is about.
func (m *reading) messageID() string {
	if m.original != nil {
		if id := angle().FindStringSubmatch(m.original.Get("Message-Id")); id != nil {
			return id[1]
		}
	}
	for _, name := range []string{"In-Reply-To", "References"} {
		if ids := angle().FindAllStringSubmatch(m.head.Get(name), maxRecipients); len(ids) > 0 {
			return ids[len(ids)-1][1]
		}
	}
	return ""
}

var (
	angle  = pattern(`<\s*([!-;=?-~]{1,250})\s*>`)
	letter = pattern(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	// verp is an envelope address of ours with something behind the plus: the
	// letter, or the recipient with "=" for "@".
	verp = pattern(`^[^+@]+\+([^@]+)@`)
)

// letterID is what our own header or envelope address says.
func (m *reading) letterID() string {
	for _, h := range []*message.Header{m.original, &m.head} {
		if h != nil && letter().MatchString(strings.TrimSpace(h.Get("X-Letter-Id"))) {
			return strings.TrimSpace(h.Get("X-Letter-Id"))
		}
	}
	for _, s := range m.envelope() {
		if letter().MatchString(s) {
			return s
		}
	}
	return ""
}

// fromEnvelope is the recipient that our envelope address names.
func (m *reading) fromEnvelope() string {
	for _, s := range m.envelope() {
		if i := strings.LastIndexByte(s, '='); i > 0 {
			return address(s[:i] + "@" + s[i+1:])
		}
	}
	return ""
}

func (m *reading) envelope() []string {
	var list []string
	for _, a := range headAddresses(&m.head, "To", "Delivered-To", "X-Original-To", "Envelope-To") {
		if v := verp().FindStringSubmatch(a); v != nil {
			list = append(list, v[1])
		}
	}
	return list
}
