package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/credit"
	"debitor/internal/insight"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/paper"
)

// How many rows the tables of the report have: what a director reads.
const (
	reportDebtors = 12
	reportPayers  = 8
)

// reportBuilder puts a diagnosis on paper, about its first currency.
type reportBuilder struct {
	d     *Diagnosis
	f     *insight.Figures
	lang  string
	parts []paper.Part
}

// Report is the diagnosis as a paper for a director, in Russian or English;
// effects, if any, are what has changed since a baseline.
func (d *Diagnosis) Report(lang string, before *Baseline, effects []Effect) *paper.Report {
	b := &reportBuilder{d: d, f: &d.Figures[0], lang: lang}
	b.head()
	b.effects(before, effects)
	b.headline()
	b.inShort()
	b.aging()
	b.trend()
	b.speed()
	b.stuck()
	b.debtors()
	b.payers()
	b.policies()
	b.currencies()
	b.sources()
	title := b.say("State of receivables")
	return &paper.Report{
		Info:  paper.Info{Title: title, Author: d.Company, Subject: title + ", " + letter.ShortDate(d.Date, lang), Lang: reportLanguage(lang), Date: d.Date},
		Foot:  d.Company + " · " + title + " · " + letter.ShortDate(d.Date, lang),
		Parts: b.parts,
	}
}

func (b *reportBuilder) block(block letter.Block) { b.parts = append(b.parts, paper.Text(block)) }

func (b *reportBuilder) heading(text string) {
	b.block(letter.Heading{Runs: []letter.Run{{Text: b.say(text)}}})
}

func (b *reportBuilder) paragraph(text string) {
	b.block(letter.Paragraph{Runs: []letter.Run{{Text: text}}})
}

// say is a text in the report's language.
func (b *reportBuilder) say(format string, args ...any) string {
	return letter.Typeset(fmt.Sprintf(reportWord(b.lang, format), args...), reportLanguage(b.lang))
}

// amount is an amount in whole units, for people who read millions.
func (b *reportBuilder) amount(m money.Minor) string { return wholeUnits(m, b.f.Currency, b.lang) }

// money is an amount with its currency.
func (b *reportBuilder) money(m money.Minor) string {
	return b.amount(m) + "\u00a0" + string(b.f.Currency)
}

func (b *reportBuilder) percent(h insight.Hundredths) string {
	if !h.Known() {
		return "–"
	}
	return b.number(h) + "\u00a0%"
}

// number is a figure with one decimal, or a dash.
func (b *reportBuilder) number(h insight.Hundredths) string {
	if !h.Known() {
		return "–"
	}
	return b.comma(h.Short())
}

func (b *reportBuilder) comma(decimal string) string {
	if reportLanguage(b.lang) == "en" {
		return decimal
	}
	return strings.Replace(decimal, ".", ",", 1)
}

// wholeUnits is an amount rounded to units of its currency, half away from
// zero.
func wholeUnits(m money.Minor, c money.Currency, lang string) string {
	unit := unitOf(c)
	half := unit / 2
	if m < 0 {
		half = -half
	}
	text := letter.Figure((m+half)/unit*unit, c, reportLanguage(lang))
	if c.Decimals() == 0 {
		return text
	}
	return text[:len(text)-1-c.Decimals()]
}

// unitOf is one unit of a currency in its minor units.
func unitOf(c money.Currency) money.Minor {
	unit := money.Minor(1)
	for range c.Decimals() {
		unit *= 10
	}
	return unit
}

// count is a number of things, set as an amount is.
func (b *reportBuilder) count(n int) string {
	return b.amount(money.Minor(n) * unitOf(b.f.Currency))
}

func (b *reportBuilder) head() {
	b.block(letter.Title{Text: b.say("State of receivables")})
	b.paragraph(b.say("%s, as of %s. The books cover %s to %s: customers %d, open documents %d. Amounts are in %s.",
		b.d.Company, letter.ShortDate(b.d.Date, b.lang), letter.ShortDate(b.d.First, b.lang), letter.ShortDate(b.d.Date, b.lang),
		b.d.Customers, b.f.Documents, b.f.Currency))
}

