package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"debitor/internal/credit"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// AnswerFor is how long a link answers a request, if the request waits so long:
// over a weekend, and no longer than somebody would look for the mail.
const AnswerFor = 72 * time.Hour

// longestAnswerToken bounds what is looked at as a token of a link.
const longestAnswerToken = 400

// A link by which a person answers a request without signing in. Its token names
// the company and the link's public part, and carries a signature over all that
// the link is: whose it is, of which request with which content, until when, and
// the address it was mailed to. The signature is kept nowhere; its key is made of
// the installation's secret. So neither a copy of the database nor who writes in
// it can answer for anyone.

// answerToken is the token of a link to a person at an address.
func (d *Desk) answerToken(company id.Company, l *store.ApprovalLink, address string) (string, error) {
	mac, err := d.answerMAC(company, l, address)
	if err != nil {
		return "", err
	}
	name := base64.RawURLEncoding.EncodeToString([]byte(string(company) + "/" + l.Link))
	return name + "." + base64.RawURLEncoding.EncodeToString(mac), nil
}

func (d *Desk) answerMAC(company id.Company, l *store.ApprovalLink, address string) ([]byte, error) {
	if d.secret == nil {
		return nil, fault.New(fault.Refused, "secret.missing", "%s is not set", SecretVariable)
	}
	secret, err := d.secret()
	if err != nil {
		return nil, err
	}
	derived := hmac.New(sha256.New, secret) // a key of its own: what is signed here is sealed nowhere
	_, _ = derived.Write([]byte("debitor approval link 1"))
	mac := hmac.New(sha256.New, derived.Sum(nil))
	hashFields(mac, string(company), l.Link, strconv.FormatInt(l.Number, 10), string(l.Person), l.Content, strconv.FormatInt(l.Expires, 10), address)
	return mac.Sum(nil), nil
}

// deadLink is the one answer to a link that does not answer, whatever the
// reason: who guesses learns nothing.
func deadLink() error {
	return fault.New(fault.NotFound, "approval.link", "this link no longer works: it was used, its time is over, or the request was decided or changed; sign in to see how it stands")
}

