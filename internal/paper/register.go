package paper

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/letter"
)

// Register is the list one hands in at the post office with the letters.
type Register struct {
	Lang   string
	Sender Party
	Date   cal.Date
	Rows   []RegisterRow
}

// RegisterRow is one posted letter.
type RegisterRow struct {
	Number    int // running number, from 1
	Addressee string
	Address   string
	Letter    string // the letter's id
	Kind      letter.Kind
	Pages     int // printed on one side: as many sheets
}

// Weights of what is posted, in grams, rounded up: A4 of 80 g/m² weighs 4.99,
// a DL envelope about 5.
const (
	SheetGrams    = 5
	EnvelopeGrams = 6
)

// WeightClasses are the upper bounds of the weight steps by which post is
// charged, in grams. They are a convenience for sorting, not a tariff.
var WeightClasses = []int{20, 50, 100, 250, 500, 1000, 2000}

// WeightClass is the step a letter of so many sheets falls into: "20" up to 20
// g with its envelope, "2000+" beyond the last step.
func WeightClass(sheets int) string {
	grams := sheets*SheetGrams + EnvelopeGrams
	for _, class := range WeightClasses {
		if grams <= class {
			return strconv.Itoa(class)
		}
	}
	return strconv.Itoa(WeightClasses[len(WeightClasses)-1]) + "+"
}

// registerWords is what a register says in one language.
type registerWords struct {
	title, sender  string
	columns        [7]string
	kinds          map[letter.Kind]string
	total, weights string
	upTo           func(class string, n int) string
	handedIn       string
	accepted       string
}

var registers = map[string]registerWords{
	"ru": {
		title: "Реестр почтовых отправлений", sender: "Отправитель:",
		columns: [7]string{"№", "Адресат", "Адрес", "Письмо", "Вид", "Листов", "Вес до,\u00a0г"},
		kinds:   map[letter.Kind]string{letter.Reminder: "напоминание", letter.Warning: "предупреждение", letter.Claim: "претензия"},
		total:   "Всего отправлений:", weights: "По весу:",
		upTo:     func(class string, n int) string { return "до " + class + " г — " + strconv.Itoa(n) },
		handedIn: "Сдал", accepted: "Принял",
	},
	"en": {
		title: "Posting register", sender: "Sender:",
		columns: [7]string{"No.", "Addressee", "Address", "Letter", "Kind", "Sheets", "Up to,\u00a0g"},
		kinds:   map[letter.Kind]string{letter.Reminder: "reminder", letter.Warning: "warning", letter.Claim: "demand"},
		total:   "Items in all:", weights: "By weight:",
		upTo:     func(class string, n int) string { return "up to " + class + " g: " + strconv.Itoa(n) },
		handedIn: "Handed in by", accepted: "Accepted by",
	},
}

// Write writes the register as a PDF.
func (r Register) Write(w io.Writer) error {
	words, ok := registers[r.Lang]
	if !ok {
		words = registers["en"]
	}
	info := Info{Title: words.title, Author: r.Sender.Name, Lang: r.Lang, Date: r.Date}
	d := newFile(info, a4, wholeFont)
	sheets := r.layout(words)
	meta := letter.Meta{Lang: r.Lang}
	for i := range sheets {
		page := meta.PageLabel(i+1, len(sheets))
		at := right - measure(sans, page, smallStyle.size)
		sheets[i].ops = append(sheets[i].ops, op{x: at, y: footLine, size: smallStyle.size, face: sans, grey: 110, text: page})
		d.page(&sheets[i])
	}
	if err := d.writeTo(w); err != nil {
		return fmt.Errorf("write register: %w", err)
	}
	return nil
}

func (r Register) layout(words registerWords) []sheet {
	title := words.title + " · " + letter.Date(r.Date, r.Lang)
	boxes := kept(titleStyle.paragraph(plainRun(title), 0), 0)
	from := r.Sender.typeset(r.Lang)
	sender := []letter.Run{{Text: words.sender + " "}, {Text: from.Name, Bold: true}}
	if from.Address != "" {
		sender = append(sender, letter.Run{Text: ", " + from.Address})
	}
	boxes = append(boxes, kept(detailStyle.paragraph(sender, 2), 2)...)
	boxes = append(boxes, tableBoxes(r.table(words))...)
	boxes[len(boxes)-1].keep = true
	boxes = append(boxes, kept(detailStyle.paragraph(plainRun(words.weights+" "+r.byWeight(words)), 3), 3)...)
	boxes = append(boxes, handOver(words))
	return flow(sheet{}, 16, boxes)
}

func (r Register) table(words registerWords) letter.Table {
	keys := [7]string{"number", "name", "address", "letter", "kind", "pages", "weight"}
	var t letter.Table
	for i, key := range keys {
		t.Columns = append(t.Columns, letter.Column{Key: key, Title: words.columns[i], Right: i == 0 || i > 4})
	}
	pages := 0
	for _, row := range r.Rows {
		pages += row.Pages
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(row.Number), letter.Typeset(row.Addressee, r.Lang), letter.Typeset(row.Address, r.Lang), row.Letter,
			words.kinds[row.Kind], strconv.Itoa(row.Pages), WeightClass(row.Pages),
		})
	}
	t.Total = []string{"", words.total + " " + strconv.Itoa(len(r.Rows)), "", "", "", strconv.Itoa(pages), ""}
	return t
}

// byWeight counts the letters of each step, lightest first.
func (r Register) byWeight(words registerWords) string {
	count := map[string]int{}
	for _, row := range r.Rows {
		count[WeightClass(row.Pages)]++
	}
	var parts []string
	last := strconv.Itoa(WeightClasses[len(WeightClasses)-1]) + "+"
	for _, class := range WeightClasses {
		if n := count[strconv.Itoa(class)]; n > 0 {
			parts = append(parts, words.upTo(strconv.Itoa(class), n))
		}
	}
	if n := count[last]; n > 0 {
		parts = append(parts, words.upTo(last, n))
	}
	return strings.Join(parts, "; ")
}

// handOver is the line where both sides sign.
func handOver(words registerWords) box {
	b := box{gap: 8, height: detailStyle.leading + 2}
	base := detailStyle.baseline()
	half := textWidth / 2
	for i, label := range []string{words.handedIn, words.accepted} {
		x := left + float64(i)*(half+4)
		w := measure(sans, label, detailStyle.size)
		b.ops = append(
			b.ops,
			op{x: x, y: base, size: detailStyle.size, face: sans, text: label},
			op{x: x + w + 2, y: base + 0.6, x2: x + half - 4, y2: base + 0.6, size: 0.2},
		)
	}
	return b
}
