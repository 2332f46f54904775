package e2e_test

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/letter"
)

// openCourt is a company at home in a country, with a customer at home and a
// claim for him that goes by post, of the class a step names.
func openCourt(t *testing.T, url, country, address, post string) *office {
	t.Helper()
	o := openOffice(t, url, desk.Profile{
		Name: "ООО «Склад»", Country: country, Currency: "EUR", Language: "ru", Address: address, Email: "us@creditor.example",
		Signatory: desk.Person{Name: "Зимин Пётр Ильич", Position: "Директор"},
	})
	o.rule("policy: court\nsteps:\n  - {id: warning, at: \"1..9\", letter: warning, by: [post]}\n  - {id: claim, at: \"10..\", letter: claim, by: [post]" + post + "}\n")
	o.take([]string{"customer", "name", "language", "country", "address"}, []string{"c", "ООО «Дуб»", "ru", country, address}, []string{"w", "ООО «Вяз»", "ru", country, address})
	o.take([]string{"contract", "customer", "number", "date"}, []string{"K", "c", "7/25", "2025-01-01"}, []string{"W", "w", "8/25", "2025-01-01"})
	o.take([]string{"invoice", "customer", "contract", "date", "due", "amount", "currency"},
		[]string{"i", "c", "K", "2025-12-10", "2026-01-05", "100.00", "EUR"}, []string{"j", "w", "W", "2025-12-10", "2026-01-30", "100.00", "EUR"})
	return o
}

// TestTheLawSaysHowAClaimIsPosted: a policy that says nothing of it has claims
// posted as the law of the contract asks, with the forms for that and a letter
// that says so; a policy that says ordinary has its way.
func TestTheLawSaysHowAClaimIsPosted(t *testing.T) {
	t.Parallel()
	const minsk, moscow = "220030, г. Минск, ул. Складская, 1", "101000, г. Москва, ул. Складская, д. 1"
	for _, c := range []struct {
		country, address, post, class, says string
		forms                               []string
	}{
		{"BY", minsk, "", "registered", "заказным письмом с уведомлением", []string{"form103-registered", "notices"}},
		{"RU", moscow, "", "valuable", "ценным письмом с описью", []string{"form103-valuable", "inventories", "notices"}},
		{"RU", moscow, ", post: ordinary", "ordinary", "", nil},
		{"BY", minsk, ", post: valuable", "valuable", "ценным письмом с описью", []string{"form103-valuable", "inventories", "notices"}},
	} {
		t.Run(c.country+c.post, func(t *testing.T) {
			t.Parallel()
			o := openCourt(t, dbtest.SQLite(t), c.country, c.address, c.post)
			o.run(letterDay)
			r := readRun(t, o.out(letterDay, desk.Written{}))
			class := map[string]string{}
			for _, row := range r.register {
				class[row.customer] = row.class
			}
			if class["c"] != c.class || class["w"] != "ordinary" {
				t.Errorf("the claim goes %s and the warning %s, want %s and ordinary", class["c"], class["w"], c.class)
			}
			for _, form := range []string{"form103-registered", "form103-valuable", "inventories", "notices"} {
				text := strings.Join(r.forms[form], "\n")
				if want := slices.Contains(c.forms, form); want != strings.Contains(text, "Дуб") || strings.Contains(text, "Вяз") {
					t.Errorf("%s.pdf: %q; is wanted: %v", form, text, want)
				}
			}
			for _, p := range r.pages {
				text := strings.Join(strings.Fields(p.text), " ")
				said := strings.Contains(text, "заказным письмом") || strings.Contains(text, "ценным письмом")
				if wanted := c.says != "" && strings.Contains(text, "Дуб"); said != wanted || wanted && !strings.Contains(text, c.says) {
					t.Errorf("letter %s speaks of its post: %v, wanted: %q\n%s", p.letter, said, c.says, text)
				}
			}
		})
	}
}

