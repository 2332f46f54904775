package cli

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/policy"
	"debitor/internal/reconcile"
	"debitor/internal/sample"
	"debitor/internal/store"
	"debitor/policies"
)

// ownPolicy is what the rules of the sample company begin with.
const ownPolicy = "aktivmarket"

// rules gives the sample company its rules: those that were asked for, or policy
// A, which every company begins with. Where it is served, it has what that leaves
// unsaid, so that the pages of credit have something to show.
func (c *demoCommand) rules(a *app, s *desk.Session) error {
	rules := c.Policy
	if rules == ownPolicy {
		if !c.Serve {
			return nil
		}
		source, err := policies.Source(ownPolicy)
		if err != nil {
			return err
		}
		rules = filepath.Join(c.Dir, "files", ownPolicy+".yaml")
		if err := os.WriteFile(rules, slices.Concat(source, sample.Rules), 0o600); err != nil {
			return err
		}
	}
	_, err := s.UsePolicy(a.ctx, rules, 0)
	return err
}

// debtor is a customer of the sample company for whom shipments are stopped.
type debtor struct {
	customer id.Customer
	late     []desk.AgingRow // his overdue documents
	overdue  money.Minor
}

// lateDemo lets the colleagues of the sample company act on its late debtors.
type lateDemo struct {
	*app
	demo    *demoCommand
	desk    *desk.Desk
	session *desk.Session
	debtors []debtor // who is still to be acted on
}

