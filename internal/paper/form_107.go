package paper

import (
	"io"
	"strconv"

	"debitor/internal/letter"
	"debitor/internal/money"
)

// Inventory is the list of what a letter of declared value contains, after form
// 107. The post wants it twice, on the open letter: one copy goes in, the other
// comes back stamped.
type Inventory struct {
	To       Party
	Sender   string
	Track    string // the postal tracking number (ШПИ); empty: by hand
	Currency money.Currency
	Items    []InventoryItem
}

// InventoryItem is one thing in the letter.
type InventoryItem struct {
	Title string
	Count int         // copies
	Value money.Minor // declared value of all of them; 0: a dash
}

// Half of a sheet for each copy, cut apart in the middle.
const (
	halfHeight   = pageHeight / 2
	inventoryTop = 9.0
	cutInset     = 6.0
	endHeight    = 46.0 // of the totals, signatures and stamp
)

var inventoryTable = formTable{x: left, most: 6, columns: []column{
	{"№ п/п", 10, true},
	{"Наименование вложений", 100, false},
	{"Количество", 22, true},
	{"Объявленная ценность", 38, true},
}}

// Inventories writes a PDF of inventories in the order given; each begins a sheet
// of A4 with both copies on it.
func Inventories(w io.Writer, info Info, all []Inventory) error {
	var sheets []sheet
	for _, v := range all {
		sheets = append(sheets, v.layout()...)
	}
	return bind(w, info, a4, sheets)
}

// layout is as many sheets as the items need. The rows of the last one leave
// room for the totals.
func (v Inventory) layout() []sheet {
	var head sheet
	from := v.head(&head)
	rows := inventoryTable.boxes(v.cells())
	title, rows := rows[0], rows[1:]
	room := halfHeight - cutInset - endHeight - from - title.height
	var pages [][]box
	for len(rows) > 0 || len(pages) == 0 {
		n, used := 0, 0.0
		for n < len(rows) && (n == 0 || used+rows[n].height <= room) {
			used += rows[n].height
			n++
		}
		pages = append(pages, rows[:n])
		rows = rows[n:]
	}
	sheets := make([]sheet, len(pages))
	for i, page := range pages {
		half := sheet{ops: append([]op(nil), head.ops...)}
		y := stack(&half, append([]box{title}, page...), from)
		v.end(&half, y+2, i+1, len(pages))
		sheets[i] = twice(half)
	}
	return sheets
}

// twice puts a half sheet on both halves, with a line to cut along.
func twice(half sheet) sheet {
	s := sheet{ops: append([]op(nil), half.ops...)}
	put(&s, box{ops: half.ops}, halfHeight)
	for x := 5.0; x < pageWidth-5; x += 4 {
		s.ops = append(s.ops, op{x: x, y: halfHeight, x2: x + 2, y2: halfHeight, size: 0.1, grey: 150})
	}
	return s
}

func (v Inventory) head(s *sheet) (y float64) {
	line := strip{left, textWidth}
	to := v.To.typeset(formLang)
	boxes := line.text(formCaption, "ф. 107")
	boxes = append(boxes, line.text(formTitle, "Опись вложения в ценное письмо")...)
	boxes = append(boxes, line.labelled("ШПИ:", v.Track)...)
	boxes = append(boxes, line.labelled("Кому:", to.Name)...)
	boxes = append(boxes, line.labelled("Куда:", to.Address)...)
	return stack(s, boxes, inventoryTop) + 2
}

func (v Inventory) cells() [][]string {
	rows := make([][]string, len(v.Items))
	for i, item := range v.Items {
		value := figure(item.Value, v.Currency)
		if value == "" {
			value = "—"
		}
		rows[i] = []string{strconv.Itoa(i + 1), letter.Typeset(item.Title, formLang), strconv.Itoa(item.Count), value}
	}
	return rows
}

// end sets totals, signatures and the place for the stamp; on all sheets but the
// last the totals are told to follow.
func (v Inventory) end(s *sheet, y float64, page, pages int) {
	line := strip{left, textWidth - stampSide - 6}
	var boxes []box
	if page < pages {
		boxes = line.text(formStyle, "Лист "+strconv.Itoa(page)+" из "+strconv.Itoa(pages)+", итоги на последнем листе")
	} else {
		boxes = v.totals(line)
	}
	boxes = append(
		boxes,
		line.labelled("Отправитель:", letter.Typeset(v.Sender, formLang))[0],
		line.signature("", "должность", "подпись", "фамилия, инициалы"),
		line.signature("Проверил", "должность", "подпись почтового работника"),
	)
	stack(s, boxes, y)
	s.ops = append(s.ops, stampPlace(right-stampSide, y)...)
}

func (v Inventory) totals(line strip) []box {
	var value money.Minor
	count := 0
	for _, item := range v.Items {
		count += item.Count
		value += item.Value
	}
	boxes := line.labelled("Всего вложений:", strconv.Itoa(count)+" ("+letter.Count(count, formLang)+")")
	if value == 0 { // whoever hands it in declares it at the counter
		return append(boxes, line.blank("Общая сумма ценности:"))
	}
	return append(boxes, clip(line.labelled("Общая сумма ценности:", inWords(value, v.Currency)), 3*formStyle.leading)...)
}
