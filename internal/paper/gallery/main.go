// Command gallery writes what one has to look at after a change of layout,
// wording or fonts. Without an argument it makes docs/letters anew: every letter
// in every language and under every law. With a directory it writes there the
// odd cases: hostile names, millions, no contract, envelopes, the posting
// register, and the mails as pages.
//
//	go run ./internal/paper/gallery
//	go run ./internal/paper/gallery DIR
//	cd DIR && for f in *.pdf; do pdftoppm -r 70 -png $f ${f%.pdf}; done
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"debitor/internal/letter"
	"debitor/internal/mail"
	"debitor/internal/paper"
)

func main() {
	var err error
	switch len(os.Args) {
	case 1:
		err = writeBooks(filepath.Join("docs", "letters"))
	case 2:
		err = write(os.Args[1])
	default:
		fmt.Fprintln(os.Stderr, "usage: gallery [DIR]")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// writeBooks writes the letters of every language, their pictures and the index.
func writeBooks(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var books []*book
	for _, lang := range letter.Languages() {
		b, err := bind(lang)
		if err != nil {
			return err
		}
		if err := errors.Join(save(dir, lang+".pdf", b.pdf), contactSheet(dir, b)); err != nil {
			return err
		}
		books = append(books, b)
	}
	return save(dir, "README.md", []byte(index(books)))
}

// picture is one letter of the gallery.
type picture struct {
	name   string
	kind   letter.Kind
	lang   string
	items  int
	change func(*letter.Facts)
}

var pictures = []picture{
	{"one_debt", letter.Claim, "ru", 1, held},
	{"one_debt", letter.Claim, "en", 1, held},
	{"fifteen", letter.Warning, "ru", 15, same},
	{"eighty", letter.Claim, "ru", 80, held},
	{"eighty", letter.Claim, "en", 80, same},
	{"long_name", letter.Warning, "ru", 3, longName},
	{"endless_name", letter.Warning, "ru", 3, endless},
	{"no_contract", letter.Claim, "ru", 2, noContract},
	{"no_contract", letter.Warning, "en", 2, noContract},
	{"contracts", letter.Warning, "ru", 6, contracts},
	{"three", letter.Reminder, "ru", 3, same},
	{"one", letter.Reminder, "en", 1, same},
	{"four", letter.Claim, "en", 4, held},
	{"millions", letter.Claim, "ru", 5, millions},
	{"foreign_script", letter.Warning, "en", 2, foreign},
	{"bare", letter.Warning, "ru", 2, bare},
}

func same(*letter.Facts) {}

func held(f *letter.Facts) { f.Hold = letter.Hold{InForce: true, Since: f.Date - 3} }

func longName(f *letter.Facts) {
	f.Debtor.Name = "Совместное общество с ограниченной ответственностью «Торгово-промышленная компания „Белорусско-Балтийский Мебельный Альянс“»"
	f.Debtor.Address = "224000, Брестская область, Брестский район, аг. Большие Мотыкалы, ул. Первомайская, д. 117, корп. 3, пом. 24"
}

func endless(f *letter.Facts) {
	longName(f)
	for range 4 {
		f.Debtor.Name += " " + f.Debtor.Name
	}
	f.Items[1].Document = f.Debtor.Name
}

func noContract(f *letter.Facts) {
	for i := range f.Items {
		f.Items[i].Contract, f.Items[i].ContractDate = "", 0
	}
}

func contracts(f *letter.Facts) {
	for i := range f.Items {
		f.Items[i].Contract = fmt.Sprintf("%d/2025-ДК-ПОСТ", 17+i)
	}
	f.Items[2].Contract = ""
}

func millions(f *letter.Facts) {
	f.Currency, f.Total = "RUB", 0
	for i := range f.Items {
		f.Items[i].Amount *= 1_234_567
		f.Items[i].Open = f.Items[i].Amount
		f.Total += f.Items[i].Open
	}
}

func foreign(f *letter.Facts) { f.Debtor.Name = "株式会社 Beispiel GmbH 🙂 Šećerana d.o.o." }

func bare(f *letter.Facts) {
	f.Creditor, f.Manager, f.Debtor.Address = letter.Creditor{Name: f.Creditor.Name}, letter.Manager{}, ""
}

func (p picture) document() (*letter.Document, error) {
	f := letter.Sample(p.kind, p.lang, p.items)
	p.change(&f)
	return rendered(&f)
}

func write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	r := paper.Register{Lang: "ru", Sender: paper.Party{Name: "ООО «Северный свет»", Address: "220030, г. Минск, ул. Первая, д. 5, оф. 12"}}
	for i, p := range pictures {
		doc, err := p.document()
		if err != nil {
			return err
		}
		pdf, err := paper.Single(doc)
		if err != nil {
			return err
		}
		name := p.lang + "_" + string(p.kind) + "_" + p.name
		if err := errors.Join(save(dir, name+".pdf", pdf), save(dir, name+".html", []byte(mail.HTML(doc)))); err != nil {
			return err
		}
		r.Date = doc.Meta.Date
		r.Rows = append(r.Rows, paper.RegisterRow{
			Number: i + 1, Addressee: doc.Meta.Addressee, Address: doc.Meta.Address, Letter: string(doc.Meta.ID), Kind: doc.Meta.Kind, Pages: paper.Pages(doc),
		})
	}
	for len(r.Rows) < 60 {
		row := r.Rows[0]
		row.Number = len(r.Rows) + 1
		r.Rows = append(r.Rows, row)
	}
	return errors.Join(file(dir, "register.pdf", r.Write), post(dir, r.Date))
}

func file(dir, name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return save(dir, name, b.Bytes())
}

func save(dir, name string, content []byte) error {
	return os.WriteFile(filepath.Join(dir, name), content, 0o644)
}
