package paper

// The greys of charts: what is in order is light, what is not is dark.
const (
	lightGrey = 195
	darkGrey  = 70
)

var (
	chartTitle = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 9.5, leading: 5}
	chartText  = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 5}
)

// Bars is a chart of amounts, one bar below the other, each as long as its
// amount. The longest takes all the room.
type Bars struct {
	Title string
	Rows  []Bar
}

// Bar is one row: what it is, how much, and the figure to read at its end.
type Bar struct {
	Label string
	Value string
	Size  int64 // never negative
	Dark  bool
}

func (c Bars) boxes() []box {
	if len(c.Rows) == 0 {
		return nil
	}
	b := box{gap: 5}
	b.column(chartTitle, c.Title, left, textWidth)
	axis := b.height
	longest := int64(1)
	labels, values := 0.0, 0.0
	for _, r := range c.Rows {
		longest = max(longest, r.Size)
		labels = max(labels, measure(sans, r.Label, chartText.size))
		values = max(values, measure(sans, r.Value, chartText.size))
	}
	from := left + min(labels, textWidth/3) + 3
	room := right - from - values - 3
	for _, r := range c.Rows {
		b.bar(r, from, room*float64(r.Size)/float64(longest))
	}
	b.ops = append(b.ops, op{x: from, y: axis, x2: from, y2: b.height, size: 0.2, grey: 60})
	return []box{b}
}

// bar adds a row: the label, a bar so long from there on, and the value behind
// it.
func (b *box) bar(r Bar, from, length float64) {
	base, grey := b.height+chartText.baseline(), uint8(lightGrey)
	if r.Dark {
		grey = darkGrey
	}
	for _, line := range clip(chartText.strips(chartText.lines(plainRun(r.Label), from-left-3), left), chartText.leading) {
		for _, o := range line.ops {
			o.y += b.height
			b.ops = append(b.ops, o)
		}
	}
	b.ops = append(
		b.ops,
		op{x: from, y: b.height + 0.7, x2: from + length, y2: b.height + chartText.leading - 0.7, fill: true, grey: grey},
		op{x: from + length + 1.5, y: base, size: chartText.size, face: sans, text: r.Value},
	)
	b.height += chartText.leading
}

// Stacks is a chart of amounts over time: columns side by side, the dark part
// of each at its foot.
type Stacks struct {
	Title   string
	Columns []Stack
}

// Stack is one column. Size holds the dark part, too.
type Stack struct {
	Label string // below it
	Value string // above it
	Size  int64
	Dark  int64 // of Size
}

// stackHeight is how high the highest column stands.
const stackHeight = 34.0

func (c Stacks) boxes() []box {
	if len(c.Columns) == 0 {
		return nil
	}
	b := box{gap: 5}
	b.column(chartTitle, c.Title, left, textWidth)
	highest := int64(1)
	for _, s := range c.Columns {
		highest = max(highest, s.Size)
	}
	foot := b.height + captionStyle.leading + stackHeight
	slot := textWidth / float64(len(c.Columns))
	for i, s := range c.Columns {
		x := left + float64(i)*slot
		high, dark := stackHeight*float64(s.Size)/float64(highest), stackHeight*float64(s.Dark)/float64(highest)
		b.ops = append(
			b.ops,
			op{x: x + slot*0.15, y: foot - high, x2: x + slot*0.85, y2: foot, fill: true, grey: lightGrey},
			op{x: x + slot*0.15, y: foot - dark, x2: x + slot*0.85, y2: foot, fill: true, grey: darkGrey},
			centred(s.Value, x+slot/2, foot-high-1),
			centred(s.Label, x+slot/2, foot+captionStyle.leading),
		)
	}
	b.ops = append(b.ops, op{x: left, y: foot, x2: right, y2: foot, size: 0.2, grey: 60})
	b.height = foot + captionStyle.leading + 1.5
	return []box{b}
}

func centred(text string, x, y float64) op {
	return op{x: x - measure(sans, text, captionStyle.size)/2, y: y, size: captionStyle.size, face: sans, text: text}
}
