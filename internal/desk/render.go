package desk

import (
	"bytes"

	"debitor/internal/docx"
	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/paper"
)

// RenderLetter is a letter as a file of the kind its extension names: .pdf,
// .docx, .html or .txt.
func RenderLetter(doc *letter.Document, extension string) ([]byte, error) {
	switch extension {
	case ".docx":
		var b bytes.Buffer
		err := docx.Write(&b, doc)
		return b.Bytes(), err
	case ".pdf":
		if missing := paper.Missing(doc); len(missing) > 0 {
			return nil, fault.New(fault.Refused, "letter.glyphs", "the letter has characters that the fonts lack (%s): write it as .docx, .html or .txt", string(missing))
		}
		return paper.Single(doc)
	case ".html":
		return []byte(mail.HTML(doc)), nil
	case ".txt":
		return []byte(doc.Text()), nil
	}
	return nil, fault.New(fault.Usage, "letter.format", "a letter cannot be written as %q: use .pdf, .docx, .html or .txt", extension)
}
