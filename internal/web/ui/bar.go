package ui

import "strconv"

// Part is one piece of a Bar.
type Part struct {
	Name, Text string
	Size       int64 // what the pieces are measured by; one below zero has no piece
}

// piece is where a part stands in the bar, in per cent of its width.
type piece struct{ from, width string }

// placed puts the parts one after another, counting in ten-thousandths of the
// whole.
func placed(parts []Part) []piece {
	var whole, at int64
	for _, p := range parts {
		whole += max(p.Size, 0)
	}
	list := make([]piece, len(parts))
	for i, p := range parts {
		var width int64
		if whole > 0 {
			width = max(p.Size, 0) * 10000 / whole
		}
		list[i] = piece{hundredths(at), hundredths(width)}
		at += width
	}
	return list
}

func hundredths(n int64) string {
	rest := strconv.FormatInt(n%100+100, 10)
	return strconv.FormatInt(n/100, 10) + "." + rest[1:] + "%"
}

func partClass(i int) string { return "part-" + strconv.Itoa(min(i, 4)) }

// leftTone is the tone of a number of days left before limitation: somebody is
// warned at 180 days, and there is hurry at 30.
func leftTone(left int) string {
	switch {
	case left <= 30:
		return "bad"
	case left <= 180:
		return "warn"
	}
	return ""
}
