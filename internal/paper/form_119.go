package paper

import (
	"io"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/letter"
)

// Notice is the notification of delivery that comes back signed by the
// addressee, after form 119: a card of two pages, printed on both sides.
type Notice struct {
	Sender Party // to whom it comes back
	To     Party // whom the letter goes to
	Class  letter.Post
	Track  string // the postal tracking number (ШПИ); empty: by hand
}

// The card is A6, wide side down [K].
var card = fpdf.SizeType{Wd: 148, Ht: 105}

const (
	cardMargin = 8.0
	cardWidth  = 148 - 2*cardMargin
)

// Notices writes a PDF of notices in the order given, two pages each: the side
// that is posted back, then the side that is filled in.
func Notices(w io.Writer, info Info, all []Notice) error {
	var sheets []sheet
	for _, n := range all {
		sheets = append(sheets, n.front(), n.back())
	}
	return bind(w, info, card, sheets)
}

// noticeTo is where the sender stands on the front, as the addressee of the card.
var noticeTo = area{68, 38, card.Wd - 68 - cardMargin, 52}

func (n Notice) front() sheet {
	line := strip{cardMargin, cardWidth}
	var s sheet
	y := stack(&s, line.text(formCaption, "ф. 119"), cardMargin)
	stack(&s, line.text(formTitle, "Уведомление о вручении"), y)
	s.ops = append(s.ops, stampPlace(card.Wd-cardMargin-stampSide, cardMargin-2)...)
	to := n.Sender.typeset(formLang)
	y = stack(&s, strip{noticeTo.x, noticeTo.width}.text(formCaption, "Кому и куда возвращается"), noticeTo.y)
	lines, _ := field(to.Name, russianOrder(to.Address), labelStyle, noticeTo.width, noticeTo.y+noticeTo.height-y)
	for _, b := range lines {
		y = put(&s, shifted(b, noticeTo.x), y)
	}
	index, _ := indexIn(n.Sender.Address)
	s.ops = append(s.ops, indexGrid(index, cardMargin, card.Ht-cardMargin)...)
	return s
}

func (n Notice) back() sheet {
	line := strip{cardMargin, cardWidth}
	to := n.To.typeset(formLang)
	var s sheet
	boxes := line.labelled("Вид отправления:", classNames[n.Class])
	boxes = append(boxes, line.labelled("ШПИ:", n.Track)...)
	boxes = append(boxes, line.labelled("Кому:", to.Name)...)
	boxes = append(boxes, line.labelled("Куда:", to.Address)...)
	y := stack(&s, boxes, cardMargin) + 3
	s.ops = append(s.ops, op{x: cardMargin, y: y, x2: cardMargin + cardWidth, y2: y, size: 0.2})
	y += 2
	left := strip{cardMargin, cardWidth - stampSide - 5}
	stack(&s, []box{
		left.blank("Вручено: лично / по доверенности"),
		left.signature("Получил", "фамилия, инициалы"),
		left.signature("", "подпись", "дата"),
		left.signature("Вручил", "подпись почтового работника"),
	}, y)
	s.ops = append(s.ops, stampPlace(card.Wd-cardMargin-stampSide, y+4)...)
	return s
}
