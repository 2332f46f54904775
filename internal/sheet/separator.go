package sheet

import "bytes"

// candidates in the order that decides where the bytes do not.
var candidates = []byte{',', ';', '\t', '|'}

// sampleLines is how many lines vote on the separator; the vote of a long
// file's beginning is not changed by its end.
const sampleLines = 2000

// separator tells what divides the cells, and how many cells most lines have.
// Excel's own first line "sep=;" decides alone. Otherwise each candidate is
// tried on every line outside quotes, and the one under which most lines agree
// on their number of cells wins, each line with as many votes as it has cells:
// the decimal commas of a statement may agree with one another, but they make
// fewer cells than its separator. The header counts for half the lines, because
// a decimal comma makes columns in every row but never in the headings.
func separator(sample []byte) (comma byte, columns int, sepLine bool) {
	if c, rest, ok := excelLine(sample); ok {
		_, columns = agreement(rest, c)
		return c, columns, true
	}
	best := -1
	comma = ','
	columns = 1
	for _, c := range candidates {
		votes, n := agreement(sample, c)
		if n > 1 && votes*n > best {
			best, comma, columns = votes*n, c, n
		}
	}
	return comma, columns, false
}

func excelLine(sample []byte) (comma byte, rest []byte, ok bool) {
	i := lineEnd(sample)
	if i < 0 {
		i = len(sample)
	}
	line := bytes.Trim(sample[:i], "\" ")
	if len(line) != 5 || !bytes.EqualFold(line[:4], []byte("sep=")) {
		return 0, nil, false
	}
	return line[4], sample[i:], line[4] < 128
}

// agreement is the most common number of cells above one, and twice the lines
// that have it, with the header's bonus.
func agreement(sample []byte, comma byte) (votes, columns int) {
	counts := map[int]int{}
	first, lines, n := 0, 0, 1
	content, inQuote := false, false
	start := true // of a cell
	finish := func() {
		if content {
			counts[n]++
			lines++
			if n > 1 && first == 0 || lines == 1 {
				first = n
			}
		}
		n, content, start, inQuote = 1, false, true, false
	}
	for i := 0; i < len(sample) && lines < sampleLines; i++ {
		b := sample[i]
		switch {
		case inQuote:
			if b == '"' {
				inQuote = false
			}
		case b == '"' && (start || i > 0 && sample[i-1] == '"'):
			inQuote, content, start = true, true, false
		case b == '\n' || b == '\r':
			finish()
		case b == comma:
			n++
			start = true
		default:
			start = false
			content = content || b > ' '
		}
	}
	finish()
	for k, c := range counts {
		if k > 1 && (2*c > votes || 2*c == votes && k > columns) {
			votes, columns = 2*c, k
		}
	}
	if first == columns {
		votes += lines
	}
	return votes, columns
}
