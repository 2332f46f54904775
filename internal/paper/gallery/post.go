package main

import (
	"cmp"
	"errors"
	"io"
	"strings"

	"debitor/internal/cal"
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

// post writes envelopes of every size and country.
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
	return errors.Join(errs...)
}
