package cli

import (
	"cmp"
	"path/filepath"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/interest"
	"debitor/internal/money"
)

// interestCommand counts what lateness costs; "law" and "rates" show by what.
type interestCommand struct {
	Count   interestCount   `cmd:"" default:"withargs" help:"Count interest or penalty of one debt, or of several."`
	Compare interestCompare `cmd:"" help:"The same delay by the contract, by the law, and by what a court measures a penalty by."`
	Law     interestLaw     `cmd:"" help:"What a law says lateness costs, with sources; the laws there are, if none is named."`
	Rates   interestRates   `cmd:"" help:"The rows of a series of rates, with sources; the series there are, if none is named."`
}

type interestCount struct {
	Jurisdiction string `required:"" placeholder:"LAW" help:"RU, BY, UA, BA-FBIH, BA-RS, DE or EU."`
	Method       string `enum:"statutory,penalty,use" default:"statutory" help:"statutory: interest by law; penalty: by the contract; use: interest for the use of money (RU art. 317.1, DE § 353 HGB)."`

	Principal string   `required:"" placeholder:"N" help:"What was owed on the due date."`
	Currency  string   `placeholder:"CUR" help:"Its currency; that of the law if not given."`
	Due       string   `required:"" placeholder:"D" help:"The due date as it stands: it is not shifted."`
	Arisen    string   `placeholder:"D" help:"When the debt arose, for moratoria; the due date if not given."`
	Debt      []string `sep:"none" placeholder:"D=N" help:"A further debt: due date and amount. As often as needed."`
	To        string   `xor:"end" required:"" placeholder:"D" help:"Count up to this day, included."`
	Paid      string   `xor:"end" required:"" placeholder:"D" help:"The rest was paid on this day, which counts if the law says so."`
	Payment   []string `sep:"none" placeholder:"D=N" help:"A part payment: day and amount; the balance is lower from the next day on."`
	Credit    []string `sep:"none" placeholder:"D=N" help:"A credit note: the balance is lower from its day on."`

	RatePerDay    string   `placeholder:"PERCENT" help:"Penalty: percent a day."`
	Rate          string   `placeholder:"PERCENT" help:"An agreed rate a year in the place of the law's."`
	Cap           string   `placeholder:"PERCENT" help:"The whole is not more than this share of the principal."`
	CapBase       string   `placeholder:"N" help:"… of this sum instead, such as the contract's."`
	Fine          string   `placeholder:"N" help:"Penalty: a fixed fine besides."`
	From          string   `placeholder:"D" help:"First day that counts; the day after the due date if not given."`
	Months        int      `placeholder:"N" help:"Penalty: not for longer than so many months."`
	Basis         string   `placeholder:"BASIS" help:"Days of a year: actual, 365, 366, 360 or 30E/360; the law's if not given."`
	PaymentDay    string   `enum:",counted,not_counted" default:"" help:"Does the day of payment count? (counted, not_counted)"`
	RateMode      string   `enum:",per_period,payment_day,judgment_day" default:"" help:"Of which day the rate is: per_period, payment_day, judgment_day; the law's if not given."`
	Judgment      string   `placeholder:"D" help:"The day of judgment, for judgment_day."`
	Consumer      bool     `help:"The debtor is a consumer."`
	PenaltyAgreed bool     `help:"The contract has a penalty for this delay: a law may bar interest beside it."`
	Suspended     []string `sep:"none" placeholder:"D..D" help:"Days on which nothing accrues. As often as needed."`
	Moratorium    []string `sep:"none" placeholder:"NAME" help:"A moratorium for listed debtors that protects this one (interest law shows their names)."`
	Rates         []string `sep:"none" placeholder:"FILE" help:"Count by the newer rates of a file too. As often as needed."`
	Imported      bool     `help:"Count by the rates that were imported into the database too (--db)."`
	Order         string   `placeholder:"ORDER" help:"Spread the payments: law, or the contract's own, such as costs,use+late,principal,penalty. All of them lower the principal if not given."`
	Costs         string   `placeholder:"N" help:"Costs that are owed besides, for --order."`
	NoMoratorium  bool     `help:"No moratorium protects this debtor."`
}

// read is the book, the law and the case that the flags describe.
func (c *interestCount) read(a *app) (*interest.Book, *interest.Law, *interest.Case, error) {
	book, err := c.book(a)
	if err != nil {
		return nil, nil, nil, err
	}
	l, err := book.Law(c.Jurisdiction)
	if err != nil {
		return nil, nil, nil, fault.Wrap(err, fault.Usage, "usage.law", "--jurisdiction is one of %s, not %q", strings.Join(book.Codes(), ", "), c.Jurisdiction)
	}
	k, err := c.asked(l)
	return book, l, k, err
}

func (c *interestCount) Run(a *app) error {
	book, l, k, err := c.read(a)
	if err != nil {
		return err
	}
	lang := cmp.Or(a.Language, "en")
	if c.Order != "" {
		return c.settle(a, book, l, k, lang)
	}
	if c.Costs != "" {
		return fault.New(fault.Usage, "usage.costs", "--costs is for payments that are spread: give --order")
	}
	sheet, err := book.Accrue(k)
	if err != nil {
		return err
	}
	if a.JSON {
		return a.json(sheetJSON(sheet, lang))
	}
	a.sheet(sheet, k, l, lang)
	return nil
}

