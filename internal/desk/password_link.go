package desk

import (
	"context"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// How long a link lets a person choose a password.
const (
	inviteFor = invitationDays * 24 * time.Hour
	resetFor  = time.Hour
)

// LinkMail writes the mail that takes a link to a person: in his language,
// greeting him by his name. reset tells that he has a password and forgot it.
type LinkMail func(lang, name, token string, reset bool) (subject, text string)

// PasswordLink is a link that was made for a person.
type PasswordLink struct {
	Token  string // shown once, kept nowhere
	Reset  bool   // he has a password; else he is invited
	Hours  int    // how long it is good
	Mailed bool   // it went to him by mail
}

// PasswordLink makes a one-time link by which a user chooses a password, and
// sends it to him by the company's mail if it is set up, his address is known
// and write is given. His earlier link of the kind is void.
func (s *Session) PasswordLink(ctx context.Context, name id.User, write LinkMail) (PasswordLink, error) {
	var row store.Person
	var link PasswordLink
	err := s.manage(ctx, "user.link", name, func(ctx context.Context, e *entry, p store.Person) (err error) {
		kind, err := e.KindOf(ctx, p.Name)
		if err != nil {
			return err
		}
		if kind == store.ProgramKind {
			return fault.New(fault.Refused, "user.program", "%s is a program: it calls by a key and never signs in", p.Name)
		}
		row = p
		link, err = s.newLink(ctx, e, p)
		return err
	})
	if err != nil || write == nil || row.Email == "" {
		return link, err
	}
	link.Mailed = s.mailLink(ctx, row, link, write) == nil // else the link is shown, and goes another way
	return link, nil
}

// Invite makes somebody a user, with a link to choose his password by; there
// is none for who has one already, for another company's sake.
func (s *Session) Invite(ctx context.Context, p NewPerson, write LinkMail) (PasswordLink, error) {
	if p.Password != "" {
		return PasswordLink{}, fault.New(fault.Usage, "user.password", "who is invited chooses his own password")
	}
	p.Name = id.User(strings.TrimSpace(string(p.Name)))
	if _, _, err := s.Person(ctx, p.Name); fault.KindOf(err) != fault.NotFound {
		return PasswordLink{}, nameTaken(err, p.Name)
	}
	if err := s.AddPerson(ctx, p); err != nil {
		return PasswordLink{}, err
	}
	u, _, err := s.Person(ctx, p.Name)
	if err != nil || u.Password || u.Elsewhere {
		return PasswordLink{}, err
	}
	return s.PasswordLink(ctx, p.Name, write)
}

// newLink records a link for a person.
func (s *Session) newLink(ctx context.Context, e *entry, p store.Person) (PasswordLink, error) {
	link, purpose, last := PasswordLink{Token: NewToken()}, store.Invite, inviteFor
	if p.Password != "" {
		link.Reset, purpose, last = true, store.Reset, resetFor
	}
	link.Hours = int(last / time.Hour)
	e.note("user.link_made", userSubject(p.Name), "", map[string]string{"purpose": purpose})
	return link, e.ReplaceLink(ctx, store.Link{
		Person: p.Name, Purpose: purpose, TokenHash: tokenHash(link.Token), Expires: s.desk.now().Add(last).Unix(),
	})
}

// mustManage refuses to change the account of somebody who also works for a
// company whose users the actor does not manage.
func (s *Session) mustManage(ctx context.Context, r store.Reader, name id.User) error {
	elsewhere, err := s.elsewhere(ctx, r, name)
	if err == nil && elsewhere {
		err = fault.New(fault.Refused, "user.elsewhere", "%s also works for a company whose users you do not manage; the operator can change the account", name)
	}
	return err
}

// mailLink sends a link to its person.
func (s *Session) mailLink(ctx context.Context, p store.Person, link PasswordLink, write LinkMail) error {
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	lang, name := p.Language, p.FullName
	if lang == "" {
		lang = s.company.Language
	}
	if name == "" {
		name = string(p.Name)
	}
	subject, text := write(lang, name, link.Token, link.Reset)
	_, err = s.sendNote(ctx, &profile, note{to: p.Email, subject: subject, text: text, lang: lang})
	return err
}

// SendReset sends the person of a name or address a link to choose another
// password by, if there is such a person and a company of his can send mail.
// It says nothing of whether it did. Where no company can send mail, or write is
// nil, nothing goes: the set-up list says so, for whoever asks cannot be told.
func (d *Desk) SendReset(ctx context.Context, typed string, write LinkMail) error {
	var p store.Person
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		p, err = personOf(ctx, q, typed)
		return err
	})
	if err != nil || p.Email == "" || p.Disabled || write == nil {
		return err
	}
	s, err := d.sessionOf(ctx, p.Name, func(s *Session) bool {
		profile, err := s.Profile()
		return err == nil && profile.Mail.Host != ""
	})
	if fault.Code(err) == "signin.nowhere" {
		return nil
	}
	if err != nil {
		return err
	}
	if err := d.countTry(ctx, tokenHash("reset "+string(p.Name))); err != nil { // so that nobody floods him with mails
		return err
	}
	var link PasswordLink
	err = s.do(ctx, OwnAccount, "user.reset", nil, func(ctx context.Context, e *entry) (err error) {
		link, err = s.newLink(ctx, e, p)
		return err
	})
	if err != nil {
		return err
	}
	return s.mailLink(ctx, p, link, write)
}

