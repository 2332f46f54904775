package e2e_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/letter"
)

// marked is a random company whose customers cannot be taken for one another:
// every name, number and address of one bears his mark, "zq" and four letters,
// and no sum of his is a sum of another's.
type marked struct {
	r        *rand.Rand
	sums     map[string]string   // "412,07" → whose
	invoices map[string][]string // the keys by customer's mark
	home     string              // the company's country
	tables   map[string][][]string
}

// markLetters make marks: no word of any language has two in a row of them
// behind "zq".
const markLetters = "bcdfgjkwx"

func inventMarked(seed uint64) *marked {
	m := &marked{r: rand.New(rand.NewPCG(seed, 4)), sums: map[string]string{}, invoices: map[string][]string{}, tables: map[string][][]string{
		"customers": {{"customer", "name", "tax_id", "language", "country", "email", "address", "category", "manager"}},
		"contacts":  {{"customer", "name", "position", "role", "email"}},
		"contracts": {{"contract", "customer", "number", "date", "law", "payment_days", "penalty_per_day", "payment_clause", "penalty_clause"}},
		"invoices":  {{"invoice", "customer", "contract", "kind", "document", "date", "due", "amount", "currency"}},
		"payments":  {{"payment", "customer", "date", "amount", "currency", "invoice"}},
	}}
	for range 4 + m.r.IntN(21) {
		m.customer()
	}
	m.long(m.customer())
	return m
}

// abroad says whether the customer of a mark lives in another country than the
// company: form 119 is for letters at home.
func (m *marked) abroad(mark string) bool {
	for _, row := range m.tables["customers"] {
		if row[0] == mark+"c" {
			return row[4] != "" && row[4] != m.home
		}
	}
	return false
}

// customers are the marks of all of them.
func (m *marked) customers() []string { return slices.Sorted(maps.Keys(m.invoices)) }

func (m *marked) one(of ...string) string { return of[m.r.IntN(len(of))] }

// mark is a new customer's.
func (m *marked) mark() string {
	for {
		b := []byte("zq....")
		for i := range 4 {
			b[2+i] = markLetters[m.r.IntN(len(markLetters))]
		}
		if m.invoices[string(b)] == nil {
			return string(b)
		}
	}
}

// add adds a row to a table.
func (m *marked) add(table string, row ...string) { m.tables[table] = append(m.tables[table], row) }

func (m *marked) customer() string {
	q := m.mark()
	form := m.one("ООО «%s Торг»", "%s GmbH & Co. KG", "%s d.o.o.", "ТАА «%s і сыны»", "ТОВ «%s»", "%s Ltd", "<b>%s</b> & «сыновья»", "АО %s \"Северо-Запад\"")
	email := q + "e@" + m.one("one", "two", "три") + ".example"
	place := m.one("220030, г. Минск, ул. %s, 1", "20095 Hamburg, %s-Straße 5", "71000 Sarajevo, %s 12", "101000, Москва, %s пер., д. 3, стр. 2", "01001, м. Київ, вул. %s, 7")
	m.add("customers", q+"c", fmt.Sprintf(form, q+"n"), q+"t", m.one("ru", "be", "uk", "bs", "de", "en", ""), m.one("RU", "BY", "UA", "BA", "DE", "PL", ""),
		email, fmt.Sprintf(place, q+"a"), m.one("", "dear"), q+"m Ирина")
	if m.r.IntN(2) == 0 {
		m.add("contacts", q+"c", m.one("Иванов %s Петрович", "%s Müller", "Петренко %s"), "Директор", "director", "")
		last := m.tables["contacts"][len(m.tables["contacts"])-1]
		last[1] = fmt.Sprintf(last[1], q+"d")
	}
	for n := range 1 + m.r.IntN(2) {
		m.add("contracts", fmt.Sprintf("%sk%d", q, n), q+"c", fmt.Sprintf("%sk/%d", q, n), fmt.Sprintf("2025-%02d-12", 1+m.r.IntN(12)),
			m.one("RU", "BY", "UA", "BA-FBIH", "BA-RS", "DE", "PL", ""), "10", m.one("", "0.1"), m.one("", "п. "+q+"p"), m.one("", "п. "+q+"f"))
	}
	m.invoices[q] = []string{}
	currency := m.one("EUR", "EUR", "BYN")
	for n := range 1 + m.r.IntN(4) {
		m.invoice(q, n, currency)
	}
	return q
}

// long adds so many documents to a customer that his letters have several
// pages. Their sums are whole millions, of which no part is a sum of another's.
func (m *marked) long(q string) {
	for n := 10; n < 55; n++ {
		key := fmt.Sprintf("%si%d", q, n)
		m.invoices[q] = append(m.invoices[q], key)
		m.add("invoices", key, q+"c", q+"k0", "ТТН", fmt.Sprintf("%s%d", q, n), "2025-12-20", "2026-01-2"+m.one("0", "9"), fmt.Sprintf("%d000000.00", n), "USD")
	}
}

