package docx

import (
	"archive/zip"
	_ "embed" // the parts that are the same in every file
	"io"
	"strings"
	"time"

	"debitor/internal/fault"
	"debitor/internal/letter"
)

// The parts that no letter changes, but for the language in the styles.
var (
	//go:embed parts/content-types.xml
	contentTypes string
	//go:embed parts/package-relations.xml
	packageRelations string
	//go:embed parts/styles.xml
	styles string
	//go:embed parts/settings.xml
	settings string
	//go:embed parts/fonts.xml
	fonts string
)

// declaration begins every part.
const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// Write writes a letter as a Word document, one file of A4 pages of about 10
// kilobytes and its logo. A logo that is no picture is left out. The same letter
// gives the same bytes. An error is the writer's: fault of kind Internal, docx.write.
func Write(w io.Writer, doc *letter.Document) error {
	b := newBody(doc)
	b.letter()
	file := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", coreProperties(&doc.Meta)},
		{"word/document.xml", documentPart(b)},
		{"word/_rels/document.xml.rels", relations(b.logo)},
		{"word/styles.xml", strings.ReplaceAll(styles, "LANGUAGE", locale(doc.Meta.Lang))},
		{"word/numbering.xml", numbering(b.numbered)},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fonts},
		{"word/footer1.xml", footer(&doc.Meta)},
		{"word/media/logo.png", b.logo.bytes()},
	} {
		if part.text == "" {
			continue
		}
		if err := add(file, part.name, part.text); err != nil {
			return fault.Wrap(err, fault.Internal, "docx.write", "write %s of letter %s: %v", part.name, doc.Meta.ID, err)
		}
	}
	if err := file.Close(); err != nil {
		return fault.Wrap(err, fault.Internal, "docx.write", "write letter %s: %v", doc.Meta.ID, err)
	}
	return nil
}

// fileTime stands at every part: the first day that a ZIP archive can name.
var fileTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func add(file *zip.Writer, name, text string) error {
	part, err := file.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: fileTime})
	if err != nil {
		return err
	}
	_, err = io.WriteString(part, text)
	return err
}
