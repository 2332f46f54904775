package paper

import (
	"fmt"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
)

// PageCode says which page a sheet of paper is, so that signed and returned
// letters can be filed by a scanner. It stands at the foot of every page as a
// small QR code.
type PageCode struct {
	Run    cal.Date  // the day of the run the letter belongs to
	Letter id.Letter // the letter's number
	Page   int       // from 1
	Pages  int       // of the letter
}

// pageCodeMark begins a code of ours and names its version.
const pageCodeMark = "D1"

// maxPages bounds the pages of a letter that a code can name.
const maxPages = 9999

// String is the text of the code: "D1/20261123/AB12C-3DE4F/1/3". Numbers of
// letters, digits and the slash are in the alphabet that codes hold most tightly.
func (c PageCode) String() string {
	return fmt.Sprintf("%s/%s/%s/%d/%d", pageCodeMark, strings.ReplaceAll(c.Run.String(), "-", ""), c.Letter, c.Page, c.Pages)
}

// ParsePageCode reads what a scanner found. What is not a page code of ours is
// a fault of kind Input, paper.page_code: a scanned letter may bear other codes.
func ParsePageCode(text string) (PageCode, error) {
	alien := fault.New(fault.Input, "paper.page_code", "%.60q is not the code of a letter's page", text)
	parts := strings.Split(text, "/")
	if len(parts) != 5 || parts[0] != pageCodeMark || len(parts[1]) != 8 || parts[2] == "" || len(parts[2]) > id.MaxLength {
		return PageCode{}, alien
	}
	run, err := cal.Parse(parts[1][:4] + "-" + parts[1][4:6] + "-" + parts[1][6:])
	page, pageOK := pageNumber(parts[3])
	pages, pagesOK := pageNumber(parts[4])
	if err != nil || !pageOK || !pagesOK || page > pages {
		return PageCode{}, alien
	}
	return PageCode{Run: run, Letter: id.Letter(parts[2]), Page: page, Pages: pages}, nil
}

// pageNumber is a number from 1 in its only spelling.
func pageNumber(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= maxPages && strconv.Itoa(n) == s
}

// pageCodeSide is the side of a page's code in millimetres, white border
// included: the dark part is about 12 mm, three dots a module for a scanner of
// 150 dots an inch.
const pageCodeSide = 15.8

// ops draws the page's code with its upper left corner at x, y. A letter's
// number longer than a code holds has none; no number of ours is.
func (c PageCode) ops(x, y float64) []op {
	code, err := newQR(c.String(), "")
	if err != nil {
		return nil
	}
	return code.ops(x, y, pageCodeSide)
}
