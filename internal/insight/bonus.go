package insight

import "debitor/internal/money"

// MinimumPoint is what each of so many managers has to bring in before there is
// a bonus: the break-even by them, rounded half up (F-23: 100,000 / 10 is
// 10,000); false without managers.
func MinimumPoint(breakEven money.Minor, managers int) (money.Minor, bool) {
	if managers <= 0 || breakEven < 0 {
		return 0, false
	}
	return scaled(breakEven, 1, uint64(managers))
}

// ReceiptsBonus is a rate in hundredths of a percent of the receipts beyond the
// minimum point, rounded half up (F-23: 5 % of 14,000 − 10,000 is 200; of 9,000
// nothing). Collecting money never lowers it.
func ReceiptsBonus(rate Hundredths, receipts, point money.Minor) money.Minor {
	if rate <= 0 {
		return 0
	}
	bonus, _ := scaled(max(0, receipts-point), uint64(rate), 10_000)
	return bonus
}

// OverdueOfBase is what is overdue by the receivables that a period began with:
// unlike the share of all that is open it cannot grow because somebody
// collected money that was not overdue (F-24, R-54).
func OverdueOfBase(overdue, base money.Minor) Hundredths { return Share(overdue, base) }

// CutBonus is what is left of the part of a bonus that hangs on overdue debt:
// where its share exceeds what is allowed, cut hundredths of a percent of it are
// lost (F-26, R-64).
func CutBonus(bonus money.Minor, share, allowed, cut Hundredths) money.Minor {
	if !share.Known() || share <= allowed || cut <= 0 {
		return bonus
	}
	lost, _ := scaled(bonus, uint64(min(cut, 10_000)), 10_000)
	return bonus - lost
}

// Weighted is what money that came in counts for by how it was paid: a factor in
// hundredths of it, rounded half away from zero (M5, R-24: 100.00 paid ahead at 1.20
// are 120.00). More money never counts for less.
func Weighted(received money.Minor, factor Hundredths) (money.Minor, bool) {
	return known(Ratio(received, int64(max(0, factor)), 100))
}

// Commission is a share in hundredths of a per cent of what money counts for,
// rounded half away from zero.
func Commission(counted money.Minor, percent Hundredths) (money.Minor, bool) {
	return known(Ratio(counted, int64(max(0, percent)), 10_000))
}
