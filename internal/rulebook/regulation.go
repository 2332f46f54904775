package rulebook

import (
	"slices"
	"strconv"
	"strings"

	"debitor/internal/authority"
	"debitor/internal/cal"
	"debitor/internal/condition"
	"debitor/internal/ledger"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/policy"
)

// Edition is what a regulation says of itself besides its rules.
type Edition struct {
	Company  string // its name, on the head and in the first sentence
	Lang     string
	Version  int            // 0: a draft
	From     cal.Date       // in force from this day on; 0: not said
	Date     cal.Date       // of the file; 0: From
	Currency money.Currency // of the company, for amounts
}

// Regulation is the policy as a regulation of the company that its director
// signs: purpose, days, categories, the steps one by one, what suspends
// them, stops of shipments, who decides what, documents, duties. It has no
// addressee: renderers set it from the top of the sheet.
func Regulation(p *policy.Policy, e Edition) *letter.Document {
	t := tongueOf(e.Lang)
	w := &writer{t: t, p: p, e: e, refs: map[string]string{}}
	w.number()
	w.block(letter.Title{Text: t.text["reg.title"]})
	w.purpose()
	w.days()
	w.categories()
	w.shown()
	w.originals()
	w.redFlags()
	w.blackList()
	w.steps()
	w.suspensions()
	w.holds()
	w.credit()
	w.authority()
	w.papers()
	w.duties()
	w.final()
	if e.Date == 0 {
		e.Date = e.From
	}
	return &letter.Document{Blocks: w.blocks, Meta: letter.Meta{
		Lang: t.code, Date: e.Date, Subject: t.text["reg.title"] + ": " + t.policyTitle(p), Sender: e.Company,
	}}
}

func (t *tongue) policyTitle(p *policy.Policy) string {
	if s := t.own(p.Title); s != "" {
		return s
	}
	return spaced(p.Name)
}

// writer writes a regulation from top to bottom.
type writer struct {
	t       *tongue
	p       *policy.Policy
	e       Edition
	blocks  []letter.Block
	section int
	clause  int
	refs    map[string]string // the clause of each step, known before it is written
	stages  []stage
}

// stage is the steps of one section.
type stage struct {
	key   string
	steps []*policy.Step
}

// number gives every step its clause, so that those before can name those
// after.
func (w *writer) number() {
	all := []stage{{key: "reg.before"}, {key: "reg.after"}, {key: "reg.events"}}
	for i := range w.p.Steps {
		s := &w.p.Steps[i]
		k := 1
		switch {
		case s.On != "":
			k = 2
		case s.NextWeek || s.At.From < 0 && !anyDay(s.At):
			k = 0
		}
		all[k].steps = append(all[k].steps, s)
	}
	first := 3
	if len(w.p.Categories) > 0 {
		first++
	}
	for _, g := range all {
		if len(g.steps) == 0 {
			continue
		}
		for i, s := range g.steps {
			w.refs[s.ID] = strconv.Itoa(first) + "." + strconv.Itoa(i+1)
		}
		w.stages = append(w.stages, g)
		first++
	}
}

func (w *writer) block(b letter.Block) { w.blocks = append(w.blocks, b) }

// set is text with the quotation marks and spaces of the language.
func (w *writer) set(s string) string { return letter.Typeset(s, w.t.code) }

func (w *writer) heading(key string) {
	w.section++
	w.clause = 0
	w.block(letter.Heading{Runs: []letter.Run{{Text: strconv.Itoa(w.section) + "." + nbsp + w.set(w.t.text[key])}}})
}

// text is a numbered clause of sentences, the first in bold if lead is given.
func (w *writer) text(lead string, sentences ...string) {
	w.clause++
	number := strconv.Itoa(w.section) + "." + strconv.Itoa(w.clause) + "." + nbsp
	runs := []letter.Run{{Text: number}}
	if lead != "" {
		runs = append(runs, letter.Run{Text: w.set(stopped(lead)) + " ", Bold: true})
	}
	runs = append(runs, letter.Run{Text: w.set(strings.Join(sentences, " "))})
	w.block(letter.Paragraph{Runs: runs})
}