// Words that a letter must not have under a law. (?i) does not reach «РФ».
var (
	russianArticles = regexp.MustCompile(`(?i)росси|расі|rusk|russi|\bАПК\b|РФ|(ст\.|стать\S+|артыкул\S*|čl\.|član\S*|Art\.|§)[\s\x{a0}]*(395|330|4\b)`)
	penaltyWords    = regexp.MustCompile(`(?i)ugovorn\S*\s+(kazn|kamat|zatezn)|kazn|penal|неустойк|штраф|(^|[^а-яёіў])пен[яиеіюь]|няўстойк|Vertragsstrafe`)
)

// TestNoLetterCitesAnotherLaw makes every letter there is, in every language,
// for contracts under five laws and under none that is known: nothing Russian
// is cited to Brest, and no contractual penalty is spoken of under the law of
// Bosnia.
func TestNoLetterCitesAnotherLaw(t *testing.T) {
	t.Parallel()
	o := openOffice(t, dbtest.SQLite(t), desk.Profile{
		Name: "Lager Ltd", Country: "RU", Currency: "EUR", Language: "en", Email: "us@creditor.example", Automatic: true,
		LawFirm: desk.LawFirm{Name: "Kanzlei Bach", Signatory: desk.Person{Name: "Bach Karl"}},
	})
	customers := [][]string{{"customer", "name", "language", "country", "address"}}
	contracts := [][]string{{"contract", "customer", "number", "date", "law", "penalty_per_day", "payment_clause", "penalty_clause"}}
	invoices := [][]string{{"invoice", "customer", "contract", "date", "due", "amount", "currency"}}
	for _, law := range []string{"BY", "BA", "BA-FBIH", "BA-RS", "RU", ""} {
		for _, lang := range letter.Languages() {
			c := lang + "-" + law
			customers = append(customers, []string{c, "Customer", lang, cmp.Or(law, "BY")[:2], "224030, Брест"})
			contracts = append(contracts, []string{c, c, "7", "2025-01-01", law, "0.1", "5.2", "7.3"})
			invoices = append(invoices, []string{c, c, c, "2025-12-01", "2026-01-05", "100.00", "EUR"}, []string{c + "+", c, c, "2025-12-01", "2026-02-06", "50.00", "EUR"})
		}
	}
	o.take(customers...)
	o.take(contracts...)
	o.take(invoices...)
	o.rule("policy: all\nsteps: [{id: w, at: \"1..\", letter: warning, by: [post]}]\n")
	first := map[string]string{}
	for number, l := range o.run(letterDay) {
		first[string(l.Customer)] = number
	}
	russian, penalties, made := 0, 0, 0
	for _, row := range contracts[1:] {
		law := row[4]
		for _, kind := range letter.Kinds() {
			d := desk.Draft{Letter: string(kind), Customer: id.Customer(row[0]), Date: calDay("2026-02-04"), Currency: "EUR"}
			switch kind {
			case letter.Thanks:
				d.Paid = "20.00"
			case letter.Correction:
				d.Corrects = id.Letter(first[row[0]])
			}
			doc, _, err := o.DraftLetter(t.Context(), d)
			if err != nil {
				t.Fatalf("%s for %s: %v", kind, row[0], err)
			}
			made++
			text := doc.Text()
			article, threat := russianArticles.FindString(text), penaltyWords.FindString(text)
			switch {
			case (law == "BY" || law == "") && article != "":
				t.Errorf("%s for %s cites %q", kind, row[0], article)
			case strings.HasPrefix(law, "BA") && (article != "" || threat != ""):
				t.Errorf("%s for %s speaks of %q %q", kind, row[0], article, threat)
			case law == "RU" && article != "":
				russian++
			}
			if !strings.HasPrefix(law, "BA") && threat != "" {
				penalties++
			}
		}
	}
	if russian < 20 || penalties < 20 {
		t.Errorf("%d letters cite Russian law where it holds, %d speak of a penalty: the test sees too little", russian, penalties)
	}
	t.Logf("%d letters, %d cite Russian law, %d speak of a penalty", made, russian, penalties)
}
