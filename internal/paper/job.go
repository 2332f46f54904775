package paper

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"debitor/internal/letter"
)

// PrintJob is many letters in one PDF, in the order they are added, with a
// bookmark for each.
type PrintJob struct {
	file    *file
	letters int
	kept    *bytes.Buffer // of NewPrintJob
}

// NewPrintJob begins a job that is kept in memory (about 4 kB a page) until
// Write.
func NewPrintJob(info Info) *PrintJob {
	var b bytes.Buffer
	j := StreamPrintJob(&b, info)
	j.kept = &b
	return j
}

// StreamPrintJob begins a job whose pages are written to w, which should be
// buffered, as they come: a job of any length needs the memory of one letter
// and some hundred bytes for each. Close ends it.
func StreamPrintJob(w io.Writer, info Info) *PrintJob {
	return &PrintJob{file: newFile(w, info, pageWidth, pageHeight)}
}

// Add sets a letter and returns the number of its pages. An error of the
// writer is kept for Close.
func (j *PrintJob) Add(doc *letter.Document) int {
	sheets := layout(doc)
	for i := range sheets {
		page := j.file.page(&sheets[i])
		if i == 0 {
			title := string(doc.Meta.Customer) + " · " + doc.Meta.Addressee + " · " + string(doc.Meta.ID)
			j.file.marks = append(j.file.marks, bookmark{title, page})
		}
	}
	j.letters++
	return len(sheets)
}

// Letters is how many letters were added.
func (j *PrintJob) Letters() int { return j.letters }

// Pages is how many pages they have together.
func (j *PrintJob) Pages() int { return j.file.pages }

// Write ends a job of NewPrintJob and writes the file, once.
func (j *PrintJob) Write(w io.Writer) error {
	if err := j.Close(); err != nil {
		return err
	}
	if _, err := j.kept.WriteTo(w); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

// Close ends the file of StreamPrintJob; before that it cannot be read.
func (j *PrintJob) Close() error {
	if err := j.file.close(); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

// Pages is the number of pages a letter has.
func Pages(doc *letter.Document) int { return len(layout(doc)) }

// Missing lists the characters of a letter that the fonts cannot show, each
// once; a letter with any should not be printed.
func Missing(doc *letter.Document) []rune {
	var missing []rune
	for _, s := range layout(doc) {
		for _, o := range s.ops {
			for _, r := range o.text {
				if loadFonts()[o.face].glyph(r) == 0 && !slices.Contains(missing, r) {
					missing = append(missing, r)
				}
			}
		}
	}
	return missing
}

// Single is one letter as a PDF of its own, for an attachment.
func Single(doc *letter.Document) ([]byte, error) {
	var b bytes.Buffer
	j := StreamPrintJob(&b, Info{Title: doc.Meta.Subject, Author: doc.Meta.Sender, Lang: doc.Meta.Lang, Date: doc.Meta.Date})
	j.Add(doc)
	err := j.Close()
	return b.Bytes(), err
}
