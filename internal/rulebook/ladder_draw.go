package rulebook

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"debitor/internal/policy"
)

// style is the picture's: dark, light and hatched, so that it prints in grey.
const style = `text{font:12px "PT Sans",Arial,Helvetica,sans-serif;fill:#111}` +
	`.head{font-size:16px;font-weight:bold}.lane{font-weight:bold}.small{font-size:11px;fill:#333}.days{fill:#111}.in{fill:#fff}` +
	`.letter{fill:#1f3f66;stroke:#1f3f66}.person{fill:#c9d9ea;stroke:#1f3f66}.stop{stroke:#a00000}` +
	`.limited{stroke-dasharray:4 2}.letter.limited{fill:#5f7fa6}.line{stroke:#bbb;stroke-width:1}.due{stroke:#111;stroke-width:2}.rule{stroke:#ddd}`

// draw writes the picture from top to bottom; its height is known at the end.
func (d *drawing) draw() []byte {
	title := d.t.say("svg.title", "title", d.t.policyTitle(d.p))
	if d.category != "" {
		title += ", " + d.t.say("svg.category", "category", d.t.categoryName(d.p, d.category))
	}
	d.y = margin + 16
	for _, line := range wrapped(title, (d.right()-margin)*3/4) {
		d.text(margin, d.y, "head", line)
		d.y += 20
	}
	if d.grace > 0 {
		d.text(margin, d.y, "small", d.t.say("svg.grace", "count", d.t.count(d.grace, ""), "within", d.t.within(d.grace, "")))
		d.y += lineHeight
	}
	d.axis()
	top := d.y
	body := d.b
	d.b = strings.Builder{}
	d.y += 6
	for i := range d.holds {
		d.row(&d.holds[i])
	}
	for i := range d.lanes {
		d.lane(&d.lanes[i])
	}
	rows := d.b.String()
	d.b = strings.Builder{}
	d.grid(top)
	grid := d.b.String()
	d.b = strings.Builder{}
	d.legend()
	legend := d.b.String()

	width := d.right() + margin
	var out strings.Builder
	id := html.EscapeString(d.id)
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%d" role="img" aria-labelledby="t-%s d-%[3]s" lang="%s">`+"\n",
		width, d.y, id, d.t.code)
	fmt.Fprintf(&out, "<title id=\"t-%s\">%s</title>\n<desc id=\"d-%[1]s\">%[3]s</desc>\n", id, html.EscapeString(title), html.EscapeString(d.described()))
	fmt.Fprintf(&out, "<style>%s.stop{fill:url(#stop-%s)}</style>\n", style, id)
	fmt.Fprintf(&out, `<defs><pattern id="stop-%s" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">`+
		`<rect width="6" height="6" fill="#ffe3e0"/><rect width="2.5" height="6" fill="#c21807"/></pattern></defs>`+"\n", id)
	fmt.Fprintf(&out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, d.y)
	out.WriteString(grid + body.String() + rows + legend + "</svg>\n")
	return []byte(out.String())
}

// described is the picture for who cannot see it.
func (d *drawing) described() string {
	var steps []string
	all := append([]lane{{bars: d.holds}}, d.lanes...)
	for _, l := range all {
		for _, b := range l.bars {
			steps = append(steps, strings.TrimSuffix(b.name, ".")+": "+b.about+".")
		}
	}
	return d.t.say("svg.desc", "steps", strings.Join(steps, " "))
}