// effects are what has changed since the baseline.
func (b *reportBuilder) effects(before *Baseline, effects []Effect) {
	if len(effects) == 0 {
		return
	}
	b.heading("What has changed")
	t := b.table("name:figure", ">before", ">now", ">times less", "verdict")
	t.Columns[1].Title, t.Columns[2].Title = letter.ShortDate(before.Date, b.lang), letter.ShortDate(b.d.Date, b.lang)
	for i := range effects {
		e := &effects[i]
		if e.Currency != b.f.Currency {
			continue
		}
		was, is, times := b.comma(cmp.Or(e.Before, "–")), b.comma(cmp.Or(e.After, "–")), ""
		if e.amount != [2]money.Minor{} {
			was, is = b.amount(e.amount[0]), b.amount(e.amount[1])
		}
		if e.Better > 0 && e.Times.Known() {
			times = b.comma(e.Times.String())
		}
		verdict := map[int]string{1: "better", -1: "worse"}[e.Better]
		t.Rows = append(t.Rows, []string{letter.Typeset(e.Title(b.lang), reportLanguage(b.lang)), was, is, times, b.say(verdict)})
	}
	b.finish(t)
}

// table begins a table. A column's title is a word of the report, ">" marks
// figures, "name:" the column that takes what room is left.
func (b *reportBuilder) table(columns ...string) letter.Table {
	var t letter.Table
	for _, c := range columns {
		title, right := strings.CutPrefix(c, ">")
		title, elastic := strings.CutPrefix(title, "name:")
		column := letter.Column{Key: title, Title: b.say(title), Right: right}
		if elastic {
			column.Key = "name"
		}
		t.Columns = append(t.Columns, column)
	}
	t.Total = make([]string, len(columns))
	return t
}

func (b *reportBuilder) finish(t letter.Table) {
	if len(t.Rows) > 0 {
		b.block(t)
	}
}

func (b *reportBuilder) headline() {
	f := b.f
	pareto := paper.Figure{
		Value: strconv.Itoa(f.Pareto), Label: b.say("customers owe 80 %% of what is overdue"), Note: b.say("of %d who owe anything", f.Customers),
	}
	owed := paper.Figure{Value: b.amount(f.Total), Label: b.say("open, %s", f.Currency), Note: b.say("owed by %d customers", f.Customers)}
	overdue := paper.Figure{Value: b.amount(f.Overdue), Label: b.say("overdue, %s", f.Currency)}
	share := paper.Figure{Value: b.percent(f.OverdueShare), Label: b.say("of what is open is overdue"), Note: b.agoNote()}
	if f.OpenOnly {
		b.parts = append(b.parts, paper.Figures{owed, overdue, share, pareto})
		return
	}
	overdue.Note = b.say("%s on an average day of the year", b.amount(f.Tied))
	b.parts = append(b.parts, paper.Figures{
		owed,
		overdue,
		share,
		{Value: b.percent(inTime(f)), Label: b.say("of documents were paid in time"), Note: b.say("of those paid within the year")},
		{Value: b.number(f.DSO), Label: b.say("days of sales are open (DSO)"), Note: b.say("%s by the sales of each month", b.number(f.Countback))},
		{Value: b.number(f.BestDSO), Label: b.say("days if all were paid in time"), Note: b.say("the best DSO with the terms agreed")},
		{Value: b.number(f.Delay), Label: b.say("days late on average"), Note: b.say("%s weighted by amount", b.number(f.DelayByMoney))},
		pareto,
	})
}

// agoNote is the share of a year ago.
func (b *reportBuilder) agoNote() string {
	ago := b.f.Trend[0]
	if ago.Day == b.d.Date || !ago.Share().Known() {
		return ""
	}
	return b.say("%s on %s", b.percent(ago.Share()), letter.ShortDate(ago.Day, b.lang))
}

