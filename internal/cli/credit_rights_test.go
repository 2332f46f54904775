package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"debitor/internal/db"
	"debitor/internal/jobs"
	"debitor/internal/policy"
)

// Who may what of credit, said again apart from the table under test; "" is the
// operator, who says nobody's name.
var (
	mayCustomers = []string{"", "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "finance-control", "collector", "assistant", "lawyer"}
	mayCredit    = []string{"", "admin", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "head-of-security", "director"}
	mayFlags     = []string{"", "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "head-of-control", "finance-director", "security", "head-of-security", "lawyer", "director"}
	mayGoods     = []string{"", "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "finance-director", "accountant", "assistant", "director"}
	mayPeople    = []string{"", "admin", "director"}
	mayLift      = []string{"head-of-sales"}
	mayLimit     = []string{"commercial-director"}
	mayDecide    = []string{"", "admin", "head-of-sales", "finance-director", "commercial-director", "director"}
	mayOwn       = []string{"service"} // whose request it is
	mayAsk       []string              // everybody: whose word counts the rules say

	number  = regexp.MustCompile(`[0-9]+`) // of what was made, in what a command says of it
	refusal = regexp.MustCompile(`may not do this; it takes one of|"debitor approval ask change-limit|is u-service's`)
)

// verb is a command that changes something, and the roles that may; nil: all.
type verb struct {
	roles []string
	args  string
}

func (v verb) may(role string) bool { return v.roles == nil || slices.Contains(v.roles, role) }

// verbs are the commands of credit that change something, by their words; what
// follows after a comma tells two of the same apart.
var verbs = map[string]verb{
	"hold ask, reserve":        {mayGoods, "hold A --amount 1 --reserve"},
	"hold lift":                {mayLift, "hold lift A --amount 1 --until 2026-02-03 --reason test"},
	"hold unlift":              {mayLift, "hold unlift A 99 --reason test"},
	"hold release":             {mayGoods, "hold release none --reason test"},
	"stop-list write":          {mayPeople, "stop-list write"},
	"limit set":                {mayLimit, "limit set A --amount 5 --reason test"},
	"limit secure":             {mayCredit, "limit secure A --kind pledge --amount 1 --document 7 --until 2026-02-03 --reason test"},
	"limit stop":               {mayCredit, "limit stop A --until 2026-02-03 --reason test"},
	"limit end":                {mayCredit, "limit end 9999 --reason test"},
	"limit end, a low limit":   {mayLimit, "limit end {limit} --reason test"},
	"orders ask":               {mayAsk, "orders ask none --reason test"},
	"approval ask":             {mayAsk, "approval ask change-limit A --amount 7 --reason test"},
	"approval decide":          {mayDecide, "approval decide {request} --approve --reason test"},
	"approval show":            {mayOwn, "approval show {request} --evidence order=1"},
	"approval withdraw":        {mayOwn, "approval withdraw {request}"},
	"customer set":             {mayCustomers, "customer set A outlet_place=here"},
	"customer paper":           {mayCustomers, "customer paper A charter --dated 2026-02-01"},
	"customer original":        {mayCustomers, "customer original A1 waybill"},
	"customer originals":       {mayCustomers, "customer originals --tasks"},
	"customer check":           {mayFlags, "customer check A"},
	"customer flags":           {mayFlags, "customer flags --tasks"},
	"customer unflag":          {mayFlags, "customer unflag A 99 --reason test"},
	"customer black-list":      {mayCredit, "customer black-list --review"},
	"customer black-list, ask": {mayAsk, "customer black-list --ask"},
	"key add":                  {mayPeople, "key add p --role service --opens read"},
	"key revoke":               {mayPeople, "key revoke none --reason test"},
	"webhook add":              {mayPeople, "webhook add https://a.example --events paid"},
	"webhook remove":           {mayPeople, "webhook remove 99"},
	"webhook test":             {mayPeople, "webhook test 99"},
	"webhook replay":           {mayPeople, "webhook replay 99"},
	"category review, tasks":   {mayAsk, "category review --tasks --date 2026-02-03"},
}

// asked are the commands of credit that only show something: what each role is
// shown of it is the desk's, as on pages and over the API.
var asked = []string{
	"stop-list show", "limit show", "orders list", "approval list", "approval record", "customer show", "customer gaps", "customer contracts", "key list", "webhook list", "webhook log",
}

const rightsPolicy = `policy: credit
categories: [{id: "1"}, {id: "2"}]
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]
red-flags: {above: {BYN: 50.00}, to: security}
originals: {chase: [waybill], after: 1, repeat: 7}
black-list: {times: 1, days: 5, prepay: 50, months: 1, clean: 30}
papers:
  - {id: charter, title: {en: Charter, ru: Устав, uk: Статут, be: Статут, bs: Statut, de: Satzung}}
authority:
  - {may: change-limit, role: commercial-director}
`

// TestEveryRoleAndVerbOfCredit has everybody say everything: whoever may not is
// refused, with exit code 5 and who may, and nobody else is.
func TestEveryRoleAndVerbOfCredit(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(as string, args ...string) (int, string) {
		var said bytes.Buffer
		a := &app{
			Commands: &Commands{}, ctx: t.Context(), out: &said, err: &said, now: func() time.Time { return time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC) },
			background: func(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error, times, periodic map[string]time.Duration) (Background, error) {
				return jobs.Open(ctx, d, handlers, times, periodic)
			},
		}
		if as != "" {
			args = append([]string{"--as", "u-" + as}, args...)
		}
		return a.run(append([]string{"--db", "sqlite:" + filepath.Join(dir, "debitor.db"), "--language", "en"}, args...)), said.String()
	}
	must := func(as string, args ...string) string {
		t.Helper()
		code, said := run(as, args...)
		if code != 0 {
			t.Fatalf("%s ends with %d: %s", args, code, said)
		}
		return said
	}
	must("", "init", "--name", "Mill", "--country", "BY", "--currency", "BYN", "--language", "en")
	must("", "policy", "use", file("credit.yaml", rightsPolicy))
	must("", "import", file("customers.csv", "customer,name\nA,Bakery\nB,Shop\nL,Mill\n"),
		file("invoices.csv", "invoice,customer,date,due,amount,currency,shipped\nA1,A,2025-12-01,2026-01-05,100.00,BYN,2025-12-01\nB1,B,2025-12-01,2026-01-05,100.00,BYN,2025-12-01\n"))
	for _, role := range policy.Roles {
		must("", "user", "add", "u-"+role, "--role", role, "--scope", "all")
	}
	must("commercial-director", "approval", "ask", "black-list", "B", "--value", "50", "--until", "2026-02-03", "--reason", "test")
	limit := 1000
	made := func(word string) string { // what there must be to do something with it, for a word in braces
		switch word {
		case "{limit}": // each lower than the one before, which takes its place when it is ended
			limit--
			return number.FindString(must("commercial-director", "limit", "set", "L", "--amount", strconv.Itoa(limit), "--reason", "test"))
		case "{request}":
			return number.FindString(must("service", "approval", "ask", "assign-category", "A", "--value", "2", "--reason", "test"))
		}
		return word
	}
	made("{limit}")
	for name, v := range verbs {
		roles := append([]string{""}, policy.Roles...)
		slices.SortStableFunc(roles, func(x, y string) int { // those who may not come first: there is something left to do
			return strings.Compare(strconv.FormatBool(v.may(x)), strconv.FormatBool(v.may(y)))
		})
		for _, role := range roles {
			args := strings.Fields(v.args)
			for i := range args {
				args[i] = made(args[i])
			}
			code, said := run(role, args...)
			refused := code == 5 && refusal.MatchString(said)
			if v.may(role) == refused || code == 1 || code == 2 {
				t.Errorf("%s by %q ends with %d: %s", name, role, code, said)
			}
		}
	}
}

// TestVerbsOfCreditAreKnown: a new command of credit stands in a table above.
func TestVerbsOfCreditAreKnown(t *testing.T) {
	parser, err := kong.New(&Commands{})
	if err != nil {
		t.Fatal(err)
	}
	known := slices.Clone(asked)
	for name := range verbs {
		name, _, _ = strings.Cut(name, ",")
		known = append(known, name)
	}
	found := 0
	for _, group := range parser.Model.Children {
		if !slices.Contains([]string{"hold", "stop-list", "limit", "orders", "approval", "customer", "category", "key", "webhook"}, group.Name) {
			continue
		}
		for _, leaf := range group.Leaves(true) {
			found++
			if name := group.Name + " " + leaf.Name; !slices.Contains(known, name) {
				t.Errorf("debitor %s is in no table of this test: say who may", name)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d commands were found", found)
	}
}
