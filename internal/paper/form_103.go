package paper

import (
	"io"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/letter"
	"debitor/internal/money"
)

// PostalList is the list with which registered mail is handed in, after form
// 103: one class of mail a list. What is empty in it is left to be written by
// hand at the counter.
type PostalList struct {
	Number   string // of the list; empty: by hand
	Date     cal.Date
	Sender   Party
	Office   string // the post office it is handed in at; empty: by hand
	Class    letter.Post
	Currency money.Currency // of declared values and fees
	Rows     []PostalRow
}

// PostalRow is one letter of the list.
type PostalRow struct {
	To       Party
	Track    string      // the postal tracking number (ШПИ); empty: glued or written by the post
	Grams    int         // 0: weighed by the post
	Declared money.Minor // declared value; 0: none
	Fee      money.Minor // paid for posting; 0: not known yet
	Note     string
}

var postalTable = formTable{x: left, most: 20, columns: []column{
	{"№ п/п", 8, true},
	{"Адресат", 35, false},
	{"Адрес", 37, false},
	{"ШПИ", 26, false},
	{"Вес, г", 10, true},
	{"Объявл. ценность", 17, true},
	{"Плата", 14, true},
	{"Примечание", 23, false},
}}

// Write writes the list as a PDF.
func (l PostalList) Write(w io.Writer) error {
	info := Info{Title: "Список " + l.Number, Author: l.Sender.Name, Lang: formLang, Date: l.Date}
	sheets := l.layout()
	meta := letter.Meta{Lang: formLang}
	for i := range sheets {
		page := meta.PageLabel(i+1, len(sheets))
		at := right - measure(sans, page, smallStyle.size)
		sheets[i].ops = append(sheets[i].ops, op{x: at, y: footLine, size: smallStyle.size, face: sans, grey: 110, text: page})
	}
	return bind(w, info, a4, sheets)
}

func (l PostalList) layout() []sheet {
	line := strip{left, textWidth}
	number := l.Number
	if number == "" {
		number = "_______"
	}
	sender := l.Sender.typeset(formLang)
	if sender.Address != "" {
		sender.Name += ", " + sender.Address
	}
	boxes := line.text(formCaption, "ф. 103")
	boxes = append(boxes, line.text(formTitle, "Список № "+number+" почтовых отправлений от "+letter.Date(l.Date, formLang))...)
	boxes = append(boxes, line.labelled("Вид и категория:", classNames[l.Class])...)
	boxes = append(boxes, line.labelled("Отправитель:", sender.Name)...)
	boxes = append(boxes, line.labelled("Место приёма:", letter.Typeset(l.Office, formLang))...)
	table := postalTable.boxes(l.cells())
	table[0].gap = 3
	table[len(table)-1].keep = true // totals and signatures never stand alone
	return flow(sheet{}, 14, append(append(boxes, table...), l.end()))
}

func (l PostalList) cells() [][]string {
	rows := make([][]string, len(l.Rows))
	for i, r := range l.Rows {
		to := r.To.typeset(formLang)
		grams := ""
		if r.Grams > 0 {
			grams = strconv.Itoa(r.Grams)
		}
		rows[i] = []string{
			strconv.Itoa(i + 1), to.Name, to.Address, r.Track, grams,
			figure(r.Declared, l.Currency), figure(r.Fee, l.Currency), letter.Typeset(r.Note, formLang),
		}
	}
	return rows
}

// end are the totals, the signatures and the stamp, never divided.
func (l PostalList) end() box {
	var declared, fees money.Minor
	known := true
	for _, r := range l.Rows {
		declared += r.Declared
		fees += r.Fee
		known = known && r.Fee > 0
	}
	line := strip{left, textWidth - stampSide - 6}
	var s sheet
	boxes := line.labelled("Всего отправлений:", strconv.Itoa(len(l.Rows))+" ("+letter.Count(len(l.Rows), formLang)+")")
	if declared > 0 {
		boxes = append(boxes, line.labelled("Общая сумма объявленной ценности:", inWords(declared, l.Currency))...)
	}
	paid := ""
	if known && fees > 0 {
		paid = inWords(fees, l.Currency)
	}
	boxes = append(boxes, line.labelled("Общая сумма платы:", paid)...)
	boxes = append(
		boxes,
		line.signature("Сдал", "должность", "подпись", "фамилия, инициалы"),
		line.signature("Принял", "должность", "подпись", "фамилия, инициалы"),
	)
	y := stack(&s, boxes, 0)
	s.ops = append(s.ops, stampPlace(right-stampSide, 0)...)
	return box{gap: 5, height: max(y, stampSide), ops: s.ops}
}
