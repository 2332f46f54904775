package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"debitor/internal/api"
	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/sample"
	"debitor/internal/store"
	"debitor/internal/web/pagetest"
)

// yearPolicy stops shipments from the sixth day overdue, limits what is owed, and
// what ships in a month; more in a month is three people's.
const yearPolicy = `policy: year
holds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [head-of-sales]}]
credit: {limit: 900.00, mean-of: 3}
authority:
  - {may: lift-hold, role: head-of-sales}
  - {may: change-limit, role: commercial-director, together: [head-of-security, finance-director]}
`

const yearLimit money.Minor = 90000

// buyer is one customer of the demo company as the warehouse program knows him:
// in plain sums, without debitor.
type buyer struct {
	id     id.Customer
	bills  []bill
	slow   int                 // how many days after the due date he pays
	raised map[int]money.Minor // what may ship in a month, by its number, where the three have said so
	asked  map[int]bool        // months in which they were asked
}

type bill struct {
	number string
	amount money.Minor
	date   cal.Date
	due    cal.Date
	paid   bool
}

func month(d cal.Date) int { y, m, _ := d.Civil(); return y*12 + m }

func (b *buyer) owes() (sum money.Minor) {
	for _, v := range b.bills {
		if !v.paid {
			sum += v.amount
		}
	}
	return sum
}

func (b *buyer) late(day cal.Date) bool {
	for _, v := range b.bills {
		if !v.paid && day-v.due > 5 {
			return true
		}
	}
	return false
}

// ofMonth is what may ship in the month of a day, and what has; false: he buys
// for too short a time to have a mean.
func (b *buyer) ofMonth(day cal.Date) (may, gone money.Minor, known bool) {
	now := month(day)
	for _, v := range b.bills {
		switch m := month(v.date); {
		case m == now:
			gone += v.amount
		case m >= now-3:
			may += v.amount
		default:
			known = true
		}
	}
	may /= 3
	if raised, ok := b.raised[now]; ok {
		return raised, gone, true
	}
	return may, gone, known
}

// year is a demo year on its way.
type year struct {
	*door
	at                                              *atomic.Int64
	keys                                            map[string]string // by role
	call                                            int
	dice                                            *rand.Rand
	shipped, late, limited, lifted, raised, refused int
}

func (y *year) today() cal.Date { return cal.Of(time.UnixMilli(y.at.Load()).UTC()) }

func (y *year) post(role, path, body string) *answer {
	y.Helper()
	y.call++
	return y.ask(y.keys[role], http.MethodPost, path, body, "Idempotency-Key", fmt.Sprint("year-", y.call))
}

// A script that acts as a warehouse program plays a year with the customers of
// the demo company, through the API. Nothing that the policy forbids leaves, and
// what it allows is not kept back: that is recounted here in plain sums. Every
// lift and every limit is in the journal with the authority behind it.
func TestAWarehousePlaysADemoYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		y := openYear(t, url)
		buyers := y.buyers()
		for range 360 {
			y.at.Add(24 * time.Hour.Milliseconds())
			y.paid(buyers)
			for _, b := range buyers {
				if y.dice.IntN(10) == 0 {
					y.order(b)
				}
			}
		}
		if y.shipped < 150 || y.late < 30 || y.limited < 15 || y.lifted < 8 || y.raised < 4 || y.refused < 1 {
			t.Errorf("the year was too quiet to tell: %d shipped, %d late, %d beyond a limit, %d lifted, %d raised, %d refused", y.shipped, y.late, y.limited, y.lifted, y.raised, y.refused)
		}
		y.journalled(buyers)
	})
}

