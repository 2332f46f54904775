package letter

import (
	"fmt"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Sample is made-up facts of a letter about n documents: for checking and
// previewing a template before there is a debtor. The same arguments give the
// same facts. No law is set; Under sets one.
func Sample(kind Kind, lang string, n int) Facts {
	f, ok := sampleParties[lang]
	if !ok {
		f = sampleParties["en"]
	}
	is := kind.Traits()
	f.ID, f.Kind, f.Lang = "K3F7A-9QX2B", kind, lang
	f.Date = cal.On(2026, time.February, 3)
	if is.Deadline > 0 {
		f.DeadlineDays = is.Deadline
		f.Deadline = f.Date + cal.Date(is.Deadline)
	}
	first := 9
	switch {
	case is.Coming:
		first = -5
	case is.Court || is.Internal:
		first = 27
	}
	pattern := f.Items[0]
	f.Items = nil
	for i := range n {
		days := max(first-i, 1)
		if is.Coming {
			days = first
		}
		amount := money.Minor(7227 + int64(i)*int64(i)*13_751%9_000_000)
		it := Item{
			Invoice: id.Invoice(fmt.Sprintf("%08d", 152+i)), Contract: "17/2025", ContractDate: cal.On(2025, time.February, 12),
			Kind: pattern.Kind, Document: strings.TrimLeft(fmt.Sprintf("%s %07d", pattern.Document, 1_234_567+i*31), " "),
			Date: f.Date - cal.Date(days+14), Due: f.Date - cal.Date(days), Amount: amount, Open: amount, Days: days,
		}
		if i%7 == 3 {
			it.Open, it.Part, it.Parts = amount/3, 2, 3
		}
		if kind == Thanks {
			f.Paid += it.Open
			it.Open, it.Days = 0, 0
		}
		f.Items = append(f.Items, it)
		f.Total += it.Open
	}
	sampleOf(kind, &f)
	return f
}

// sampleOf adds what only some kinds tell.
func sampleOf(kind Kind, f *Facts) {
	switch kind {
	case Thanks:
		f.PaidOn = f.Date - 1
	case Correction:
		f.Corrects = Ref{ID: "H2B6C-4WD8K", Date: f.Date - 4, Total: f.Total + 18_050}
	case PrepaymentNotice:
		f.Prepay, f.PrepayUntil = 50, f.Date+90
	case PenaltyNotice:
		f.Accrual = sampleAccrual(f)
	case PretrialDemand, FinalDemand, LawFirm, CourtNotice:
		f.Earlier = Ref{ID: "H2B6C-4WD8K", Date: f.Date - 14, Total: f.Total}
	case Memo, Resolution:
		f.From, f.To = Person{Name: f.Manager.Name}, f.Creditor.Signatory
		f.History = []Event{{f.Date - 20, sampleDone[f.Lang]}, {f.Date - 9, sampleDone[f.Lang]}}
	}
}

// sampleAccrual is what the first document is late, at 0.1 % a day.
func sampleAccrual(f *Facts) Accrual {
	it := &f.Items[0]
	day := it.Open / 1000
	sum := money.Minor(it.Days) * day
	return Accrual{
		Amount: sum, PerDay: day,
		Lines: []AccrualLine{{Document: it.Document, From: it.Due + 1, To: f.Date, Days: int64(it.Days), Balance: it.Open, Rate: "0.1", Daily: true, Amount: sum}},
	}
}

// Under puts a sample's contract under a law, with the clauses such a contract
// has.
func (f Facts) Under(law Law) Facts {
	f.Law = law
	f.Clauses = Clauses{Payment: "5.2", Penalty: "7.3", PerDay: "0.1"}
	if !f.penalty() {
		f.Clauses.Penalty, f.Clauses.PerDay = "", ""
	}
	f.Post = Ordinary
	if f.Kind.Traits().Court {
		f.Post = law.CourtPost()
	}
	return f
}

// sampleDone is something that was done, for papers of the house.
var sampleDone = map[string]string{
	"ru": "отправлено предупреждение, ответа нет", "be": "адпраўлена папярэджанне, адказу няма", "uk": "надіслано попередження, відповіді немає",
	"bs": "poslana opomena, bez odgovora", "de": "Mahnung versandt, keine Antwort", "en": "warning sent, no answer",
}

// sampleParties are the parties of a sample by language; the one item only
// names the kind and series of the documents.
var sampleParties = map[string]Facts{
	"ru": {
		Creditor: Creditor{
			Name: "ООО «Северный свет»", Country: "BY", TaxID: "190000001", Address: "220030, г. Минск, ул. Первая, д. 5, оф. 12",
			City: "Минск", Phone: "+375 17 200-00-00", Email: "buh@example.by",
			Bank:      []string{"р/с BY00 AAAA 3012 0000 0000 0000 0000", "в ОАО «Пример-Банк», БИК AAAABY2X"},
			Signatory: Person{Name: "И. И. Иванов", Position: "Начальник отдела продаж"},
		},
		Debtor:   Debtor{Code: "00017", Name: "ЗАО «Торговый дом „Заря“»", TaxID: "290000002", Address: "224000, г. Брест, ул. Вторая, д. 7", Email: "zarya@example.by"},
		Manager:  Manager{Name: "А. С. Петрова", Phone: "+375 29 600-00-00"},
		Currency: "BYN",
		Items:    []Item{{Kind: "ТТН", Document: "АВ"}},
	},
	"en": {
		Creditor: Creditor{
			Name: "Northern Light LLC", Country: "BY", TaxID: "190000001", Address: "5 First Street, office 12, 220030 Minsk, Belarus",
			City: "Minsk", Phone: "+375 17 200-00-00", Email: "accounts@example.by",
			Bank:      []string{"IBAN BY00 AAAA 3012 0000 0000 0000 0000", "Example Bank, SWIFT AAAABY2X"},
			Signatory: Person{Name: "Ivan Ivanov", Position: "Head of Sales"},
		},
		Debtor:   Debtor{Code: "00017", Name: "Dawn Trading House Ltd", TaxID: "290000002", Address: "7 Second Street, 224000 Brest, Belarus", Email: "dawn@example.by"},
		Manager:  Manager{Name: "Anna Petrova", Phone: "+375 29 600-00-00"},
		Currency: "BYN",
		Items:    []Item{{Kind: "waybill", Document: "AB"}},
	},
	"be": {
		Creditor: Creditor{
			Name: "ТАА «Паўночнае ззянне»", Country: "BY", TaxID: "190000001", Address: "220030, г. Мінск, вул. Першая, д. 5, оф. 12",
			City: "Мінск", Phone: "+375 17 200-00-00", Email: "buh@example.by",
			Bank:      []string{"р/р BY00 AAAA 3012 0000 0000 0000 0000", "у ААТ «Прыклад-Банк», БІК AAAABY2X"},
			Signatory: Person{Name: "І. І. Іваноў", Position: "Начальнік аддзела продажаў"},
		},
		Debtor:   Debtor{Code: "00017", Name: "ЗАТ «Гандлёвы дом „Зара“»", TaxID: "290000002", Address: "224000, г. Брэст, вул. Другая, д. 7", Email: "zara@example.by"},
		Manager:  Manager{Name: "Г. С. Пятрова", Phone: "+375 29 600-00-00"},
		Currency: "BYN",
		Items:    []Item{{Kind: "ТТН", Document: "АВ"}},
	},
	"uk": {
		Creditor: Creditor{
			Name: "ТОВ «Північне сяйво»", Country: "UA", TaxID: "32855961", Address: "вул. Перша, буд. 5, оф. 12, м. Київ, 01001",
			City: "Київ", Phone: "+380 44 200-00-00", Email: "buh@example.ua",
			Bank:      []string{"IBAN UA21 3223 1300 0002 6007 2335 6600 1", "в АТ «Приклад-Банк»"},
			Account:   Account{Number: "UA213223130000026007233566001", Bank: "АТ «Приклад-Банк»"},
			Signatory: Person{Name: "І. І. Іваненко", Position: "Начальник відділу продажу"},
		},
		Debtor:   Debtor{Code: "00017", Name: "ПрАТ «Торговий дім „Зоря“»", TaxID: "14360570", Address: "вул. Друга, буд. 7, м. Львів, 79000", Email: "zorya@example.ua"},
		Manager:  Manager{Name: "Г. С. Петренко", Phone: "+380 67 600-00-00"},
		Currency: "UAH",
		Items:    []Item{{Kind: "видаткова накладна", Document: "РН"}},
	},
	"bs": {
		Creditor: Creditor{
			Name: "Sjeverno svjetlo d.o.o.", Country: "BA", TaxID: "4200000000001", Address: "Prva ulica 5, 71000 Sarajevo",
			City: "Sarajevo", Phone: "+387 33 200-000", Email: "racuni@example.ba",
			Bank:      []string{"Račun: 199-000-00000000-00", "Primjer banka d.d. Sarajevo"},
			Signatory: Person{Name: "Ivan Ivić", Position: "Direktor prodaje"},
		},
		Debtor:   Debtor{Code: "00017", Name: "Trgovačka kuća „Zora“ d.o.o.", TaxID: "4200000000002", Address: "Druga ulica 7, 72000 Zenica", Email: "zora@example.ba"},
		Manager:  Manager{Name: "Ana Petrović", Phone: "+387 61 600-000"},
		Currency: "BAM",
		Items:    []Item{{Kind: "račun", Document: ""}},
	},
	"de": {
		Creditor: Creditor{
			Name: "Nordlicht GmbH", Country: "DE", TaxID: "DE136695976", Address: "Erste Straße 5, 10115 Berlin",
			City: "Berlin", Phone: "+49 30 2000000", Email: "buchhaltung@example.de",
			Bank:      []string{"IBAN DE33 1002 0500 0001 1947 00", "BIC BFSWDE33BER, Beispielbank"},
			Account:   Account{Number: "DE33100205000001194700", Bank: "Beispielbank", BIC: "BFSWDE33BER"},
			Signatory: Person{Name: "Jan Muster", Position: "Leiter Vertrieb"},
		},
		Debtor:   Debtor{Code: "00017", Name: "Handelshaus Morgenrot AG", TaxID: "DE999999999", Address: "Zweite Straße 7, 20095 Hamburg", Email: "morgenrot@example.de"},
		Manager:  Manager{Name: "Anna Peters", Phone: "+49 170 6000000"},
		Currency: "EUR",
		Items:    []Item{{Kind: "Rechnung", Document: "RE"}},
	},
}
