package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"debitor/internal/authority"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The background jobs of links in mails.
const (
	// jobAnswers mails the links of requests that were just asked.
	jobAnswers = "answers"
	// jobAnswersDue mails those that did not go.
	jobAnswersDue = "answers-due"
)

const (
	// answersADay is how many links a person is mailed in a day; the others wait on
	// the page, for who gets more mails reads none.
	answersADay = 30
	// answersCalm is how many of them are left to requests that nobody waits for at
	// the gate: categories come by hundreds, and must not keep a lift back.
	answersCalm = 10
	// answersPiece is how many mails a job sends at a time.
	answersPiece = 50
	// answersLease is how long a link is one worker's: longer than a mail takes.
	answersLease = 5 * time.Minute
)

// answersPauses are between tries to mail a link; after the last it is given up,
// for the request waits on the page as well.
var answersPauses = []time.Duration{time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 3 * time.Hour}

// urgentKinds are the requests that somebody waits for at the gate or on the
// telephone. The others are decided with their papers.
var urgentKinds = []authority.Kind{
	authority.Promise, authority.LiftHold, authority.WaivePrice, authority.ReDefer, authority.ChangeLimit, authority.ChangeTerms, authority.WaivePapers,
}

// AnswerMail is what the mail with a link tells.
type AnswerMail struct {
	Language string
	Person   string // as people call him
	Company  string
	Token    string
	Expires  time.Time
	Request  ApprovalSeen
}

// MailAnswers gives the desk what writes the mails with links; without it none
// are sent.
func (d *Desk) MailAnswers(write func(AnswerMail) (subject, text string)) { d.answerMail = write }

// callForWords has everybody whose word a waiting request waits for mailed a
// link, unless he has a good one to it as it is now.
func (s *Session) callForWords(ctx context.Context, e *entry, row store.Approval, w *Waits) error {
	profile, err := s.Profile()
	if err != nil || profile.Mail.Host == "" {
		return err
	}
	mails := answersCalm
	if slices.Contains(urgentKinds, authority.Kind(row.Kind)) {
		mails = answersADay
	}
	links, err := e.ApprovalLinks(ctx, row.Number)
	if err != nil {
		return err
	}
	people, err := s.awaited(ctx, e.Reader, row, w)
	if err != nil {
		return err
	}
	now, content := s.desk.now(), contentOf(row)
	expires := min(now.Add(AnswerFor).Unix(), (row.Expires + 1).Time().Unix())
	var called []id.User
	for _, name := range people {
		good := func(l store.ApprovalLink) bool {
			return l.Person == name && l.Content == content && l.Ended == 0 && l.Expires > now.Unix()
		}
		if slices.ContainsFunc(links, good) {
			continue
		}
		today, err := e.ApprovalLinksSince(ctx, name, now.Add(AnswerFor-24*time.Hour).Unix())
		if err != nil {
			return err
		}
		if today >= mails {
			continue
		}
		err = e.PutApprovalLink(ctx, store.ApprovalLink{Number: row.Number, Person: name, Link: NewToken(), Content: content, Expires: expires, Due: now.Unix()})
		if err != nil {
			return err
		}
		called = append(called, name)
	}
	if len(called) == 0 {
		return nil
	}
	e.note("approval.called", about(row), "", map[string]any{"number": row.Number, "people": called})
	if s.desk.queue == nil {
		return nil
	}
	return s.desk.queue.Enqueue(ctx, e.Tx(), jobAnswers, string(s.company.Code), nil)
}