// inShort says in sentences what the figures mean, and only what they do mean.
func (b *reportBuilder) inShort() {
	f := b.f
	var items [][]letter.Run
	add := func(format string, args ...any) {
		items = append(items, []letter.Run{{Text: b.say(format, args...)}})
	}
	if f.Overdue > 0 {
		add("%s of %s owed are overdue. Customers who owe four fifths of it: %d; begin with them.", b.money(f.Overdue), b.money(f.Total), f.Pareto)
	}
	if f.Overdue > 0 && f.Stuck.Unsaid > 0 {
		add("For %s of what is overdue nobody has recorded a reason: no dispute, no promise, no payment on its way.", b.percent(insight.Share(f.Stuck.Unsaid, f.Overdue)))
	}
	if f.Delinquent.Known() && f.Delinquent > 0 {
		add("The terms agreed account for %s days of sales; delay adds %s.", b.number(f.BestDSO), b.number(f.Delinquent))
	}
	if f.Tied > 0 {
		add("On an average day of the year %s were overdue. Every per cent of yearly interest on it costs %s.", b.money(f.Tied), b.money(f.Tied/100))
	}
	if f.Credit > 0 {
		add("%s of payments settle nothing yet: allocate them before anyone is reminded.", b.money(f.Credit))
	}
	if f.Stuck.NotStarted > 0 {
		add("For %s the term of payment has not started: the documents it runs from are not recorded as handed over.", b.money(f.Stuck.NotStarted))
	}
	switch {
	case f.OpenOnly:
		add("The books hold open documents only. How fast customers pay, what was sold and how it was before cannot be said; policies are played over what is open.")
	case f.Paid == 0:
		add("No payment of the last year is in the books: how fast customers pay cannot be said.")
	default:
		n := b.categories()
		add("By how they paid in the last year: reliable customers %d, uncertain %d, threatened by delay %d, non-paying %d.", n[0], n[1], n[2], n[3])
	}
	if len(items) > 0 {
		b.heading("In short")
		b.block(letter.List{Items: items})
	}
}

// categories counts the payers of the report by the categories of R-82.
func (b *reportBuilder) categories() (n [credit.NonPaying]int) {
	for i := range b.f.Payers {
		n[b.d.Categories[b.f.Payers[i].Customer]-1]++
	}
	return n
}

func (b *reportBuilder) aging() {
	if b.f.Total == 0 {
		return
	}
	chart := paper.Bars{Title: b.say("What is open, by days overdue")}
	for i, m := range b.f.Amounts {
		label := b.say("not due")
		if i > 0 {
			label = b.say("%s days", strings.Replace(ledger.Buckets[i], "-", "–", 1))
		}
		chart.Rows = append(chart.Rows, b.bar(label, m, b.f.Total, i > 0))
	}
	b.parts = append(b.parts, chart)
}

// bar is an amount with its share of a whole.
func (b *reportBuilder) bar(label string, m, of money.Minor, dark bool) paper.Bar {
	return paper.Bar{Label: label, Value: b.amount(m) + " · " + b.percent(insight.Share(m, of)), Size: max(0, int64(m)), Dark: dark}
}

func (b *reportBuilder) trend() {
	if b.f.OpenOnly {
		return
	}
	chart := paper.Stacks{Title: b.say("Open at the end of each month, the overdue part dark, with its share in per cent")}
	for i, p := range b.f.Trend {
		if p.Day < b.d.First {
			continue
		}
		y, m, _ := p.Day.Civil()
		label := fmt.Sprintf("%02d.%02d", m, y%100)
		if i == len(b.f.Trend)-1 {
			label = b.say("now")
		}
		chart.Columns = append(chart.Columns, paper.Stack{Label: label, Value: b.number(p.Share()), Size: int64(p.Open), Dark: int64(p.Overdue)})
	}
	b.parts = append(b.parts, chart)
}

func (b *reportBuilder) speed() {
	f := b.f
	if f.Paid == 0 {
		return
	}
	b.heading("How the money comes in")
	chart := paper.Bars{Title: b.say("Documents paid within the year, by days late")}
	all, from := 0, 0
	for _, slot := range f.Punctual {
		all += slot.Count
	}
	for i, slot := range f.Punctual {
		label := b.say("in time")
		switch {
		case i == len(insight.PunctualDays):
			label = b.say("%s days", strconv.Itoa(from)+"+")
		case i > 0:
			label = b.say("%s days", fmt.Sprintf("%d–%d", from, insight.PunctualDays[i]))
		}
		if i < len(insight.PunctualDays) {
			from = insight.PunctualDays[i] + 1
		}
		share := insight.Share(money.Minor(slot.Count), money.Minor(all))
		chart.Rows = append(chart.Rows, paper.Bar{
			Label: label, Value: b.count(slot.Count) + " · " + b.percent(share) + " · " + b.money(slot.Amount), Size: int64(slot.Count), Dark: i > 0,
		})
	}
	b.parts = append(b.parts, chart)
	t := b.table("name:figure", ">days", "name:how it is computed")
	for _, row := range []struct {
		name string
		days insight.Hundredths
		how  string
	}{
		{"from document to payment", f.DaysToPay, "days between document and payment, weighted by amount"},
		{"beyond the terms", f.BeyondTerms, "days between due date and payment, weighted by amount, early payments negative"},
		{"average delay", f.Delay, "days late of each document paid, early ones 0"},
		{"DSO", f.DSO, "open × days / sales"},
		{"DSO by months", f.Countback, "sales taken off the open amount month by month"},
		{"best DSO", f.BestDSO, "not due × days / sales"},
		{"average days delinquent", f.Delinquent, "DSO less best DSO"},
	} {
		t.Rows = append(t.Rows, []string{b.say(row.name), b.number(row.days), b.say(row.how)})
	}
	b.finish(t)
}

