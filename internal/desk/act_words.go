package desk

// actText is the words of an act in a language. {us} is the company, {them} the
// customer, {contract} what of the settlements it is about.
type actText struct {
	subject, period, asOf, intro                string
	ofContract, ofNone                          string
	bySide, date, document, debit, credit       string
	opening, turnover, closing                  string
	favour, even, differences, confirm, forSide string
	person, authority                           string // below the lines to sign on
	stamp                                       string
	what                                        map[string]string
}

// actWords are the words of acts by language.
var actWords = map[string]actText{
	"en": {
		subject: "Reconciliation statement no. {number} as of {to}", period: "Reconciliation of mutual settlements for {from} – {to}", asOf: "Reconciliation of mutual settlements as of {to}",
		intro:      "{us} and {them} have drawn up this statement no. {number} of their mutual settlements{contract}, in {currency}. Who signs for either side, and on what authority, stands beside the signatures.",
		ofContract: " under contract {title}", ofNone: " outside any contract",
		bySide: "By the books of {name}", date: "Date", document: "Document", debit: "Debit", credit: "Credit",
		opening: "Opening balance", turnover: "Turnover", closing: "Closing balance",
		favour: "As of {to}, the balance in favour of {side} is {amount} ({words}).", even: "As of {to}, neither side owes the other anything.",
		differences: "Differences, if any: ______________________________________________",
		confirm:     "Please compare this with your books, fill in your side, and return a signed copy within ten days of receipt.", forSide: "For {name}:",
		person:    "Position, signature, full name.",
		authority: "Signs by: [  ] the articles (director)   [  ] power of attorney no. __________ of ____________, valid until ____________",
		stamp:     "Stamp",
		what:      map[string]string{"invoice": "Invoice", "payment": "Payment", "credit_note": "Credit note", "unexplained": "Settled without a named payment", "refund": "Refund", "netting": "Netting", "charge": "Of it, penalty and interest"},
	},
	"ru": {
		subject: "Акт сверки № {number} на {to}", period: "Акт сверки взаимных расчётов за период {from} – {to}", asOf: "Акт сверки взаимных расчётов на {to}",
		intro:      "{us} и {them} составили настоящий акт № {number} о состоянии взаимных расчётов{contract}, валюта {currency}. Кто подписывает акт от каждой стороны и на каком основании, указано у подписей.",
		ofContract: " по договору {title}", ofNone: " вне договоров",
		bySide: "По данным {name}", date: "Дата", document: "Документ", debit: "Дебет", credit: "Кредит",
		opening: "Сальдо начальное", turnover: "Обороты", closing: "Сальдо конечное",
		favour: "На {to} задолженность в пользу {side} составляет {amount} ({words}).", even: "На {to} взаимной задолженности нет.",
		differences: "Расхождения, если есть: ______________________________________________",
		confirm:     "Просим сверить данные с вашим учётом, заполнить свою сторону и вернуть подписанный экземпляр в течение десяти дней с получения.", forSide: "От {name}:",
		person:    "Должность, подпись, ФИО.",
		authority: "Действует на основании: [  ] устава (руководитель)   [  ] доверенности № __________ от ____________, действительна до ____________",
		stamp:     "М. П.",
		what:      map[string]string{"invoice": "Документ", "payment": "Оплата", "credit_note": "Кредит-нота", "unexplained": "Закрыто без указания платежа", "refund": "Возврат денег", "netting": "Взаимозачёт", "charge": "В том числе неустойка и проценты"},
	},
	"uk": {
		subject: "Акт звірки № {number} на {to}", period: "Акт звірки взаємних розрахунків за період {from} – {to}", asOf: "Акт звірки взаємних розрахунків на {to}",
		intro:      "{us} та {them} склали цей акт № {number} про стан взаємних розрахунків{contract}, валюта {currency}. Хто підписує акт від кожної сторони і на якій підставі, зазначено біля підписів.",
		ofContract: " за договором {title}", ofNone: " поза договорами",
		bySide: "За даними {name}", date: "Дата", document: "Документ", debit: "Дебет", credit: "Кредит",
		opening: "Сальдо початкове", turnover: "Обороти", closing: "Сальдо кінцеве",
		favour: "На {to} заборгованість на користь {side} становить {amount} ({words}).", even: "На {to} взаємної заборгованості немає.",
		differences: "Розбіжності, якщо є: ______________________________________________",
		confirm:     "Просимо звірити дані з вашим обліком, заповнити свою сторону й повернути підписаний примірник протягом десяти днів з отримання.", forSide: "Від {name}:",
		person:    "Посада, підпис, ПІБ.",
		authority: "Діє на підставі: [  ] статуту (керівник)   [  ] довіреності № __________ від ____________, дійсна до ____________",
		stamp:     "М. П.",
		what:      map[string]string{"invoice": "Документ", "payment": "Оплата", "credit_note": "Кредит-нота", "unexplained": "Закрито без зазначення платежу", "refund": "Повернення грошей", "netting": "Взаємозалік", "charge": "У тому числі неустойка і проценти"},
	},
	"be": {
		subject: "Акт зверкі № {number} на {to}", period: "Акт зверкі ўзаемных разлікаў за перыяд {from} – {to}", asOf: "Акт зверкі ўзаемных разлікаў на {to}",
		intro:      "{us} і {them} склалі гэты акт № {number} аб стане ўзаемных разлікаў{contract}, валюта {currency}. Хто падпісвае акт ад кожнага боку і на якой падставе, пазначана ля подпісаў.",
		ofContract: " па дагаворы {title}", ofNone: " па-за дагаворамі",
		bySide: "Па даных {name}", date: "Дата", document: "Дакумент", debit: "Дэбет", credit: "Крэдыт",
		opening: "Сальда пачатковае", turnover: "Абароты", closing: "Сальда канчатковае",
		favour: "На {to} запазычанасць на карысць {side} складае {amount} ({words}).", even: "На {to} узаемнай запазычанасці няма.",
		differences: "Разыходжанні, калі ёсць: ______________________________________________",
		confirm:     "Просім зверыць даныя з вашым улікам, запоўніць свой бок і вярнуць падпісаны экзэмпляр на працягу дзесяці дзён з атрымання.", forSide: "Ад {name}:",
		person:    "Пасада, подпіс, ПІБ.",
		authority: "Дзейнічае на падставе: [  ] статута (кіраўнік)   [  ] даверанасці № __________ ад ____________, сапраўдная да ____________",
		stamp:     "М. П.",
		what:      map[string]string{"invoice": "Дакумент", "payment": "Аплата", "credit_note": "Крэдыт-нота", "unexplained": "Закрыта без указання плацяжу", "refund": "Вяртанне грошай", "netting": "Узаемазалік", "charge": "У тым ліку няўстойка і працэнты"},
	},
	"bs": {
		subject: "IOS br. {number} na dan {to}", period: "Usaglašavanje međusobnih obaveza za period {from} – {to}", asOf: "Izvod otvorenih stavki (IOS) na dan {to}",
		intro:      "{us} i {them} sačinili su ovaj izvod br. {number} o međusobnim obavezama{contract}, valuta {currency}. Ko potpisuje za svaku stranu i na osnovu čega, navedeno je uz potpise.",
		ofContract: " po ugovoru {title}", ofNone: " izvan ugovora",
		bySide: "Prema knjigama {name}", date: "Datum", document: "Dokument", debit: "Duguje", credit: "Potražuje",
		opening: "Početno stanje", turnover: "Promet", closing: "Krajnje stanje",
		favour: "Na dan {to} saldo u korist {side} iznosi {amount} ({words}).", even: "Na dan {to} nema međusobnih dugovanja.",
		differences: "Razlike, ako ih ima: ______________________________________________",
		confirm:     "Molimo da uporedite podatke sa svojim knjigama, popunite svoju stranu i vratite potpisan primjerak u roku od deset dana od prijema.", forSide: "Za {name}:",
		person:    "Funkcija, potpis, ime i prezime.",
		authority: "Potpisuje na osnovu: [  ] statuta (direktor)   [  ] punomoći br. __________ od ____________, važi do ____________",
		stamp:     "M. P.",
		what:      map[string]string{"invoice": "Račun", "payment": "Uplata", "credit_note": "Knjižno odobrenje", "unexplained": "Zatvoreno bez navedene uplate", "refund": "Povrat novca", "netting": "Kompenzacija", "charge": "Od toga kazna i kamata"},
	},
	"de": {
		subject: "Saldenbestätigung Nr. {number} zum {to}", period: "Saldenabstimmung für den Zeitraum {from} – {to}", asOf: "Saldenbestätigung zum {to}",
		intro:      "{us} und {them} stellen mit dieser Aufstellung Nr. {number} den Stand ihrer gegenseitigen Abrechnung{contract} in {currency} fest. Wer für jede Seite unterschreibt und mit welcher Vollmacht, steht bei den Unterschriften.",
		ofContract: " aus Vertrag {title}", ofNone: " außerhalb von Verträgen",
		bySide: "Nach den Büchern von {name}", date: "Datum", document: "Beleg", debit: "Soll", credit: "Haben",
		opening: "Anfangssaldo", turnover: "Umsätze", closing: "Endsaldo",
		favour: "Zum {to} beträgt der Saldo zugunsten von {side} {amount} ({words}).", even: "Zum {to} schuldet keine Seite der anderen etwas.",
		differences: "Abweichungen, falls vorhanden: ______________________________________________",
		confirm:     "Bitte vergleichen Sie dies mit Ihren Büchern, füllen Sie Ihre Seite aus und senden Sie ein unterschriebenes Exemplar innerhalb von zehn Tagen nach Erhalt zurück.", forSide: "Für {name}:",
		person:    "Funktion, Unterschrift, Name.",
		authority: "Unterschreibt kraft: [  ] Organstellung (Geschäftsführung)   [  ] Vollmacht Nr. __________ vom ____________, gültig bis ____________",
		stamp:     "Stempel",
		what:      map[string]string{"invoice": "Rechnung", "payment": "Zahlung", "credit_note": "Gutschrift", "unexplained": "Ausgeglichen ohne benannte Zahlung", "refund": "Rückzahlung", "netting": "Aufrechnung", "charge": "Davon Vertragsstrafe und Zinsen"},
	},
}
