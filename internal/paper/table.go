package paper

import (
	"slices"
	"strings"

	"debitor/internal/letter"
)

const (
	cellPadX = 1.25
	cellPadY = 0.6
)

// tableBoxes sets a table: one box per row, each knowing the head that goes
// above it on a new page. The first two rows stay with the head, the last two
// with the total if there is one.
func tableBoxes(t letter.Table) []box {
	widths := columnWidths(t, textWidth)
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	head := rowBox(t, titles, widths, tableHead)
	head.under(groupBox(t, widths))
	head.ops = append(
		head.ops,
		op{x: left, x2: right, size: 0.35},
		op{x: left, y: head.height, x2: right, y2: head.height, size: 0.35},
	)
	repeated := head // without white above
	head.gap = 3.4
	head.keep = true
	boxes := []box{head}
	n := len(t.Rows)
	for i, cells := range t.Rows {
		row := rowBox(t, cells, widths, tableStyle)
		row.head = &repeated
		row.keep = i == 0 && n > 1 || i >= n-2
		if i < n-1 {
			row.ops = append(row.ops, op{x: left, y: row.height, x2: right, y2: row.height, size: 0.1, grey: 190})
		}
		boxes = append(boxes, row)
	}
	if len(t.Total) == 0 {
		last := &boxes[len(boxes)-1]
		last.keep = false
		last.ops = append(last.ops, op{x: left, y: last.height, x2: right, y2: last.height, size: 0.35})
		return boxes
	}
	total := rowBox(t, t.Total, widths, tableTotal)
	total.ops = append(total.ops, op{x: left, x2: right, size: 0.35})
	total.head = &repeated
	return append(boxes, total)
}

// groupBox sets the headings over several columns, each with a line below.
func groupBox(t letter.Table, widths []float64) box {
	b := box{}
	x, column := left, 0
	for _, g := range t.Groups {
		width := 0.0
		for _, w := range widths[column : column+g.Columns] {
			width += w
		}
		column += g.Columns
		lines := tableHead.lines(plainRun(g.Title), width-2*cellPadX)
		for n, line := range lines {
			for _, o := range line {
				o.x += x + cellPadX
				o.y = cellPadY + float64(n)*tableHead.leading + tableHead.baseline()
				b.ops = append(b.ops, o)
			}
		}
		if len(lines) > 0 {
			b.ops = append(b.ops, op{x: x + cellPadX, x2: x + width - cellPadX, size: 0.2})
			b.height = max(b.height, float64(len(lines))*tableHead.leading+2*cellPadY)
		}
		x += width
	}
	for i := range b.ops {
		if b.ops[i].text == "" { // the lines stand at one height, however long the titles
			b.ops[i].y, b.ops[i].y2 = b.height, b.height
		}
	}
	return b
}

// under moves a box below another and makes one of both.
func (b *box) under(above box) {
	for i := range b.ops {
		b.ops[i].y += above.height
		b.ops[i].y2 += above.height
	}
	b.ops = append(above.ops, b.ops...)
	b.height += above.height
}

func rowBox(t letter.Table, cells []string, widths []float64, s style) box {
	b := box{}
	x := left
	for i, cell := range cells {
		if cell != "" {
			lines := s.lines(plainRun(cell), widths[i]-2*cellPadX)
			for n, line := range lines {
				for _, o := range line {
					o.y = cellPadY + float64(n)*s.leading + s.baseline()
					o.x += x + cellPadX
					if t.Columns[i].Right {
						o.x = x + widths[i] - cellPadX - measure(o.face, o.text, o.size)
					}
					b.ops = append(b.ops, o)
				}
			}
			b.height = max(b.height, float64(len(lines))*s.leading)
		}
		x += widths[i]
	}
	b.height += 2 * cellPadY
	return b
}

// elasticColumns hold names and running text, whose lines may break.
var elasticColumns = []string{"contract", "document", "name", "address", "text"}

// columnWidths gives figures and dates what they need and shares the rest
// among the columns with names.
func columnWidths(t letter.Table, total float64) []float64 {
	widths := make([]float64, len(t.Columns))
	var elastic []int
	var natural float64
	for i, c := range t.Columns {
		widths[i] = leastTitle(c.Title)
		for _, row := range t.Rows {
			widths[i] = max(widths[i], measure(sans, row[i], tableStyle.size))
		}
		if len(t.Total) > 0 {
			widths[i] = max(widths[i], measure(sansBold, t.Total[i], tableTotal.size))
		}
		widths[i] += 2 * cellPadX
		if c.Same > 0 {
			widths[i] = max(widths[i], widths[i-c.Same])
		}
		if slices.Contains(elasticColumns, c.Key) {
			elastic = append(elastic, i)
			natural += widths[i]
		} else {
			total -= widths[i]
		}
	}
	share(widths, elastic, natural, total)
	return widths
}

// share fits the elastic columns into the room: what is over goes to the last
// of them; what lacks is taken from the widest.
func share(widths []float64, elastic []int, natural, room float64) {
	if len(elastic) == 0 {
		return
	}
	if natural <= room {
		over := (room - natural) / float64(len(elastic))
		for _, i := range elastic {
			widths[i] += over
		}
		return
	}
	even := room / float64(len(elastic))
	var narrow, wide []int
	for _, i := range elastic {
		if widths[i] <= even {
			narrow = append(narrow, i)
			room -= widths[i]
		} else {
			wide = append(wide, i)
		}
	}
	if len(narrow) > 0 {
		natural = 0
		for _, i := range wide {
			natural += widths[i]
		}
		share(widths, wide, natural, room)
		return
	}
	for _, i := range wide {
		widths[i] = max(even, 18)
	}
}

// leastTitle is the room a column's title needs: a short one stands on one line,
// another breaks between its words.
func leastTitle(title string) float64 {
	const short = 14.0
	if whole := measure(tableHead.regular, title, tableHead.size); whole <= short {
		return whole
	}
	longest := 0.0
	for w := range strings.SplitSeq(title, " ") {
		longest = max(longest, measure(tableHead.regular, w, tableHead.size))
	}
	return longest
}
