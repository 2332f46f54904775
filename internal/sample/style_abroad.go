package sample

import "debitor/internal/ledger"

var (
	ukraine = style{
		country: "UA", lang: "uk", currency: "UAH", weight: 8, scale: 1300, workUnit: ledger.BankingDays,
		forms: []string{"ТОВ «%s»", "ТОВ «%s»", "ПП «%s»", "ПрАТ «%s»", "ТОВ «ТД «%s»"},
		join:  " ",
		first: []string{
			"Північний", "Зелений", "Тихий", "Світлий", "Старий", "Щедрий", "Степовий", "Лісовий", "Яворовий",
			"Ясний", "Калиновий", "Крайній",
		},
		second: []string{"Двір", "Берег", "Млин", "Хутір", "Гай", "Брід", "Шлях", "Обрій", "Поділ", "Кут", "Склад", "Причал"},
		cities: []city{{"м. Київ", "010"}, {"м. Львів", "790"}, {"м. Житомир", "100"}, {"м. Чернігів", "140"}},
		streets: []string{
			"вул. Складська", "вул. Млинова", "вул. Під’їзна", "пров. Гончарний", "вул. Вагова",
			"вул. Пакгаузна",
		},
		address: "{post}, {city}, {street}, буд. {house}", phone: "+380 44 000-##-##", contractNo: "{number}-ЗЕД/{yy}",
		docs:      []docKind{{"рахунок", "СФ-{number}", 70, ""}, {"видаткова накладна", "{number}", 30, ""}},
		credit:    docKind{kind: "коригувальна накладна", number: "{number}"},
		positions: [3]string{"Головний бухгалтер", "Бухгалтер з розрахунків", "Директор"},
		people: people{
			men: []string{"Остап", "Тарас", "Богдан", "Мирон"}, women: []string{"Оксана", "Соломія", "Дарина", "Леся"},
			surnamesMen:    []string{"Кленовенко", "Ожинський", "Гречкун", "Струмочко", "Барвінюк"},
			surnames:       []string{"Кленовенко", "Ожинська", "Гречкун", "Струмочко", "Барвінюк"},
			patronymicsMen: []string{"Іванович", "Петрович", "Лукич"},
			patron:         []string{"Іванівна", "Петрівна", "Луківна"},
			surnameFirst:   true,
		},
		purpose: purpose{
			"Оплата за товар згідно: %s %s від %s", "Часткова оплата згідно: %s %s від %s",
			"Оплата за товар за договором № %s від %s", "Передоплата за товар за договором № %s від %s",
		},
	}

	bosnia = style{
		country: "BA", lang: "bs", currency: "BAM", weight: 8, scale: 55, explicitDue: true,
		forms: []string{"%s d.o.o.", "%s d.o.o.", "%s d.d.", "Trgovina %s d.o.o."},
		join:  " ",
		first: []string{
			"Sjeverni", "Zeleni", "Tihi", "Bijeli", "Stari", "Šumski", "Kameni", "Jasenov", "Rječni", "Žuti",
			"Čisti", "Ćirin",
		},
		second: []string{"Brijeg", "Most", "Mlin", "Gaj", "Hrast", "Krov", "Zid", "Izvor", "Klas", "Ambar", "Grad", "Đeram"},
		cities: []city{{"Sarajevo", "71"}, {"Tuzla", "75"}, {"Zenica", "72"}, {"Mostar", "88"}, {"Banja Luka", "78"}},
		streets: []string{
			"Skladišna", "Mlinska", "Ulica Drvenih mostova", "Kamenolomska", "Pijačna",
			"Žitarska",
		},
		address: "{street} {house}, {post} {city}", phone: "+387 33 000-####", contractNo: "UG-{number}/{yy}",
		docs:      []docKind{{"faktura", "{number}/{yy}", 100, ""}},
		credit:    docKind{kind: "knjižno odobrenje", number: "{number}/{yy}"},
		positions: [3]string{"Šef računovodstva", "Referent plaćanja", "Direktor"},
		people: people{
			men: []string{"Jasenko", "Dino", "Vedran", "Emir"}, women: []string{"Lejla", "Vesna", "Amra", "Nada"},
			surnamesMen: []string{"Brezarić", "Kruškić", "Vodeničarević", "Topolnjak", "Šljivarić"},
			surnames:    []string{"Brezarić", "Kruškić", "Vodeničarević", "Topolnjak", "Šljivarić"},
		},
		purpose: purpose{
			"Uplata: %s %s od %s", "Djelimična uplata: %s %s od %s",
			"Uplata po ugovoru %s od %s", "Avans po ugovoru %s od %s",
		},
	}

	germany = style{
		country: "DE", lang: "de", currency: "EUR", weight: 11, scale: 28, explicitDue: true,
		forms: []string{
			"%s Baustoffe GmbH", "%s Handels-GmbH", "%s Feinkost GmbH & Co. KG", "%s e. K.", "%s AG",
			"%s Holz & Stein OHG",
		},
		join: "",
		first: []string{
			"Nord", "Linden", "Eichen", "Wiesen", "Stein", "Mühlen", "Birken", "Ahorn", "Moos", "Föhren", "Kessel",
			"Krähen",
		},
		second: []string{"brück", "hof", "tal", "grund", "winkel", "hausen", "acker", "furt", "rain", "stieg", "anger", "weiler"},
		cities: []city{{"Berlin", "101"}, {"Leipzig", "041"}, {"Hamburg", "200"}, {"Köln", "506"}, {"Görlitz", "028"}},
		streets: []string{
			"Lagerhausweg", "Musterallee", "Am Alten Speicher", "Beispielgasse", "Kiesgrubenstraße",
			"Ziegelsteig",
		},
		address: "{street} {house}, {post} {city}", phone: "+49 30 23125-###", contractNo: "RV-{number}/{yy}",
		docs:      []docKind{{"Rechnung", "RE-20{yy}-{number}", 100, ""}},
		credit:    docKind{kind: "Gutschrift", number: "GS-20{yy}-{number}"},
		positions: [3]string{"Leiterin Buchhaltung", "Kreditorenbuchhaltung", "Geschäftsführung"},
		people: people{
			men: []string{"Heiner", "Ulf", "Jörg", "Matthias"}, women: []string{"Gisela", "Antje", "Britta", "Käthe"},
			surnamesMen: []string{"Eichwinkel", "Rübenacker", "Tannenstieg", "Moosleitner", "Kieselgrund"},
			surnames:    []string{"Eichwinkel", "Rübenacker", "Tannenstieg", "Moosleitner", "Kieselgrund"},
		},
		purpose: purpose{
			"%s %s vom %s", "Teilzahlung %s %s vom %s",
			"Zahlung laut Vertrag %s vom %s", "Anzahlung laut Vertrag %s vom %s",
		},
	}
)