// contentOf is the hash of what a request asks and shows. What others said to it
// is not of it.
func contentOf(row store.Approval) string {
	h := sha256.New()
	hashFields(h, row.Kind, string(row.Customer), string(row.Invoice), row.Policy, strconv.FormatInt(int64(row.Amount), 10), string(row.Currency),
		row.From.String(), row.Until.String(), row.Value, row.Reason, string(row.AskedBy), row.AskedOn.String())
	for _, v := range row.Evidence {
		hashFields(h, v.Name, v.Document)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// Answering is a request as the page of a link shows it, to the person whose link
// it is.
type Answering struct {
	ApprovalSeen
	Company  string
	Person   string // as people call him
	Language string
	Expires  time.Time
	Standing *AnswerStanding // of the customer; nil: the request is about none
}

// AnswerStanding is what a decision about a customer looks at.
type AnswerStanding struct {
	Open, Overdue []money.Amount // by currency
	Days          int            // that his oldest debt is overdue
	Due, InTime   int            // instalments that fell due within a year, and those of them paid in time
	Check         credit.Answer  // may goods ship to him, and what each limit leaves
}

// answering is a link that was found good.
type answering struct {
	session *Session
	link    store.ApprovalLink
	person  store.Person
}

// linkOf finds the link of a token, with the session of its person. All that a
// link can die of is looked at but what only a look at the request tells.
func (d *Desk) linkOf(ctx context.Context, token string) (a answering, err error) {
	name, signature, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(name)
	company, link, named := strings.Cut(string(text), "/")
	given, macErr := base64.RawURLEncoding.DecodeString(signature)
	if len(token) > longestAnswerToken || err != nil || macErr != nil || !named || !isPlain(company) || !isPlain(link) {
		return a, deadLink()
	}
	found := false
	err = d.db.Read(ctx, func(q db.Querier) error {
		if a.link, found, err = store.Read(q, id.Company(company)).ApprovalLinkOf(ctx, link); err != nil || !found {
			return err
		}
		a.person, found, err = store.PersonNamed(ctx, q, a.link.Person)
		return err
	})
	if err != nil {
		return a, err
	}
	want, err := d.answerMAC(id.Company(company), &a.link, a.person.Email)
	if err != nil {
		return a, err
	}
	if !found || subtle.ConstantTimeCompare(given, want) != 1 || a.link.Ended != 0 || d.now().Unix() >= a.link.Expires || a.person.Disabled {
		return a, deadLink()
	}
	a.session, err = d.Session(ctx, id.Company(company), Actor{User: a.link.Person, System: ByLink, Remote: true})
	if kind := fault.KindOf(err); kind == fault.Refused || kind == fault.NotFound { // he works there no longer
		err = deadLink()
	}
	return a, err
}

// isPlain says that a text holds nothing but letters, digits and signs of ASCII:
// no other was ever put in a token.
func isPlain(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// AnswerTo shows the request that the link of a token answers. It changes
// nothing: those who only look at links in mails may look as often as they like.
func (d *Desk) AnswerTo(ctx context.Context, token string) (out Answering, err error) {
	a, err := d.linkOf(ctx, token)
	if err != nil {
		return out, err
	}
	s := a.session
	out = Answering{Company: s.company.Name, Person: a.person.FullName, Language: a.person.Language, Expires: time.Unix(a.link.Expires, 0)}
	if out.Person == "" {
		out.Person = string(a.person.Name)
	}
	if out.Language == "" {
		out.Language = s.company.Language
	}
	err = s.read(ctx, AskApprovals, func(r store.Reader) error {
		return s.stillAsked(ctx, r, a.link)
	})
	if err != nil {
		return out, err
	}
	if out.ApprovalSeen, err = s.ApprovalSeen(ctx, a.link.Number, s.Today()); err != nil {
		return out, err
	}
	if !out.Approves && !out.Refuses { // others have spoken, or he may not any more
		return out, deadLink()
	}
	if out.Customer != "" {
		out.Standing, err = s.answerStanding(ctx, out.Customer)
	}
	return out, err
}

// stillAsked refuses unless the request of a link waits as the person was told of it.
func (s *Session) stillAsked(ctx context.Context, r store.Reader, l store.ApprovalLink) error {
	row, err := s.pending(ctx, r, l.Number)
	if kind := fault.KindOf(err); kind == fault.Refused || kind == fault.NotFound {
		return deadLink()
	}
	if err == nil && contentOf(row) != l.Content {
		err = deadLink()
	}
	return err
}

// answerStanding reads how the customer of a request stands.
func (s *Session) answerStanding(ctx context.Context, c id.Customer) (*AnswerStanding, error) {
	out := &AnswerStanding{}
	err := s.read(ctx, ReadBooks, func(r store.Reader) error {
		a, found, err := r.Account(ctx, c, s.Today(), store.Needs{Record: true})
		if err != nil || !found {
			return err
		}
		out.count(&a, s)
		out.Check, err = s.hold(ctx, r, HoldQuery{Customer: c, Date: s.Today()})
		return err
	})
	return out, err
}

func (t *AnswerStanding) count(a *ledger.Account, s *Session) {
	p := priorityOf(a, s.Today(), s.company.Currency, 0)
	t.Days, t.Due, t.InTime = p.Overdue, p.Due, p.InTime
	for i := range a.Items {
		it := &a.Items[i]
		t.Open = addAmount(t.Open, it.Open, it.Currency)
		if it.Due != 0 && it.Due < s.Today() {
			t.Overdue = addAmount(t.Overdue, it.Open, it.Currency)
		}
	}
}

// addAmount sums by currency.
func addAmount(list []money.Amount, m money.Minor, c money.Currency) []money.Amount {
	for i := range list {
		if list[i].Currency == c {
			list[i].Minor += m
			return list
		}
	}
	return append(list, money.Amount{Minor: m, Currency: c})
}

// AnswerByLink gives the word of the person whose link it is, and uses the link
// up in the same change: of two who send it at once, one is heard. A word that is
// refused for its form leaves the link as it was.
func (d *Desk) AnswerByLink(ctx context.Context, token string, w Word) (out Approval, err error) {
	a, err := d.linkOf(ctx, token)
	if err != nil {
		return out, err
	}
	if w.Reason = strings.TrimSpace(w.Reason); w.Reason == "" {
		return out, fault.New(fault.Usage, "approval.reason", "a decision needs its reason: --reason TEXT")
	}
	s := a.session
	err = s.do(ctx, AskApprovals, "approval.link", &out, func(ctx context.Context, e *entry) error {
		if s.roles, err = rolesOf(ctx, e.Reader, s.actor); err != nil { // as of now, not of when the page was opened
			return deadLink()
		}
		used, err := e.EndApprovalLink(ctx, a.link.Link, d.now().Unix())
		if err != nil {
			return err
		}
		if !used {
			return deadLink()
		}
		if err := s.stillAsked(ctx, e.Reader, a.link); err != nil {
			return err
		}
		out, err = s.decide(ctx, e, a.link.Number, w)
		switch fault.Code(err) {
		case "approval.voted", "right.missing":
			return deadLink()
		}
		return err
	})
	return out, err
}
