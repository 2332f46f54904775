package reconcile

import (
	"cmp"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Row is one line of the customer's own act, as he booked it.
type Row struct {
	Line     int // of his file
	Date     cal.Date
	Document string
	Debit    money.Minor
	Credit   money.Minor
}

// Verdict is what a comparison says of a pair.
type Verdict string

// The verdicts.
const (
	Agree        Verdict = "agree"
	MissingHere  Verdict = "missing_here"  // he has it, we do not
	MissingThere Verdict = "missing_there" // we have it, he does not
	Different    Verdict = "different"     // both have it, with different amounts
)

// Pair is one line of either side, or of both.
type Pair struct {
	Verdict     Verdict
	Ours        *Line       // nil: we have none
	Theirs      *Row        // nil: he has none; in our direction: what he owes stands in debit
	Difference  money.Minor // by how much more he owes by our line than by his
	OtherDay    bool        // both have it, on different days
	OtherNumber bool        // both have it, under different numbers
}

// Comparison is our act beside his.
type Comparison struct {
	Pairs      []Pair // by date
	Mirrored   bool   // his columns were swapped: he books what he owes as a credit
	Difference money.Minor
	Count      map[Verdict]int
}

// The days by which two sides may book one thing apart.
const (
	// daysApart is for the same amount: a transfer over a long weekend.
	daysApart = 5
	// numberDays is for the same number: those begin anew each year.
	numberDays = 31
)

// Compare sets the lines of a period side by side: first what has number and
// amount in common, then the amount within a few days, then the number alone.
// Whether he writes what he owes as a debit or as a credit is told by which of
// the two agrees better.
func Compare(ours []Line, theirs []Row) Comparison {
	same, mirrored := compare(ours, theirs), compare(ours, mirror(theirs))
	mirrored.Mirrored = true
	if same.Count[Agree] > mirrored.Count[Agree] {
		return same
	}
	return mirrored
}

// mirror is the rows as the other side writes them.
func mirror(rows []Row) []Row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Debit, rows[i].Credit = rows[i].Credit, rows[i].Debit
	}
	return rows
}

// matching is a comparison on its way.
type matching struct {
	ours        []Line
	theirs      []Row
	ourNumbers  [][]string
	hisNumbers  [][]string
	pairOf      []int // for each of ours the index of his, -1: none
	taken       []bool
	hisByEffect map[money.Minor][]int
}

func compare(ours []Line, theirs []Row) Comparison {
	m := matching{
		ours: ours, theirs: slices.Clone(theirs), pairOf: make([]int, len(ours)), taken: make([]bool, len(theirs)),
		ourNumbers: make([][]string, len(ours)), hisNumbers: make([][]string, len(theirs)), hisByEffect: map[money.Minor][]int{},
	}
	slices.SortStableFunc(m.theirs, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Line, b.Line)) })
	for i := range ours {
		m.pairOf[i] = -1
		m.ourNumbers[i] = numbers(ours[i].Document)
	}
	for j := range m.theirs {
		m.hisNumbers[j] = numbers(m.theirs[j].Document)
		effect := m.theirs[j].effect()
		m.hisByEffect[effect] = append(m.hisByEffect[effect], j)
	}
	m.take(m.equal(m.sameNumber))
	m.take(m.equal(func(int, int) bool { return true }))
	m.take(m.numbered())
	return m.answer()
}

func (r *Row) effect() money.Minor { return r.Debit - r.Credit }

func (m *matching) sameNumber(i, j int) bool { return sameNumber(m.ourNumbers[i], m.hisNumbers[j]) }

// candidate is that one of ours may be one of his.
type candidate struct{ i, j, apart int }

func (m *matching) apart(i, j int) int {
	d := int(m.ours[i].Date) - int(m.theirs[j].Date)
	return max(d, -d)
}

// equal are the free pairs of one amount within a few days.
func (m *matching) equal(also func(i, j int) bool) (list []candidate) {
	for i := range m.ours {
		if m.pairOf[i] >= 0 {
			continue
		}
		for _, j := range m.hisByEffect[m.ours[i].effect()] {
			if apart := m.apart(i, j); !m.taken[j] && apart <= daysApart && also(i, j) {
				list = append(list, candidate{i, j, apart})
			}
		}
	}
	return list
}

// numbered are the free pairs of one number on one side of the account.
func (m *matching) numbered() (list []candidate) {
	byNumber := map[string][]int{}
	for j := range m.theirs {
		for _, n := range m.hisNumbers[j] {
			if !m.taken[j] {
				byNumber[n] = append(byNumber[n], j)
			}
		}
	}
	for i := range m.ours {
		if m.pairOf[i] >= 0 {
			continue
		}
		for _, n := range m.ourNumbers[i] {
			for _, j := range byNumber[n] {
				sameSide := (m.ours[i].effect() > 0) == (m.theirs[j].effect() > 0)
				if apart := m.apart(i, j); sameSide && apart <= numberDays && m.sameNumber(i, j) {
					list = append(list, candidate{i, j, apart})
				}
			}
		}
	}
	return list
}

// take pairs the candidates, the nearest days first.
func (m *matching) take(list []candidate) {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.apart, b.apart), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	for _, c := range list {
		if m.pairOf[c.i] < 0 && !m.taken[c.j] {
			m.pairOf[c.i], m.taken[c.j] = c.j, true
		}
	}
}

// answer lists the pairs and what is left over on either side, by date.
func (m *matching) answer() Comparison {
	c := Comparison{Count: map[Verdict]int{}}
	for i := range m.ours {
		p := Pair{Verdict: MissingThere, Ours: &m.ours[i], Difference: m.ours[i].effect()}
		if j := m.pairOf[i]; j >= 0 {
			p.Theirs, p.Verdict = &m.theirs[j], Agree
			p.OtherDay, p.OtherNumber = m.apart(i, j) > 0, !m.sameNumber(i, j) && len(m.ourNumbers[i]) > 0 && len(m.hisNumbers[j]) > 0
			if p.Difference -= p.Theirs.effect(); p.Difference != 0 {
				p.Verdict = Different
			}
		}
		c.Pairs = append(c.Pairs, p)
	}
	for j := range m.theirs {
		if !m.taken[j] {
			c.Pairs = append(c.Pairs, Pair{Verdict: MissingHere, Theirs: &m.theirs[j], Difference: -m.theirs[j].effect()})
		}
	}
	for _, p := range c.Pairs {
		c.Count[p.Verdict]++
		c.Difference += p.Difference
	}
	slices.SortStableFunc(c.Pairs, func(a, b Pair) int { return cmp.Compare(a.day(), b.day()) })
	return c
}

// day is where a pair stands: ours, if there is one.
func (p *Pair) day() cal.Date {
	if p.Ours != nil {
		return p.Ours.Date
	}
	return p.Theirs.Date
}
