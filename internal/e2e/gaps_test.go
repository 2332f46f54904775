package e2e_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

// gapRules print and mail a claim for what is late, and mail a reminder.
const gapRules = `
policy: gaps
steps:
  - {id: reminder, at: "-10..0", letter: reminder, by: [email]}
  - {id: claim, at: "1..", letter: claim, by: [post, email]}
`

// longName is a name of 300 characters.
var longName = "ООО " + strings.Repeat("Общество длинное ", 17) + "Закрыто"

// gapCustomers have what a customer should not have, or lack what he should.
// The last column is what missing.csv says of the letter of him that is his
// only one.
var gapCustomers = [][]string{ // code, name, language, email, address, contract, missing
	{"good", "ООО «Ладное»", "ru", "good@one.example", "220030, г. Минск, ул. Ладная, 1", "K", ""},
	{"no-address", "ООО «Бездомное»", "ru", "na@one.example", "", "K", "address"},
	{"no-mail", "ООО «Молчаливое»", "ru", "", "220030, г. Минск, ул. Тихая, 1", "K", "email"},
	{"bad-mail", "ООО «Ошибка»", "ru", "buh at one", "220030, г. Минск, ул. Кривая, 1", "K", "email"},
	{"no-contract", "ООО «Устное»", "ru", "nc@one.example", "220030, г. Минск, ул. Словесная, 1", "", "contract"},
	{"long", longName, "ru", "long@one.example", "220030, г. Минск, ул. Долгая, 1", "K", ""},
	{"chinese", "北京贸易有限公司", "en", "zh@one.example", "220030, Minsk, Far 1", "K", "glyph"},
	{"arabic", "شركة التجارة", "en", "ar@one.example", "220030, Minsk, Far 2", "K", "glyph"},
	{"emoji", "Smile 😀 Ltd", "de", "em@one.example", "220030, Minsk, Far 3", "K", "glyph"},
	{"far-street", "Street Ltd", "en", "st@one.example", "100000, 北京市朝阳区", "K", "glyph"},
	{"no-language", "Sprachlos", "xx", "xx@one.example", "220030, Minsk, Stumm 1", "K", ""},
	{"nothing", "ООО «Пустое»", "", "", "", "", "address contract email"},
}

// openGaps is a company of such customers, each with one late document, and
// with one who is to be reminded by e-mail and has none.
func openGaps(t *testing.T, url string, p desk.Profile) *office {
	t.Helper()
	p.Name, p.Country, p.Currency, p.Language, p.Email = "ООО «Склад»", "BY", "BYN", "ru", "us@creditor.example"
	o := openOffice(t, url, p)
	o.rule(gapRules)
	customers := [][]string{{"customer", "name", "language", "email", "address"}, {"quiet", "ООО «Тихоня»", "ru", "", "220030, г. Минск"}}
	contracts := [][]string{{"contract", "customer", "number", "date"}}
	invoices := [][]string{{"invoice", "customer", "contract", "date", "due", "amount", "currency"}, {"quiet", "quiet", "", "2026-01-10", "2026-02-07", "10.00", "BYN"}}
	for _, c := range gapCustomers {
		customers = append(customers, c[:5])
		contract := ""
		if c[5] != "" {
			contract = "K-" + c[0]
			contracts = append(contracts, []string{contract, c[0], c[0] + "/1", "2025-05-05"})
		}
		invoices = append(invoices, []string{"i-" + c[0], c[0], contract, "2026-01-10", "2026-01-20", "123.45", "BYN"})
	}
	o.take(customers...)
	o.take(contracts...)
	o.take(invoices...)
	return o
}

// TestWhatIsMissingIsListed: a letter that lacks something is not made wrong
// but listed with what and who, and the rest of the run goes on.
func TestWhatIsMissingIsListed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		o := openGaps(t, url, desk.Profile{Signatory: desk.Person{Name: "Зимин Пётр", Position: "Директор"}, Mail: desk.MailSettings{Attach: true}})
		letters := o.run(letterDay)
		r := readRun(t, o.out(letterDay, desk.Written{}))
		if len(letters) != len(gapCustomers) {
			t.Errorf("%d letters for %d customers", len(letters), len(gapCustomers))
		}
		want, posted, mailed := map[string]string{}, 0, 0
		for _, c := range gapCustomers {
			want[c[0]] = c[6]
			if c[6] != "glyph" {
				posted++
			}
			if strings.Contains(c[3], "@") {
				mailed++
			}
		}
		got := o.missing()
		for code, w := range want {
			if got[code] != w {
				t.Errorf("missing.csv says of %s: %q, want %q", code, got[code], w)
			}
		}
		if len(r.register) != posted || len(r.envelopes) != posted || len(r.pages) < posted || len(r.mails) != mailed {
			t.Errorf("%d letters, %d envelopes, %d pages, %d mails; want %d posted, %d mailed", len(r.register), len(r.envelopes), len(r.pages), len(r.mails), posted, mailed)
		}
		if tasks := r.lists["tasks"]; len(tasks) != 1 || tasks[0][0] != "quiet" || tasks[0][1] != "mend-contact" {
			t.Errorf("tasks: %v", tasks)
		}
		o.asGood(r)
		o.sent(mailed)
		o.sound()
	})
}