// book is the shipped one, with the newer rates that are asked for.
func (c *interestCount) book(a *app) (book *interest.Book, err error) {
	if book, err = interest.Shipped(); err == nil && c.Imported {
		err = a.with(func(s *desk.Session) error {
			book, err = s.LawBook(a.ctx)
			return err
		})
	}
	for _, path := range c.Rates {
		if err != nil {
			break
		}
		var src []byte
		if src, err = readWhole(path); err != nil {
			break
		}
		var f *interest.RatesFile
		if f, err = interest.ReadRates(filepath.Base(path), src); err == nil {
			book, err = book.Take(f)
		}
	}
	return book, err
}

// settle spreads the payments by an order.
func (c *interestCount) settle(a *app, book *interest.Book, l *interest.Law, k *interest.Case, lang string) error {
	r := &flagReader{currency: k.Currency}
	costs := r.amount("--costs", c.Costs)
	if r.err != nil {
		return r.err
	}
	var queues [][]interest.Kind
	if c.Order != "law" {
		var err error
		if queues, err = interest.ParseQueues(c.Order); err != nil {
			return err
		}
	}
	account, err := book.Settle(k, costs, queues)
	if err != nil {
		return err
	}
	if a.JSON {
		return a.json(settlementJSON(account, lang))
	}
	a.sheet(account.Sheet, k, l, lang)
	a.settled(account, lang)
	return nil
}

// asked is the case that the flags describe.
func (c *interestCount) asked(l *interest.Law) (*interest.Case, error) {
	r := &flagReader{currency: l.Currency}
	if c.Currency != "" {
		r.currency, r.err = money.ParseCurrency(c.Currency)
	}
	k := &interest.Case{
		Law: l.Code, Currency: r.currency, Paid: c.Paid != "",
		Debts: []interest.Debt{{Principal: r.amount("--principal", c.Principal), Due: r.day("--due", c.Due), Arisen: r.day("--arisen", c.Arisen)}},
		To:    r.day("--to", c.To) + r.day("--paid", c.Paid),
		Terms: interest.Terms{
			Method: interest.Method(c.Method), Consumer: c.Consumer, PerDay: r.percent("--rate-per-day", c.RatePerDay), Rate: r.percent("--rate", c.Rate),
			Cap: r.percent("--cap", c.Cap), CapBase: r.amount("--cap-base", c.CapBase), Fine: r.amount("--fine", c.Fine), From: r.day("--from", c.From), Months: c.Months,
			PaymentDay: c.PaymentDay, RateOf: interest.RateOf(c.RateMode), Judgment: r.day("--judgment", c.Judgment),
			PenaltyAgreed: c.PenaltyAgreed, Moratoria: c.Moratorium, NoMoratorium: c.NoMoratorium,
		},
	}
	if c.Basis != "" && r.err == nil {
		k.Basis, r.err = interest.ParseBasis(c.Basis)
	}
	for _, s := range c.Debt {
		due, amount := r.dated("--debt", s)
		k.Debts = append(k.Debts, interest.Debt{Principal: amount, Due: due})
	}
	for _, s := range c.Payment {
		on, amount := r.dated("--payment", s)
		k.Facts = append(k.Facts, interest.Fact{Day: on, Amount: amount})
	}
	for _, s := range c.Credit {
		on, amount := r.dated("--credit", s)
		k.Facts = append(k.Facts, interest.Fact{Day: on, Amount: amount, Credit: true})
	}
	for _, s := range c.Suspended {
		from, to, ok := strings.Cut(s, "..")
		if !ok && r.err == nil {
			r.err = fault.New(fault.Usage, "usage.span", "--suspended is two dates, 2026-01-01..2026-01-31, not %q", s)
		}
		k.Suspended = append(k.Suspended, interest.Span{From: r.day("--suspended", from), To: r.day("--suspended", to)})
	}
	return k, r.err
}

// flagReader reads the values of flags and keeps the first error.
type flagReader struct {
	currency money.Currency
	err      error
}

func (r *flagReader) day(flag, s string) cal.Date {
	d, err := day(flag, s)
	r.err = cmp.Or(r.err, err)
	return d
}

func (r *flagReader) amount(flag, s string) money.Minor {
	if s == "" {
		return 0
	}
	m, err := money.Parse(s, r.currency)
	if err != nil && r.err == nil {
		r.err = fault.Wrap(err, fault.KindOf(err), fault.Code(err), "%s: %s", flag, err)
	}
	return m.Minor
}

func (r *flagReader) percent(flag, s string) interest.Percent {
	if s == "" {
		return 0
	}
	p, err := interest.ParsePercent(s)
	if err != nil && r.err == nil {
		r.err = fault.Wrap(err, fault.KindOf(err), fault.Code(err), "%s: %s", flag, err)
	}
	return p
}

// dated reads D=N.
func (r *flagReader) dated(flag, s string) (cal.Date, money.Minor) {
	on, amount, ok := strings.Cut(s, "=")
	if (!ok || on == "") && r.err == nil {
		r.err = fault.New(fault.Usage, "usage.dated", "%s is a day and an amount, 2026-01-31=100.00, not %q", flag, s)
	}
	return r.day(flag, on), r.amount(flag, amount)
}
