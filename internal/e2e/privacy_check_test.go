package e2e_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"debitor/internal/letter"
	"debitor/internal/store"
)

func (r *reading) wrong(text string, args ...any) {
	r.trouble = append(r.trouble, fmt.Sprintf(text, args...))
}

// problems is everything that is where it should not be, or not where it
// should be.
func (r *reading) problems() []string {
	r.checkPages()
	r.checkDocuments()
	r.checkEnvelopes()
	r.checkMails("written", r.mails)
	r.checkLists()
	return r.trouble
}

var (
	markOf = regexp.MustCompile(`zq[` + markLetters + `]{4}`)
	number = regexp.MustCompile(`[0-9.,]+`)
	sum    = regexp.MustCompile(`^[0-9]{3}[.,][0-9]{2}$`)
)

// only sees that a text bears no mark, no sum and no letter's number of
// anybody but one customer.
func (r *reading) only(q, where, text string) {
	for _, other := range markOf.FindAllString(strings.ToLower(text), -1) {
		if other != q {
			r.wrong("%s of %s bears the mark %s", where, q, other)
		}
	}
	for _, n := range number.FindAllString(text, -1) {
		n = strings.TrimRight(n, ".,")
		if whose := r.m.sums[strings.Replace(n, ".", ",", 1)]; sum.MatchString(n) && whose != "" && whose != q {
			r.wrong("%s of %s has %s, a sum of %s", where, q, n, whose)
		}
	}
	for _, n := range letterNumber.FindAllString(text, -1) {
		if whose := r.owner[n]; whose != "" && whose != q {
			r.wrong("%s of %s names %s, a letter of %s", where, q, n, whose)
		}
	}
}

// all sees that a letter's text has everything it must have: the documents and
// their sums, and the total.
func (r *reading) all(l *store.RunLetter, where, text string) {
	var f letter.Facts
	if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
		r.wrong("%s: %v", l.ID, err)
		return
	}
	want := []string{string(l.ID)}
	for _, it := range f.Items {
		want = append(want, it.Document, it.Open.Decimal(f.Currency))
	}
	if len(f.Items) > 1 {
		want = append(want, f.Total.Decimal(f.Currency))
	}
	text = ungrouped(text)
	for _, w := range want {
		if !strings.Contains(text, ungrouped(w)) {
			r.wrong("%s of letter %s (%s, %s) lacks %s", where, l.ID, l.Template, l.Language, w)
		}
	}
}