// stopped ends a heading that opens a paragraph.
func stopped(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}

func (w *writer) say(key string, places ...string) { w.text("", w.t.say(key, places...)) }

func (w *writer) table(keys []string, rows [][]string) {
	t := letter.Table{Rows: rows}
	for _, key := range keys {
		t.Columns = append(t.Columns, letter.Column{Key: "text", Title: w.set(w.t.text[key])})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = w.set(row[i])
		}
	}
	w.block(t)
}

func (w *writer) purpose() {
	w.heading("reg.purpose")
	company := w.e.Company
	if company == "" {
		company = w.t.text["reg.company"]
	}
	w.say("reg.purpose.text", "company", company)
	if own := w.p.Text[w.t.code]; own != "" {
		w.text("", own)
	}
	w.say("reg.scope")
	key := "reg.edition"
	switch {
	case w.e.Version == 0 && w.e.From == 0:
		key = "reg.edition.nodate"
	case w.e.Version == 0:
		key = "reg.edition.noversion"
	case w.e.From == 0:
		key = "reg.edition.version"
	}
	w.say(key, "title", w.t.policyTitle(w.p), "version", strconv.Itoa(w.e.Version), "date", letter.Date(w.e.From, w.t.code))
}

func (w *writer) days() {
	t, p := w.t, w.p
	w.heading("reg.days")
	counted := []string{t.say("reg.days.from", "days", t.dayForms(p.Days).plain)}
	if w.working() {
		counted = append(counted, t.text["reg.days.working"])
	}
	roll := "reg.noroll"
	if p.Roll {
		roll = "reg.roll"
	}
	w.text("", append(counted, t.text[roll])...)
	w.text("", w.runDays()...)
	w.say("reg.once")
	w.say("reg.per." + string(w.per()))
	if p.MinGap > 0 {
		w.say("reg.mingap", "count", t.count(p.MinGap, ""), "within", t.within(p.MinGap, ""))
	}
	if p.Combine {
		w.say("reg.combine")
	}
	if least := p.MinAmount.In(w.e.Currency); least > 0 {
		w.say("reg.minimum", "amount", letter.Money(least, w.e.Currency, t.code))
	}
	if p.MaxAge > 0 {
		w.say("reg.maxage", "count", t.count(p.MaxAge, p.Days))
	}
}

// working says whether the policy or a step of it counts working days.
func (w *writer) working() bool {
	return w.p.Days != ledger.CalendarDays || slices.ContainsFunc(w.p.Steps, func(s policy.Step) bool { return s.Days != ledger.CalendarDays })
}

func (w *writer) runDays() []string {
	run := w.p.Run
	all := true
	for _, on := range run.On {
		all = all && on
	}
	if all && run.Holiday == policy.NextWorkingDay {
		return []string{w.t.text["reg.run.all"]}
	}
	holiday := map[policy.Holiday]string{policy.NextWorkingDay: "reg.run.next", policy.SameDay: "reg.run.same", policy.SkipRun: "reg.run.skip"}
	return []string{w.t.say("reg.run", "days", w.t.weekdaysOf(run.On)), w.t.text[holiday[run.Holiday]]}
}

// per is what most steps gather.
func (w *writer) per() policy.Per {
	count := map[policy.Per]int{}
	best := policy.PerCustomer
	for i := range w.p.Steps {
		per := w.p.Steps[i].Per
		if count[per]++; count[per] > count[best] {
			best = per
		}
	}
	return best
}

func (w *writer) categories() {
	if len(w.p.Categories) == 0 {
		return
	}
	t := w.t
	w.heading("reg.categories")
	sentences := []string{t.text["reg.categories.text"]}
	var rows [][]string
	for _, c := range w.p.Categories {
		grace, tone, terms := t.text["nothing"], t.text["reg.tone.plain"], t.text["reg.deferral"]
		if c.Grace > 0 {
			grace = t.count(c.Grace, "")
		}
		if c.Soft {
			tone = t.text["reg.tone.soft"]
		}
		if c.Prepayment {
			terms = t.text["reg.prepayment"]
		}
		if c.Default {
			sentences = append(sentences, t.say("reg.default", "category", t.categoryName(w.p, c.ID)))
		}
		rows = append(rows, []string{c.ID, t.own(c.Title), grace, tone, terms})
	}
	w.text("", sentences...)
	w.table([]string{"reg.category", "reg.category.name", "reg.grace", "reg.tone", "reg.terms"}, rows)
}

