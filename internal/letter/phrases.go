package letter

import "strings"

// phrases are the sentences of a letter's frame, around what its template
// says.
type phrases struct {
	salutation  string                             // to whom no name is known
	attention   func(position, name string) string // the line for the person under the company; declined where the language does
	stamp       string                             // where a stamp goes
	code        string                             // what the payment code is for
	purpose     func(documents, letter string) string
	automatic   func(clause string) string // R-21; clause may be empty
	percent     string                     // between a number and the sign: a no-break space or nothing
	authority   func(document string) string
	internal    string // above a paper of the house
	from, to    string // before its author and its reader
	historyNone string
	clause      string // before the bare number of a contract's clause
	contract    string // before a contract's number in the purpose of a payment
	annex       annex
}

// annex is the words of a calculation.
type annex struct {
	title, document, from, to, days, balance, rate, amount string
	yearly, daily                                          string // after the rate
}

// clauseName puts the language's word before a clause that is a bare number, as
// contracts are often entered: "5.2" is «п. 5.2».
func (f *phrases) clauseName(clause string) string {
	if clause != "" && clause[0] >= '0' && clause[0] <= '9' {
		return f.clause + nbsp + clause
	}
	return clause
}

// ClauseName is a contract's clause as people of a language name it: "5.2" is
// «п. 5.2»; what is no bare number stays as it is.
func ClauseName(clause, lang string) string {
	f := frames[lang]
	if f == nil {
		f = frames["en"]
	}
	return f.clauseName(clause)
}

// andName joins a position and a name on one line.
func andName(position, name string) string {
	return strings.TrimSpace(position + " " + strings.ReplaceAll(name, " ", nbsp))
}

