package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// habit is how a customer pays.
type habit int

const (
	punctual  habit = iota // about the due date
	late                   // a week or two after it
	slow                   // weeks after it, in parts
	vanishing              // late, until one day he pays no more
	disputing              // punctual, but quarrels about deliveries
	advance                // pays before delivery, and too much
)

// habits is how many of every fifty customers have each habit.
var habits = [...]int{punctual: 30, late: 10, slow: 5, vanishing: 2, disputing: 2, advance: 1}

// client is one customer while his story is being made.
type client struct {
	o     Options
	i     int
	key   string
	dice  dice
	style *style
	habit habit
	size  int      // of a usual delivery, in kopecks of Belarus
	stop  cal.Date // vanishing: the day of his last thought of paying
	names bool     // his payment orders name the invoice
	deals []deal
	parts []part
	paid  []paid
	out   Data
}

// deal is a contract with what follows from it.
type deal struct {
	ledger.Contract
	currency money.Currency
	scale    int
	due      bool // the file states the due date
}

// part is an instalment and what becomes of it.
type part struct {
	invoice int // index in out.Invoices
	due     cal.Date
	amount  money.Minor
}

// story makes everything about customer i.
func story(o Options, i int) Data {
	c := &client{o: o, i: i, dice: newDice(o.Seed, 0, uint64(i))}
	c.key = fmt.Sprintf("%0*d", max(5, len(strconv.Itoa(o.Customers))), i+1)
	c.character()
	c.introduce()
	c.meet()
	c.agree()
	c.buy()
	if !o.AllOpen {
		c.settle()
		c.receiveCredit()
		c.suspend()
		c.talk()
	}
	c.sort()
	return c.out
}

// character draws where the customer is from, how he pays and how much he buys.
func (c *client) character() {
	weights := make([]int, len(styles))
	for i, s := range styles {
		weights[i] = s.weight
	}
	c.style = styles[c.dice.weighted(weights...)]
	switch c.i { // the homes of ugly names
	case 6, 7:
		c.style = &belarusRu
	case 8:
		c.style = &germany
	}
	c.habit = c.drawHabit()
	lo, hi := 15_000, 60_000
	switch c.dice.weighted(50, 35, 13, 2) {
	case 1:
		lo, hi = 60_000, 200_000
	case 2:
		lo, hi = 200_000, 500_000
	case 3:
		lo, hi = 500_000, 1_200_000
	}
	c.size = c.dice.between(lo, hi)
	// Credit control saw to it that those who pay badly are not the largest.
	if c.habit == vanishing || c.habit == slow {
		c.size = min(c.size, c.dice.between(40_000, 220_000))
	}
	if c.habit == vanishing {
		c.stop = c.o.Today - c.dice.days(30, 400)
	}
	c.names = c.habit != advance && c.dice.percent(70)
}

// drawHabit deals every fifty customers exactly the shares of habits.
func (c *client) drawHabit() habit {
	deck := newDice(c.o.Seed, 1, uint64(c.i/50)).Perm(50)
	card := deck[c.i%50]
	for h, n := range habits {
		if card < n {
			return habit(h)
		}
		card -= n
	}
	return punctual
}

// introduce writes the customer's master data.
func (c *client) introduce() {
	s, d := c.style, c.dice
	inner := c.innerName()
	cust := ledger.Customer{
		ID: id.Customer(c.key), Name: fmt.Sprintf(of(d, s.forms), inner), TaxID: taxID(s.country, c.i),
		Language: s.lang, Country: s.country, Email: "office@" + c.domain(inner), Phone: c.phone(),
		Address: c.address(), Category: c.category(), Manager: Managers[c.i%len(Managers)],
	}
	if d.percent(3) {
		cust.Email = ""
	}
	if d.percent(2) {
		cust.Address = ""
	}
	c.out.Customers = append(c.out.Customers, c.ugly(cust))
}

// ugly gives a few customers the facts that break letters and readers.
func (c *client) ugly(cust ledger.Customer) ledger.Customer {
	switch c.i {
	case 6:
		cust.Name = "Сельскохозяйственное производственно-торговое общество с дополнительной ответственностью " +
			"«Верхнеберестовицкий комбинат строительных материалов и продовольствия имени Первого Каравая»"
	case 7:
		cust.Name = `ООО "Кавычки "Ёлочный Обоз""`
	case 8:
		cust.Name = "Müllerwinkel, Sohn & Co. KG; „Zweigstelle Süd“ <b>"
	case 12:
		cust.Email, cust.Phone = "", ""
	case 23:
		cust.Address = ""
	case 24:
		cust.Email, cust.Address = "", ""
	case 41, 42, 43:
		cust.Parent = id.Customer(fmt.Sprintf("%0*d", len(c.key), 41))
	}
	return cust
}

// innerName is the name without its legal form: no two customers share one
// until all pairs of words are used up, then it takes a number.
func (c *client) innerName() string {
	s := c.style
	pairs := len(s.first) * len(s.second)
	pair := (c.i*367 + 17) % pairs // a prime that divides no number of pairs meets each once
	name := s.first[pair%len(s.first)] + s.join + s.second[pair/len(s.first)]
	if round := c.i / pairs; round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	return name
}

// domain is an address that can never exist in the mail.
func (c *client) domain(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case latin[r] != "":
			b.WriteString(latin[r])
		case r < 128:
			b.WriteRune(r)
		}
	}
	return b.String() + "-" + strings.ToLower(c.style.country) + ".example"
}

func (c *client) phone() string {
	b := []byte(c.style.phone)
	for i := range b {
		if b[i] == '#' {
			b[i] = byte('0' + c.dice.IntN(10))
		}
	}
	return string(b)
}

func (c *client) address() string {
	town := of(c.dice, c.style.cities)
	digits := 6
	if c.style.country != "BY" && c.style.country != "RU" {
		digits = 5
	}
	post := town.post
	for len(post) < digits {
		post += strconv.Itoa(c.dice.IntN(10))
	}
	return strings.NewReplacer("{post}", post, "{city}", town.name, "{street}", of(c.dice, c.style.streets),
		"{house}", strconv.Itoa(c.dice.between(1, 120))).Replace(c.style.address)
}

// category is what the sales department thinks of him, not quite up to date: 1
// to 3, as the regulation with four categories has them.
func (c *client) category() string {
	switch {
	case c.habit == slow || c.habit == vanishing && c.dice.percent(50):
		return "3"
	case c.habit == late || c.habit == disputing || c.size < 40_000:
		return "2"
	default:
		return "1"
	}
}

// sort puts each kind of record in order of its date and numbers the payments.
func (c *client) sort() {
	slices.SortStableFunc(c.out.Invoices, func(a, b ledger.Invoice) int { return cmp.Compare(a.Date, b.Date) })
	slices.SortStableFunc(c.out.Events, func(a, b ledger.Event) int { return cmp.Compare(a.Date, b.Date) })
	c.out.Payments = combine(c.paid)
	for i := range c.out.Payments {
		c.out.Payments[i].ID = id.Payment(fmt.Sprintf("%s-%04d", c.key, i+1))
	}
}