func (d *drawing) text(x, y int, class, s string) {
	fmt.Fprintf(&d.b, "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, class, html.EscapeString(s))
}

func (d *drawing) centred(x, y int, class, s string) {
	fmt.Fprintf(&d.b, "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"middle\">%s</text>\n", x, y, class, html.EscapeString(s))
}

// axis writes the days above the rows, and what they are counted from.
func (d *drawing) axis() {
	d.y += 6
	due := d.x(0)
	d.centred(due, d.y, "lane", d.t.text["svg.due"])
	half := len([]rune(d.t.text["svg.due"]))*letterWide/2 + 10
	if d.marks[0] < 0 {
		fmt.Fprintf(&d.b, "<text x=\"%d\" y=\"%d\" class=\"small\" text-anchor=\"end\">← %s</text>\n", due-half, d.y, html.EscapeString(d.t.text["svg.before"]))
	}
	d.text(due+half, d.y, "small", d.t.text["svg.days"]+" →")
	d.y += 18
	for i, day := range d.marks {
		d.centred(d.at[i], d.y, "small", figure(day))
	}
	d.y += 8
}

// grid draws a thin line for every day that has a mark, a thick one for the
// due date, behind everything else and as far down as there are bars.
func (d *drawing) grid(top int) {
	for i, day := range d.marks {
		class := "line"
		if day == 0 {
			class = "due"
		}
		fmt.Fprintf(&d.b, "<line x1=\"%d\" y1=\"%d\" x2=\"%[1]d\" y2=\"%[3]d\" class=\"%[4]s\"/>\n", d.at[i], top, d.barsEnd, class)
	}
}

func (d *drawing) lane(l *lane) {
	d.y += laneGap
	fmt.Fprintf(&d.b, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%[2]d\" class=\"rule\"/>\n", margin, d.y-6, d.right())
	for _, line := range wrapped(l.name, nameWidth) {
		d.text(margin, d.y+11, "lane", line)
		d.y += lineHeight + 3
	}
	for i := range l.bars {
		d.row(&l.bars[i])
	}
}

// row is one step: its name at the left, its bar or its words at the right.
func (d *drawing) row(b *bar) {
	names := wrapped(b.name, nameWidth-laneIndent)
	words := wrapped(b.words, d.right()-nameWidth-2*margin)
	fmt.Fprintf(&d.b, "<g><title>%s</title>\n", html.EscapeString(b.name+": "+b.about))
	for i, line := range names {
		d.text(margin+laneIndent, d.y+11+i*lineHeight, "name", line)
	}
	if b.words == "" {
		d.drawBar(b)
	} else {
		d.drawWords(b, words)
	}
	d.b.WriteString("</g>\n")
	d.y += max(len(names), len(words), 1)*lineHeight + rowGap - 3
	if b.words == "" {
		d.barsEnd = d.y
	}
}

// drawWords puts words where a bar has no place, on white so that no line
// runs through them.
func (d *drawing) drawWords(b *bar, lines []string) {
	x := nameWidth + 2*margin + 8
	fmt.Fprintf(&d.b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", x-4, d.y-2, d.right()-x+4, len(lines)*lineHeight+3)
	fmt.Fprintf(&d.b, "<rect x=\"%d\" y=\"%d\" width=\"9\" height=\"9\" class=\"%s%s\"/>\n", x, d.y+2, b.class, limitedClass(b))
	for i, line := range lines {
		d.text(x+16, d.y+11+i*lineHeight, "days", line)
	}
}

func limitedClass(b *bar) string {
	if b.limited {
		return " limited"
	}
	return ""
}

// drawBar draws the days, with an arrow where they have no end, and writes
// them inside where there is room, else behind the bar on white.
func (d *drawing) drawBar(b *bar) {
	from, to := d.x(b.from)-9, d.x(b.to)+9
	if b.to == policy.Open {
		to = d.right() - 12
	}
	fmt.Fprintf(&d.b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\" class=\"%s%s\"/>\n", from, d.y, to-from, barHeight, b.class, limitedClass(b))
	if b.to == policy.Open {
		fmt.Fprintf(&d.b, "<path d=\"M%d %dl12 %d l-12 %[3]dz\" class=\"%s\"/>\n", to, d.y, barHeight/2, b.class)
	}
	wide := (utf8.RuneCountInString(b.days) + 1) * letterWide
	switch {
	case b.class == "stop" || wide > to-from-4:
		d.outside(b, from, to, wide)
	case b.class == "letter":
		d.centred((from+to)/2, d.y+11, "in", b.days)
	default:
		d.centred((from+to)/2, d.y+11, "days", b.days)
	}
}

// outside writes the days beside the bar: behind it, or before it where the
// sheet ends.
func (d *drawing) outside(b *bar, from, to, wide int) {
	x := to + 5
	if x+wide > d.right() {
		x = max(nameWidth+2*margin, from-5-wide)
	}
	if x < to && x+wide > from { // neither side has room: on the bar, on white
		x = from + 6
	}
	fmt.Fprintf(&d.b, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", x-2, d.y+1, wide, barHeight-2)
	d.text(x, d.y+11, "days", b.days)
}

// legend says what the colours are.
func (d *drawing) legend() {
	d.y += laneGap + 4
	x := margin
	for _, key := range []struct{ class, text string }{
		{"letter", "svg.letter"}, {"person", "svg.person"}, {"stop", "svg.stop"}, {"person limited", "table.if"},
	} {
		if key.class == "stop" && len(d.holds) == 0 {
			continue
		}
		text := d.t.text[key.text]
		if key.text == "table.if" {
			text += " …"
		}
		fmt.Fprintf(&d.b, "<rect x=\"%d\" y=\"%d\" width=\"22\" height=\"11\" class=\"%s\"/>\n", x, d.y, key.class)
		d.text(x+28, d.y+10, "small", text)
		x += 28 + (utf8.RuneCountInString(text)+3)*letterWide
	}
	d.text(x, d.y+10, "small", d.t.text["svg.open"])
	d.y += 11 + margin
}
