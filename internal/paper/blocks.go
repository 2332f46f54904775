package paper

import (
	"strconv"

	"debitor/internal/letter"
)

// The styles of a letter.
var (
	bodyStyle   = style{regular: serif, bold: serifBold, italic: serifItalic, size: 10.5, leading: 4.7}
	titleStyle  = style{regular: serifBold, bold: serifBold, italic: serifBold, size: 13, leading: 5.8}
	headStyle   = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 14, leading: 6.2}
	smallStyle  = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 4, grey: 90}
	detailStyle = style{regular: sans, bold: sansBold, italic: sans, size: 9, leading: 4.1}
	tableStyle  = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 3.5}
	tableHead   = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 8, leading: 3.3}
	tableTotal  = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 8.5, leading: 3.5}
)

// The addressee stands on the right, where the window of a DL envelope is and
// where Russian and Belarusian letters have it.
const (
	addresseeTop   = 42.0
	addresseeLeft  = 113.0
	addresseeWidth = right - addresseeLeft
	addresseeMost  = 52.0 // its height: what is longer is set smaller
	letterheadMost = 60.0
	bodyTop        = 74.0
	paragraphGap   = 2.3
)

// layout sets a letter on sheets, complete with its feet.
func layout(doc *letter.Document) []sheet {
	var first sheet
	y := 14.0
	used := bodyTop
	var boxes []box
	for i, b := range doc.Blocks {
		switch b := b.(type) {
		case letter.Letterhead:
			y = letterhead(&first, b, y)
		case letter.Addressee:
			used = max(used, addressee(&first, b, max(y+6, addresseeTop))+8)
		case letter.Reference:
			at := max(y+6, addresseeTop)
			for _, s := range bodyStyle.strips(bodyStyle.lines(plainRun(b.Text), addresseeLeft-left-8), left) {
				at = put(&first, s, at)
			}
		default:
			boxes = append(boxes, blockBoxes(b)...)
			if i+1 < len(doc.Blocks) {
				joinNext(boxes, doc.Blocks[i+1])
			}
		}
	}
	for _, mark := range []float64{99, 198} { // where the sheet is folded for a DL envelope
		first.ops = append(first.ops, op{x: 5, y: mark, x2: 9, y2: mark, size: 0.1, grey: 160})
	}
	sheets := flow(first, used, boxes)
	for i := range sheets {
		foot(&sheets[i], doc.Meta, i+1, len(sheets))
	}
	return sheets
}

// joinNext keeps the end of what was just set with a block that must not stand
// alone on a page.
func joinNext(boxes []box, next letter.Block) {
	n := len(boxes)
	if n == 0 {
		return
	}
	switch next.(type) {
	case letter.Signature:
		boxes[n-1].keep = true
		if n > 1 {
			boxes[n-2].keep = true
		}
	case letter.Total:
		boxes[n-1].keep = true
	}
}

func put(s *sheet, b box, y float64) float64 {
	for _, o := range b.ops {
		o.y += y
		o.y2 += y
		s.ops = append(s.ops, o)
	}
	return y + b.height
}

func letterhead(s *sheet, b letter.Letterhead, y float64) float64 {
	name := headStyle
	if len(name.lines(plainRun(b.Name), textWidth)) > 1 {
		name.size, name.leading = 11, 5
	}
	for _, strip := range clip(name.strips(name.lines(plainRun(b.Name), textWidth), left), letterheadMost/2) {
		y = put(s, strip, y)
	}
	y += 0.8
	var lines []box
	for _, line := range b.Lines {
		lines = append(lines, smallStyle.strips(smallStyle.lines(plainRun(line), textWidth), left)...)
	}
	for _, strip := range clip(lines, letterheadMost/2) {
		y = put(s, strip, y)
	}
	y += 2
	s.ops = append(s.ops, op{x: left, y: y, x2: right, y2: y, size: 0.35, grey: 60})
	return y
}

func addressee(s *sheet, b letter.Addressee, y float64) float64 {
	lines, _ := field(b.Name, b.Lines, bodyStyle, addresseeWidth, addresseeMost)
	for _, strip := range lines {
		y = put(s, shifted(strip, addresseeLeft), y)
	}
	return y
}

func foot(s *sheet, m letter.Meta, n, of int) {
	page := m.PageLabel(n, of)
	const size = 7.5
	s.ops = append(
		s.ops,
		op{x: left, y: footLine, size: size, face: sans, grey: 110, text: m.Label()},
		op{x: right - measure(sans, page, size), y: footLine, size: size, face: sans, grey: 110, text: page},
	)
}

