package sample

import (
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// style is how customers of one country and language are called, where they
// live, and what their papers look like.
type style struct {
	country, lang string
	currency      money.Currency
	weight        int            // share of customers, percent
	scale         int            // amounts, in percent of those in roubles of Belarus
	explicitDue   bool           // the file gives due dates, the contract only explains them
	workUnit      ledger.DayUnit // of some of their terms; empty: calendar days always

	forms      []string // of a company's name; %s is what stands inside
	join       string   // between the two words of a name
	first      []string // its first words
	second     []string // its second words
	cities     []city
	streets    []string
	address    string // with {post}, {city}, {street}, {house}
	phone      string // every # becomes a digit
	contractNo string // with {number} and {yy}
	docs       []docKind
	credit     docKind
	people     people
	positions  [3]string // accountant, payer, director
	purpose    purpose
}

// city has the beginning of its postcodes.
type city struct{ name, post string }

// docKind is a kind of debt document with its number, made of {series},
// {number} and {yy}.
type docKind struct {
	kind, number string
	weight       int
	paid         string // as payment orders decline it; empty: as it is
}

// people are parts of names; a surname and a patronymic have two forms.
type people struct {
	men, women             []string
	surnamesMen, surnames  []string // same order: his, hers
	patronymicsMen, patron []string
	surnameFirst           bool
}

// purpose is what stands in a payment order. Arguments: kind, number, date of
// the document; number and date of the contract.
type purpose struct{ invoice, part, contract, advance string }

// series are the letters before the number of a Belarusian waybill.
var series = []string{"АВ", "АГ", "АЕ", "БК", "БМ", "ВН", "ВО", "ГР", "ГС", "ДТ", "ДУ", "ЕХ"}

// styles are all of them; weights sum to 100.
var styles = []*style{&belarusRu, &belarusBe, &russia, &ukraine, &bosnia, &germany}

var (
	slavPositionsRu = [3]string{"Главный бухгалтер", "Бухгалтер по расчётам", "Директор"}

	belarusRu = style{
		country: "BY", lang: "ru", currency: "BYN", weight: 48, scale: 100, workUnit: ledger.WorkingDays,
		forms: []string{"ООО «%s»", "ООО «%s»", "ЧТУП «%s»", "ОДО «%s»", "ЗАО «%s»", "ТЧУП «%s»", "СООО «%s»"},
		join:  " ", first: adjectivesRu, second: nounsRu,
		cities: []city{
			{"г. Минск", "2201"},
			{"г. Брест", "2240"},
			{"г. Гродно", "2300"},
			{"г. Витебск", "2100"},
			{"г. Гомель", "2460"},
			{"г. Могилёв", "2120"},
			{"г. Бобруйск", "2138"},
		},
		streets: streetsRu, address: "{post}, {city}, {street}, {house}", phone: "+375 17 000-##-##", contractNo: "{number}/{yy}",
		docs:   []docKind{{"ТТН", "{series} {number}", 70, ""}, {"ТН", "{series} {number}", 22, ""}, {"акт", "{number}", 8, "акту"}},
		credit: docKind{kind: "ТТН на возврат", number: "{series} {number}"},
		people: peopleRu, positions: slavPositionsRu, purpose: purposeRu,
	}

	belarusBe = style{
		country: "BY", lang: "be", currency: "BYN", weight: 5, scale: 90,
		forms:  []string{"ТАА «%s»", "ПГУП «%s»", "ТДА «%s»"},
		join:   " ",
		first:  []string{"Паўночны", "Зялёны", "Ціхі", "Светлы", "Стары", "Шчодры", "Баравы", "Лугавы", "Кляновы", "Ясны"},
		second: []string{"Двор", "Бераг", "Млын", "Хутар", "Гай", "Кут", "Брод", "Падворак", "Шлях", "Агарод"},
		cities: []city{{"г. Мінск", "2200"}, {"г. Ліда", "2313"}, {"г. Полацк", "2114"}},
		streets: []string{
			"вул. Складская", "вул. Млынавая", "вул. Пад’язная", "вул. Гаспадарчая",
			"зав. Кірмашовы",
		},
		address: "{post}, {city}, {street}, {house}", phone: "+375 17 000-##-##", contractNo: "{number}/{yy}",
		docs:      []docKind{{"ТТН", "{series} {number}", 80, ""}, {"ТН", "{series} {number}", 20, ""}},
		credit:    docKind{kind: "ТТН на вяртанне", number: "{series} {number}"},
		people:    peopleBe,
		positions: [3]string{"Галоўны бухгалтар", "Бухгалтар па разліках", "Дырэктар"},
		purpose: purpose{
			"Аплата па %s %s ад %s", "Частковая аплата па %s %s ад %s",
			"Аплата за тавар па дагаворы № %s ад %s", "Папярэдняя аплата па дагаворы № %s ад %s",
		},
	}

	russia = style{
		country: "RU", lang: "ru", currency: "RUB", weight: 20, scale: 2800, workUnit: ledger.WorkingDays,
		forms: []string{"ООО «%s»", "ООО «%s»", "ООО ТД «%s»", "АО «%s»", "ООО ПКФ «%s»"},
		join:  " ", first: adjectivesRu, second: nounsRu,
		cities: []city{
			{"г. Москва", "1290"},
			{"г. Смоленск", "2140"},
			{"г. Брянск", "2410"},
			{"г. Псков", "1800"},
			{"г. Тверь", "1700"},
			{"г. Калуга", "2480"},
		},
		streets: streetsRu, address: "{post}, {city}, {street}, д. {house}", phone: "+7 495 000-##-##", contractNo: "П-{number}/{yy}",
		docs:   []docKind{{"УПД", "{number}", 85, ""}, {"акт", "{number}", 15, "акту"}},
		credit: docKind{kind: "УКД", number: "{number}"},
		people: peopleRu, positions: [3]string{"Главный бухгалтер", "Бухгалтер", "Генеральный директор"}, purpose: purposeRu,
	}
)

var purposeRu = purpose{
	invoice:  "Оплата по %s %s от %s",
	part:     "Частичная оплата по %s %s от %s",
	contract: "Оплата за товар по договору № %s от %s",
	advance:  "Предоплата за товар по договору № %s от %s",
}