func openYear(t *testing.T, url string) *year {
	t.Helper()
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := t.Context()
	database, err := db.Open(ctx, url)
	fail(err)
	t.Cleanup(func() { _ = database.Close() })
	fail(database.Migrate(ctx, store.Migrations))
	y := &year{at: new(atomic.Int64), keys: map[string]string{}, dice: rand.New(rand.NewPCG(3, 11))}
	y.at.Store(cal.On(2025, 1, 10).Time().Add(9 * time.Hour).UnixMilli())
	now := func() time.Time { return time.UnixMilli(y.at.Add(1)).UTC() }
	d := desk.New(database, nil, now)
	profile, err := desk.ParseProfile(sample.Company)
	fail(err)
	profile.Country, profile.Currency, profile.Language = sample.Country, money.Currency(sample.Currency), "en"
	_, err = d.Init(ctx, desk.Actor{System: "test"}, profile)
	fail(err)
	s, err := d.Session(ctx, "", desk.Actor{System: "test"})
	fail(err)
	options := sample.Default
	options.Customers = 12
	files, err := sample.Write(t.TempDir(), options)
	fail(err)
	_, err = s.Import(ctx, []string{files.Customers}, desk.ImportOptions{})
	fail(err)
	policy := filepath.Join(t.TempDir(), "year.yaml")
	fail(os.WriteFile(policy, []byte(yearPolicy), 0o600))
	_, err = s.UsePolicy(ctx, policy, 0)
	fail(err)
	y.door = &door{T: t, House: &pagetest.House{Desk: d}, handler: api.New(d, now), all: s}
	for _, role := range []string{"accountant", "head-of-sales", "commercial-director", "head-of-security", "finance-director"} {
		_, y.keys[role] = y.key(desk.NewKey{Program: id.User("program of " + role), Role: role, Sees: "all", Scopes: desk.KeyScopes, Days: 800, Rate: desk.MaxKeyRate})
	}
	return y
}

// buyers are the customers of the demo company; the first pay in time, the last
// weeks late.
func (y *year) buyers() (list []*buyer) {
	page := read[api.Page[api.Customer]](y.door, y.ask(y.keys["accountant"], http.MethodGet, "/customers?limit=8", ""))
	for i, c := range page.Items {
		list = append(list, &buyer{id: c.Customer, slow: 3*i - 4, raised: map[int]money.Minor{}, asked: map[int]bool{}})
	}
	if len(list) != 8 {
		y.Fatalf("%d customers", len(list))
	}
	return list
}

// paid records what is paid today.
func (y *year) paid(buyers []*buyer) {
	y.Helper()
	day := y.today()
	var items []string
	for _, b := range buyers {
		for i := range b.bills {
			if v := &b.bills[i]; !v.paid && day >= v.due+cal.Date(b.slow) {
				v.paid = true
				items = append(items, fmt.Sprintf(`{"payment":"P%s","customer":%q,"date":%q,"amount":%q,"currency":"BYN","invoice":%q}`, v.number, b.id, day, v.amount.Decimal("BYN"), v.number))
			}
		}
	}
	if len(items) > 0 {
		read[api.Taken](y.door, y.post("accountant", "/payments", `{"items":[`+strings.Join(items, ",")+`]}`))
	}
}

// may asks before a shipment, as a warehouse program does.
func (y *year) may(b *buyer, want money.Minor) api.Shipment {
	y.Helper()
	return read[api.Shipment](y.door, y.ask(y.keys["accountant"], http.MethodPost, "/shipment-checks", fmt.Sprintf(`{"customer":%q,"amount":%q,"currency":"BYN"}`, b.id, want.Decimal("BYN"))))
}

// order is an order that is to leave today.
func (y *year) order(b *buyer) {
	y.Helper()
	day := y.today()
	want := money.Minor(5000 + y.dice.IntN(30000))
	mean, gone, known := b.ofMonth(day)
	late, over, beyond := b.late(day), b.owes()+want > yearLimit, known && gone+want > mean
	answer := y.may(b, want)
	if allowed := !late && !over && !beyond; answer.Allowed != allowed {
		y.Fatalf("%s on %s asks for %s; owes %s, late %v, %s of %s gone (%v): allowed %v, %s", b.id, day, want.Decimal("BYN"), b.owes().Decimal("BYN"), late,
			gone.Decimal("BYN"), mean.Decimal("BYN"), known, answer.Allowed, answer.Text)
	}
	switch {
	case answer.Allowed:
	case len(answer.Reasons) == 0 || answer.Text == "":
		y.Fatalf("a refusal without a reason: %+v", answer)
	case late:
		y.late++
		if y.dice.IntN(3) > 0 || !y.lift(b, want, day) {
			return
		}
	case over:
		y.limited++
		return
	default:
		y.limited++
		if b.asked[month(day)] || !y.raise(b, gone+want, day) {
			return
		}
	}
	if answer = y.may(b, want); !answer.Allowed {
		y.Fatalf("%s on %s: let go, and still not: %s", b.id, day, answer.Text)
	}
	y.shipped++
	number := fmt.Sprintf("%s-%s", b.id, day)
	read[api.Taken](y.door, y.post("accountant", "/invoices", fmt.Sprintf(`{"items":[{"invoice":%q,"customer":%q,"date":%q,"due":%q,"amount":%q,"currency":"BYN"}]}`,
		number, b.id, day, day+14, want.Decimal("BYN"))))
	b.bills = append(b.bills, bill{number: number, amount: want, date: day, due: day + 14})
}

