package desk

import (
	"bytes"
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"debitor/internal/docx"
	"debitor/internal/id"
	"debitor/internal/letter"
	"debitor/internal/paper"
	"debitor/internal/store"
)

// volumeLetters is about how many printed letters one letters.pdf holds; what
// comes after them is in letters-2.pdf and so on, a customer's letters always
// together. A PDF is set in memory, 80 kB for a letter with its code: a volume takes
// 200 MB, and only the largest runs have a second one.
const volumeLetters = 2500

// pile is the stack of printed letters as it lies on the table: sorted by
// customer, his letters by who signs them, in one envelope.
type pile struct {
	job      *paper.PrintJob // the volume that is being set
	customer id.Customer     // whose letters are collected
	open     []sheetOf       // his letters so far
	volumes  int             // written
	printed  int             // register rows in them
	sent     int             // envelopes in them
	register []registerRow
	envelope []envelope
}

// sheetOf is a letter that waits for the other letters of its customer.
type sheetOf struct {
	doc    *letter.Document
	facts  *letter.Facts
	letter store.RunLetter
}

// registerRow is a printed letter and the envelope it lies in.
type registerRow struct {
	paper.RegisterRow
	customer id.Customer
	envelope int // from 1
}

// envelope is what is handed in at the post office.
type envelope struct {
	to    paper.Party
	class letter.Post
	pages int
	holds []paper.InventoryItem
	// abroad: the notice of delivery is then the post's own CN 07, not form 119.
	abroad bool
}

// print takes a letter for printing. One with characters that no font can show
// is listed instead of printed wrong.
func (o *output) print(doc *letter.Document, f *letter.Facts, l store.RunLetter) error {
	if missing := paper.Missing(doc); len(missing) > 0 {
		o.lacks(&l, "glyph", string(missing))
		return nil
	}
	if l.Customer != o.pile.customer {
		if err := o.seal(); err != nil {
			return err
		}
		o.pile.customer = l.Customer
	}
	o.pile.open = append(o.pile.open, sheetOf{doc, f, l})
	return nil
}

// seal puts the collected letters of a customer on the pile and into an
// envelope, which goes by the strictest class of mail any of them wants.
func (o *output) seal() error {
	p := &o.pile
	if len(p.open) == 0 {
		return nil
	}
	if p.job.Letters() >= volumeLetters {
		if err := o.volume(); err != nil {
			return err
		}
	}
	slices.SortStableFunc(p.open, func(a, b sheetOf) int { return cmp.Compare(a.doc.Meta.Signatory, b.doc.Meta.Signatory) })
	first := p.open[0]
	e := envelope{to: paper.Party{Name: first.doc.Meta.Addressee, Address: *first.letter.Post}, class: letter.Ordinary, abroad: first.facts.Abroad()}
	if country := first.doc.Meta.Abroad; country != "" {
		e.to.Address += ", " + country
	}
	for _, s := range p.open {
		pages := p.job.Add(s.doc)
		e.pages += pages
		e.holds = append(e.holds, paper.InventoryItem{Title: s.doc.Title(), Count: 1})
		if slices.Index(letter.Posts(), s.facts.Post) > slices.Index(letter.Posts(), e.class) {
			e.class = s.facts.Post
		}
		p.register = append(p.register, registerRow{
			RegisterRow: paper.RegisterRow{
				Number: len(p.register) + 1, Addressee: s.doc.Meta.Addressee, Address: *s.letter.Post, Letter: string(s.letter.ID),
				Kind: s.doc.Meta.Kind, Pages: pages,
			},
			customer: s.letter.Customer, envelope: len(p.envelope) + 1,
		})
		if err := o.editable(s.doc); err != nil {
			return err
		}
	}
	p.envelope = append(p.envelope, e)
	p.open = nil
	return nil
}

// volume writes the letters set since the last one, their envelopes and their
// register, and begins the next. Without letters it does nothing.
func (o *output) volume() error {
	p := &o.pile
	rows, envelopes := p.register[p.printed:], p.envelope[p.sent:]
	if len(rows) == 0 {
		return nil
	}
	p.volumes++
	p.printed, p.sent = len(p.register), len(p.envelope)
	sender := paper.Party{Name: o.creditor.Name, Address: o.creditor.Address}
	to := make([]paper.Party, len(envelopes))
	for i := range envelopes {
		to[i] = envelopes[i].to
	}
	list := make([]paper.RegisterRow, len(rows))
	for i := range rows {
		list[i] = rows[i].RegisterRow
	}
	register := paper.Register{Lang: o.lang, Sender: sender, Date: o.day, Rows: list}
	style := paper.EnvelopeStyle{Size: paper.EnvelopeSize(o.profile.Envelope), Country: o.creditor.Country}
	if err := o.postal(sender, envelopes); err != nil {
		return err
	}
	for i, fill := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return p.job.Write(b) },
		func(b *bytes.Buffer) error { return paper.Envelopes(b, o.info("envelopes"), style, sender, to) },
		func(b *bytes.Buffer) error { return register.Write(b) },
	} {
		if err := o.write(volumeFiles(p.volumes)[i], fill); err != nil {
			return err
		}
	}
	p.job = paper.NewPrintJob(o.info("letters"))
	return nil
}

