package letter

import (
	"fmt"
	"time"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Sample is made-up facts of a letter about n documents: for checking and
// previewing a template before there is a debtor. The same arguments give the
// same facts.
func Sample(kind Kind, lang string, n int) Facts {
	f := sampleParties[lang == "ru"]
	f.ID, f.Kind, f.Lang = "K3F7A-9QX2B", kind, lang
	f.Date = cal.On(2026, time.February, 3)
	f.Currency = "BYN"
	f.DeadlineDays = 5
	f.Deadline = f.Date + cal.Date(f.DeadlineDays)
	first := map[Kind]int{Reminder: -5, Warning: 9, Claim: 27}[kind]
	pattern := f.Items[0]
	f.Items = nil
	for i := range n {
		days := max(first-i, 1)
		if kind == Reminder {
			days = first
		}
		amount := money.Minor(7227 + int64(i)*int64(i)*13_751%9_000_000)
		it := Item{
			Invoice: id.Invoice(fmt.Sprintf("%08d", 152+i)), Contract: "17/2025", ContractDate: cal.On(2025, time.February, 12),
			Kind: pattern.Kind, Document: fmt.Sprintf("%s %07d", pattern.Document, 1_234_567+i*31),
			Date: f.Date - cal.Date(days+14), Due: f.Date - cal.Date(days), Amount: amount, Open: amount, Days: days,
		}
		if i%7 == 3 {
			it.Open, it.Part, it.Parts = amount/3, 2, 3
		}
		f.Items = append(f.Items, it)
		f.Total += it.Open
	}
	return f
}

// sampleParties are the parties of a sample, Russian (true) or not; the one
// item only names the kind and series of the documents.
var sampleParties = map[bool]Facts{
	true: {
		Creditor: Creditor{
			Name: "ООО «Северный свет»", Country: "BY", TaxID: "190000001", Address: "220030, г. Минск, ул. Первая, д. 5, оф. 12",
			City: "Минск", Phone: "+375 17 200-00-00", Email: "buh@example.by",
			Bank:      []string{"р/с BY00 AAAA 3012 0000 0000 0000 0000", "в ОАО «Пример-Банк», БИК AAAABY2X"},
			Signatory: Signatory{Name: "И. И. Иванов", Position: "Начальник отдела продаж"},
		},
		Debtor:  Debtor{Code: "00017", Name: "ЗАО «Торговый дом „Заря“»", TaxID: "290000002", Address: "224000, г. Брест, ул. Вторая, д. 7", Email: "zarya@example.by"},
		Manager: Manager{Name: "А. С. Петрова", Phone: "+375 29 600-00-00"},
		Items:   []Item{{Kind: "ТТН", Document: "АВ"}},
	},
	false: {
		Creditor: Creditor{
			Name: "Northern Light LLC", Country: "BY", TaxID: "190000001", Address: "5 First Street, office 12, 220030 Minsk, Belarus",
			City: "Minsk", Phone: "+375 17 200-00-00", Email: "accounts@example.by",
			Bank:      []string{"IBAN BY00 AAAA 3012 0000 0000 0000 0000", "Example Bank, SWIFT AAAABY2X"},
			Signatory: Signatory{Name: "Ivan Ivanov", Position: "Head of Sales"},
		},
		Debtor:  Debtor{Code: "00017", Name: "Dawn Trading House Ltd", TaxID: "290000002", Address: "7 Second Street, 224000 Brest, Belarus", Email: "dawn@example.by"},
		Manager: Manager{Name: "Anna Petrova", Phone: "+375 29 600-00-00"},
		Items:   []Item{{Kind: "waybill", Document: "AB"}},
	},
}