// invoice adds one whose sums, with those before it in a letter, are nobody
// else's. They stay below a thousand, so that a sum is written in one way but
// for its point.
func (m *marked) invoice(q string, n int, currency string) {
	for {
		open := 10000 + m.r.IntN(13000)
		paid := m.r.IntN(2) * (1 + m.r.IntN(1900))
		mine := []int{0}
		for sum, whose := range m.sums {
			if whose == q {
				var whole, part int
				_, _ = fmt.Sscanf(sum, "%d,%d", &whole, &part)
				mine = append(mine, whole*100+part)
			}
		}
		fresh := map[string]bool{}
		free := true
		for _, before := range mine {
			for _, add := range []int{open, open + paid} {
				sum := fmt.Sprintf("%d,%02d", (before+add)/100, (before+add)%100)
				fresh[sum] = true
				free = free && (m.sums[sum] == "" || m.sums[sum] == q)
			}
		}
		if !free {
			continue
		}
		for sum := range fresh {
			m.sums[sum] = q
		}
		key := fmt.Sprintf("%si%d", q, n)
		m.invoices[q] = append(m.invoices[q], key)
		contract := m.one(q+"k0", q+"k0", "")
		m.add("invoices", key, q+"c", contract, m.one("ТТН", "акт", "invoice"), fmt.Sprintf("%s%d", q, n), "2025-12-20",
			calDay(letterDay).Time().AddDate(0, 0, 8-m.r.IntN(40)).Format("2006-01-02"), fmt.Sprintf("%d.%02d", (open+paid)/100, (open+paid)%100), currency)
		if paid > 0 {
			m.add("payments", key, q+"c", "2026-01-02", fmt.Sprintf("%d.%02d", paid/100, paid%100), currency, key)
		}
		return
	}
}

// policy is a random one: several kinds of letters at once, by every way.
func (m *marked) policy() string {
	var coming, late []string
	for _, kind := range letter.Kinds() {
		switch is := kind.Traits(); {
		case is.Informs || is.Internal:
		case is.Coming:
			coming = append(coming, string(kind))
		default:
			late = append(late, string(kind))
		}
	}
	var b strings.Builder
	b.WriteString("policy: random\ncombine: " + m.one("strongest", "off", "off") + "\nsteps:\n")
	step := func(n int, at, kind string) {
		fmt.Fprintf(&b, "  - {id: s%d, at: %s, letter: %s, by: [%s]", n, at, kind, m.one("post", "email", "post, email", "post, email"))
		b.WriteString(m.one("", "", ", post: registered", ", post: valuable"))
		for _, more := range []string{"signed-by: legal", "from: sales", "copy: [sales]", "within: 12", "sign: true"} {
			if m.r.IntN(4) == 0 {
				b.WriteString(", " + more)
			}
		}
		b.WriteString("}\n")
	}
	step(0, "-10..0", m.one(coming...))
	for n, at := range []string{"1..6", "7..13", "14..20", "21.."} {
		step(n+1, at, m.one(late...))
	}
	return b.String() + "  - {id: court, at: 25.., task: prepare-court-package, to: sales-manager}\nholds:\n  - {id: overdue, at: 5.., stops: shipments, lifted-by: [head-of-sales]}\n"
}

// profile is the company that writes. Its letters are signed by people of whom
// one name is no part of another.
func (m *marked) profile(t testing.TB) desk.Profile {
	p := desk.Profile{
		Name: "Unser Lager GmbH", Country: m.one("DE", "BY", "RU", "BA", "UA"), Currency: "EUR", Language: m.one("ru", "en", "de", "bs", "uk", "be"),
		Address: "10115 Berlin, Lagerweg 1", City: "Berlin", Phone: "+49 30 1", Bank: []string{"Beispielbank"}, Email: "us@creditor.example",
		Signatory: desk.Person{Name: "Weber Otto", Position: "Leiter"}, Soft: []string{"dear"}, Labels: "3x8", Stamp: true, Automatic: m.r.IntN(2) == 0,
		Signatories: map[string]desk.Person{"legal": {Name: "Adler Eva", Position: "Recht"}},
		Account:     desk.Account{Number: "DE33100205000001194700", BIC: "BFSWDE33BER", Bank: "Beispielbank"},
	}
	m.home = p.Country
	p.TaxID = map[string]string{"DE": "DE811907980", "BY": "190000179", "RU": "1234567894"}[p.Country]
	if p.Country != "DE" {
		p.Account = desk.Account{}
	}
	p.LawFirm = desk.LawFirm{Name: "Kanzlei Bach", Letterhead: []string{"Kanzlei Bach"}, Signatory: desk.Person{Name: "Bach Karl"}}
	p.Mail.Bounce, p.Mail.Attach, p.Mail.Invoices = "bounce@creditor.example", m.r.IntN(2) == 0, t.TempDir()
	p.Mail.Senders = map[string]desk.Sender{"sales": {Name: "Verkauf", Address: "sales@creditor.example"}}
	for _, keys := range m.invoices {
		for _, key := range keys {
			if err := os.WriteFile(filepath.Join(p.Mail.Invoices, key+".pdf"), []byte("copied="+key), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}
