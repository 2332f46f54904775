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
	"debitor/internal/store"
)

// StatementQuery asks what was sold and paid between two days.
type StatementQuery struct {
	Customer id.Customer
	From, To cal.Date       // both included
	Currency money.Currency // empty: the one of his newest document, else the company's
}

// Statement is the mutual settlements with a customer in one currency: what he
// owed before, every document and payment of the period, what he owed after it
// . A negative balance is money of his.
type Statement struct {
	StatementQuery
	Debtor     ledger.Customer
	Currencies []money.Currency // in which there is anything to state
	Opening    money.Minor
	Lines      []StatementLine // by date; of one day what he got before what he paid
	Debit      money.Minor     // sum of the lines
	Credit     money.Minor
	Closing    money.Minor
}

// StatementLine is one document or payment.
type StatementLine struct {
	Date     cal.Date
	What     string // invoice, payment, credit_note, unexplained; refund for money given back
	Kind     string // of a document: as it is called
	Document string // its number, or the payment's
	Contract id.Contract
	Debit    money.Minor // raises what he owes
	Credit   money.Minor // lowers it
	Balance  money.Minor // after it
}

// statementDays bounds a period: a paper of more than some years is an export.
const statementDays = 5 * 366

// Statement gives it.
func (s *Session) Statement(ctx context.Context, q StatementQuery) (st Statement, err error) {
	if q.From == 0 || q.To < q.From || q.To-q.From > statementDays {
		return st, fault.New(fault.Input, "statement.period", "the period must begin before it ends and be no longer than five years")
	}
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, q.Customer); err != nil {
			return err
		}
		st, err = s.statement(ctx, r, q)
		return err
	})
	return st, err
}

func (s *Session) statement(ctx context.Context, r store.Reader, q StatementQuery) (Statement, error) {
	st := Statement{StatementQuery: q}
	who := []id.Customer{q.Customer}
	customers, err := r.Customers(ctx, who)
	if err != nil {
		return st, err
	}
	st.Debtor = customers[0]
	items, err := r.InstalmentsOf(ctx, who)
	if err != nil {
		return st, err
	}
	payments, err := r.PaymentsOf(ctx, who)
	if err != nil {
		return st, err
	}
	st.choose(items, payments, s.company.Currency)
	for _, p := range payments {
		if p.Currency == st.Currency {
			st.add(paid(p))
		}
	}
	sums := map[id.Invoice]StatementLine{}
	for _, it := range items {
		if it.Item.Currency == st.Currency {
			line := sums[it.Item.Invoice]
			line.Date, line.What, line.Contract, line.Document = it.Item.Issued, "invoice", it.Item.Contract, string(it.Item.Invoice)
			line.Debit += it.Item.Amount
			sums[it.Item.Invoice] = line
		}
	}
	for _, line := range sums {
		st.add(line)
	}
	return st, st.settle(ctx, r)
}

// choose finds the currencies there are and the one to state, if none was asked
// for.
func (st *Statement) choose(items []store.Instalment, payments []store.Payment, books money.Currency) {
	newest := cal.Date(0)
	note := func(c money.Currency, on cal.Date) {
		if !slices.Contains(st.Currencies, c) {
			st.Currencies = append(st.Currencies, c)
		}
		if st.Currency == "" && on > newest {
			newest, books = on, c
		}
	}
	for _, it := range items {
		note(it.Item.Currency, it.Item.Issued)
	}
	for _, p := range payments {
		note(p.Currency, p.Date)
	}
	slices.Sort(st.Currencies)
	st.Currency = cmp.Or(st.Currency, books)
}

// paid is the line of a payment.
func paid(p store.Payment) StatementLine {
	line := StatementLine{Date: p.Date, What: string(p.Kind), Document: string(p.ID), Contract: p.Contract, Credit: p.Amount}
	if p.Kind == ledger.CreditNote && p.Invoice != "" {
		line.Document = string(p.Invoice)
	}
	if p.Amount < 0 {
		line.What, line.Debit, line.Credit = "refund", -p.Amount, 0
	}
	return line
}

// add counts a line in: into what was before the period, or among its lines.
func (st *Statement) add(line StatementLine) {
	switch {
	case line.Date > st.To:
	case line.Date < st.From:
		st.Opening += line.Debit - line.Credit
	case line.Debit != 0 || line.Credit != 0:
		st.Lines = append(st.Lines, line)
		st.Debit += line.Debit
		st.Credit += line.Credit
	}
}

// settle puts the lines in order, with balances and the numbers as printed.
func (st *Statement) settle(ctx context.Context, r store.Reader) error {
	slices.SortFunc(st.Lines, func(a, b StatementLine) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(b.Debit, a.Debit), cmp.Compare(a.Document, b.Document))
	})
	var ids []id.Invoice
	for _, line := range st.Lines {
		if line.What == "invoice" {
			ids = append(ids, id.Invoice(line.Document))
		}
	}
	documents, err := r.Documents(ctx, ids)
	st.Closing = st.Opening
	for i := range st.Lines {
		line := &st.Lines[i]
		st.Closing += line.Debit - line.Credit
		line.Balance = st.Closing
		if d, ok := documents[id.Invoice(line.Document)]; ok && line.What == "invoice" {
			line.Kind, line.Document = d.Kind, d.Number
		}
	}
	return err
}

// StatementDocument is the statement as a paper to sign, in the customer's
// language.
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
	profile, err := s.Profile()
	if err != nil {
		return "", err
	}
	from, err := profile.sender("")
	if err != nil {
		return "", err
	}
	doc := statementDocument(st, &profile, cmp.Or(st.Debtor.Language, s.company.Language))
	pdf, err := RenderLetter(doc, ".pdf")
	if err != nil {
		return "", err
	}
	now := s.desk.now()
	_, domain, _ := strings.Cut(from.Addr, "@")
	message := mail.Compose(doc, mail.Envelope{
		From: from, ReplyTo: mail.Address{Addr: profile.Mail.ReplyTo}, To: []mail.Address{{Name: st.Debtor.Name, Addr: to}}, Date: now,
		MessageID: id.New("statement", string(st.Customer), to, now.String()) + "@" + cmp.Or(domain, "debitor.invalid"),
	}, pdf)
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