func (b *reportBuilder) stuck() {
	f := b.f
	if f.Total == 0 {
		return
	}
	b.heading("Where it is stuck")
	chart := paper.Bars{Title: b.say("What is open, by the reason that is recorded")}
	for _, row := range []struct {
		label  string
		amount money.Minor
		dark   bool
	}{
		{"not due", f.Stuck.NotDue, false},
		{"term not started", f.Stuck.NotStarted, false},
		{"disputed", f.Stuck.Disputed, true},
		{"on its way", f.Stuck.InTransit, false},
		{"promised", f.Stuck.Promised, false},
		{"suspended by order", f.Stuck.Suspended, true},
		{"overdue, nothing recorded", f.Stuck.Unsaid, true},
	} {
		if row.amount > 0 {
			chart.Rows = append(chart.Rows, b.bar(b.say(row.label), row.amount, f.Total, row.dark))
		}
	}
	if len(chart.Rows) > 0 {
		b.parts = append(b.parts, chart)
	}
	if len(f.Causes) == 0 {
		return
	}
	causes := paper.Bars{Title: b.say("Reasons of non-payment, as contacts recorded them")}
	for _, c := range f.Causes[:min(len(f.Causes), reportPayers)] {
		causes.Rows = append(causes.Rows, b.bar(c.Code, c.Amount, f.Overdue, true))
	}
	b.parts = append(b.parts, causes)
}

func (b *reportBuilder) debtors() {
	f := b.f
	if f.Overdue == 0 {
		return
	}
	b.heading("Who owes most of what is overdue")
	t := b.table("name:customer", ">overdue", ">oldest, days", ">together", ">open", ">category")
	var sum money.Minor
	for i := range f.Payers[:min(len(f.Payers), reportDebtors)] {
		p := &f.Payers[i]
		if p.Overdue == 0 {
			break
		}
		sum += p.Overdue
		t.Rows = append(t.Rows, []string{
			b.name(p), b.amount(p.Overdue), strconv.Itoa(p.Oldest), b.percent(insight.Share(sum, f.Overdue)), b.amount(p.Open), b.category(p),
		})
	}
	b.finish(t)
}

// category is the customer's of R-82, which a list of open items does not tell.
func (b *reportBuilder) category(p *insight.Payer) string {
	if b.f.OpenOnly {
		return ""
	}
	return strconv.Itoa(int(b.d.Categories[p.Customer]))
}

// name is the customer's name, or his code where the books know no other.
func (b *reportBuilder) name(p *insight.Payer) string {
	return letter.Typeset(cmp.Or(b.d.Names[p.Customer], string(p.Customer)), reportLanguage(b.lang))
}

// payers are those whose delays cost most, and those who buy most and pay in
// time.
func (b *reportBuilder) payers() {
	if b.f.Paid == 0 {
		return
	}
	costly := slices.Clone(b.f.Payers)
	slices.SortStableFunc(costly, func(x, y insight.Payer) int { return cmp.Compare(y.Tied, x.Tied) })
	costly = slices.DeleteFunc(costly, func(p insight.Payer) bool { return p.Tied == 0 || p.Cases == 0 })
	good := slices.DeleteFunc(slices.Clone(b.f.Payers), func(p insight.Payer) bool { return p.Cases < goodCases || p.Late > 0 })
	slices.SortStableFunc(good, func(x, y insight.Payer) int { return cmp.Compare(y.Due, x.Due) })
	b.costly(costly)
	b.good(good)
}

