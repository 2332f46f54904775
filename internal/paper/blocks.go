package paper

import (
	"slices"
	"strconv"

	"debitor/internal/letter"
)

// The styles of a letter.
var (
	bodyStyle    = style{regular: serif, bold: serifBold, italic: serifItalic, size: 10.5, leading: 4.7}
	titleStyle   = style{regular: serifBold, bold: serifBold, italic: serifBold, size: 13, leading: 5.8}
	headStyle    = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 14, leading: 6.2}
	smallStyle   = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 4, grey: 90}
	detailStyle  = style{regular: sans, bold: sansBold, italic: sans, size: 9, leading: 4.1}
	captionStyle = style{regular: sans, bold: sansBold, italic: sans, size: 7.5, leading: 3.3, grey: 90}
	tableStyle   = style{regular: sans, bold: sansBold, italic: sans, size: 8.5, leading: 3.5}
	tableHead    = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 8, leading: 3.3}
	tableTotal   = style{regular: sansBold, bold: sansBold, italic: sansBold, size: 8.5, leading: 3.5}
)

const paragraphGap = 2.3

// layout sets a letter on sheets, complete with its feet.
func layout(doc *letter.Document) []sheet {
	parts := arrangementOf(doc.Meta)
	var first sheet
	body := top
	if framed(doc.Blocks) {
		body = parts.frame(&first, doc.Blocks)
		parts.fold(&first)
	}
	var boxes []box
	for i, b := range doc.Blocks {
		boxes = append(boxes, blockBoxes(b)...)
		if i+1 < len(doc.Blocks) {
			joinNext(boxes, doc.Blocks[i+1])
		}
	}
	sheets := flowTight(first, body, boxes)
	for i := range sheets {
		foot(&sheets[i], doc.Meta, i+1, len(sheets))
	}
	return sheets
}

// framed says whether the blocks have a letter's frame; without one they begin
// at the top of the sheet, which nobody folds.
func framed(blocks []letter.Block) bool {
	return slices.ContainsFunc(blocks, func(b letter.Block) bool {
		switch b.(type) {
		case letter.Letterhead, letter.Addressee, letter.Reference:
			return true
		}
		return false
	})
}

// joinNext keeps the end of what was just set with a block that must not begin
// a page alone: two lines of the letter with its signature, one with what it
// introduces.
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
	case letter.Total, letter.Note, letter.List, letter.Table:
		boxes[n-1].keep = true
	}
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
	case letter.Note:
		return smallStyle.paragraph(plainRun(b.Text), 4)
	}
	return nil // the frame's
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
	return together(s.strips(s.lines(runs, textWidth), left), gap)
}

// together keeps the first two and the last two lines on one page.
func together(boxes []box, gap float64) []box {
	if n := len(boxes); n > 0 {
		boxes[0].gap = gap
		boxes[0].keep = n > 1
		if n > 1 {
			boxes[n-2].keep = true
		}
	}
	return boxes
}

const listIndent = 7.0

// shortList is how many lines of a list stay on one page, so that enclosures
// and the boxes of a form are seen at once.
const shortList = 12

func listBoxes(l letter.List) []box {
	var boxes []box
	for i, item := range l.Items {
		strips := together(bodyStyle.strips(bodyStyle.lines(item, textWidth-listIndent), left+listIndent), paragraphGap/2)
		if len(strips) == 0 {
			continue
		}
		strips[0].ops = append(strips[0].ops, bullet(l, i)...)
		boxes = append(boxes, strips...)
	}
	for i := range boxes {
		boxes[i].keep = boxes[i].keep || i < len(boxes)-1 && (len(boxes) <= shortList || i == 0 || i == len(boxes)-2)
	}
	return boxes
}

// bullet stands left of an item: its number, a dash, or a square to tick.
func bullet(l letter.List, i int) []op {
	mark := op{x: left, y: bodyStyle.baseline(), size: bodyStyle.size, face: serif, text: "–"}
	switch {
	case l.Boxes:
		const side = 3.0
		x, y := left+0.5, mark.y-side+0.3
		return []op{
			{x: x, y: y, x2: x + side, y2: y, size: 0.2},
			{x: x, y: y + side, x2: x + side, y2: y + side, size: 0.2},
			{x: x, y: y, x2: x, y2: y + side, size: 0.2},
			{x: x + side, y: y, x2: x + side, y2: y + side, size: 0.2},
		}
	case l.Ordered:
		mark.text = strconv.Itoa(i+1) + "."
	}
	return []op{mark}
}

// The side of a payment code with its white border: as telephones need it, but
// no smaller than looks right and no larger than the sheet can spare.
const (
	codeLeast = 30.0
	codeMost  = 46.0
)

// detailsBox sets the bank details apart with a line at their left, and the
// payment code at their right.
func detailsBox(d letter.Details) box {
	b := box{gap: 3}
	width := textWidth - 4
	code, side := payCode(d.Code), 0.0
	if code != nil {
		side = min(max(codeLeast, code.least()), codeMost)
		width -= side + 3
	}
	bold := detailStyle
	bold.regular = sansBold
	b.column(bold, d.Title, left+4, width)
	for _, line := range d.Lines {
		b.column(detailStyle, line, left+4, width)
	}
	if code != nil {
		b.height += 1.5
		b.column(captionStyle, d.Code.Caption, left+4, width)
		border := side * qrQuiet / float64(code.dots.side+2*qrQuiet) // it may lie over the margin and the white above
		b.height = max(b.height, side-border)
		b.ops = append(b.ops, code.ops(right-side+border, -border, side)...)
	}
	b.ops = append(b.ops, op{x: left + 0.6, y: 0.4, x2: left + 0.6, y2: b.height - 0.2, size: 0.6, grey: 170})
	b.height++
	return b
}

// payCode is the code to pay by; without one the details are complete as they
// are, so that a text no code holds leaves it out.
func payCode(c letter.Code) *qrCode {
	if c.Text == "" {
		return nil
	}
	code, err := newQR(c.Text, c.Sign)
	if err != nil {
		return nil
	}
	return code
}