// sessionOf is a person's session in the first of his companies that will do.
func (d *Desk) sessionOf(ctx context.Context, name id.User, will func(*Session) bool) (*Session, error) {
	var list []store.Membership
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		list, err = store.Memberships(ctx, q, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		s, err := d.Session(ctx, m.Company, Actor{User: name, System: "web"})
		if err != nil || will(s) {
			return s, err
		}
	}
	return nil, fault.New(fault.Refused, "signin.nowhere", "%s works for no company that this can be done for; ask your administrator", name)
}

// Offer is what a one-time link offers: to choose a password, or, for the first
// administrator, a name as well.
type Offer struct {
	Name     id.User // empty: to be chosen
	FullName string
	Language string // of the person or the company
	Reset    bool   // another password in place of a forgotten one
}

// OfferOf is what the link of a token offers. A link that was used or is too
// old is refused.
func (d *Desk) OfferOf(ctx context.Context, token string) (o Offer, err error) {
	err = d.db.Read(ctx, func(q db.Querier) error {
		link, found, err := store.LinkOf(ctx, q, tokenHash(token))
		if err != nil {
			return err
		}
		if found && d.now().Unix() < link.Expires {
			p, _, err := store.PersonNamed(ctx, q, link.Person)
			o = Offer{Name: p.Name, FullName: p.FullName, Language: p.Language, Reset: link.Purpose == store.Reset}
			return err
		}
		inv, found, err := store.InvitationOf(ctx, q, tokenHash(token))
		if err != nil || found && cal.Of(d.now()) <= inv.Expires {
			return err
		}
		return fault.New(fault.NotFound, "signin.link", "this link was used already, or is too old; ask for another")
	})
	return o, err
}

// Chosen is what somebody fills in behind a one-time link.
type Chosen struct {
	Password string
	// For who is not a person yet:
	Name     id.User
	FullName string
	Email    string
	Language string
}

// TakeOffer uses a one-time link: the person has the password from now on, and
// is signed out everywhere. It gives his name.
func (d *Desk) TakeOffer(ctx context.Context, token string, c Chosen) (id.User, error) {
	offer, err := d.OfferOf(ctx, token)
	if err != nil {
		return "", err
	}
	if offer.Name == "" {
		return d.takeInvitation(ctx, token, c)
	}
	if err := checkPassword(c.Password, string(offer.Name), offer.FullName); err != nil {
		return "", err
	}
	s, err := d.sessionOf(ctx, offer.Name, func(*Session) bool { return true })
	if err != nil {
		return "", err
	}
	hash := hashPassword(c.Password)
	return offer.Name, s.do(ctx, OwnAccount, "user.password", nil, func(ctx context.Context, e *entry) error {
		if _, found, err := store.LinkOf(ctx, e.Tx(), tokenHash(token)); err != nil || !found {
			return orUsed(err)
		}
		return setPassword(ctx, e, offer.Name, hash, "")
	})
}

// orUsed is the error, or that somebody used the link at this moment.
func orUsed(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.NotFound, "signin.link", "this link was used already, or is too old; ask for another")
}

// setPassword gives a person a password: his links are void, and he is signed
// out but for the sign-in of a hash.
func setPassword(ctx context.Context, e *entry, name id.User, password, but string) error {
	row, err := rowOf(ctx, e.Reader, name)
	if err != nil {
		return err
	}
	row.Password = password
	if err := e.UpdatePerson(ctx, row); err != nil {
		return err
	}
	if err := e.DeleteLinks(ctx, name); err != nil {
		return err
	}
	e.note("user.password_set", userSubject(name), "", nil)
	return e.DeleteSignIns(ctx, name, but)
}

// nameTaken is the error, or that there is such a user.
func nameTaken(err error, name id.User) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Refused, "user.taken", "there is a user %q already; choose another name", name)
}

// takeInvitation makes a user of who was invited without a name: the first
// administrator.
func (d *Desk) takeInvitation(ctx context.Context, token string, c Chosen) (id.User, error) {
	var inv store.Invitation
	var exists bool
	err := d.db.Read(ctx, func(q db.Querier) (err error) {
		if inv, _, err = store.InvitationOf(ctx, q, tokenHash(token)); err != nil {
			return err
		}
		_, exists, err = store.PersonNamed(ctx, q, id.User(strings.TrimSpace(string(c.Name))))
		return err
	})
	if err != nil {
		return "", err
	}
	p := NewPerson{Name: c.Name, FullName: c.FullName, Email: c.Email, Language: c.Language, Role: inv.Role, Password: c.Password}
	if err := p.check(); err != nil {
		return "", err
	}
	switch {
	case exists:
		return "", nameTaken(nil, p.Name)
	case c.Password == "":
		return "", checkPassword("", "", "")
	}
	s, err := d.Session(ctx, inv.Company, Actor{System: "web"})
	if err != nil {
		return "", err
	}
	err = s.do(ctx, ManageUsers, "user.set_up", nil, func(ctx context.Context, e *entry) error {
		used, err := e.DeleteInvitation(ctx, tokenHash(token))
		if err != nil || !used {
			return orUsed(err)
		}
		return p.add(ctx, e)
	})
	return p.Name, err
}
