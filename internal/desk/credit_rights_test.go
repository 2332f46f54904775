package desk_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/credit"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
)

// creditFiles hold the operations that change who may buy on credit, and who may
// ask.
var creditFiles = []string{
	"approval.go", "approval_decide.go", "attachment.go", "black_list.go", "card.go", "category_ask.go", "category_task.go", "hold.go", "hook.go", "key.go", "limit.go", "order_ask.go",
	"original.go", "original_chase.go", "red_flag.go", "red_flag_check.go", "reserve.go", "stop_file.go",
}

// operationsOf are the exported methods of sessions that reach the funnel, in
// these files, read from the source: a new one cannot be left out by hand.
func operationsOf(t *testing.T, files ...string) (list []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	calls, in := map[string][]string{}, map[string]string{}
	for _, file := range names {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || receiver(fn) != "Session" {
				continue
			}
			in[fn.Name.Name] = file
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if c, ok := n.(*ast.CallExpr); ok {
					if m, ok := c.Fun.(*ast.SelectorExpr); ok {
						calls[fn.Name.Name] = append(calls[fn.Name.Name], m.Sel.Name)
					}
				}
				return true
			})
		}
	}
	writes := map[string]bool{"do": true}
	for grown := true; grown; {
		grown = false
		for name, called := range calls {
			if !writes[name] && slices.ContainsFunc(called, func(c string) bool { return writes[c] }) {
				writes[name], grown = true, true
			}
		}
	}
	for name := range writes {
		if ast.IsExported(name) && slices.Contains(files, in[name]) {
			list = append(list, name)
		}
	}
	return list
}