func (w *writer) steps() {
	for _, g := range w.stages {
		w.heading(g.key)
		for _, s := range g.steps {
			w.text(w.t.title(s), w.step(s)...)
		}
	}
}

// step is one step in sentences.
func (w *writer) step(s *policy.Step) []string {
	t := w.t
	who := t.role(s.To).the
	if len(s.With) > 0 {
		with := make([]string, len(s.With))
		for i, r := range s.With {
			with[i] = t.role(r).with
		}
		who = t.smooth.Replace(t.say("reg.with", "role", who, "with", t.allOf(with)))
	}
	out := []string{fill(t.acts[s.Kind], "When", capital(t.when(s)), "role", who, "letter", t.letter(s).it, "channels", t.ways(s))}
	add := func(key string, places ...string) { out = append(out, t.say(key, places...)) }
	if s.If != nil {
		add("reg.if", "condition", w.condition(s.If))
	}
	out = append(out, w.order(s)...)
	if s.Kind == policy.Letter {
		out = append(out, w.letterRules(s)...)
	} else {
		out = append(out, w.personRules(s)...)
	}
	if s.Per != w.per() {
		add("reg.step." + string(s.Per))
	}
	oneDay := s.At.From == s.At.To
	switch {
	case s.Missed == policy.SendBefore && oneDay:
		add("reg.missed.early")
	case s.Missed == policy.SendBefore:
		add("reg.missed.before")
	case s.Missed == policy.SendLate && oneDay:
		add("reg.missed.later")
	case s.Missed == policy.SendLate:
		add("reg.missed.late")
	}
	for _, c := range s.CountsAs {
		add("reg.countsas", "step", spaced(c.Step), "policy", spaced(c.Policy))
	}
	return out
}

// condition is one in words, its steps with their clauses.
func (w *writer) condition(c *condition.Condition) string {
	return c.Say(w.t.code, conditionWords{w.t, w.p, w.refs})
}

// order is what must have been done before.
func (w *writer) order(s *policy.Step) []string {
	before := w.p.Step(s.After)
	if before == nil {
		return nil
	}
	key := "reg.afterstep"
	if s.Wait > 0 {
		key = "reg.afterwait"
	}
	return []string{w.t.say(key, "ref", w.refs[s.After], "step", w.t.title(before), "count", w.t.count(s.Wait, s.Days), "within", w.t.within(s.Wait, s.Days))}
}

func (w *writer) letterRules(s *policy.Step) (out []string) {
	t := w.t
	add := func(key string, places ...string) { out = append(out, t.say(key, places...)) }
	if s.Sign && slices.Contains(s.By, policy.Post) {
		add("reg.sign")
	}
	if s.Signer != "" {
		add("reg.signer", "signer", t.role(s.Signer).name)
	}
	if n := s.Within; n > 0 || letter.Kind(s.Letter).Traits().Deadline > 0 {
		if n == 0 {
			n = letter.Kind(s.Letter).Traits().Deadline
		}
		add("reg.letter.within", "count", t.count(n, ""), "within", t.within(n, ""))
	}
	if len(s.Recipients) > 0 {
		contacts := make([]string, len(s.Recipients))
		for i, r := range s.Recipients {
			contacts[i] = t.contacts[r]
		}
		add("reg.recipients", "contacts", t.anyOf(contacts))
	}
	if s.Verified {
		add("reg.verified")
	}
	if len(s.Copy) > 0 {
		add("reg.copy", "copy", t.listed(s.Copy))
	}
	return out
}

