package condition

// Everything has a limit. These are far beyond what anybody can read aloud, and
// keep the time of a run known.
const (
	maxText    = 500 // bytes, as written and in canonical form
	maxNodes   = 40  // facts, steps, and joins of them
	maxNesting = 8   // brackets and nots inside one another
	maxList    = 20  // values of in
	maxWhole   = 12  // digits of an amount before the point: more than money.Max has
	maxDigits  = 9   // digits of a number: fits 32 bits
	maxCents   = 3   // digits of an amount after the point
)