// postalFiles are the papers that registered and valuable letters want at the
// counter of the post office, and labels, by volume.
func postalFiles(volume int) []string {
	end := ".pdf"
	if volume > 1 {
		end = fmt.Sprintf("-%d.pdf", volume)
	}
	return []string{"form103-registered" + end, "form103-valuable" + end, "inventories" + end, "notices" + end, "labels" + end}
}

// postal writes the lists, inventories and notices of delivery of a volume's
// registered and valuable letters, and its labels, as far as there are any.
func (o *output) postal(sender paper.Party, envelopes []envelope) error {
	lists := map[letter.Post]*paper.PostalList{}
	var inventories []paper.Inventory
	var notices []paper.Notice
	to := make([]paper.Party, len(envelopes))
	for i, e := range envelopes {
		to[i] = e.to
		if e.class == letter.Ordinary {
			continue
		}
		if lists[e.class] == nil {
			lists[e.class] = &paper.PostalList{Date: o.day, Sender: sender, Class: e.class, Currency: o.profile.Currency}
		}
		lists[e.class].Rows = append(lists[e.class].Rows, paper.PostalRow{To: e.to, Grams: e.pages*paper.SheetGrams + paper.EnvelopeGrams})
		if !e.abroad {
			notices = append(notices, paper.Notice{Sender: sender, To: e.to, Class: e.class})
		}
		if e.class == letter.Valuable {
			inventories = append(inventories, paper.Inventory{To: e.to, Sender: sender.Name, Currency: o.profile.Currency, Items: e.holds})
		}
	}
	fills := []func(*bytes.Buffer) error{nil, nil, nil, nil, nil}
	for i, class := range []letter.Post{letter.Registered, letter.Valuable} {
		if list := lists[class]; list != nil {
			fills[i] = func(b *bytes.Buffer) error { return list.Write(b) }
		}
	}
	if len(inventories) > 0 {
		fills[2] = func(b *bytes.Buffer) error { return paper.Inventories(b, o.info("inventories"), inventories) }
	}
	if len(notices) > 0 {
		fills[3] = func(b *bytes.Buffer) error { return paper.Notices(b, o.info("notices"), notices) }
	}
	if o.profile.Labels != "" {
		grid, err := paper.LabelSheetNamed(o.profile.Labels)
		if err != nil {
			return err
		}
		fills[4] = func(b *bytes.Buffer) error { return paper.Labels(b, o.info("labels"), grid, 1, to) }
	}
	for i, name := range postalFiles(o.pile.volumes) {
		if fills[i] == nil {
			if err := o.remove(name); err != nil {
				return err
			}
			continue
		}
		if err := o.write(name, fills[i]); err != nil {
			return err
		}
	}
	return nil
}

// volumeFiles are the files of a volume: letters, envelopes, register.
func volumeFiles(volume int) []string {
	end := ".pdf"
	if volume > 1 {
		end = fmt.Sprintf("-%d.pdf", volume)
	}
	return []string{"letters" + end, "envelopes" + end, "register" + end}
}

// registerCSV is the list of what is posted: a row for each letter, with the
// envelope it lies in and the weight class and class of mail of that.
func (o *output) registerCSV() error {
	rows := make([][]string, len(o.pile.register))
	for i, row := range o.pile.register {
		e := o.pile.envelope[row.envelope-1]
		rows[i] = []string{
			strconv.Itoa(row.Number), string(row.customer), row.Addressee, row.Address, row.Letter, string(row.Kind), strconv.Itoa(row.Pages),
			paper.WeightClass(e.pages), strconv.Itoa(row.envelope), string(e.class),
		}
	}
	return o.csv("register.csv", []string{
		"number", "customer", "addressee", "address", "letter id", "kind", "pages", "weight class", "envelope", "class",
	}, rows)
}

// editable writes a letter as a document a lawyer can edit, if it is wanted.
func (o *output) editable(doc *letter.Document) error {
	if !o.docx {
		return nil
	}
	name := string(doc.Meta.ID) + ".docx"
	o.documents = append(o.documents, name)
	return o.write(filepath.Join("docx", name), func(b *bytes.Buffer) error { return docx.Write(b, doc) })
}