func (w *writer) personRules(s *policy.Step) (out []string) {
	t := w.t
	options, within := "reg.options", "reg.within"
	if s.Kind == policy.Escalate || s.Kind == policy.Propose {
		options, within = "reg.decision", "reg.decide.within"
	}
	if len(s.Options) > 0 {
		out = append(out, t.say(options, "options", t.listed(s.Options)))
	}
	if s.Within > 0 {
		out = append(out, t.say(within, "count", t.count(s.Within, ""), "within", t.within(s.Within, "")))
	}
	if len(s.Documents) > 0 {
		out = append(out, t.say("reg.documents", "documents", t.listed(s.Documents)))
	}
	return out
}

func (w *writer) suspensions() {
	w.heading("reg.suspends")
	for _, key := range []string{"paid", "promise", "plan", "dispute", "transit", "order"} {
		w.say("reg.suspend." + key)
	}
}

func (w *writer) holds() {
	if len(w.p.Holds) == 0 {
		return
	}
	t := w.t
	w.heading("reg.holds")
	for i := range w.p.Holds {
		h := &w.p.Holds[i]
		when := t.window(h.At, h.Days)
		if anyDay(h.At) {
			when = t.text["due.owed"] // who owes nothing is not stopped
		}
		out := []string{t.say("reg.hold", "When", capital(when))}
		if h.If != nil {
			out = append(out, t.say("reg.if", "condition", w.condition(h.If)))
		}
		lifters := make([]string, len(h.LiftedBy))
		var evidence []string
		for i, r := range h.LiftedBy {
			lifters[i] = t.role(r).of
			evidence = append(evidence, w.evidence(authority.LiftHold, r)...)
		}
		out = append(out, t.say("reg.hold.lifted", "of", t.anyOf(lifters)))
		if len(evidence) > 0 {
			out = append(out, t.say("reg.hold.evidence", "documents", t.listed(evidence)))
		}
		w.text("", out...)
	}
	w.say("reg.hold.record")
}

// evidence is what a role must be shown to decide.
func (w *writer) evidence(k authority.Kind, role string) (names []string) {
	for _, r := range w.p.Authority {
		if r.May == k && r.Role == role {
			names = append(names, r.Evidence...)
		}
	}
	return names
}

func (w *writer) authority() {
	if len(w.p.Authority) == 0 {
		return
	}
	w.heading("reg.authority")
	w.say("reg.authority.text")
	var rows [][]string
	for _, k := range authority.Kinds {
		for i := range w.p.Authority {
			if r := &w.p.Authority[i]; r.May == k {
				rows = append(rows, w.t.rule(w.p, r, w.e.Currency))
			}
		}
	}
	w.table([]string{"reg.auth.what", "reg.auth.who", "reg.auth.bound", "reg.auth.evidence", "reg.auth.if"}, rows)
}

// rule is one rule of authority: what, who, how far, on what grounds, when.
func (t *tongue) rule(p *policy.Policy, r *authority.Rule, c money.Currency) []string {
	when := t.text["reg.auth.always"]
	if r.If != nil {
		when = t.clause(p, r.If)
	}
	grounds := t.namedAll(r.Evidence)
	if len(r.ProposedBy) > 0 {
		of := make([]string, len(r.ProposedBy))
		for i, role := range r.ProposedBy {
			of[i] = t.role(role).of
		}
		grounds = append(grounds, t.say("reg.auth.proposed", "of", t.allOf(of)))
	}
	if len(r.Together) > 0 {
		with := make([]string, len(r.Together))
		for i, role := range r.Together {
			with[i] = t.role(role).with
		}
		grounds = append(grounds, t.say("reg.auth.together", "with", t.allOf(with)))
	}
	if len(r.MayRequire) > 0 {
		grounds = append(grounds, t.say("reg.auth.require", "papers", strings.Join(t.namedAll(r.MayRequire), ", ")))
	}
	basis := strings.Join(grounds, ", ")
	if basis == "" {
		basis = "—"
	}
	return []string{capital(t.asks[r.May]), capital(t.role(r.Role).name), t.bound(r, c), capital(basis), when}
}

