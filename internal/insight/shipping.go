package insight

// UnknownPunctuality is how punctual a customer counts as for whom nothing has
// fallen due in a year: half, for nobody knows.
const UnknownPunctuality Hundredths = 50_00

// ShippingPriority is the place of a customer's orders in the queue, 0 to 100
// half for how much of them is paid ahead, half for how much of what
// fell due in a year was paid in time, less a point for each day that his oldest
// debt is overdue. Both shares are in hundredths of a percent; one that is not
// known is nothing for what is paid ahead, and UnknownPunctuality. There is
// nothing in it of who presses, or of the day of the week.
func ShippingPriority(paidAhead, inTime Hundredths, daysOverdue int) int {
	if !paidAhead.Known() {
		paidAhead = 0
	}
	if !inTime.Known() {
		inTime = UnknownPunctuality
	}
	const whole, points = 100_00, 100
	of := func(h Hundredths) int { return int(min(max(h, 0), whole)) }
	half := (of(paidAhead) + of(inTime) + points) / (2 * points) // rounded half up
	return max(0, half-max(0, daysOverdue))
}
