package desk

// nettingText is the words of a netting in a language. {us} is the company,
// {them} the customer.
type nettingText struct {
	title, intro, theirs, ours, document, date, owed, off, total, sum, rest string
}

// nettingWords are the words of nettings by language.
var nettingWords = map[string]nettingText{
	"en": {
		title: "Netting of mutual debts as of {date} (draft)", intro: "{us} and {them} set off the following mutual debts, the oldest first.",
		theirs: "Owed to us", ours: "Owed by us", document: "Document", date: "Date", owed: "Open", off: "Set off", total: "Total",
		sum: "{amount} ({words}) is set off. By that much each side owes the other less.", rest: "What is not set off stays owed. The netting takes effect when both sides have signed.",
	},
	"ru": {
		title: "Акт взаимозачёта на {date} (проект)", intro: "{us} и {them} засчитывают следующие встречные требования, начиная с самых старых.",
		theirs: "Должны нам", ours: "Должны мы", document: "Документ", date: "Дата", owed: "Остаток", off: "К зачёту", total: "Итого",
		sum: "Засчитывается {amount} ({words}). На эту сумму уменьшается долг каждой стороны.", rest: "Незачтённое остаётся к оплате. Зачёт вступает в силу, когда акт подписан обеими сторонами.",
	},
	"uk": {
		title: "Акт взаємозаліку на {date} (проєкт)", intro: "{us} та {them} зараховують такі зустрічні вимоги, починаючи з найстаріших.",
		theirs: "Винні нам", ours: "Винні ми", document: "Документ", date: "Дата", owed: "Залишок", off: "До заліку", total: "Разом",
		sum: "Зараховується {amount} ({words}). На цю суму зменшується борг кожної сторони.", rest: "Незараховане лишається до сплати. Залік набирає чинності, коли акт підписали обидві сторони.",
	},
	"be": {
		title: "Акт узаемазаліку на {date} (праект)", intro: "{us} і {them} залічваюць наступныя сустрэчныя патрабаванні, пачынаючы з самых старых.",
		theirs: "Вінны нам", ours: "Вінны мы", document: "Дакумент", date: "Дата", owed: "Астатак", off: "Да заліку", total: "Разам",
		sum: "Залічваецца {amount} ({words}). На гэту суму памяншаецца доўг кожнага боку.", rest: "Незалічанае застаецца да аплаты. Залік набывае сілу, калі акт падпісалі абодва бакі.",
	},
	"bs": {
		title: "Izjava o kompenzaciji na dan {date} (nacrt)", intro: "{us} i {them} prebijaju sljedeća međusobna potraživanja, počev od najstarijih.",
		theirs: "Duguju nama", ours: "Dugujemo mi", document: "Dokument", date: "Datum", owed: "Otvoreno", off: "Prebija se", total: "Ukupno",
		sum: "Prebija se {amount} ({words}). Za taj iznos se umanjuje dug svake strane.", rest: "Što nije prebijeno ostaje za plaćanje. Kompenzacija važi kada je potpišu obje strane.",
	},
	"de": {
		title: "Aufrechnung gegenseitiger Forderungen zum {date} (Entwurf)", intro: "{us} und {them} rechnen folgende gegenseitige Forderungen auf, die ältesten zuerst.",
		theirs: "Forderung an Sie", ours: "Unsere Schuld", document: "Beleg", date: "Datum", owed: "Offen", off: "Aufgerechnet", total: "Summe",
		sum: "Aufgerechnet werden {amount} ({words}). Um diesen Betrag verringert sich die Schuld jeder Seite.", rest: "Was nicht aufgerechnet ist, bleibt geschuldet. Die Aufrechnung gilt, sobald beide Seiten unterschrieben haben.",
	},
}
