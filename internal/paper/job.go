package paper

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"codeberg.org/go-pdf/fpdf"

	"debitor/internal/letter"
)

var a4 = fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}

// PrintJob is many letters in one PDF, in the order they are added, with
// bookmarks by customer and letter.
type PrintJob struct {
	file    *file
	letters int
	pages   int
	chapter string // the bookmark of the letter added last is below it
}

// NewPrintJob begins a job.
func NewPrintJob(info Info) *PrintJob {
	return &PrintJob{file: newFile(info, a4, wholeFont)}
}

func wholeFont(f face) []byte { return loadFonts()[f].data }

// Add sets a letter and returns the number of its pages. Its bookmark stands
// below its customer's.
func (j *PrintJob) Add(doc *letter.Document) int {
	m := &doc.Meta
	return j.AddUnder(string(m.Customer)+" · "+m.Addressee, string(m.ID)+" · "+m.Subject, doc)
}

// AddUnder is Add with bookmarks of one's own: name, below chapter, which
// letters that follow one another share.
func (j *PrintJob) AddUnder(chapter, name string, doc *letter.Document) int {
	sheets := layout(doc)
	for i := range sheets {
		j.file.page(&sheets[i])
		if i > 0 {
			continue
		}
		if j.letters == 0 || chapter != j.chapter {
			j.file.bookmark(chapter, 0)
		}
		j.file.bookmark(name, 1)
	}
	j.chapter = chapter
	j.letters++
	j.pages += len(sheets)
	return len(sheets)
}

// Letters is how many letters were added.
func (j *PrintJob) Letters() int { return j.letters }

// Pages is how many pages they have together.
func (j *PrintJob) Pages() int { return j.pages }

// Write ends the job and writes the file.
func (j *PrintJob) Write(w io.Writer) error {
	if err := j.file.writeTo(w); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

// Pages is the number of pages a letter has.
func Pages(doc *letter.Document) int { return len(layout(doc)) }

// Missing lists the characters of a letter that the fonts cannot show, each
// once, in the order of the letter. They print as empty boxes, so a person
// should look at such a letter before it is posted; the e-mail shows them.
func Missing(doc *letter.Document) []rune {
	var missing []rune
	fonts := loadFonts()
	for _, s := range layout(doc) {
		for i := range s.ops {
			for _, r := range s.ops[i].text {
				if !fonts[s.ops[i].face].has(r) && !slices.Contains(missing, r) {
					missing = append(missing, r)
				}
			}
		}
	}
	return missing
}

// Single is one letter as a PDF of its own, for an attachment.
func Single(doc *letter.Document) ([]byte, error) {
	m := &doc.Meta
	j := NewPrintJob(Info{Title: m.Subject, Author: m.Sender, Subject: m.Label(), Lang: m.Lang, Date: m.Date})
	j.Add(doc)
	var b bytes.Buffer
	err := j.Write(&b)
	return b.Bytes(), err
}
