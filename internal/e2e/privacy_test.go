package e2e_test

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
)

// privacyCompanies is how many random companies write letters on each engine.
const privacyCompanies = 3

// TestNobodyReadsAnothersLetter lets random companies write letters on three
// days and reads everything that comes out of it back: each page, envelope and
// mail is about its own customer and nobody else, and each letter is there once.
func TestNobodyReadsAnothersLetter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(privacyCompanies) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				o, m := openMarked(t, url, seed)
				letters, pages, mails := 0, 0, 0
				for i, day := range []string{letterDay, "2026-02-10", "2026-02-17"} {
					r, _ := o.readBack(m, day)
					if i == 0 {
						o.sendAll(r, day)
					}
					for _, p := range r.problems() {
						t.Errorf("%s: %s", day, p)
					}
					letters, pages, mails = letters+len(r.letters), pages+len(r.pages), mails+len(r.mails)+len(r.sent)
				}
				if letters < 10 || pages+mails < letters {
					t.Errorf("%d letters on %d pages and in %d mails: too few to show anything", letters, pages, mails)
				}
				t.Logf("%d customers, %d letters on %d pages and in %d mails", len(m.customers()), letters, pages, mails)
				o.sound()
			})
		})
	}
}

// openMarked opens the company of a seed.
func openMarked(t testing.TB, url string, seed uint64) (*office, *marked) {
	t.Helper()
	m := inventMarked(seed)
	o := openOffice(t, url, m.profile(t))
	o.rule(m.policy())
	for _, name := range []string{"customers", "contacts", "contracts", "invoices", "payments"} {
		if len(m.tables[name]) > 1 {
			o.take(m.tables[name]...)
		}
	}
	return o, m
}

// readBack applies the day's run, writes it and reads it.
func (o *office) readBack(m *marked, day string) (*reading, string) {
	o.Helper()
	letters := o.run(day)
	dir := o.out(day, desk.Written{Docx: true})
	r := readRun(o, dir)
	r.m, r.letters, r.owner = m, letters, map[string]string{}
	err := o.db.Read(o.Context(), func(q db.Querier) error {
		rows, err := q.Query(o.Context(), "SELECT letter, customer FROM letter")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, customer string
			if err := rows.Scan(&id, &customer); err != nil {
				return err
			}
			r.owner[id] = strings.TrimSuffix(customer, "c")
		}
		return rows.Err()
	})
	if err != nil {
		o.Fatal(err)
	}
	return r, dir
}

// sendAll sends the day's mails and reads what the server got.
func (o *office) sendAll(r *reading, day string) {
	o.Helper()
	report, err := o.SendMail(o.Context(), calDay(day), calDay(day), 0)
	if err != nil || report.Sent != len(r.mails) {
		o.Errorf("%d mails were written; sending: %+v, %v", len(r.mails), report, err)
	}
	for _, got := range o.server.Received() {
		m := readMail(o, got.Data)
		m.from = got.From
		r.sent = append(r.sent, m)
		for _, to := range got.To {
			if to != m.to && to != "sales@creditor.example" {
				r.wrong("the mail to %s goes to %s as well", m.to, to)
			}
		}
	}
	p, err := o.Profile()
	if err != nil {
		o.Fatal(err)
	}
	r.checkSent(p.Mail.Attach)
}

// TestAPlantedMarkIsFound: the test above sees what it is there to see.
func TestAPlantedMarkIsFound(t *testing.T) {
	t.Parallel()
	o, m := openMarked(t, dbtest.SQLite(t), 0)
	r, _ := o.readBack(m, letterDay)
	if p := r.problems(); len(p) > 0 || len(r.register) < 3 || len(r.envelopes) < 3 || len(r.mails) < 3 {
		t.Fatalf("%v; %d letters, %d envelopes, %d mails", p, len(r.register), len(r.envelopes), len(r.mails))
	}
	for name, plant := range map[string]func(*reading){
		"a name":            func(r *reading) { r.pages[0].text += " " + m.other(r, 0) + "n" },
		"a sum":             func(r *reading) { r.pages[0].text += " " + m.sumOf(m.other(r, 0)) },
		"a letter's number": func(r *reading) { r.pages[0].text += " " + r.register[len(r.register)-1].letter },
		"a missing document": func(r *reading) {
			r.pages[0].text = strings.ReplaceAll(r.pages[0].text, r.owner[r.pages[0].letter], "")
		},
		"pages exchanged": func(r *reading) { r.pages[0], r.pages[len(r.pages)-1] = r.pages[len(r.pages)-1], r.pages[0] },
		"a page twice":    func(r *reading) { r.pages = append(r.pages, r.pages[len(r.pages)-1]) },
		"envelopes exchanged": func(r *reading) {
			r.envelopes[0], r.envelopes[1] = r.envelopes[1], r.envelopes[0]
		},
		"another's document": func(r *reading) { r.documents[r.pages[0].letter] += m.other(r, 0) },
		"a mail left out":    func(r *reading) { r.mails = r.mails[1:] },
		"a mail twice":       func(r *reading) { r.mails = append(r.mails, r.mails[0]) },
		"a mail misdirected": func(r *reading) { r.mails[0].to = r.mails[1].to + "x" },
		"a file of another": func(r *reading) {
			r.mails[0].parts = maps.Clone(r.mails[0].parts)
			r.mails[0].parts["file 1 x.pdf"] = m.other(r, 0) + "1.pdf " + m.other(r, 1) + "1.pdf"
		},
		"a row of two": func(r *reading) { r.lists["register"] = [][]string{{m.customers()[0], m.customers()[1]}} },
	} {
		again := *r
		again.pages, again.envelopes, again.mails = slices.Clone(r.pages), slices.Clone(r.envelopes), slices.Clone(r.mails)
		again.lists, again.documents = maps.Clone(r.lists), maps.Clone(r.documents)
		if plant(&again); len(again.problems()) == 0 {
			t.Errorf("%s was planted and not found", name)
		}
	}
	o.plantInBooks(m, r)
}

