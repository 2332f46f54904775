package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/letter"
	"debitor/internal/money"
	"debitor/internal/paper"
)

// parties are addressees as they come: short, long, endless, without a street
// that can be told, abroad, in an unknown script.
var parties = []paper.Party{
	{Name: "ООО «Ромашка»", Address: "224000, г. Брест, ул. Вторая, д. 7"},
	{
		Name:    "Совместное общество с ограниченной ответственностью «Торгово-промышленная компания „Белорусско-Балтийский Мебельный Альянс“»",
		Address: "224000, Брестская область, Брестский район, аг. Большие Мотыкалы, ул. Первомайская, д. 117, корп. 3, пом. 24",
	},
	{Name: strings.Repeat("Торгово-промышленная компания ", 10), Address: strings.Repeat("промышленная зона, ", 12) + "220030"},
	{Name: "Nordlicht Möbel GmbH", Address: "Hauptstraße 5, 10115 Berlin"},
	{Name: "株式会社 Beispiel", Address: "Tokyo"},
}

// post writes envelopes of every size and country, labels and postal forms.
func post(dir string, day cal.Date) error {
	info := paper.Info{Title: "Конверты", Lang: "ru", Date: day}
	sender := paper.Party{Name: "ООО «Северный свет»", Address: "220030, г. Минск, ул. Первая, д. 5, оф. 12"}
	var errs []error
	for _, size := range paper.EnvelopeSizes() {
		for _, country := range []string{"RU", "BY", "DE", ""} {
			name := "envelope_" + string(size) + "_" + cmp.Or(country, "other") + ".pdf"
			style := paper.EnvelopeStyle{Size: size, Country: country}
			errs = append(errs, file(dir, name, func(w io.Writer) error { return paper.Envelopes(w, info, style, sender, parties) }))
		}
	}
	return errors.Join(append(errs, labels(dir, info), forms(dir, info, sender))...)
}

// labels writes one sheet of every grid, the first label of which is used up.
func labels(dir string, info paper.Info) error {
	var errs []error
	var to []paper.Party
	for len(to) < 20 {
		to = append(to, parties...)
	}
	for _, name := range []string{"3x8", "2x7", "3x7", "2x8"} {
		grid, err := paper.LabelSheetNamed(name)
		if err != nil {
			return err
		}
		errs = append(errs, file(dir, "labels_"+name+".pdf", func(w io.Writer) error { return paper.Labels(w, info, grid, 2, to) }))
	}
	return errors.Join(errs...)
}

// forms writes the list, the inventories and the notices for the same letters,
// with everything known and with nothing.
func forms(dir string, info paper.Info, sender paper.Party) error {
	list := paper.PostalList{Date: info.Date, Sender: sender, Class: letter.Registered, Currency: "BYN"}
	full := list
	full.Number, full.Office, full.Class = "17", "ОПС Минск-30", letter.Valuable
	var inventories []paper.Inventory
	var notices []paper.Notice
	for i := range 24 {
		to := parties[i%len(parties)]
		if i < 3 {
			list.Rows = append(list.Rows, paper.PostalRow{To: to})
		}
		full.Rows = append(full.Rows, paper.PostalRow{
			To: to, Track: fmt.Sprintf("2200300000%04d", i), Grams: 16 + 5*i, Declared: money.Minor(1000 * i), Fee: 345, Note: "с уведомлением",
		})
	}
	for i, to := range parties {
		v := paper.Inventory{To: to, Sender: sender.Name, Currency: "BYN"}
		for n := range []int{1, 3, 30, 11, 2}[i] {
			v.Items = append(v.Items, paper.InventoryItem{Title: fmt.Sprintf("Претензия № %d на 2 листах", n+1), Count: 1, Value: money.Minor(10000 * i)})
		}
		v.Items[0].Title += strings.Repeat(" с приложениями", 8*i)
		inventories = append(inventories, v)
		notices = append(notices, paper.Notice{Sender: sender, To: to, Class: full.Class, Track: full.Rows[i].Track})
	}
	notices = append(notices, paper.Notice{Sender: parties[2], To: parties[2], Class: letter.Registered})
	return errors.Join(
		file(dir, "form103_bare.pdf", list.Write),
		file(dir, "form103_full.pdf", full.Write),
		file(dir, "form107.pdf", func(w io.Writer) error { return paper.Inventories(w, info, inventories) }),
		file(dir, "form119.pdf", func(w io.Writer) error { return paper.Notices(w, info, notices) }),
	)
}