func receiver(fn *ast.FuncDecl) string {
	if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok {
		if name, ok := star.X.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

// operation is one of them, and the roles besides which nobody may; nil: whoever
// asks, and the rules say whose word counts.
type operation struct {
	roles []string
	call  func(*desk.Session) error
}

// Who may what, said again apart from the table under test.
var (
	theCustomers = []string{"", "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "finance-control", "collector", "assistant", "lawyer"}
	theCredit    = []string{"", "admin", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "head-of-security", "director"}
	theFlags     = []string{"", "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "head-of-control", "finance-director", "security", "head-of-security", "lawyer", "director"}
	theGoods     = []string{"", "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "finance-director", "accountant", "assistant", "director"}
	thePeople    = []string{"", "admin", "director"}
	theLifts     = []string{"head-of-sales"}
	theLimits    = []string{"commercial-director"}
	decided      = []string{"", "admin", "head-of-sales", "finance-director", "commercial-director", "director"}
)

// operations are one call of each, over a customer A whose papers, debts, flags,
// terms and orders are there.
func operations(b *books, asker, boss *desk.Session) map[string]operation {
	ctx, today := b.Context(), b.Today()
	limits := map[id.Customer]int{"L": 1000, "H": 1000}
	// endLimit ends a limit just set by who may: each is higher, or lower, than the one
	// before, which takes its place.
	endLimit := func(c id.Customer, step int) func(*desk.Session) error {
		return func(s *desk.Session) error {
			limits[c] += step
			t, err := boss.SetTerm(ctx, desk.NewTerm{Customer: c, Kind: credit.TermLimit, Amount: strconv.Itoa(limits[c]), Reason: "test"})
			if err == nil {
				_, err = s.EndTerm(ctx, t.Number, "test")
			}
			return err
		}
	}
	term := func(q desk.NewTerm) func(*desk.Session) error {
		q.Customer, q.Reason = "A", "test"
		return func(s *desk.Session) error { _, err := s.SetTerm(ctx, q); return err }
	}
	asked := func() int64 {
		return b.ask(asker, desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: "2"}).Number
	}
	return map[string]operation{
		"SetTerm":         {theCredit, term(desk.NewTerm{Kind: credit.TermStop, Until: today})},
		"SetTerm pledge":  {theCredit, term(desk.NewTerm{Kind: credit.TermPledge, Amount: "1", Document: "7", Until: today})},
		"SetTerm prepaid": {theCredit, term(desk.NewTerm{Kind: credit.TermPrepayment, Percent: 50, Until: today})},
		"SetTerm black":   {theCredit, term(desk.NewTerm{Kind: credit.TermBlack, Until: today})},
		"SetTerm papers":  {theCredit, term(desk.NewTerm{Kind: credit.TermPapers, Until: today})},
		"SetTerm limit":   {theLimits, term(desk.NewTerm{Kind: credit.TermLimit, Amount: "5"})},
		"SetTerm group":   {theLimits, term(desk.NewTerm{Kind: credit.TermLimit, Scope: credit.OfGroup, Amount: "5"})},
		"EndTerm": {theCredit, func(s *desk.Session) error {
			_, err := s.EndTerm(ctx, 9999, "test")
			return err
		}},
		"EndTerm low limit":  {theLimits, endLimit("L", -1)},
		"EndTerm high limit": {theCredit, endLimit("H", 1)},
		"LiftHold": {theLifts, func(s *desk.Session) error {
			_, err := s.LiftHold(ctx, desk.LiftRequest{Customer: "A", Reason: "test", Amount: "1", Until: today})
			return err
		}},
		"EndLift": {theLifts, func(s *desk.Session) error { return s.EndLift(ctx, "A", 1, "test") }},
		"Reserve": {theGoods, func(s *desk.Session) error {
			_, err := s.Reserve(ctx, desk.ReserveRequest{HoldQuery: desk.HoldQuery{Customer: "A", Amount: "1"}})
			return err
		}},
		"Release": {theGoods, func(s *desk.Session) error { return s.Release(ctx, "none", "test") }},
		"Attach": {theCustomers, func(s *desk.Session) error {
			_, err := s.Attach(ctx, desk.NewAttachment{Customer: "A", Name: "a.txt", Data: []byte("x"), Date: today})
			return err
		}},
		"Detach": {theCustomers, func(s *desk.Session) error { return s.Detach(ctx, "A", 1, "test", today) }},
		"WriteNote": {theCustomers, func(s *desk.Session) error {
			return s.WriteNote(ctx, store.Note{Customer: "A", Date: today, Text: "test"})
		}},
		"SaveCard": {theCustomers, func(s *desk.Session) error { return s.SaveCard(ctx, "A", map[string]string{"outlet_place": "here"}) }},
		"ShowPaper": {theCustomers, func(s *desk.Session) error {
			return s.ShowPaper(ctx, desk.ShownPaper{Customer: "A", Paper: "charter", Dated: today, Date: today})
		}},
		"TakeBackPaper": {theCustomers, func(s *desk.Session) error { return s.TakeBackPaper(ctx, "A", "charter", "test") }},
		"ReturnOriginal": {theCustomers, func(s *desk.Session) error {
			return s.ReturnOriginal(ctx, desk.ReturnedPaper{Invoice: "A1", Paper: "waybill", On: today})
		}},
		"TakeBackOriginal": {theCustomers, func(s *desk.Session) error { return s.TakeBackOriginal(ctx, "A1", "waybill", "test") }},
		"ChaseOriginals": {theCustomers, func(s *desk.Session) error {
			_, err := s.ChaseOriginals(ctx, today)
			return err
		}},
		"CheckCustomer": {theFlags, func(s *desk.Session) error {
			return s.CheckCustomer(ctx, desk.RegisterLook{Customer: "A", On: today, Flag: "new-owner", Note: "test"})
		}},
		"WithdrawFlag": {theFlags, func(s *desk.Session) error { return s.WithdrawFlag(ctx, "A", 1, "test") }},
		"RecheckCustomers": {theFlags, func(s *desk.Session) error {
			_, err := s.RecheckCustomers(ctx, today)
			return err
		}},
		"ReviewBlackList": {theCredit, func(s *desk.Session) error {
			_, err := s.ReviewBlackList(ctx)
			return err
		}},
		"AddKey": {thePeople, func(s *desk.Session) error {
			_, _, err := s.AddKey(ctx, desk.NewKey{Program: "p", Role: "service", Scopes: []string{desk.KeyRead}})
			return err
		}},
		"RevokeKey": {thePeople, func(s *desk.Session) error { return s.RevokeKey(ctx, "none", "test") }},
		"AddHook": {thePeople, func(s *desk.Session) error {
			_, _, err := s.AddHook(ctx, desk.NewHook{URL: "https://a.example", Events: []string{desk.HookPaid}})
			return err
		}},
		"RemoveHook": {thePeople, func(s *desk.Session) error { return s.RemoveHook(ctx, 99) }},
		"TestHook":   {thePeople, func(s *desk.Session) error { return s.TestHook(ctx, 99) }},
		"ReplayHook": {thePeople, func(s *desk.Session) error {
			_, err := s.ReplayHook(ctx, 99, "")
			return err
		}},
		"WriteStopList": {thePeople, func(s *desk.Session) error {
			_, err := s.WriteStopList(ctx)
			return err
		}},
		"Decide": {decided, func(s *desk.Session) error {
			_, err := s.Decide(ctx, asked(), desk.Word{Approve: true, Reason: "test"})
			return err
		}},
		"Decide no": {decided, func(s *desk.Session) error {
			_, err := s.Decide(ctx, asked(), desk.Word{Reason: "test"})
			return err
		}},
		"Ask": {nil, func(s *desk.Session) error {
			_, err := s.Ask(ctx, desk.AskRequest{Kind: authority.AssignCategory, Subject: "A", Value: "2", Reason: "test"})
			return err
		}},
		"ShowEvidence": {nil, func(s *desk.Session) error {
			_, err := s.ShowEvidence(ctx, asked(), []desk.Evidence{{Name: "order", Document: "1"}})
			return err
		}},
		"Withdraw": {nil, func(s *desk.Session) error {
			_, err := s.Withdraw(ctx, asked())
			return err
		}},
		"AskForOrder": {nil, func(s *desk.Session) error {
			_, err := s.AskForOrder(ctx, "O1", "test")
			return err
		}},
		"AskBlackList":  {nil, func(s *desk.Session) error { return askBlack(ctx, s) }},
		"AskCategories": {nil, func(s *desk.Session) error { return askReview(ctx, s) }},
		"CallReview": {nil, func(s *desk.Session) error {
			_, err := s.CallReview(ctx, today)
			return err
		}},
	}
}

func askBlack(ctx context.Context, s *desk.Session) error {
	list, err := s.BlackList(ctx, s.Today())
	if err == nil {
		_, err = s.AskBlackList(ctx, &list, 0)
	}
	return err
}

func askReview(ctx context.Context, s *desk.Session) error {
	review, err := s.ReviewCategories(ctx, s.Today(), credit.Yearly)
	if err == nil {
		_, err = s.AskCategories(ctx, &review)
	}
	return err
}

const creditRules = `policy: credit
categories: [{id: "1"}, {id: "2"}, {id: "3"}, {id: "4"}]
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]
red-flags: {above: {BYN: 50.00}, to: security}
originals: {chase: [waybill], after: 1, repeat: 7}
black-list: {times: 1, days: 5, prepay: 50, months: 1, clean: 30}
papers:
  - {id: charter, title: {en: Charter, ru: Устав, uk: Статут, be: Статут, bs: Statut, de: Satzung}}
authority:
  - {may: change-limit, role: commercial-director}
`

// TestEveryRoleAndOperationOfCredit has everybody do everything: who may not is
// refused with right.missing and changes nothing, whoever may is not. Each
// operation that the source has is in the table.
func TestEveryRoleAndOperationOfCredit(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	now := clock
	b.clocked(&now)
	if _, err := b.UsePolicy(t.Context(), b.file("credit.yaml", creditRules), 0); err != nil {
		t.Fatal(err)
	}
	b.customers("A", "B", "L", "H")
	b.take("invoices.csv", "invoice,customer,date,due,amount,currency,shipped\nA1,A,2025-12-01,2026-01-05,100.00,BYN,2025-12-01\nB1,B,2025-12-01,2026-01-05,100.00,BYN,2025-12-01\n")
	b.take("orders.csv", "customer,order,to_ship\nA,O1,300.00\n")
	sessions := map[string]*desk.Session{"": b.Session}
	for _, role := range policy.Roles {
		sessions[role] = b.user(id.User("user "+role), role)
	}
	boss := sessions["commercial-director"]
	b.ask(boss, desk.AskRequest{Kind: authority.BlackList, Subject: "B", Value: "50", Until: b.Today(), Reason: "test"})
	for _, c := range []id.Customer{"L", "H"} {
		if _, err := boss.SetTerm(t.Context(), desk.NewTerm{Customer: c, Kind: credit.TermLimit, Amount: "1000", Reason: "test"}); err != nil {
			t.Fatal(err)
		}
	}
	table := operations(b, sessions["service"], boss)
	known := map[string]bool{}
	for name := range table {
		name, _, _ = strings.Cut(name, " ")
		known[name] = true
	}
	for _, name := range operationsOf(t, creditFiles...) {
		if !known[name] && name != "Card" && name != "Unvetted" { // which read and reckon
			t.Errorf("%s changes the books, and this table does not say who may: add it", name)
		}
	}
	for name, op := range table {
		tried := 0
		for _, round := range []bool{false, true} { // first those who may not: there must be something to do for them
			for role, s := range sessions {
				if may := op.roles == nil || slices.Contains(op.roles, role); may != round {
					continue
				}
				tried++
				changes, asked := b.count("change"), b.count("approval")
				err := op.call(s.Again())
				if code := fault.Code(err); (code == "right.missing" || code == "limit.beyond" || code == "limit.end_raises") == round {
					t.Errorf("%s by %q: %v", name, role, err)
				}
				made := b.count("approval") - asked // what the table itself asked for, to have something decided
				if left := b.count("change") - changes; !round && left > made {
					t.Errorf("%s refused to %q left %d changes", name, role, left)
				}
			}
		}
		if tried != len(policy.Roles)+1 {
			t.Errorf("%s was tried by %d", name, tried)
		}
	}
	b.sound()
}
