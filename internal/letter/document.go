package letter

import (
	"debitor/internal/cal"
	"debitor/internal/id"
)

// Document is a letter ready to be set: what it is (Meta) and its blocks from
// top to bottom. Renderers switch over the block types and add nothing to what
// the letter says.
type Document struct {
	Meta   Meta
	Blocks []Block
}

// Meta is what a file, a mail header or a register wants to know of a letter.
type Meta struct {
	ID        id.Letter
	Kind      Kind
	Lang      string
	Date      cal.Date
	Subject   string // of the e-mail and of the PDF
	Customer  id.Customer
	Addressee string // the customer's name
	Address   string // the customer's postal address
	Abroad    string // his country by name, where the letter crosses a border; empty at home
	Sender    string // the creditor's name, or his law firm's
	Country   string // the creditor's, ISO 3166-1 alpha-2: decides where the parts of a printed letter stand
	Signatory string // who signs: printed letters of a customer are sorted by it
	Post      Post   // how the printed letter is posted
}

// Title is the letter's heading.
func (d *Document) Title() string {
	for _, b := range d.Blocks {
		if t, ok := b.(Title); ok {
			return t.Text
		}
	}
	return ""
}

// Block is one of the types below.
type Block interface{ block() }

// Letterhead is the creditor, or his law firm, at the top of the first page.
type Letterhead struct {
	Name  string
	Lines []string
	Logo  Picture // without bytes: none
}

// Addressee is the block a window envelope shows.
type Addressee struct {
	Name   string
	Attn   string // the person it is for, with his position, declined; may be empty
	Lines  []string
	Return string // the sender on one line, for windows that show it; may be empty
}

// Reference is the line with the letter's number and date.
type Reference struct {
	Text string
}

// Title is the letter's heading.
type Title struct {
	Text string
}

// Heading is a heading within the text.
type Heading struct {
	Runs []Run
}

// Paragraph is text.
type Paragraph struct {
	Runs []Run
}

// List is a bulleted or numbered list, or one of boxes to tick by hand.
type List struct {
	Ordered bool
	Boxes   bool
	Items   [][]Run
}

// Table is the table of documents. Total has as many cells as Columns, or none.
type Table struct {
	Groups  []Group // headings above those of the columns, from the left; none: a head of one row
	Columns []Column
	Rows    [][]string
	Total   []string
}

// Group is a heading over so many columns of a Table.
type Group struct {
	Title   string // empty: nothing stands above them
	Columns int
}

// Column is one column of a Table.
type Column struct {
	Key   string // number, contract, document, due, amount, open, days; text: running text, as wide as there is room
	Title string
	Right bool // figures: aligned to the right
	Same  int  // it is as wide as the column so many before it, to be filled in by hand; 0: as its own text
}

// Total is the sum to be paid, in figures and in words.
type Total struct {
	Label  string
	Amount string
	Words  string
}

// Details is where to pay to: by hand, and by a code for a banking application.
type Details struct {
	Title string
	Lines []string
	Code  Code
}

// Code is a payment code: the text that is drawn as a QR code.
type Code struct {
	Text    string // empty: none
	Caption string // what it is, under or beside it
	Sign    string // drawn in its middle, "₴" where the standard wants it; else empty
}

// Signature is the block at the end; ByHand asks for a line to sign on.
type Signature struct {
	Closing string   // "Yours faithfully," may be empty
	Signers []Signer // one or two, never none
	ByHand  bool
	Stamp   string // the mark where a stamp goes, "М. П."; empty: none
	Contact string // who to turn to, in small print below; may be empty
}

// Signer is one person who signs; one of the two may be empty.
type Signer struct {
	Position string
	Name     string
}

// Note is small print at the end of the letter.
type Note struct {
	Text string
}

// Run is a piece of text in one style.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
}

func (Letterhead) block() {}
func (Addressee) block()  {}
func (Reference) block()  {}
func (Title) block()      {}
func (Heading) block()    {}
func (Paragraph) block()  {}
func (List) block()       {}
func (Table) block()      {}
func (Total) block()      {}
func (Details) block()    {}
func (Signature) block()  {}
func (Note) block()       {}