// goodCases is how many due dates a good payer has kept at least.
const goodCases = 3

func (b *reportBuilder) costly(list []insight.Payer) {
	if len(list) == 0 {
		return
	}
	b.heading("Whose delays cost most")
	t := b.table("name:customer", ">due in the year", ">documents", ">late", ">days late", ">half year before", ">last half year", ">worst", ">overdue on average", "pays on")
	for i := range list[:min(len(list), reportPayers)] {
		p := &list[i]
		t.Rows = append(t.Rows, []string{
			b.name(p), b.amount(p.Due), b.count(p.Cases), b.count(p.Late), b.number(p.Average), b.number(p.Before), b.number(p.Recent),
			strconv.Itoa(p.Worst), b.amount(p.Tied), b.weekday(p),
		})
	}
	b.finish(t)
}

func (b *reportBuilder) good(list []insight.Payer) {
	if len(list) == 0 {
		return
	}
	b.heading("Who buys most and always pays in time")
	t := b.table("name:customer", ">due in the year", ">documents", ">open", "pays on")
	for i := range list[:min(len(list), reportPayers)] {
		p := &list[i]
		t.Rows = append(t.Rows, []string{b.name(p), b.amount(p.Due), b.count(p.Cases), b.amount(p.Open), b.weekday(p)})
	}
	b.finish(t)
}

// weekday is the day on which he usually pays, empty without such a habit.
func (b *reportBuilder) weekday(p *insight.Payer) string {
	d, habit := p.Weekday()
	if !habit {
		return ""
	}
	return b.say(d.String()[:3])
}

func (b *reportBuilder) policies() {
	if len(b.d.Policies) == 0 {
		return
	}
	b.heading("What each policy would have done in the last year")
	t := b.table("name:policy", ">letters", ">printed", ">calls", ">meetings and visits", ">other work", ">days without shipments", ">first step, days", ">untouched", ">cost")
	for i := range b.d.Policies {
		p, n := &b.d.Policies[i], &b.d.Policies[i].Figures
		first := "–"
		if n.First.N > 0 {
			first = b.comma(insight.Hundredths(n.First.Tenths() * 10).Short())
		}
		t.Rows = append(t.Rows, []string{
			cmp.Or(p.Title[reportLanguage(b.lang)], p.Title["en"], p.Name), b.count(n.Letters), b.count(n.Prints), b.count(n.Calls),
			b.count(n.Meetings + n.Visits), b.count(n.Tasks + n.Memos + n.Packages + n.Charges + n.Proposals + n.Escalations),
			b.count(n.HoldDays), first, b.count(n.Untouched), b.amount(n.CostIn(b.f.Currency)),
		})
	}
	b.finish(t)
	b.block(letter.Note{Text: b.say("Played over %s to %s as the books knew it on each day; customers pay as they did pay, for nobody can know what a letter would have moved. First step: calendar days after the due date. Untouched: documents not paid on the due date about which nothing was done. Cost: at the prices the policy names.",
		letter.ShortDate(b.d.From, b.lang), letter.ShortDate(b.d.Date, b.lang))})
}

// currencies are the other currencies, in short.
func (b *reportBuilder) currencies() {
	if len(b.d.Figures) < 2 {
		return
	}
	b.heading("Other currencies")
	t := b.table("currency", ">open", ">overdue", ">share", ">DSO", ">days late", ">customers")
	for i := range b.d.Figures[1:] {
		f := &b.d.Figures[i+1]
		t.Rows = append(t.Rows, []string{
			string(f.Currency), wholeUnits(f.Total, f.Currency, b.lang), wholeUnits(f.Overdue, f.Currency, b.lang), b.percent(f.OverdueShare),
			b.number(f.DSO), b.number(f.Delay), strconv.Itoa(f.Customers),
		})
	}
	b.finish(t)
}

// sources are the files, so that anyone can make the same figures again.
func (b *reportBuilder) sources() {
	if len(b.d.Files) == 0 {
		return
	}
	var names []string
	for _, f := range b.d.Files {
		names = append(names, f.Name+" (SHA-256 "+f.SHA256[:12]+"…)")
	}
	b.block(letter.Note{Text: b.say("Made from %s.", strings.Join(names, ", "))})
}
