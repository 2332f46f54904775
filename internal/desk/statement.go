package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/money"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// StatementQuery asks what was sold and paid between two days.
type StatementQuery struct {
	Customer id.Customer
	From, To cal.Date       // both included; of an act, From zero: what is open on the day To
	Currency money.Currency // empty: the one of his newest document, else the company's
	Contract *id.Contract   // nil: all of them; empty: what belongs to none
	Children bool           // with the customers of his group
}

// Statement is the mutual settlements with a customer in one currency (R-3,
// A negative balance is money of his.
type Statement struct {
	StatementQuery
	reconcile.Act
	Debtor     ledger.Customer
	Names      map[id.Customer]string // of his group, where it is stated as one
	Currencies []money.Currency       // in which there is anything to state
	Payables   []ledger.Payable       // what we owe them, in its currency
	Listed     cal.Date               // the day of the list of payables
}

// StatementLine is one document or payment.
type StatementLine = reconcile.Line

// statementDays bounds a period: a paper of more than some years is an export.
const statementDays = 5 * 366

// Statement gives it.
func (s *Session) Statement(ctx context.Context, q StatementQuery) (st Statement, err error) {
	if err := checkPeriod(q.From, q.To); err != nil {
		return st, err
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		st, err = s.statement(ctx, r, q)
		return err
	})
	return st, err
}

func checkPeriod(from, to cal.Date) error {
	if from == 0 || to < from || to-from > statementDays {
		return fault.New(fault.Input, "statement.period", "the period must begin before it ends and be no longer than five years")
	}
	return nil
}

func (s *Session) statement(ctx context.Context, r store.Reader, q StatementQuery) (Statement, error) {
	st := Statement{StatementQuery: q}
	who, err := s.stated(ctx, r, q)
	if err != nil {
		return st, err
	}
	customers, err := r.Customers(ctx, who)
	if err != nil {
		return st, err
	}
	for _, c := range customers {
		if c.ID == q.Customer {
			st.Debtor = c
		}
		if len(who) > 1 {
			if st.Names == nil {
				st.Names = map[id.Customer]string{}
			}
			st.Names[c.ID] = c.Name
		}
	}
	all, err := movements(ctx, r, who, q.To)
	if err != nil {
		return st, err
	}
	st.choose(all, s.company.Currency)
	st.settle(all)
	if err := st.owe(ctx, r, who); err != nil {
		return st, err
	}
	return st, printed(ctx, r, st.Lines)
}

// owe fills in what we owe them, by the newest list there is on the last day.
func (st *Statement) owe(ctx context.Context, r store.Reader, who []id.Customer) error {
	for _, c := range who {
		list, listed, err := payablesOf(ctx, r, c, st.To)
		if err != nil || listed == 0 {
			return err
		}
		for _, p := range list {
			if p.Currency == st.Currency {
				st.Payables, st.Listed = append(st.Payables, p), listed
			}
		}
	}
	return nil
}

// settle makes the act of what is in the statement's currency.
func (st *Statement) settle(all []movement) {
	var lines []reconcile.Line
	for i := range all {
		switch m := &all[i]; {
		case m.currency != st.Currency:
		case st.From == 0:
			lines = append(lines, m.open(st.Contract))
		default:
			lines = append(lines, m.of(st.Contract))
		}
	}
	st.Act = reconcile.Settle(st.From, st.To, lines)
}

// stated are the customers a statement is about: he, and his group.
func (s *Session) stated(ctx context.Context, r store.Reader, q StatementQuery) ([]id.Customer, error) {
	who := []id.Customer{q.Customer}
	if q.Children {
		children, err := r.ChildrenOf(ctx, q.Customer)
		if err != nil {
			return nil, err
		}
		who = append(who, children...)
	}
	for _, c := range who {
		if err := s.mustSee(ctx, r, c); err != nil {
			return nil, err
		}
	}
	return who, nil
}

// choose finds the currencies there are and the one to state, if none was asked
// for.
func (st *Statement) choose(all []movement, books money.Currency) {
	newest := cal.Date(0)
	for i := range all {
		m := &all[i]
		if !slices.Contains(st.Currencies, m.currency) {
			st.Currencies = append(st.Currencies, m.currency)
		}
		if st.Currency == "" && m.line.Date > newest && (st.From != 0 || m.left != 0) {
			newest, books = m.line.Date, m.currency
		}
	}
	slices.Sort(st.Currencies)
	st.Currency = cmp.Or(st.Currency, books)
}