// lift has the head of sales let it go, for this shipment and today; the
// warehouse itself may not.
func (y *year) lift(b *buyer, want money.Minor, day cal.Date) bool {
	y.Helper()
	body := fmt.Sprintf(`{"customer":%q,"reason":"the season","amount":%q,"until":%q}`, b.id, want.Decimal("BYN"), day)
	y.door.refused(y.post("accountant", "/holds/lifts", body), http.StatusForbidden, "right.missing")
	read[desk.Lifted](y.door, y.post("head-of-sales", "/holds/lifts", body))
	y.lifted++
	return true
}

// raise asks the three for more in this month, who answer in any order.
func (y *year) raise(b *buyer, to money.Minor, day cal.Date) bool {
	y.Helper()
	b.asked[month(day)] = true
	last := day
	for month(last+1) == month(day) {
		last++
	}
	a := read[desk.Approval](y.door, y.post("accountant", "/approvals", fmt.Sprintf(`{"kind":"change-limit","subject":%q,"amount":%q,"until":%q,"value":"month","reason":"a large order"}`, b.id, to.Decimal("BYN"), last)))
	three := []string{"commercial-director", "head-of-security", "finance-director"}
	y.dice.Shuffle(len(three), func(i, k int) { three[i], three[k] = three[k], three[i] })
	for i, role := range three {
		approve := y.dice.IntN(9) > 0
		a = read[desk.Approval](y.door, y.post(role, fmt.Sprintf("/approvals/%d/decision", a.Number), fmt.Sprintf(`{"approve":%v,"reason":"looked at it"}`, approve)))
		if !approve {
			y.refused++
			if a.State != store.Refused {
				y.Fatalf("a refusal leaves it %s", a.State)
			}
			return false
		}
		if (a.State == store.Approved) != (i == len(three)-1) {
			y.Fatalf("after %d words it is %s", i+1, a.State)
		}
	}
	y.raised++
	b.raised[month(day)] = to
	return true
}

// journalled looks for each lift and each limit in the journal, with who gave it,
// in which role.
func (y *year) journalled(buyers []*buyer) {
	y.Helper()
	count := map[string]int{}
	err := y.all.Journal(y.Context(), desk.JournalQuery{}, func(r store.JournalRow) error {
		switch r.Action {
		case "hold.lifted":
			if r.Actor != "program of head-of-sales" {
				y.Errorf("lifted by %s", r.Actor)
			}
			count[r.Action]++
		case "approval.approved":
			if !strings.HasPrefix(r.Actor, "program of ") || r.Actor == "program of accountant" {
				y.Errorf("approved by %s", r.Actor)
			}
			count[r.Action]++
		case "approval.refused":
			count[r.Action]++
		}
		return nil
	})
	if err != nil {
		y.Fatal(err)
	}
	if count["hold.lifted"] != y.lifted || count["approval.refused"] != y.refused || count["approval.approved"] < 3*y.raised {
		y.Errorf("the journal has %v; %d were lifted, %d raised, %d refused", count, y.lifted, y.raised, y.refused)
	}
	lifts := 0
	for _, b := range buyers {
		page := read[api.Page[desk.Approval]](y.door, y.ask(y.keys["accountant"], http.MethodGet, "/approvals?limit=500&customer="+string(b.id), ""))
		for _, a := range page.Items {
			switch {
			case a.Kind == "lift-hold":
				lifts++
				if a.State != store.Approved || len(a.Votes) != 1 || a.Votes[0].Role != "head-of-sales" {
					y.Errorf("a lift without its authority: %+v", a)
				}
			case a.State == store.Approved && len(a.Votes) != 3:
				y.Errorf("a limit without its three: %+v", a)
			}
		}
	}
	if lifts != y.lifted {
		y.Errorf("%d lifts have a request, %d were given", lifts, y.lifted)
	}
	report, err := y.all.Check(y.Context())
	if err != nil || len(report.Problems) > 0 {
		y.Errorf("the books: %+v, %v", report, err)
	}
}