// bound is how far a rule goes.
func (t *tongue) bound(r *authority.Rule, c money.Currency) string {
	var parts []string
	if r.UpTo.N > 0 {
		part := strconv.Itoa(r.UpTo.N) + nbsp + t.bounds[r.UpTo.Unit][t.form(r.UpTo.N)]
		if r.May == authority.WaivePrice || r.May == authority.ReDefer {
			part += " " + t.text["reg.auth.fromdue"]
		}
		parts = append(parts, part)
	}
	if r.Amount != nil && c != "" {
		if m := r.Amount(c); m > 0 {
			parts = append(parts, t.say("reg.auth.amount", "amount", letter.Money(m, c, t.code)))
		}
	}
	if len(parts) == 0 {
		return t.text["reg.auth.unbounded"]
	}
	return strings.Join(parts, ", ")
}

// papers lists what is drawn up, each with the clauses that ask for it.
func (w *writer) papers() {
	var order []string
	at := map[string][]string{}
	note := func(name, ref string) {
		if at[name] == nil {
			order = append(order, name)
		}
		at[name] = append(at[name], ref)
	}
	for _, g := range w.stages {
		for _, s := range g.steps {
			if s.Kind == policy.Letter {
				note(w.t.letter(s).name, w.refs[s.ID])
			}
			for _, d := range s.Documents {
				note(capital(w.t.named(d)), w.refs[s.ID])
			}
		}
	}
	if len(order) == 0 {
		return
	}
	w.heading("reg.papers")
	w.say("reg.papers.text")
	var rows [][]string
	for _, name := range order {
		rows = append(rows, []string{name, strings.Join(at[name], ", ")})
	}
	w.table([]string{"reg.paper", "reg.paper.steps"}, rows)
}

// duties says for each role what it answers for, and where it helps.
func (w *writer) duties() {
	w.heading("reg.duties")
	w.say("reg.duties.text")
	var rows [][]string
	for _, id := range policy.Roles {
		if what := w.dutiesOf(id); len(what) > 0 {
			rows = append(rows, []string{capital(w.t.role(id).name), capital(strings.Join(what, "; "))})
		}
	}
	w.table([]string{"reg.duty.role", "reg.duty.what"}, rows)
}

func (w *writer) dutiesOf(role string) (what []string) {
	var titles, helps []string
	at := map[string][]string{} // clauses by title, for several steps may have one
	for _, g := range w.stages {
		for _, s := range g.steps {
			title := uncapital(w.t.title(s), w.t.code)
			switch {
			case s.To == role:
				if at[title] == nil {
					titles = append(titles, title)
				}
				at[title] = append(at[title], w.refs[s.ID])
			case slices.Contains(s.With, role):
				helps = append(helps, w.refs[s.ID])
			}
		}
	}
	for _, title := range titles {
		what = append(what, title+" ("+strings.Join(at[title], ", ")+")")
	}
	if len(helps) > 0 {
		what = append(what, w.t.say("reg.duty.helps", "steps", strings.Join(helps, ", ")))
	}
	if slices.ContainsFunc(w.p.Holds, func(h policy.Hold) bool { return slices.Contains(h.LiftedBy, role) }) || slices.Contains(w.p.Credit.LiftedBy, role) {
		what = append(what, w.t.text["reg.duty.lifts"])
	}
	if asks := w.decides(role); len(asks) > 0 {
		what = append(what, w.t.say("reg.duty.decides", "asks", strings.Join(asks, ", ")))
	}
	return what
}

// decides is what a role may decide besides stops of shipments.
func (w *writer) decides(role string) (asks []string) {
	for i := range w.p.Authority {
		r := &w.p.Authority[i]
		if r.Role == role && r.May != authority.LiftHold && !slices.Contains(asks, w.t.asks[r.May]) {
			asks = append(asks, w.t.asks[r.May])
		}
	}
	return asks
}

func (w *writer) final() {
	w.heading("reg.final")
	w.say("reg.final.text")
	w.block(letter.Signature{
		Closing: w.set(w.t.text["reg.approved"]), ByHand: true,
		Signers: []letter.Signer{{Position: capital(w.t.role("director").name)}, {Position: w.t.text["reg.date"]}},
	})
}
