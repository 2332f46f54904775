package desk

// restructuringText is the words of supplementary agreements and guarantee letters
// in a language. {us} is the company, {them} the customer.
type restructuringText struct {
	agreement, guarantee, toContract          string
	intro, owes, pays, price                  string
	kept, breach, rest, signed                string // signed: before the day of signature, which is written in
	admits, promises, consents, bank          string
	document, due, until, sum, priceOf, total string
	accountant                                string
}

// restructuringWords are they by language.
var restructuringWords = map[string]restructuringText{
	"en": {
		agreement: "Supplementary agreement no. {number}{contract} on the restructuring of a debt", guarantee: "Guarantee letter no. {number}", toContract: " to contract {title}",
		intro:    "{us} (the creditor) and {them} (the debtor) have agreed as follows.",
		owes:     "1. The debtor acknowledges a debt to the creditor of {amount} ({words}) for these documents:",
		pays:     "2. The debtor pays it in instalments, each no later than on its day:",
		price:    "3. For the delay the debtor pays the price of delay. It is counted from the day each document was due at first, as a percentage of the amount paid, by the week of delay in which it is paid (week – percentage): {weeks}. What is paid later than in the eighth week costs what the eighth does, unless the sides agree otherwise. After a part payment the price of later weeks is counted on what remains; for what was paid it stays. If every instalment is paid on its day, the price is {price}.",
		kept:     "As long as the instalments are paid in time, the creditor does not demand earlier payment.",
		breach:   "If an instalment is not paid in time, payment by instalments ends, and all that is unpaid, with the price of delay if one is agreed above, is due at once.",
		rest:     "The days on which the documents were due at first stay what they were; the other terms of the contract do not change. The agreement is in force from the day of its signature, in two copies, one for each side.",
		signed:   "Signed on:",
		admits:   "{them} acknowledges a debt to {us} of {amount} ({words}){contract} for these documents:",
		promises: "We guarantee that it is paid in these amounts, each no later than on its day:",
		consents: "Should an instalment not come in time, we undertake to sign a supplementary agreement on the restructuring of the debt and to pay the price of delay under it.",
		bank:     "To be paid to: {bank}.",
		document: "Document", due: "Due at first", until: "No later than", sum: "Amount", priceOf: "Price of delay", total: "Total", accountant: "Chief accountant",
	},
	"ru": {
		agreement: "Дополнительное соглашение № {number}{contract} о реструктуризации задолженности", guarantee: "Гарантийное письмо № {number}", toContract: " к договору {title}",
		intro:    "{us} (кредитор) и {them} (должник) договорились о нижеследующем.",
		owes:     "1. Должник признаёт задолженность перед кредитором в сумме {amount} ({words}) по документам:",
		pays:     "2. Должник погашает её частями, каждую не позднее указанного дня:",
		price:    "3. За просрочку должник уплачивает цену просрочки. Она считается с первоначального срока оплаты каждого документа как процент от уплачиваемой суммы, по неделе просрочки, в которую она уплачена (неделя – процент): {weeks}. Уплаченное позднее восьмой недели стоит столько же, сколько в восьмую, если стороны не договорятся иначе. После частичной оплаты цена последующих недель считается на остаток; за уплаченное она сохраняется. Если каждый платёж внесён в свой день, цена составляет {price}.",
		kept:     "Пока платежи вносятся в срок, кредитор не требует досрочной оплаты.",
		breach:   "Если платёж не внесён в срок, рассрочка прекращается, и весь неуплаченный остаток, вместе с ценой просрочки, если она согласована выше, подлежит уплате немедленно.",
		rest:     "Первоначальные сроки оплаты документов остаются прежними; остальные условия договора не изменяются. Соглашение действует со дня подписания и составлено в двух экземплярах, по одному для каждой стороны.",
		signed:   "Дата подписания:",
		admits:   "{them} признаёт задолженность перед {us} в сумме {amount} ({words}){contract} по документам:",
		promises: "Гарантируем оплату в следующих суммах, каждой не позднее указанного дня:",
		consents: "Если платёж не поступит в срок, обязуемся подписать дополнительное соглашение о реструктуризации задолженности и уплатить по нему цену просрочки.",
		bank:     "Реквизиты для оплаты: {bank}.",
		document: "Документ", due: "Первоначальный срок", until: "Не позднее", sum: "Сумма", priceOf: "Цена просрочки", total: "Итого", accountant: "Главный бухгалтер",
	},
	"uk": {
		agreement: "Додаткова угода № {number}{contract} про реструктуризацію заборгованості", guarantee: "Гарантійний лист № {number}", toContract: " до договору {title}",
		intro:    "{us} (кредитор) і {them} (боржник) домовилися про таке.",
		owes:     "1. Боржник визнає заборгованість перед кредитором у сумі {amount} ({words}) за документами:",
		pays:     "2. Боржник погашає її частинами, кожну не пізніше зазначеного дня:",
		price:    "3. За прострочення боржник сплачує ціну прострочення. Вона рахується з початкового строку оплати кожного документа як відсоток від суми, що сплачується, за тижнем прострочення, у який її сплачено (тиждень – відсоток): {weeks}. Сплачене пізніше восьмого тижня коштує стільки ж, скільки у восьмий, якщо сторони не домовляться інакше. Після часткової оплати ціна наступних тижнів рахується на залишок; за сплачене вона зберігається. Якщо кожен платіж внесено свого дня, ціна становить {price}.",
		kept:     "Доки платежі вносяться вчасно, кредитор не вимагає дострокової оплати.",
		breach:   "Якщо платіж не внесено вчасно, розстрочення припиняється, і весь несплачений залишок, разом із ціною відстрочки, якщо її погоджено вище, підлягає сплаті негайно.",
		rest:     "Початкові строки оплати документів залишаються незмінними; інші умови договору не змінюються. Угода діє з дня підписання і складена у двох примірниках, по одному для кожної сторони.",
		signed:   "Дата підписання:",
		admits:   "{them} визнає заборгованість перед {us} у сумі {amount} ({words}){contract} за документами:",
		promises: "Гарантуємо оплату в таких сумах, кожної не пізніше зазначеного дня:",
		consents: "Якщо платіж не надійде вчасно, зобов’язуємося підписати додаткову угоду про реструктуризацію заборгованості та сплатити за нею ціну прострочення.",
		bank:     "Реквізити для оплати: {bank}.",
		document: "Документ", due: "Початковий строк", until: "Не пізніше", sum: "Сума", priceOf: "Ціна прострочення", total: "Разом", accountant: "Головний бухгалтер",
	},
	"be": {
		agreement: "Дадатковае пагадненне № {number}{contract} аб рэструктурызацыі запазычанасці", guarantee: "Гарантыйны ліст № {number}", toContract: " да дагавора {title}",
		intro:    "{us} (крэдытор) і {them} (даўжнік) дамовіліся аб наступным.",
		owes:     "1. Даўжнік прызнае запазычанасць перад крэдыторам у суме {amount} ({words}) па дакументах:",
		pays:     "2. Даўжнік пагашае яе часткамі, кожную не пазней за пазначаны дзень:",
		price:    "3. За пратэрміноўку даўжнік плаціць цану пратэрміноўкі. Яна лічыцца з першапачатковага тэрміну аплаты кожнага дакумента як працэнт ад сумы, якая плаціцца, па тыдні пратэрміноўкі, у які яна заплачана (тыдзень – працэнт): {weeks}. Заплачанае пазней за восьмы тыдзень каштуе столькі ж, колькі ў восьмы, калі бакі не дамовяцца інакш. Пасля частковай аплаты цана наступных тыдняў лічыцца на астатак; за заплачанае яна захоўваецца. Калі кожны плацеж унесены ў свой дзень, цана складае {price}.",
		kept:     "Пакуль плацяжы ўносяцца ў тэрмін, крэдытор не патрабуе датэрміновай аплаты.",
		breach:   "Калі плацеж не ўнесены ў тэрмін, растэрміноўка спыняецца, і ўвесь незаплачаны астатак, разам з цаной адтэрміноўкі, калі яна ўзгоднена вышэй, падлягае аплаце неадкладна.",
		rest:     "Першапачатковыя тэрміны аплаты дакументаў застаюцца ранейшымі; астатнія ўмовы дагавора не змяняюцца. Пагадненне дзейнічае з дня падпісання і складзена ў двух экзэмплярах, па адным для кожнага боку.",
		signed:   "Дата падпісання:",
		admits:   "{them} прызнае запазычанасць перад {us} у суме {amount} ({words}){contract} па дакументах:",
		promises: "Гарантуем аплату ў наступных сумах, кожнай не пазней за пазначаны дзень:",
		consents: "Калі плацеж не паступіць у тэрмін, абавязуемся падпісаць дадатковае пагадненне аб рэструктурызацыі запазычанасці і заплаціць па ім цану пратэрміноўкі.",
		bank:     "Рэквізіты для аплаты: {bank}.",
		document: "Дакумент", due: "Першапачатковы тэрмін", until: "Не пазней за", sum: "Сума", priceOf: "Цана пратэрміноўкі", total: "Разам", accountant: "Галоўны бухгалтар",
	},
	"bs": {
		agreement: "Aneks br. {number}{contract} o reprogramu duga", guarantee: "Garantno pismo br. {number}", toContract: " uz ugovor {title}",
		intro:    "{us} (povjerilac) i {them} (dužnik) dogovorili su sljedeće.",
		owes:     "1. Dužnik priznaje dug prema povjeriocu u iznosu od {amount} ({words}) po dokumentima:",
		pays:     "2. Dužnik ga plaća u ratama, svaku najkasnije na njen dan:",
		price:    "3. Za kašnjenje dužnik plaća cijenu kašnjenja. Računa se od prvobitnog dospijeća svakog dokumenta kao procenat plaćenog iznosa, prema sedmici kašnjenja u kojoj je plaćen (sedmica – procenat): {weeks}. Što je plaćeno nakon osme sedmice košta koliko i u osmoj, ako se strane ne dogovore drugačije. Nakon djelimične uplate cijena narednih sedmica računa se na ostatak; za plaćeno ostaje. Ako je svaka rata plaćena na svoj dan, cijena iznosi {price}.",
		kept:     "Dok se rate plaćaju na vrijeme, povjerilac ne traži ranije plaćanje.",
		breach:   "Ako rata nije plaćena na vrijeme, plaćanje u ratama prestaje, a sav neplaćeni ostatak, zajedno s cijenom odgode ako je gore dogovorena, dospijeva odmah.",
		rest:     "Prvobitna dospijeća dokumenata ostaju ista; ostali uslovi ugovora se ne mijenjaju. Aneks važi od dana potpisivanja i sačinjen je u dva primjerka, po jedan za svaku stranu.",
		signed:   "Datum potpisivanja:",
		admits:   "{them} priznaje dug prema {us} u iznosu od {amount} ({words}){contract} po dokumentima:",
		promises: "Garantujemo plaćanje u sljedećim iznosima, svakog najkasnije na njegov dan:",
		consents: "Ako rata ne stigne na vrijeme, obavezujemo se potpisati aneks o reprogramu duga i platiti cijenu kašnjenja po njemu.",
		bank:     "Podaci za uplatu: {bank}.",
		document: "Dokument", due: "Prvobitno dospijeće", until: "Najkasnije", sum: "Iznos", priceOf: "Cijena kašnjenja", total: "Ukupno", accountant: "Glavni računovođa",
	},
	"de": {
		agreement: "Zusatzvereinbarung Nr. {number}{contract} über die Stundung einer Schuld", guarantee: "Garantieschreiben Nr. {number}", toContract: " zum Vertrag {title}",
		intro:    "{us} (Gläubiger) und {them} (Schuldner) vereinbaren Folgendes.",
		owes:     "1. Der Schuldner erkennt eine Schuld gegenüber dem Gläubiger von {amount} ({words}) aus diesen Belegen an:",
		pays:     "2. Der Schuldner zahlt sie in Raten, jede spätestens an ihrem Tag:",
		price:    "3. Für den Verzug zahlt der Schuldner den Preis des Verzugs. Er wird ab der ursprünglichen Fälligkeit jedes Belegs als Prozentsatz des gezahlten Betrags gerechnet, nach der Verzugswoche, in der gezahlt wird (Woche – Prozentsatz): {weeks}. Was nach der achten Woche gezahlt wird, kostet so viel wie in der achten, sofern die Parteien nichts anderes vereinbaren. Nach einer Teilzahlung wird der Preis späterer Wochen vom Rest gerechnet; für das Gezahlte bleibt er bestehen. Wird jede Rate an ihrem Tag gezahlt, beträgt der Preis {price}.",
		kept:     "Solange die Raten pünktlich gezahlt werden, verlangt der Gläubiger keine frühere Zahlung.",
		breach:   "Wird eine Rate nicht pünktlich gezahlt, endet die Ratenzahlung, und alles Unbezahlte wird sofort fällig, samt dem Preis des Verzugs, falls oben einer vereinbart ist.",
		rest:     "Die ursprünglichen Fälligkeiten der Belege bleiben bestehen; die übrigen Vertragsbedingungen ändern sich nicht. Die Vereinbarung gilt ab dem Tag der Unterzeichnung, in zwei Ausfertigungen, je eine für jede Seite.",
		signed:   "Unterzeichnet am:",
		admits:   "{them} erkennt gegenüber {us} eine Schuld von {amount} ({words}){contract} aus diesen Belegen an:",
		promises: "Wir garantieren die Zahlung in diesen Beträgen, jeweils spätestens an ihrem Tag:",
		consents: "Geht eine Rate nicht pünktlich ein, verpflichten wir uns, eine Zusatzvereinbarung über die Stundung der Schuld zu unterschreiben und den Preis des Verzugs daraus zu zahlen.",
		bank:     "Zahlbar auf: {bank}.",
		document: "Beleg", due: "Ursprünglich fällig", until: "Spätestens am", sum: "Betrag", priceOf: "Preis des Verzugs", total: "Summe", accountant: "Hauptbuchhalter",
	},
}