// missing is what missing.csv says, by customer; every row says who can mend it.
func (o *office) missing() map[string]string {
	o.Helper()
	codes := map[string][]string{}
	for _, row := range optional(o, filepath.Join(o.dir, "out-"+letterDay, "missing.csv")) {
		codes[row[0]] = append(codes[row[0]], row[2])
		ofCompany := len(row) == 5 && row[0] == "" && row[1] == "" && row[2] == "signatory"
		if len(row) != 5 || !letterNumber.MatchString(row[1]) && !ofCompany || row[3] == "" || row[4] == "" {
			o.Errorf("missing.csv: %q does not say of which letter, what to do and who", row)
		}
	}
	all := map[string]string{}
	for c, list := range codes {
		slices.Sort(list)
		all[c] = strings.Join(list, " ")
	}
	return all
}

// asGood sees that what was printed is right: names whole, nothing that fonts
// cannot show, and mails with the very characters of the name.
func (o *office) asGood(r *reading) {
	o.Helper()
	var all strings.Builder
	for _, p := range r.pages {
		all.WriteString(p.text)
	}
	for _, e := range append(slices.Clone(r.envelopes), r.forms["register"]...) {
		all.WriteString(e)
	}
	if strings.ContainsAny(all.String(), "北شص😀\ufffd") {
		o.Error("something was printed that the fonts lack")
	}
	if n := strings.Count(all.String(), "Закрыто"); n != 3 {
		o.Errorf("the end of the long name stands %d times in letter, envelope and register", n)
	}
	for _, m := range r.mails {
		for _, c := range gapCustomers {
			if m.to != c[3] {
				continue
			}
			if !strings.Contains(m.parts["header To"], c[1]) {
				o.Errorf("the mail to %s is addressed to %q", c[0], m.parts["header To"])
			}
			if c[0] == "no-language" && !strings.Contains(strings.ToLower(m.parts["text/plain"]), "претензия") {
				o.Errorf("a customer whose language is unknown is not written to in the company's")
			}
		}
	}
}

// sent sees that the mails go out, and that no PDF goes along that would show
// boxes.
func (o *office) sent(mailed int) {
	o.Helper()
	r, err := o.SendMail(o.Context(), calDay(letterDay), calDay(letterDay), 0)
	if err != nil || r.Sent != mailed || r.Parked+r.Failed+r.Retry > 0 {
		o.Errorf("%+v, %v; want %d sent", r, err, mailed)
	}
	for _, got := range o.server.Received() {
		m := readMail(o, got.Data)
		files := 0
		for name := range m.parts {
			if strings.HasPrefix(name, "file ") {
				files++
			}
		}
		want := 1
		for _, c := range gapCustomers {
			if c[3] == m.to && c[6] == "glyph" {
				want = 0
			}
		}
		if files != want {
			o.Errorf("the mail to %s has %d files, want %d", m.to, files, want)
		}
	}
}

// TestNobodySigns: a company that names nobody to sign still has its run, and
// is told so once, for it is nothing about a single letter.
func TestNobodySigns(t *testing.T) {
	t.Parallel()
	o := openGaps(t, dbtest.SQLite(t), desk.Profile{})
	o.run(letterDay)
	r := readRun(t, o.out(letterDay, desk.Written{}))
	got := o.missing()
	if got[""] != "signatory" { // once
		t.Errorf("missing.csv says of the company: %q", got[""])
	}
	for _, c := range gapCustomers {
		if strings.Contains(got[c[0]], "signatory") {
			t.Errorf("missing.csv says of %s: %q", c[0], got[c[0]])
		}
	}
	if len(r.register) == 0 {
		t.Error("nothing was printed")
	}
}

// TestNamesThatAreTooLong: a name that no document could bear is refused when
// it comes in, not when it is printed.
func TestNamesThatAreTooLong(t *testing.T) {
	t.Parallel()
	o := openGaps(t, dbtest.SQLite(t), desk.Profile{})
	file := o.write("huge.csv", "customer,name\nhuge,"+strings.Repeat("Очень ", 2000)+"\n")
	r, err := o.Import(t.Context(), []string{file}, desk.ImportOptions{})
	if fault.KindOf(err) != fault.Input {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestALetterThatCannotBeMade: a text of the company's own that is too much for
// one customer's name holds up nobody else's letter.
func TestALetterThatCannotBeMade(t *testing.T) {
	t.Parallel()
	o := openGaps(t, dbtest.SQLite(t), desk.Profile{Signatory: desk.Person{Name: "Зимин Пётр", Position: "Директор"}})
	file := o.write("own.md", "---\nsubject: s\ntitle: t\n---\n"+strings.Repeat("{{.Debtor.Name}} ", 1700)+"\n")
	if _, err := o.UseLetter(t.Context(), file, "claim", "ru", ""); err != nil {
		t.Fatal(err)
	}
	o.run(letterDay)
	r := readRun(t, o.out(letterDay, desk.Written{}))
	if got := o.missing(); got["long"] != "text" || got["good"] != "" || len(r.register) < 5 {
		t.Errorf("%v, %d letters were printed", got, len(r.register))
	}
	if sent, err := o.SendMail(t.Context(), calDay(letterDay), calDay(letterDay), 0); err != nil || sent.Parked != 1 || sent.Sent < 5 {
		t.Errorf("%+v, %v", sent, err)
	}
}