// ungrouped is a text in small letters without what parts the digits of
// numbers, which is another sign in each language.
func ungrouped(text string) string {
	return strings.Map(func(c rune) rune {
		if c == '.' || c == ',' || unicode.IsSpace(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, text)
}

// checkPages: every printed letter is there once and whole, in the order of the
// register, by customer and then by who signs.
func (r *reading) checkPages() {
	at, before, signer := 0, "", ""
	seen := map[string]bool{}
	for _, row := range r.register {
		l, known := r.letters[row.letter]
		q := r.owner[row.letter]
		if !known || l.Post == nil || seen[row.letter] || string(l.Customer) != row.customer {
			r.wrong("the register's letter %s of %s: known %v, there twice %v, of %s", row.letter, row.customer, known, seen[row.letter], l.Customer)
		}
		seen[row.letter] = true
		var text strings.Builder
		for range row.pages {
			if at == len(r.pages) || r.pages[at].letter != row.letter {
				r.wrong("page %d is not of letter %s", at+1, row.letter)
				return
			}
			r.only(q, fmt.Sprintf("page %d", at+1), r.pages[at].text)
			text.WriteString(r.pages[at].text)
			at++
		}
		if !strings.Contains(text.String(), q+"n") {
			r.wrong("letter %s does not name its customer", row.letter)
		}
		r.all(&l, "print", text.String())
		who := signerOf(text.String())
		if row.customer < before || row.customer == before && who < signer {
			r.wrong("letter %s of %s, signed by %s, comes after %s, signed by %s", row.letter, row.customer, who, before, signer)
		}
		before, signer = row.customer, who
	}
	if at != len(r.pages) {
		r.wrong("%d pages, the register counts %d", len(r.pages), at)
	}
	for id, l := range r.letters {
		if l.Post != nil && !seen[id] {
			r.wrong("letter %s was not printed", id)
		}
	}
}

// checkDocuments: every printed letter is there once more to be edited.
func (r *reading) checkDocuments() {
	for id, text := range r.documents {
		l := r.letters[id]
		q := r.owner[id]
		r.only(q, "document "+id, text)
		r.all(&l, "document", text)
		if !strings.Contains(text, q+"n") {
			r.wrong("document %s does not name its customer", id)
		}
	}
	for _, row := range r.register {
		if _, there := r.documents[row.letter]; !there {
			r.wrong("letter %s is not there to be edited", row.letter)
		}
	}
	if len(r.documents) != len(r.register) {
		r.wrong("%d documents for %d printed letters", len(r.documents), len(r.register))
	}
}

// signerOf is who signs a letter: the one of the company's signatories whose
// name stands lowest.
func signerOf(text string) (who string) {
	lowest := -1
	for _, name := range []string{"Adler Eva", "Bach Karl", "Weber Otto"} {
		if at := strings.LastIndex(text, name); at > lowest {
			lowest, who = at, name
		}
	}
	return who
}

// checkEnvelopes: one for each customer, in the order of the register, and the
// papers for the post office for those that want them.
func (r *reading) checkEnvelopes() {
	var whose, posted, noticed, valued []string
	for _, row := range r.register {
		q := r.owner[row.letter]
		switch n := len(whose); {
		case n > 0 && whose[n-1] == q:
			if row.envelope != n {
				r.wrong("letter %s of %s lies in envelope %d", row.letter, q, row.envelope)
			}
			continue
		case row.envelope != n+1 || slices.Contains(whose, q):
			r.wrong("letter %s of %s lies in envelope %d, after %d", row.letter, q, row.envelope, n)
		}
		whose = append(whose, q)
		if row.class != string(letter.Ordinary) {
			posted = append(posted, q)
			if !r.m.abroad(q) {
				noticed = append(noticed, q)
			}
		}
		if row.class == string(letter.Valuable) {
			valued = append(valued, q)
		}
	}
	r.inTurn("envelope", r.envelopes, whose, "n", "a")
	r.inTurn("inventory", r.forms["inventories"], valued, "n", "a")
	r.inTurn("notice", slices.DeleteFunc(slices.Clone(r.forms["notices"]), func(text string) bool { return !markOf.MatchString(text) }), noticed, "n")
	r.among("the lists of form 103", append(slices.Clone(r.forms["form103-registered"]), r.forms["form103-valuable"]...), posted)
	r.among("the labels", r.forms["labels"], whose)
	r.among("the register", r.forms["register"], whose)
}

// inTurn sees that the n-th page is about the n-th customer, and has his marks
// for these facts.
func (r *reading) inTurn(what string, pages, whose []string, facts ...string) {
	if len(pages) != len(whose) {
		r.wrong("%d pages of kind %s for %d customers", len(pages), what, len(whose))
		return
	}
	for i, q := range whose {
		r.only(q, fmt.Sprintf("%s %d", what, i+1), pages[i])
		for _, fact := range facts {
			if !strings.Contains(pages[i], q+fact) {
				r.wrong("%s %d lacks %s", what, i+1, q+fact)
			}
		}
	}
}

// among sees that pages that list many name these customers and nobody else.
func (r *reading) among(what string, pages, whose []string) {
	text := strings.Join(pages, "\n")
	for _, q := range whose {
		if !strings.Contains(text, q+"n") {
			r.wrong("%s lack %s", what, q)
		}
	}
	for _, q := range markOf.FindAllString(text, -1) {
		if !slices.Contains(whose, q) {
			r.wrong("%s name %s, who does not belong there", what, q)
		}
	}
}

// checkMails: every letter that goes by e-mail is there once, to its customer.
func (r *reading) checkMails(how string, list []message) {
	seen := map[string]bool{}
	for _, m := range list {
		l, known := r.letters[m.letter]
		q := r.owner[m.letter]
		if !known || l.Email == nil || seen[m.letter] {
			r.wrong("letter %s was %s: known %v, twice %v", m.letter, how, known, seen[m.letter])
			continue
		}
		seen[m.letter] = true
		if !strings.HasPrefix(*l.Email, q+"e@") || !strings.HasPrefix(m.to, q+"e@") {
			r.wrong("letter %s of %s goes to %s", m.letter, q, m.to)
		}
		for name, text := range m.parts {
			r.only(q, how+" mail, "+name, text)
		}
		r.all(&l, how+" text", m.parts["text/plain"])
		r.all(&l, how+" HTML", m.parts["text/html"])
		if !strings.Contains(m.parts["header To"], q+"n") {
			r.wrong("letter %s is not addressed to %s: %q", m.letter, q, m.parts["header To"])
		}
	}
	for id, l := range r.letters {
		if l.Email != nil && !seen[id] {
			r.wrong("letter %s was not %s", id, how)
		}
	}
}

// copiesAtMost is how many copies of invoices go along with a letter.
const copiesAtMost = 20

// checkSent: what the mail server got is what the files say, with the files
// that go along.
func (r *reading) checkSent(attached bool) {
	r.checkMails("sent", r.sent)
	for _, m := range r.sent {
		l := r.letters[m.letter]
		if want := "bounce+" + m.letter + "@creditor.example"; m.from != want {
			r.wrong("letter %s comes from %s, want %s", m.letter, m.from, want)
		}
		var files strings.Builder
		for name, text := range m.parts {
			if strings.HasPrefix(name, "file ") {
				files.WriteString(text)
			}
		}
		if attached {
			r.all(&l, "attached PDF", files.String())
		}
		var f letter.Facts
		if err := json.Unmarshal([]byte(l.Facts), &f); err != nil {
			r.wrong("%s: %v", l.ID, err)
		}
		copied := f.Items[:min(len(f.Items), copiesAtMost)]
		for _, it := range copied {
			if !strings.Contains(files.String(), "copied="+string(it.Invoice)) {
				r.wrong("letter %s goes without a copy of %s", m.letter, it.Invoice)
			}
		}
		if n := strings.Count(files.String(), "copied="); n != len(copied) {
			r.wrong("letter %s goes with %d copies for %d documents", m.letter, n, len(copied))
		}
	}
}

// checkLists: a row is about one customer.
func (r *reading) checkLists() {
	for name, rows := range r.lists {
		for i, row := range rows {
			text := strings.Join(row, " ")
			if q := markOf.FindString(text); q != "" {
				r.only(q, fmt.Sprintf("row %d of %s.csv", i+1, name), text)
			} else {
				r.wrong("row %d of %s.csv is about nobody", i+1, name)
			}
		}
	}
}