// blockBoxes sets one block of the letter's body.
func blockBoxes(b letter.Block) []box {
	switch b := b.(type) {
	case letter.Title:
		return kept(titleStyle.paragraph(plainRun(b.Text), 0), 0)
	case letter.Heading:
		heading := bodyStyle
		heading.regular = serifBold
		return kept(heading.paragraph(b.Runs, 0), paragraphGap*1.5)
	case letter.Paragraph:
		return bodyStyle.paragraph(b.Runs, paragraphGap)
	case letter.List:
		return listBoxes(b)
	case letter.Table:
		return tableBoxes(b)
	case letter.Total:
		runs := []letter.Run{{Text: b.Label + " "}, {Text: b.Amount, Bold: true}, {Text: " (" + b.Words + ")"}}
		return bodyStyle.paragraph(runs, 3.2)
	case letter.Details:
		return []box{detailsBox(b)}
	case letter.Signature:
		return []box{signatureBox(b)}
	}
	return nil
}

// kept keeps all boxes with what follows and puts white above the first.
func kept(boxes []box, gap float64) []box {
	for i := range boxes {
		boxes[i].keep = true
	}
	if len(boxes) > 0 {
		boxes[0].gap = gap
	}
	return boxes
}

// paragraph is text whose first two and last two lines stay together.
func (s style) paragraph(runs []letter.Run, gap float64) []box {
	boxes := s.strips(s.lines(runs, textWidth), left)
	if n := len(boxes); n > 0 {
		boxes[0].gap = gap
		boxes[0].keep = n > 1
		if n > 1 {
			boxes[n-2].keep = true
		}
	}
	return boxes
}

func listBoxes(l letter.List) []box {
	var boxes []box
	for i, item := range l.Items {
		bullet := "–"
		if l.Ordered {
			bullet = strconv.Itoa(i+1) + "."
		}
		strips := bodyStyle.strips(bodyStyle.lines(item, textWidth-7), left+7)
		if len(strips) == 0 {
			continue
		}
		strips[0].gap = paragraphGap / 2
		strips[0].ops = append(strips[0].ops, op{x: left, y: bodyStyle.baseline(), size: bodyStyle.size, face: serif, text: bullet})
		boxes = append(boxes, strips...)
	}
	return boxes
}

// detailsBox sets the bank details apart with a line at their left.
func detailsBox(d letter.Details) box {
	b := box{gap: 3}
	add := func(s style, f face, text string) {
		s.regular = f
		for _, strip := range s.strips(s.lines(plainRun(text), textWidth-4), left+4) {
			for _, o := range strip.ops {
				o.y += b.height
				b.ops = append(b.ops, o)
			}
			b.height += strip.height
		}
	}
	add(detailStyle, sansBold, d.Title)
	for _, line := range d.Lines {
		add(detailStyle, sans, line)
	}
	b.ops = append(b.ops, op{x: left + 0.6, y: 0.4, x2: left + 0.6, y2: b.height - 0.2, size: 0.6, grey: 170})
	b.height++
	return b
}

// signatureBox is never divided: closing, position, a line to sign on, name.
func signatureBox(s letter.Signature) box {
	b := box{gap: 4}
	stack := func(st style, text string, x, width, y float64) float64 {
		for _, strip := range st.strips(st.lines(plainRun(text), width), x) {
			for _, o := range strip.ops {
				o.y += y
				b.ops = append(b.ops, o)
			}
			y += strip.height
		}
		return y
	}
	y := 0.0
	if s.Closing != "" {
		y = stack(bodyStyle, s.Closing, left, textWidth, y)
	}
	if s.ByHand {
		y += 7 // room for the hand
		const lineFrom, lineTo = left + 72, left + 116
		for _, who := range s.Signers {
			end := stack(bodyStyle, who.Position, left, 68, y)
			base := y + bodyStyle.baseline() + 0.6
			b.ops = append(b.ops, op{x: lineFrom, y: base, x2: lineTo, y2: base, size: 0.2})
			y = max(end, stack(bodyStyle, who.Name, lineTo+4, right-lineTo-4, y)) + 7
		}
		y -= 7
	} else {
		for _, who := range s.Signers {
			y = stack(bodyStyle, who.Position, left, textWidth, y)
			y = stack(bodyStyle, who.Name, left, textWidth, y)
		}
	}
	if s.Contact != "" {
		y = stack(smallStyle, s.Contact, left, textWidth, y+2.5)
	}
	b.height = y
	return b
}