var frames = map[string]*phrases{
	"ru": {
		salutation: "Уважаемые партнёры!", attention: andName, stamp: "М." + nbsp + "П.",
		code: "Код для оплаты в банковском приложении: получатель, счёт и сумма заполнятся сами.",
		purpose: func(documents, letter string) string {
			return "Оплата: " + documents + "; письмо " + letter
		},
		automatic: func(clause string) string {
			if clause == "" {
				return "Письмо сформировано автоматически по условиям договора."
			}
			return "Письмо сформировано автоматически по условиям договора (" + clause + ")."
		},
		percent: nbsp,
		authority: func(document string) string {
			return "Представитель по доверенности: " + document + "."
		},
		internal: "Для внутреннего пользования",
		from:     "От:", to: "Кому:",
		annex: annex{
			title: "Приложение. Расчёт начисленного за просрочку", document: "Документ", from: "С", to: "По", days: "Дней", balance: "Остаток долга", rate: "Ставка", amount: "Начислено", yearly: "в год", daily: "в день",
		},
		historyNone: "Действий не записано.",
		clause:      "п.",
		contract:    "договор",
	},
	"be": {
		salutation: "Паважаныя партнёры!", attention: andName, stamp: "М." + nbsp + "П.",
		code:    "Код для аплаты ў банкаўскай праграме: атрымальнік, рахунак і сума запоўняцца самі.",
		purpose: func(documents, letter string) string { return "Аплата: " + documents + "; ліст " + letter },
		automatic: func(clause string) string {
			if clause == "" {
				return "Ліст сфармаваны аўтаматычна паводле ўмоў дагавора."
			}
			return "Ліст сфармаваны аўтаматычна паводле ўмоў дагавора (" + clause + ")."
		},
		percent: nbsp,
		authority: func(document string) string {
			return "Прадстаўнік па даверанасці: " + document + "."
		},
		internal: "Для ўнутранага карыстання",
		from:     "Ад:", to: "Каму:",
		annex: annex{
			title: "Дадатак. Разлік налічанага за пратэрміноўку", document: "Дакумент", from: "З", to: "Па", days: "Дзён", balance: "Рэшта доўгу", rate: "Стаўка", amount: "Налічана", yearly: "у год", daily: "за дзень",
		},
		historyNone: "Дзеянняў не запісана.",
		clause:      "п.",
		contract:    "дагавор",
	},
	"uk": {
		salutation: "Шановні партнери!", attention: andName, stamp: "М." + nbsp + "П.",
		code:    "Код для оплати в банківському застосунку: отримувач, рахунок і сума заповняться самі.",
		purpose: func(documents, letter string) string { return "Оплата: " + documents + "; лист " + letter },
		automatic: func(clause string) string {
			if clause == "" {
				return "Лист сформовано автоматично за умовами договору."
			}
			return "Лист сформовано автоматично за умовами договору (" + clause + ")."
		},
		percent: nbsp,
		authority: func(document string) string {
			return "Представник за довіреністю: " + document + "."
		},
		internal: "Для внутрішнього користування",
		from:     "Від:", to: "Кому:",
		annex: annex{
			title: "Додаток. Розрахунок нарахованого за прострочення", document: "Документ", from: "З", to: "По", days: "Днів", balance: "Залишок боргу", rate: "Ставка", amount: "Нараховано", yearly: "на рік", daily: "за день",
		},
		historyNone: "Дій не записано.",
		clause:      "п.",
		contract:    "договір",
	},
	"bs": {
		salutation: "Poštovani,", attention: func(position, name string) string { return "n/r: " + andPosition(name, position) }, stamp: "M." + nbsp + "P.",
		code:    "Kod za plaćanje u bankovnoj aplikaciji: primalac, račun i iznos popunjavaju se sami.",
		purpose: func(documents, letter string) string { return "Uplata: " + documents + "; dopis " + letter },
		automatic: func(clause string) string {
			if clause == "" {
				return "Dopis je sačinjen automatski prema uslovima ugovora."
			}
			return "Dopis je sačinjen automatski prema uslovima ugovora (" + clause + ")."
		},
		percent:   "",
		authority: func(document string) string { return "Punomoćnik na osnovu: " + document + "." },
		internal:  "Za internu upotrebu",
		from:      "Od:", to: "Za:",
		annex: annex{
			title: "Prilog. Obračun za kašnjenje", document: "Dokument", from: "Od", to: "Do", days: "Dana", balance: "Ostatak duga", rate: "Stopa", amount: "Obračunato", yearly: "godišnje", daily: "dnevno",
		},
		historyNone: "Nema zapisanih radnji.",
		clause:      "tačka",
		contract:    "ugovor",
	},
	"de": {
		salutation: "Sehr geehrte Damen und Herren,", attention: func(position, name string) string { return "z." + nbsp + "Hd. " + andPosition(name, position) },
		code:    "Code für Ihre Banking-App: Empfänger, Konto und Betrag werden ausgefüllt.",
		purpose: func(documents, letter string) string { return "Zahlung " + documents + ", Schreiben " + letter },
		automatic: func(clause string) string {
			if clause == "" {
				return "Dieses Schreiben wurde nach den Bedingungen des Vertrags automatisch erstellt."
			}
			return "Dieses Schreiben wurde nach den Bedingungen des Vertrags (" + clause + ") automatisch erstellt."
		},
		percent:   nbsp,
		authority: func(document string) string { return "Bevollmächtigt durch: " + document + "." },
		internal:  "Nur für den internen Gebrauch",
		from:      "Von:", to: "An:",
		annex: annex{
			title: "Anlage. Berechnung der Verzugsfolgen", document: "Beleg", from: "Von", to: "Bis", days: "Tage", balance: "Restbetrag", rate: "Satz", amount: "Betrag", yearly: "p. a.", daily: "je Tag",
		},
		historyNone: "Es ist nichts vermerkt.",
		clause:      "Ziffer",
		contract:    "Vertrag",
	},
	"en": {
		salutation: "Dear Sir or Madam,", attention: func(position, name string) string { return "Attn: " + andPosition(name, position) },
		code:    "Code for your banking application: payee, account and amount are filled in.",
		purpose: func(documents, letter string) string { return "Payment for " + documents + ", letter " + letter },
		automatic: func(clause string) string {
			if clause == "" {
				return "This letter was generated automatically under the terms of the contract."
			}
			return "This letter was generated automatically under the terms of the contract (" + clause + ")."
		},
		percent:   "",
		authority: func(document string) string { return "Authorised by: " + document + "." },
		internal:  "For internal use",
		from:      "From:", to: "To:",
		annex: annex{
			title: "Annex. Calculation of what the delay has cost", document: "Document", from: "From", to: "To", days: "Days", balance: "Balance", rate: "Rate", amount: "Amount", yearly: "a year", daily: "a day",
		},
		historyNone: "Nothing has been recorded.",
		clause:      "clause",
		contract:    "contract",
	},
}

// andPosition joins them where the position comes last.
func andPosition(name, position string) string {
	name = strings.ReplaceAll(name, " ", nbsp)
	if name == "" || position == "" {
		return name + position
	}
	return name + ", " + position
}

// framesOf falls back to English, as lexiconOf does.
func framesOf(lang string) *phrases {
	if f, ok := frames[lang]; ok {
		return f
	}
	return frames["en"]
}
