package letter

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// TestGoldenLetters keeps every shipped letter as text, so that a change of
// wording is seen in review as wording.
func TestGoldenLetters(t *testing.T) {
	for _, lang := range Languages() {
		for _, kind := range []Kind{Reminder, Warning, Claim} {
			for _, hold := range []bool{false, true} {
				for _, n := range []int{1, 4} {
					if kind == Reminder && hold {
						continue
					}
					name := fmt.Sprintf("%s_%s_%d", lang, kind, n)
					if hold {
						name += "_hold"
					}
					t.Run(name, func(t *testing.T) {
						f := Sample(kind, lang, n)
						if hold {
							f.Hold = Hold{InForce: true, Since: f.Date - 3}
						}
						golden(t, name+".txt", "Subject: "+render(t, &f).Meta.Subject+"\n\n"+render(t, &f).Text())
					})
				}
			}
		}
	}
}

// TestGoldenCases keeps letters about the less common facts.
func TestGoldenCases(t *testing.T) {
	contracts := func(names ...string) func(*Facts) {
		return func(f *Facts) {
			for i := range f.Items {
				f.Items[i].Contract, f.Items[i].ContractDate = names[i%len(names)], 0
			}
		}
	}
	netted := func(f *Facts) {
		it := &f.Items[0]
		it.Part, it.Parts = 1, 2
		f.Total -= it.Open - 1001
		it.Open = 1001
	}
	notYetDue := func(f *Facts) {
		f.Items[1].Due, f.Items[1].Days = f.Date+4, -4
	}
	abroad := func(f *Facts) { f.Currency = "RUB" }
	home := func(f *Facts) { f.Currency, f.Creditor.Country = "RUB", "RU" }
	bare := func(f *Facts) {
		f.Creditor = Creditor{Name: f.Creditor.Name}
		f.Manager, f.Debtor.Address = Manager{}, ""
	}
	name := func(f *Facts) {
		f.Debtor.Name = `Совместное общество с ограниченной ответственностью "Торгово-промышленная компания "Белорусско-Балтийский Мебельный Альянс""`
	}
	for _, c := range []struct {
		name   string
		kind   Kind
		n      int
		change func(*Facts)
	}{
		{"nocontract", Claim, 1, contracts("")},
		{"nocontract", Warning, 2, contracts("")},
		{"nocontract", Reminder, 1, contracts("")},
		{"nocontract", Reminder, 2, contracts("")},
		{"contracts", Claim, 2, contracts("17/2025", "18/2025")},
		{"contracts", Warning, 2, contracts("17/2025", "18/2025")},
		{"contracts", Reminder, 2, contracts("17/2025", "18/2025")},
		{"mixed", Claim, 2, contracts("17/2025", "")},
		{"netted", Claim, 1, netted},
		{"netted", Reminder, 2, netted},
		{"notyetdue", Claim, 2, notYetDue},
		{"notyetdue", Warning, 2, notYetDue},
		{"rub_abroad", Claim, 1, abroad},
		{"rub_home", Claim, 1, home},
		{"bare", Claim, 1, bare},
		{"longname", Warning, 1, name},
	} {
		for _, lang := range Languages() {
			file := fmt.Sprintf("%s_%s_%d_%s", lang, c.kind, c.n, c.name)
			t.Run(file, func(t *testing.T) {
				f := Sample(c.kind, lang, c.n)
				c.change(&f)
				doc := render(t, &f)
				golden(t, file+".txt", "Subject: "+doc.Meta.Subject+"\n\n"+doc.Text())
			})
		}
	}
}

// TestNoPenaltyWithoutAContract is a promise to the lawyers: a claim invokes
// contractual penalties only when every document belongs to a known contract.
func TestNoPenaltyWithoutAContract(t *testing.T) {
	for lang, threat := range map[string]string{
		"ru": "пени и штрафов", "be": "пені і штрафаў", "uk": "пені та штрафів", "bs": "ugovornu kaznu", "de": "Vertragsstrafe", "en": "penalty",
	} {
		for _, c := range []struct {
			contracts []string
			want      bool
		}{{[]string{"1", "1"}, true}, {[]string{"1", "2"}, true}, {[]string{"", ""}, false}, {[]string{"1", ""}, false}, {[]string{"", "1"}, false}} {
			f := Sample(Claim, lang, len(c.contracts))
			for i, name := range c.contracts {
				f.Items[i].Contract = name
			}
			if got := strings.Contains(strings.Join(strings.Fields(render(t, &f).Text()), " "), threat); got != c.want {
				t.Errorf("%s, contracts %q: threat of penalty %v", lang, c.contracts, got)
			}
		}
	}
}

// TestStopIsClaimedOnlyWhenInForce: a letter says that shipments are stopped
// exactly when they are.
func TestStopIsClaimedOnlyWhenInForce(t *testing.T) {
	for lang, says := range map[string]string{"ru": "приостановлены", "en": "have been suspended"} {
		for _, kind := range []Kind{Warning, Claim} {
			for _, hold := range []Hold{{}, {InForce: true}, {InForce: true, Since: Sample(kind, lang, 1).Date}} {
				f := Sample(kind, lang, 2)
				f.Hold = hold
				text := strings.Join(strings.Fields(render(t, &f).Text()), " ")
				text = strings.ReplaceAll(text, "будут приостановлены", "")
				if got := strings.Contains(text, says); got != hold.InForce {
					t.Errorf("%s %s, %+v: says stopped: %v", lang, kind, hold, got)
				}
			}
		}
	}
}

func render(t testing.TB, f *Facts) *Document {
	t.Helper()
	tmpl, err := Shipped(f.Lang, f.Kind)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := tmpl.Render(f)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// TestAbroad: a letter that crosses a border names the country, in its own
// language, unless the address does.
func TestAbroad(t *testing.T) {
	for _, c := range []struct{ from, to, address, lang, want string }{
		{"BY", "DE", "10115 Berlin, Erste Straße 5", "ru", "Германия"},
		{"BY", "DE", "10115 Berlin, Germany", "en", ""},
		{"BY", "BY", "220030, Минск", "ru", ""},
		{"BY", "", "220030, Минск", "ru", ""},
		{"RU", "BA", "71000 Sarajevo", "bs", "Bosna i Hercegovina"},
		{"DE", "UA", "01001 Kyjiw", "de", "Ukraine"},
		{"UA", "BY", "220030, Мінск", "uk", "Білорусь"},
		{"RU", "BY", "220030, Мінск", "be", "Беларусь"},
		{"RU", "??", "220030, Мінск", "be", ""},
		{"RU", "DE", "", "ru", ""},
	} {
		f := Sample(Warning, c.lang, 1)
		f.Creditor.Country, f.Debtor.Country, f.Debtor.Address = c.from, c.to, c.address
		doc := render(t, &f)
		if doc.Meta.Abroad != c.want {
			t.Errorf("%+v: %q", c, doc.Meta.Abroad)
		}
		if c.want != "" && !strings.Contains(doc.Text(), c.address+"\n"+c.want) && c.lang != "de" && c.lang != "bs" {
			t.Errorf("%+v: not in the letter", c)
		}
	}
}