// other is the mark of a customer who has nothing to do with a page.
func (m *marked) other(r *reading, page int) string {
	for _, row := range r.register {
		if q := r.owner[row.letter]; q != r.owner[r.pages[page].letter] {
			return q
		}
	}
	return ""
}

func (m *marked) sumOf(q string) string {
	for sum, whose := range m.sums {
		if whose == q {
			return sum
		}
	}
	return ""
}

// plantInBooks writes another customer's name into what a letter was made from
// and lets the program print and mail it.
func (o *office) plantInBooks(m *marked, r *reading) {
	o.Helper()
	id := r.pages[0].letter
	err := o.db.Tx(o.Context(), func(tx db.Tx) error {
		_, err := tx.Exec(o.Context(), "UPDATE letter SET facts = REPLACE(facts, '"+r.owner[id]+"n', '"+m.other(r, 0)+"n') WHERE letter = $1", id)
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	again, _ := o.readBack(m, letterDay)
	if found := strings.Join(again.problems(), "\n"); !strings.Contains(found, "page 1 of "+r.owner[id]+" bears the mark "+m.other(r, 0)) {
		o.Errorf("a letter with another's name was printed and not found:\n%s", found)
	}
}

// TestCodesOfPagesAreTheirOwn scans the pages of a run: the code at the foot is
// that of the letter the foot names, and the payment code asks for its sum.
func TestCodesOfPagesAreTheirOwn(t *testing.T) {
	t.Parallel()
	seed := uint64(100)
	for inventMarked(seed).profile(t).Account.Number == "" {
		seed++
	}
	o, m := openMarked(t, dbtest.SQLite(t), seed)
	o.rule("policy: paid\nsteps: [{id: pay, at: \"-20..\", letter: warning, by: [post]}]\n")
	r, dir := o.readBack(m, letterDay)
	paid := 0
	for i, code := range scan(t, filepath.Join(dir, "letters.pdf"), 10) {
		p := r.pages[i]
		r.only(r.owner[p.letter], fmt.Sprintf("the code of page %d", i+1), code)
		if !strings.Contains(code, "D1/"+strings.ReplaceAll(letterDay, "-", "")+"/"+p.letter+"/") {
			t.Errorf("page %d of letter %s bears the code %q", i+1, p.letter, code)
		}
		if strings.Contains(code, "BCD\n") {
			paid++
			l := r.letters[p.letter]
			if want := "\nEUR" + l.Total.Decimal(l.Currency) + "\n"; !strings.Contains(code, want) {
				t.Errorf("letter %s (%s) asks for %s, its code says %q", p.letter, l.Template, want, code)
			}
		}
	}
	for _, p := range r.problems() {
		t.Error(p)
	}
	if paid == 0 || !slices.ContainsFunc(r.register, func(row registered) bool { return row.pages > 1 }) {
		t.Errorf("%d pages have a payment code; or no letter has several pages", paid)
	}
}

// scan is what a scanner reads from each of the first pages of a file.
func scan(t testing.TB, file string, pages int) []string {
	t.Helper()
	dir := t.TempDir()
	draw := exec.CommandContext(t.Context(), tool(t, "pdftoppm"), "-r", "150", "-gray", "-l", fmt.Sprint(pages), file, filepath.Join(dir, "p"))
	if out, err := draw.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	images, err := filepath.Glob(filepath.Join(dir, "p*"))
	if err != nil {
		t.Fatal(err)
	}
	codes := make([]string, len(images))
	for i, image := range images {
		out, _ := exec.CommandContext(t.Context(), tool(t, "zbarimg"), "--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", image).Output()
		codes[i] = string(out)
	}
	return codes
}