// awaited are those whose word a request waits for, who can be mailed, and who
// see whom it is about.
func (s *Session) awaited(ctx context.Context, r store.Reader, row store.Approval, w *Waits) (list []id.User, err error) {
	if !w.Together && len(w.Evidence) > 0 {
		return nil, nil // nobody can say yes yet
	}
	roles := w.Proposals
	if len(roles) == 0 { // else those who decide are called when these have spoken
		roles = w.Roles
	}
	members, err := r.Members(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		spoken := slices.ContainsFunc(row.Votes, func(v store.Vote) bool { return v.Person == m.Name })
		if spoken || slices.Contains(list, m.Name) || !slices.Contains(roles, m.Role) {
			continue
		}
		kind, err := r.KindOf(ctx, m.Name)
		if err != nil {
			return nil, err
		}
		p, found, err := r.Person(ctx, m.Name)
		if err != nil {
			return nil, err
		}
		if !found || p.Disabled || p.Email == "" || kind == store.ProgramKind {
			continue
		}
		sees, err := s.otherSees(ctx, r, m.Name, row.Customer)
		if err != nil {
			return nil, err
		}
		if sees {
			list = append(list, m.Name)
		}
	}
	return list, nil
}

// otherSees says whether another member sees a customer; all see none.
func (s *Session) otherSees(ctx context.Context, r store.Reader, name id.User, c id.Customer) (bool, error) {
	if c == "" {
		return true, nil
	}
	other := &Session{desk: s.desk, company: s.company, actor: Actor{User: name}}
	var err error
	if other.roles, err = rolesOf(ctx, r, other.actor); err != nil {
		return false, err
	}
	if other.sight, err = other.sightOf(ctx, r); err != nil {
		return false, err
	}
	return other.sees(ctx, r, c)
}

func (d *Desk) workAnswers(ctx context.Context, company string, _ []byte) error {
	s, err := d.Session(ctx, id.Company(company), Actor{System: "worker"})
	if err != nil {
		return err
	}
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	return sendAnswers(ctx, s, profile)
}

// sendAnswers mails the links that are due. One that does not go is tried again.
func sendAnswers(ctx context.Context, s *Session, profile Profile) error {
	if s.desk.answerMail == nil || profile.Mail.Host == "" {
		return nil
	}
	var due []store.ApprovalLink
	err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		due, err = r.DueApprovalLinks(ctx, s.desk.now().Unix(), answersPiece)
		return err
	})
	for _, l := range due {
		err = errors.Join(err, s.sendAnswer(ctx, &profile, l))
	}
	return err
}

// sendAnswer makes one try and notes what came of it. The mail says nothing that
// the page behind the link would not say: a link that is dead by now is ended.
func (s *Session) sendAnswer(ctx context.Context, profile *Profile, l store.ApprovalLink) error {
	now := s.desk.now()
	mine := false
	err := s.desk.db.Tx(ctx, func(tx db.Tx) (err error) {
		mine, err = store.Write(tx, s.company.Code, "").ClaimApprovalLink(ctx, l, now.Add(answersLease).Unix())
		return err
	})
	if err != nil || !mine {
		return err
	}
	mailed, due := int64(0), int64(0)
	switch sent, err := s.mailAnswer(ctx, profile, l); {
	case sent:
		mailed = now.Unix()
	case err != nil && l.Tries < len(answersPauses):
		due = now.Add(answersPauses[l.Tries]).Unix()
	}
	return s.desk.db.Tx(context.WithoutCancel(ctx), func(tx db.Tx) error {
		return store.Write(tx, s.company.Code, "").SetApprovalLinkMailed(ctx, l.Link, mailed, due)
	})
}

// mailAnswer sends a link; false without an error where it is dead.
func (s *Session) mailAnswer(ctx context.Context, profile *Profile, l store.ApprovalLink) (bool, error) {
	var p store.Person
	err := s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		p, _, err = r.Person(ctx, l.Person)
		return err
	})
	if err != nil {
		return false, err
	}
	token, err := s.desk.answerToken(s.company.Code, &l, p.Email)
	if err != nil {
		return false, err
	}
	a, err := s.desk.AnswerTo(ctx, token)
	if err != nil {
		if passing(err) {
			return false, err
		}
		return false, nil
	}
	subject, text := s.desk.answerMail(AnswerMail{
		Language: a.Language, Person: a.Person, Company: a.Company, Token: token, Expires: a.Expires, Request: a.ApprovalSeen,
	})
	_, err = s.sendNote(ctx, profile, note{to: p.Email, subject: subject, text: text, lang: a.Language})
	return err == nil, err
}