// StatementDocument is the statement as a paper, in the customer's language.
func (s *Session) StatementDocument(st *Statement) (*letter.Document, error) {
	profile, err := s.Profile()
	if err != nil {
		return nil, err
	}
	return statementDocument(st, &profile, cmp.Or(st.Debtor.Language, s.company.Language)), nil
}

// SendStatement mails the statement as a PDF to an address, and keeps in the
// journal that it went. The answer is the mail server's.
func (s *Session) SendStatement(ctx context.Context, q StatementQuery, to string) (string, error) {
	if err := s.may(SendMail); err != nil {
		return "", err
	}
	if !mail.ValidAddress(to) {
		return "", fault.New(fault.Input, "statement.address", "%q is no e-mail address", to)
	}
	st, err := s.Statement(ctx, q)
	if err != nil {
		return "", err
	}
	if err := s.read(ctx, SendMail, func(r store.Reader) error { return alive(ctx, r, to) }); err != nil {
		return "", err
	}
	answer, err := s.mailStatement(ctx, &st, to)
	if err != nil {
		return "", err
	}
	return answer, s.do(ctx, SendMail, "statement.send", nil, func(_ context.Context, e *entry) error {
		e.note("statement.sent", "customer:"+string(q.Customer), "", map[string]any{
			"to": to, "from_day": st.From, "to_day": st.To, "currency": st.Currency, "closing": st.Closing.Decimal(st.Currency),
		})
		return nil
	})
}

func (s *Session) mailStatement(ctx context.Context, st *Statement, to string) (string, error) {
	doc, err := s.StatementDocument(st)
	if err != nil {
		return "", err
	}
	return s.mailPaper(ctx, doc, "statement", st.Debtor, to)
}

// mailPaper mails a paper as a PDF; sort begins the message's key.
func (s *Session) mailPaper(ctx context.Context, doc *letter.Document, sort string, debtor ledger.Customer, to string) (string, error) {
	profile, err := s.Profile()
	if err != nil {
		return "", err
	}
	from, err := profile.sender("")
	if err != nil {
		return "", err
	}
	pdf, err := RenderLetter(doc, ".pdf")
	if err != nil {
		return "", err
	}
	now := s.desk.now()
	_, domain, _ := strings.Cut(from.Addr, "@")
	message := mail.Compose(doc, mail.Envelope{
		From: from, ReplyTo: mail.Address{Addr: profile.Mail.ReplyTo}, To: []mail.Address{{Name: debtor.Name, Addr: to}}, Date: now,
		MessageID: strings.TrimPrefix(string(doc.Meta.ID)+".", ".") + id.New(sort, string(debtor.ID), doc.Meta.Subject, to, now.String()) + "@" + cmp.Or(domain, "debitor.invalid"),
	}, pdf)
	message.Attached[0].Name = sort + ".pdf"
	if profile.Mail.Dry != "" {
		message = message.Redirected(mail.Address{Addr: profile.Mail.Dry})
	}
	return s.sendOne(ctx, &profile, message)
}

// alive refuses an address that nothing is sent to any more.
func alive(ctx context.Context, r store.Reader, address string) error {
	dead, err := r.DeadAmong(ctx, []string{address})
	if err == nil && dead[address] != nil {
		err = fault.New(fault.Refused, "statement.dead", "mail to %s comes back: revive the address first, or use another", address)
	}
	return err
}

// StatementAddresses are the addresses of a customer and his contacts that mail
// reaches; none where no mail is set up.
func (s *Session) StatementAddresses(ctx context.Context, c id.Customer) (list []string, err error) {
	profile, err := s.Profile()
	if err != nil || profile.Mail.Host == "" {
		return nil, err
	}
	err = s.read(ctx, SendMail, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		customers, err := r.Customers(ctx, []id.Customer{c})
		if err != nil {
			return err
		}
		v := CustomerView{Customer: customers[0]}
		if err := contactViews(ctx, r, &v); err != nil {
			return err
		}
		if v.Customer.Email != "" && v.EmailDead == nil {
			list = append(list, v.Customer.Email)
		}
		for _, k := range v.Contacts {
			if k.Email != "" && k.Dead == nil && !slices.Contains(list, k.Email) {
				list = append(list, k.Email)
			}
		}
		return nil
	})
	return list, err
}