// lateness gives the sample company agreements on late debts, charges, lifts,
// limits, red flags and somebody on the black list, each with a debtor of his
// own. Where the debtors do not go round there are fewer.
func (c *demoCommand) lateness(a *app, d *desk.Desk, s *desk.Session) error {
	l := &lateDemo{app: a, demo: c, desk: d, session: s}
	if err := l.find(); err != nil {
		return err
	}
	for _, act := range []func() error{l.agreements, l.charges, l.lifts, l.limits, l.flags, l.blackList, l.originals} {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// find collects who owes, from less to more, without the smallest and the largest:
// the calls and letters of the day are about the largest.
func (l *lateDemo) find() error {
	today := l.session.Today()
	err := l.session.Aging(l.ctx, today, "invoice", func(r desk.AgingRow) error {
		if r.Invoice == "" || r.Currency != money.Currency(sample.Currency) || r.Overdue == 0 {
			return nil
		}
		if n := len(l.debtors); n == 0 || l.debtors[n-1].customer != r.Customer {
			l.debtors = append(l.debtors, debtor{customer: r.Customer})
		}
		last := &l.debtors[len(l.debtors)-1]
		last.late, last.overdue = append(last.late, r), last.overdue+r.Overdue
		return nil
	})
	slices.SortStableFunc(l.debtors, func(a, b debtor) int { return cmp.Compare(a.overdue, b.overdue) })
	l.debtors = l.debtors[len(l.debtors)/2 : len(l.debtors)*9/10]
	return err
}

// next is a debtor who is stopped and disputes nothing; false: there is none left.
func (l *lateDemo) next() (v debtor, found bool, err error) {
	for len(l.debtors) > 0 && err == nil {
		v, l.debtors = l.debtors[0], l.debtors[1:]
		var answer credit.Answer
		if answer, err = l.session.Hold(l.ctx, desk.HoldQuery{Customer: v.customer, Date: l.session.Today()}); err == nil && !answer.Allowed {
			found, err = l.demo.free(l.app, l.session, v.late[0])
		}
		if found {
			return v, true, err
		}
	}
	return v, false, err
}

// each has acts done with a debtor each, until the debtors or the acts are out.
func each[T any](l *lateDemo, acts []T, do func(debtor, T) error) error {
	for _, act := range acts {
		v, found, err := l.next()
		if err == nil && found {
			err = do(v, act)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *lateDemo) agreements() error {
	sales, err := colleague(l.app, l.desk, "head-of-sales")
	if err != nil {
		return err
	}
	return each(l, sample.Agreements, func(v debtor, made sample.Agreement) error {
		ask := desk.RestructuringRequest{Customer: v.customer, Reason: made.Reason}
		total := money.Minor(0)
		for i := range v.late {
			ask.Invoices, total = append(ask.Invoices, v.late[i].Invoice), total+v.late[i].Total
		}
		for i, days := range made.Parts {
			n := money.Minor(len(made.Parts) - i)
			ask.Parts = append(ask.Parts, desk.PromisePart{Until: sales.Today() + cal.Date(days), Amount: total / n})
			total -= total / n
		}
		number, err := sales.DraftRestructuring(l.ctx, ask)
		if err == nil {
			_, err = sales.SendRestructuring(l.ctx, number)
		}
		if err == nil && made.By != "" {
			err = sales.SignRestructuring(l.ctx, desk.SignedRestructuring{Number: number, On: sales.Today(), By: made.By, Position: made.Post})
		}
		return err
	})
}

// charges are one that is proposed, one that is charged and one that is waived.
func (l *lateDemo) charges() error {
	control, err := colleague(l.app, l.desk, "finance-control")
	if err != nil {
		return err
	}
	director, err := colleague(l.app, l.desk, "finance-director")
	if err != nil {
		return err
	}
	return each(l, []string{store.ChargeProposed, store.ChargeStands, desk.ChargeWaived}, func(v debtor, state string) error {
		proposed, err := control.ProposeCharge(l.ctx, desk.NewCharge{Invoice: v.late[0].Invoice, To: control.Today(), Reason: "Просрочка по договору"})
		if err == nil && state != store.ChargeProposed {
			_, err = control.ChargeNow(l.ctx, proposed.Number, "Расчёт сверен с бухгалтерией")
		}
		if err == nil && state == desk.ChargeWaived {
			_, err = director.WaiveChargeNow(l.ctx, proposed.Number, "", "Задержка из-за нашей ошибки в накладной", nil)
		}
		return err
	})
}

// lifts let goods go; who kept his word paid what was overdue.
func (l *lateDemo) lifts() error {
	sales, err := colleague(l.app, l.desk, "head-of-sales")
	if err != nil {
		return err
	}
	var paid strings.Builder
	paid.WriteString("payment,customer,date,amount,currency,invoice\n")
	err = each(l, sample.Lifts, func(v debtor, lift sample.Lift) error {
		for i := range v.late {
			if r := &v.late[i]; lift.Paid {
				fmt.Fprintf(&paid, "ПП-%s,%s,%s,%s,%s,%s\n", r.Invoice, v.customer, sales.Today(), r.Overdue.Decimal(r.Currency), r.Currency, r.Invoice)
			}
		}
		_, err := sales.LiftHold(l.ctx, desk.LiftRequest{Customer: v.customer, Amount: lift.Amount, Until: sales.Today() + cal.Date(lift.Days), Reason: lift.Reason})
		return err
	})
	file := filepath.Join(l.demo.Dir, "files", "paid.csv")
	if err == nil {
		err = os.WriteFile(file, []byte(paid.String()), 0o600)
	}
	if err == nil {
		_, err = l.session.Import(l.ctx, []string{file}, desk.ImportOptions{})
	}
	return err
}

// limits are one that three have agreed to, with a pledge beside it, and one that
// waits for the third word.
func (l *lateDemo) limits() error {
	voters := make([]*desk.Session, len(sample.LimitVoters))
	for i, role := range sample.LimitVoters {
		var err error
		if voters[i], err = colleague(l.app, l.desk, role); err != nil {
			return err
		}
	}
	asker, err := colleague(l.app, l.desk, "head-of-sales")
	if err != nil {
		return err
	}
	return each(l, []bool{true, false}, func(v debtor, agreed bool) error {
		asked, err := asker.Ask(l.ctx, desk.AskRequest{
			Kind: authority.ChangeLimit, Subject: string(v.customer), Amount: "4000", Until: asker.Today() + 90, Reason: "Открыл второй склад, берёт вдвое больше",
		})
		words := voters
		if !agreed {
			words = voters[:len(voters)-1]
		}
		for _, one := range words {
			if err == nil {
				_, err = one.Decide(l.ctx, asked.Number, desk.Word{Approve: true, Reason: "Платит, хотя и с опозданием"})
			}
		}
		if err == nil && agreed {
			_, err = voters[0].SetTerm(l.ctx, desk.NewTerm{
				Customer: v.customer, Kind: credit.TermPledge, Amount: "2500", Until: asker.Today() + 365, Document: "Договор залога № 7", Reason: "Погрузчик в залоге",
			})
		}
		return err
	})
}

func (l *lateDemo) flags() error {
	security, err := colleague(l.app, l.desk, "security")
	if err != nil {
		return err
	}
	return each(l, sample.Flags, func(v debtor, f sample.Flag) error {
		return security.CheckCustomer(l.ctx, desk.RegisterLook{Customer: v.customer, On: security.Today() - cal.Date(f.Days), Flag: f.Kind, Note: f.Note})
	})
}

// blackList asks for those who were late again and again; one of them is put on it.
func (l *lateDemo) blackList() error {
	control, err := colleague(l.app, l.desk, "finance-control")
	if err != nil {
		return err
	}
	director, err := colleague(l.app, l.desk, "finance-director")
	if err != nil {
		return err
	}
	list, err := control.BlackList(l.ctx, control.Today())
	if err != nil {
		return err
	}
	list.Proposed = list.Proposed[:min(2, len(list.Proposed))]
	if _, err := control.AskBlackList(l.ctx, &list, 0); err != nil || len(list.Proposed) == 0 {
		return err
	}
	_, err = director.Decide(l.ctx, list.Proposed[0].Asked, desk.Word{Approve: true, Reason: "Третий месяц подряд"})
	return err
}

// originals are back of most shipments, as the books say; some clerk noted one
// by one. Of some customers papers are missing.
func (l *lateDemo) originals() error {
	if err := l.papersBack(); err != nil {
		return err
	}
	clerk, err := colleague(l.app, l.desk, "assistant")
	if err != nil {
		return err
	}
	return each(l, policy.Returned, func(v debtor, paper string) error {
		return clerk.ReturnOriginal(l.ctx, desk.ReturnedPaper{Invoice: v.late[0].Invoice, Paper: paper, On: clerk.Today() - 1})
	})
}

// bareCustomers is of how many late customers one lacks papers of a document.
const bareCustomers = 8

// papersAhead is for how many days ahead papers are back: what falls due until the
// day on which the sample company opens is late by then.
const papersAhead = 7

// papersBack has the papers of late documents back, but for the first of one
// customer in eight: of that the contract alone.
func (l *lateDemo) papersBack() error {
	var rows strings.Builder
	rows.WriteString("date,kind,customer,invoice,reason\n")
	var last id.Customer
	customers, known := 0, map[reconciled]bool{}
	err := l.session.Aging(l.ctx, l.session.Today()+papersAhead, "invoice", func(r desk.AgingRow) error {
		if r.Invoice == "" || r.Overdue == 0 {
			return nil
		}
		bare := false
		if r.Customer != last {
			last, customers = r.Customer, customers+1
			bare = customers%bareCustomers == 0
		}
		known[reconciled{r.Customer, r.Currency}] = true
		for _, paper := range policy.Returned {
			if (!bare || paper == policy.EvidenceContract) && (r.Contract != "" || paper != policy.EvidenceContract) {
				fmt.Fprintf(&rows, "%s,original_returned,%s,%s,%s\n", l.session.Today()-1, r.Customer, r.Invoice, paper)
			}
		}
		return nil
	})
	file := filepath.Join(l.demo.Dir, "files", "originals.csv")
	if err == nil {
		err = os.WriteFile(file, []byte(rows.String()), 0o600)
	}
	if err == nil {
		_, err = l.session.Import(l.ctx, []string{file}, desk.ImportOptions{})
	}
	if err != nil {
		return err
	}
	return l.signActs(known)
}

// reconciled is whose account in which currency an act is about.
type reconciled struct {
	customer id.Customer
	currency money.Currency
}

// signActs has acts with these come back, signed with authority: another proves
// nothing.
func (l *lateDemo) signActs(of map[reconciled]bool) error {
	for _, v := range slices.SortedFunc(maps.Keys(of), func(a, b reconciled) int {
		return cmp.Or(cmp.Compare(a.customer, b.customer), cmp.Compare(a.currency, b.currency))
	}) {
		day := l.session.Today()
		number, err := l.session.MakeAct(l.ctx, desk.ActRequest{Customer: v.customer, Currency: v.currency, To: day - 1})
		if err == nil {
			err = l.session.ReturnAct(l.ctx, desk.Returned{Number: number, SignedOn: day, SignedBy: "Директор", Authority: reconcile.Authority{Kind: reconcile.Charter}})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ahead has some of those who ordered pay in advance, in per cent of what they
// ordered, so that places in the queue have their reasons.
func (c *demoCommand) ahead(a *app, s *desk.Session, day cal.Date) error {
	queue, err := s.OrderQueue(a.ctx, desk.QueueQuery{})
	if err != nil {
		return err
	}
	owed := map[id.Customer]money.Minor{}
	err = s.Aging(a.ctx, s.Today(), "customer", func(r desk.AgingRow) error {
		if r.Currency == money.Currency(sample.Currency) {
			owed[r.Customer] = r.Total
		}
		return nil
	})
	var paid strings.Builder
	paid.WriteString("payment,customer,date,amount,currency,purpose\n")
	shares := []money.Minor{100, 60, 30}
	for i := range queue.Rows {
		o := &queue.Rows[i]
		if len(shares) == 0 || i > 0 && queue.Rows[i-1].Customer == o.Customer || o.Priority.Overdue > 0 || o.Currency != money.Currency(sample.Currency) {
			continue
		}
		sum := owed[o.Customer] + o.Priority.Ordered*shares[0]/100
		fmt.Fprintf(&paid, "ПП-%s,%s,%s,%s,%s,Предоплата по заказу %s\n", o.Order, o.Customer, day, sum.Decimal(o.Currency), o.Currency, o.Order)
		shares = shares[1:]
	}
	file := filepath.Join(c.Dir, "files", "ahead.csv")
	if err == nil {
		err = os.WriteFile(file, []byte(paid.String()), 0o600)
	}
	if err == nil {
		_, err = s.Import(a.ctx, []string{file}, desk.ImportOptions{})
	}
	return err
}
