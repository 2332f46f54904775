package intake

import (
	"slices"
	"strings"
	"sync"
)

// synonym is what people call a field. Words stand in order of strength: when
// two headings of a file claim one field, the one named earlier gets it ("код
// контрагента" before "контрагент"), the other stays an attribute. A field's
// own name is always its strongest word. Where kinds is not empty, the words
// count in files of these kinds only.
type synonym struct {
	field field
	kinds []Kind
	words []string // English, Russian, Ukrainian, Bosnian, German
}

// debts are the kinds whose rows are single debts.
var debts = []Kind{Invoices, OpenItems}

// statements are the rows of bank statements.
var statements = []Kind{Movements}

// positions are the rows of what invoices are made of.
var positions = []Kind{Positions}

// synonyms is everything known about headings. Spaces, punctuation, case and
// diacritics do not count (see headingKey).
var synonyms = []synonym{
	{"customer", []Kind{Customers}, []string{"id", "code", "код", "šifra", "nummer", "nr"}},
	{"customer", nil, []string{
		"customer id", "customer code", "customer no", "customer number", "cust number", "client id", "client code",
		"account no", "account number", "debtor no", "debtor number", "customer", "client", "debtor", "buyer",
		"код контрагента", "контрагент код", "код клиента", "код покупателя", "номер клиента", "контрагент", "покупатель", "клиент", "дебитор", "заказчик", "должник",
		"код контрагента", "код клієнта", "код покупця", "номер клієнта", "покупець", "клієнт", "замовник", "боржник", "дебітор",
		"šifra kupca", "šifra partnera", "šifra klijenta", "broj kupca", "kupac", "partner", "klijent", "dužnik", "naručilac", "komitent",
		"kundennummer", "kunden-nr", "kundennr", "kd-nr", "debitorennummer", "debitoren-nr", "debitor", "kunde", "kundencode", "schuldner",
	}},
	{"customer", []Kind{Payments}, []string{"payer", "плательщик", "платник", "плательшчык", "uplatilac", "platilac", "einzahler", "zahler"}},
	{"name", []Kind{Customers}, []string{
		"customer name", "company", "company name", "legal name", "full name", "title",
		"полное наименование", "наименование", "название", "наименование контрагента", "наименование полное", "организация", "контрагент",
		"повне найменування", "найменування", "назва", "назва контрагента", "організація",
		"naziv", "naziv kupca", "naziv partnera", "ime", "firma",
		"bezeichnung", "kundenname", "firmenname", "unternehmen", "name des kunden",
	}},
	{"name", []Kind{Contacts}, []string{
		"contact", "contact person", "contact name", "person", "full name",
		"контактное лицо", "фио", "контакт", "имя", "контактна особа", "піб", "ім'я",
		"kontakt osoba", "kontakt", "ime i prezime", "ime", "ansprechpartner", "kontaktperson", "person",
	}},
	{"tax_id", nil, []string{
		"tax number", "tax no", "vat", "vat id", "vat number", "vat no",
		"инн", "унп", "инн/кпп", "бин", "иин", "иин/бин", "єдрпоу", "іпн", "рнокпп", "код єдрпоу",
		"jib", "pib", "pdv broj", "porezni broj", "id broj", "ust-idnr", "ustid", "umsatzsteuer-id", "steuernummer",
	}},
	{"kpp", []Kind{Customers}, []string{"кпп"}},
	{"registration", []Kind{Customers}, []string{"registration number", "register number", "огрн", "огрн/огрнип", "огрнип", "регистрационный номер", "реєстраційний номер", "matični broj", "mbs", "handelsregisternummer", "hrb"}},
	{"account", []Kind{Customers}, []string{
		"iban", "bank account", "расчетный счет", "номер счета", "р/с", "банковский счет", "поточний рахунок", "банківський рахунок", "разліковы рахунак",
		"žiro račun", "bankovni račun", "transakcijski račun", "kontonummer", "bankkonto",
	}},
	{"bic", []Kind{Customers}, []string{"swift", "swift code", "бик", "бик банка", "бік", "мфо"}},
	{"bank", []Kind{Customers}, []string{"bank name", "банк", "наименование банка", "назва банку", "banka", "naziv banke", "bankname"}},
	{"outlet_status", []Kind{Customers}, []string{"outlet status", "статус точки", "статус торговой точки", "статус торгової точки", "status prodajnog mjesta", "status der verkaufsstelle"}},
	{"outlet_place", []Kind{Customers}, []string{"outlet location", "расположение точки", "расположение торговой точки", "розташування торгової точки", "lokacija prodajnog mjesta", "lage der verkaufsstelle"}},
	{"outlet_goods", []Kind{Customers}, []string{"goods availability", "наличие товара", "наявність товару", "dostupnost robe", "warenverfügbarkeit"}},
	{"outlet_brands", []Kind{Customers}, []string{"brand presentation", "представленность брендов", "представленість брендів", "zastupljenost brendova", "markenpräsenz"}},
	{"outlet_prices", []Kind{Customers}, []string{"price level", "уровень цен", "рівень цін", "nivo cijena", "preisniveau"}},
	{"outlet_stock", []Kind{Customers}, []string{"stock", "товарный запас", "запас", "товарний запас", "zaliha", "lagerbestand"}},
	{"pay_days", []Kind{Customers}, []string{"payment days", "дни оплаты", "платежные дни", "дні оплати", "платіжні дні", "dani plaćanja", "zahltage"}},
	{"pay_order", []Kind{Customers}, []string{"payment priority", "очередность оплаты", "приоритет оплаты", "черговість оплати", "prioritet plaćanja", "zahlungspriorität"}},
	{"language", nil, []string{"lang", "язык", "мова", "jezik", "sprache"}},
	{"country", nil, []string{"country code", "страна", "код страны", "країна", "код країни", "država", "zemlja", "land", "ländercode", "länderkürzel"}},
	{"email", nil, []string{
		"e-mail", "mail", "email address", "эл. почта", "электронная почта", "почта", "адрес электронной почты",
		"ел. пошта", "електронна пошта", "эл. адрес", "e-pošta", "e-mail-adresse", "emailadresse",
	}},
	{"phone", nil, []string{"telephone", "tel", "phone number", "телефон", "тел", "номер телефона", "номер телефону", "telefon", "broj telefona", "telefonnummer", "rufnummer"}},
	{"address", nil, []string{
		"postal address", "mailing address", "почтовый адрес", "адрес", "юридический адрес", "адрес доставки писем",
		"поштова адреса", "адреса", "юридична адреса", "adresa", "poštanska adresa", "adresse", "anschrift", "postanschrift",
	}},
	{"category", nil, []string{"class", "group", "категория", "группа", "категорія", "група", "kategorija", "grupa", "kategorie", "kundengruppe"}},
	{"manager", nil, []string{
		"account manager", "sales manager", "salesperson", "responsible", "менеджер", "ответственный", "основной менеджер", "менеджер по продажам",
		"відповідальний", "основний менеджер", "menadžer", "komercijalist", "odgovorna osoba", "betreuer", "sachbearbeiter", "verkäufer", "kundenbetreuer",
	}},
	{"parent", nil, []string{"parent company", "head office", "головной контрагент", "головная организация", "холдинг", "головний контрагент", "matična firma", "muttergesellschaft", "konzern"}},
	{"position", nil, []string{"job title", "должность", "посада", "pozicija", "radno mjesto", "funkcija", "stellung", "funktion"}},
	{"role", nil, []string{"роль", "uloga", "rolle"}},
	{"verified_on", nil, []string{"verified", "checked on", "проверен", "дата проверки", "перевірено", "дата перевірки", "provjereno", "geprüft am"}},
	{"contract", nil, []string{
		"contract id", "contract no", "contract number", "agreement", "agreement no", "код договора", "номер договора", "№ договора", "договор", "договор контрагента",
		"номер договору", "№ договору", "договір", "ugovor", "broj ugovora", "vertrag", "vertragsnummer", "vertrags-nr",
	}},
	{"number", []Kind{Contracts}, []string{"contract number", "номер", "№", "номер договора", "номер договору", "broj", "broj ugovora", "nummer", "vertragsnummer"}},
	{"law", nil, []string{"governing law", "право", "применимое право", "застосовне право", "mjerodavno pravo", "recht", "anwendbares recht"}},
	{"payment_days", nil, []string{
		"payment term", "payment terms", "term days", "credit days", "срок оплаты дней", "срок оплаты", "отсрочка", "отсрочка платежа", "отсрочка дней", "дней отсрочки",
		"відстрочка", "відстрочка платежу", "днів відстрочки", "rok plaćanja", "odgoda plaćanja", "zahlungsziel", "zahlungsziel tage", "zahlungsfrist",
	}},
	{"days_unit", nil, []string{"единица дней", "вид дней", "вид днів", "vrsta dana", "tageart"}},
	{"term_from", nil, []string{"term base", "отсчет от", "начало отсчета", "відлік від", "računa se od", "frist ab"}},
	{"terms", nil, []string{"instalments", "installments", "график оплаты", "график платежей", "графік платежів", "rate", "raten", "zahlungsplan"}},
	{"penalty_per_day", nil, []string{"penalty", "penalty % per day", "пеня", "пеня % в день", "неустойка % в день", "пеня % на день", "zatezna kamata", "verzugszins pro tag"}},
	{"limit_amount", nil, []string{"credit limit", "limit", "кредитный лимит", "лимит", "сумма лимита", "допустимая сумма задолженности", "кредитний ліміт", "ліміт", "kreditni limit", "kreditlimit"}},
	{"limit_days", nil, []string{"overdue limit", "лимит дней", "допустимое число дней задолженности", "ліміт днів", "limit dana", "limit tage"}},
	{"payment_clause", nil, []string{"пункт об оплате", "пункт оплаты", "пункт про оплату", "član o plaćanju", "zahlungsklausel"}},
	{"penalty_clause", nil, []string{"пункт о пене", "пункт о неустойке", "пункт про пеню", "član o kamati", "vertragsstrafenklausel"}},
	{"payment_order", nil, []string{"order of payment", "очередность погашения", "черговість погашення", "чарговасць пагашэння", "redoslijed namirenja", "tilgungsreihenfolge"}},
	{"invoice", nil, []string{
		"invoice id", "invoice no", "invoice number", "invoice #", "bill no", "document no", "document number", "doc id", "doc no", "waybill", "waybill no",
		"номер накладной", "№ накладной", "накладная", "номер счета", "№ счета", "счет", "номер счета-фактуры", "счет-фактура", "номер упд", "упд", "ттн", "номер ттн", "акт", "номер документа", "№ документа",
		"номер накладної", "№ накладної", "накладна", "номер рахунку", "№ рахунку", "рахунок", "рахунок-фактура", "видаткова накладна",
		"broj fakture", "broj računa", "faktura", "račun", "otpremnica", "broj otpremnice", "broj dokumenta",
		"rechnungsnummer", "rechnungs-nr", "rechnungsnr", "rechnung nr", "rechnung", "re-nr", "belegnummer", "beleg-nr", "lieferscheinnummer",
	}},
	{"invoice", debts, []string{"number", "no", "номер", "№", "документ", "документ расчетов", "документ расчетов с контрагентом", "расчетный документ", "broj", "dokument", "nummer", "nr", "beleg", "document"}},
	{"kind", []Kind{Invoices}, []string{"document type", "type", "вид документа", "тип документа", "вид", "тип", "vrsta dokumenta", "tip dokumenta", "belegart", "dokumentart", "art"}},
	{"kind", []Kind{Events}, []string{"event", "type", "событие", "вид события", "вид", "подія", "вид події", "događaj", "vrsta", "ereignis", "art"}},
	{"document", debts, []string{"document number", "document title", "документ", "номер документа", "№ документа", "dokument", "broj dokumenta", "beleg", "belegnummer"}},
	{"document", []Kind{Events}, []string{
		"order", "order no", "order number", "payment order", "letter no", "документ", "приказ", "номер приказа", "№ приказа", "распоряжение", "номер письма",
		"наказ", "номер наказу", "№ наказу", "розпорядження", "номер листа", "nalog", "broj naloga", "rješenje", "broj rješenja", "broj dopisa",
		"anordnung", "anordnungsnummer", "anordnungs-nr", "zahlungsauftrag", "schreiben",
	}},
	{"document", []Kind{Payables}, []string{
		"document number", "document no", "invoice", "invoice no", "invoice number", "документ", "номер документа", "№ документа", "документ расчетов", "накладная", "счет", "номер счета",
		"рахунок", "номер рахунку", "накладна", "dokument", "broj dokumenta", "faktura", "broj fakture", "beleg", "belegnummer", "rechnung", "rechnungsnummer",
	}},
	{"date", []Kind{Payables}, []string{"document date", "invoice date", "дата документа", "дата", "datum dokumenta", "datum", "belegdatum", "rechnungsdatum"}},
	{"payable", nil, []string{
		"payable amount", "we owe", "accounts payable", "кредиторская задолженность", "кредиторка", "наш долг", "мы должны", "кредиторська заборгованість", "наш борг", "ми винні", "крэдыторская запазычанасць",
		"obaveza", "naša obaveza", "dugujemo", "verbindlichkeit", "unsere verbindlichkeit", "kreditorensaldo",
	}},
	{"order", []Kind{Orders}, []string{
		"order no", "order number", "sales order", "number", "заказ", "номер заказа", "№ заказа", "заказ покупателя", "заказ клиента", "заявка", "номер заявки", "замовлення", "номер замовлення",
		"№ замовлення", "заказ пакупніка", "нумар заказа", "narudžba", "broj narudžbe", "auftrag", "auftragsnummer", "auftrags-nr", "bestellung", "bestellnummer",
	}},
	{"shipment", []Kind{Orders}, []string{
		"waybill", "waybill no", "delivery note", "накладная", "номер накладной", "отгрузка", "реализация", "накладна", "номер накладної", "відвантаження", "накладная нумар",
		"otpremnica", "broj otpremnice", "lieferschein", "lieferscheinnummer",
	}},
	{"to_ship", []Kind{Orders}, []string{
		"amount", "left to ship", "open amount", "осталось отгрузить", "к отгрузке", "сумма", "сумма к отгрузке", "не отгружено", "до відвантаження", "сума", "залишилось відвантажити", "да адгрузкі", "сума да адгрузкі",
		"iznos", "za isporuku", "preostalo", "betrag", "noch zu liefern", "offener betrag",
	}},
	{"date", []Kind{Orders}, []string{"order date", "дата заказа", "дата", "дата замовлення", "дата заказу", "datum narudžbe", "datum", "auftragsdatum", "bestelldatum"}},
	{"date", debts, []string{
		"invoice date", "document date", "doc date", "posting date", "issue date", "issued", "дата документа", "дата накладной", "дата счета", "дата", "дата отгрузки",
		"дата накладної", "дата рахунку", "datum fakture", "datum računa", "datum dokumenta", "datum izdavanja", "datum", "rechnungsdatum", "belegdatum", "ausstellungsdatum",
	}},
	{"date", []Kind{Payments}, []string{
		"payment date", "paid on", "value date", "booking date", "дата оплаты", "дата платежа", "дата поступления", "дата документа", "дата",
		"дата оплати", "дата платежу", "datum uplate", "datum plaćanja", "datum", "zahlungsdatum", "zahlung am", "buchungsdatum",
	}},
	{"date", []Kind{Contracts, Events}, []string{"contract date", "дата договора", "дата договору", "datum ugovora", "vertragsdatum", "дата", "дата события", "дата події", "datum"}},
	{"due", nil, []string{
		"due date", "due on", "payment due", "due in date", "maturity", "maturity date", "срок оплаты", "срок платежа", "дата оплаты по договору", "оплатить до", "срок", "плановая дата оплаты", "крайний срок оплаты",
		"строк оплати", "термін оплати", "строк платежу", "сплатити до", "строк", "dospijeće", "datum dospijeća", "rok plaćanja", "valuta plaćanja",
		"fälligkeit", "fälligkeitsdatum", "fällig am", "fällig", "zahlbar bis",
	}},
	{"amount", nil, []string{
		"invoice amount", "amount due", "total", "total amount", "gross amount", "sum", "сумма", "сумма документа", "сумма накладной", "сумма с ндс", "всего", "сумма долга", "сумма оплаты", "сумма платежа",
		"сума", "сума документа", "сума з пдв", "сума оплати", "сума платежу", "iznos", "iznos fakture", "iznos računa", "iznos sa pdv", "iznos uplate",
		"betrag", "rechnungsbetrag", "bruttobetrag", "gesamtbetrag", "summe", "zahlungsbetrag",
	}},
	{"open", nil, []string{
		"open amount", "outstanding", "outstanding amount", "balance", "balance due", "open balance", "остаток долга", "остаток", "задолженность", "остаток задолженности", "долг", "сумма остатка", "конечный остаток", "дебиторская задолженность", "долг клиента",
		"залишок боргу", "заборгованість", "залишок", "борг", "otvoreno", "otvoreni iznos", "dugovanje", "saldo", "ostatak duga", "preostali iznos",
		"offener betrag", "offen", "offener posten", "restbetrag", "offener saldo", "offene summe",
	}},
	{"open", []Kind{Balances}, []string{
		"closing balance", "debit balance", "debit", "amount", "конечное сальдо", "сальдо конечное", "сальдо на конец", "сальдо на конец периода", "сальдо", "кон. остаток", "остаток на конец", "дебет", "сумма",
		"кінцеве сальдо", "сальдо на кінець", "сума", "канчатковае сальда", "сальда на канец", "krajnje stanje", "stanje", "duguje", "endsaldo", "saldo soll", "soll", "betrag",
	}},
	{"credit", []Kind{Balances}, []string{
		"credit balance", "advance", "prepaid", "аванс", "авансы", "предоплата", "аванс клиента", "наш долг", "кредит", "передоплата", "крэдыт", "avans", "potražuje", "haben", "saldo haben", "guthaben", "anzahlung",
	}},
	{"currency", nil, []string{"currency code", "ccy", "curr", "invoice currency", "валюта", "код валюты", "вал", "валюта документа", "код валюти", "valuta", "währung", "waehrung", "whg", "währungscode"}},
	{"line", positions, []string{
		"line no", "position", "pos", "no", "#", "№ строки", "номер строки", "строка", "позиция", "№ п/п", "№", "№ рядка", "номер рядка", "рядок", "позиція", "нумар радка", "радок", "пазіцыя",
		"redni broj", "rb", "r.br.", "stavka", "pozicija", "zeile", "positionsnummer", "pos-nr", "pos.",
	}},
	{"text", positions, []string{
		"item", "goods", "product", "description", "name", "номенклатура", "товар", "товары (работы, услуги)", "наименование товара", "наименование",
		"найменування", "назва", "найменаванне", "тавар", "artikal", "roba", "naziv artikla", "naziv", "opis", "artikel", "artikelbezeichnung", "bezeichnung", "ware", "leistung",
	}},
	{"product_group", positions, []string{
		"item group", "product category", "group", "category", "номенклатурная группа", "группа номенклатуры", "товарная группа", "группа товаров", "вид номенклатуры", "группа",
		"номенклатурна група", "товарна група", "група товарів", "група", "наменклатурная група", "таварная група", "grupa proizvoda", "grupa artikala", "robna grupa", "grupa",
		"warengruppe", "artikelgruppe", "produktgruppe",
	}},
	{"price_segment", positions, []string{"segment", "ценовой сегмент", "сегмент", "ціновий сегмент", "цэнавы сегмент", "cjenovni segment", "preissegment"}},
	{"vat_rate", positions, []string{
		"vat %", "tax rate", "ставка ндс", "% ндс", "ндс %", "ставка пдв", "% пдв", "пдв %", "стаўка пдв", "stopa pdv", "pdv %", "mwst-satz", "ust-satz", "steuersatz", "mwst %", "ust %", "mwst.-satz",
	}},
	{"net", positions, []string{
		"net amount", "amount without vat", "line total without vat", "сумма без ндс", "стоимость без ндс", "сума без пдв", "вартість без пдв", "кошт без пдв", "iznos bez pdv", "osnovica", "nettobetrag", "netto", "netto-betrag",
	}},
	{"vat", positions, []string{
		"vat amount", "tax amount", "tax", "сумма ндс", "ндс", "сума пдв", "пдв", "iznos pdv", "pdv", "mwst", "ust", "mwst-betrag", "ust-betrag", "steuerbetrag", "mwst.",
	}},
	{"shipped", nil, []string{"shipped on", "shipment date", "delivery date", "отгружено", "дата отгрузки", "відвантажено", "дата відвантаження", "isporučeno", "datum isporuke", "datum otpreme", "lieferdatum", "geliefert am", "versanddatum"}},
	{"handed_over", nil, []string{"handed over on", "documents handed over", "передано", "дата передачи документов", "документы переданы", "дата передачі документів", "predato", "datum predaje", "übergeben am", "übergabedatum"}},
	{"accepted", nil, []string{"accepted on", "acceptance date", "принято", "дата приемки", "прийнято", "дата приймання", "prihvaćeno", "datum prijema", "abgenommen am", "abnahmedatum"}},
	{"payment", nil, []string{
		"payment id", "payment no", "payment number", "receipt no", "receipt", "номер платежа", "№ платежа", "номер платежного поручения", "№ п/п", "номер пп", "платежное поручение",
		"номер платежу", "платіжне доручення", "broj uplate", "zahlungsnummer", "zahlungs-nr", "zahlungsbeleg",
	}},
	{"payment", []Kind{Payments}, []string{"номер документа", "номер", "№", "документ", "broj", "dokument", "nummer", "belegnummer", "beleg", "number", "document no"}},
	{"purpose", nil, []string{"description", "reference", "details", "назначение платежа", "назначение", "основание", "призначення платежу", "призначення", "svrha", "svrha uplate", "opis", "verwendungszweck", "zweck"}},
	{"date", statements, []string{
		"booking date", "date booked", "posting date", "transaction date", "entry date", "operation date", "date",
		"дата проводки", "дата операции", "дата проведения", "дата списания/зачисления", "дата док", "дата документа", "дата платежа", "дата",
		"дата аперацыі", "дата праводкі", "дата дакумента", "дата операції", "дата проведення", "дата проводки",
		"datum knjiženja", "datum transakcije", "datum izvršenja", "datum", "buchungstag", "buchungsdatum", "buchung", "datum",
	}},
	{"value_date", statements, []string{"value date", "valuta date", "дата валютирования", "дата валютування", "datum valute", "valuta", "valutadatum", "wertstellung", "wertstellungstag"}},
	{"amount", statements, []string{"transaction amount", "umsatz", "betrag in eur", "betrag (eur)", "betrag eur", "сумма операции", "сумма в валюте счета", "сумма платежа", "сума операції", "сума аперацыі"}},
	{"debit", statements, []string{
		"debit amount", "debits", "withdrawal", "withdrawals", "money out", "paid out", "amount out", "дебет", "номинал.дебет", "сумма по дебету", "обороты по дебету", "расход", "списание", "списано",
		"сумма списания", "дэбет", "спісана", "видаток", "видатки", "списано", "duguje", "dugovno", "isplata", "isplate", "na teret", "soll", "belastung", "lastschrift", "ausgang",
	}},
	{"credit", statements, []string{
		"credit amount", "credits", "deposit", "deposits", "money in", "paid in", "amount in", "кредит", "номинал.кредит", "сумма по кредиту", "обороты по кредиту", "приход", "поступление", "поступило", "зачисление", "зачислено",
		"сумма зачисления", "крэдыт", "залічана", "надходження", "зараховано", "potražuje", "potražno", "uplata", "uplate", "u korist", "haben", "gutschrift", "eingang",
	}},
	{"direction", statements, []string{"debit/credit", "d/c", "dr/cr", "credit/debit", "cr/dr", "тип операции", "вид движения", "д/к", "дт/кт", "тип операції", "soll/haben", "s/h"}},
	{"currency", statements, []string{"валюта счета", "валюта операции", "валюта рахунку"}},
	{"own_account", statements, []string{"own account", "auftragskonto", "iban auftragskonto", "счет клиента", "номер счета", "рахунок клієнта", "мій рахунок", "наш счет"}},
	{"counterparty", statements, []string{
		"payer", "payee", "payer/payee", "name", "counterparty name", "counter party", "beneficiary", "beneficiary/originator", "плательщик", "плательщик/получатель", "контрагент", "наименование контрагента", "корреспондент", "наименование корреспондента",
		"корреспондент.название", "плацельшчык", "карэспандэнт", "платник", "кореспондент", "назва контрагента", "найменування контрагента", "uplatilac", "nalogodavac", "primalac", "partner", "naziv", "naziv partnera",
		"beguenstigter/zahlungspflichtiger", "begünstigter/zahlungspflichtiger", "name zahlungsbeteiligter", "auftraggeber/empfänger", "auftraggeber/begünstigter", "zahlungsbeteiligter", "zahlungspflichtiger", "empfänger", "auftraggeber",
	}},
	{"tax_id", statements, []string{"корреспондент.унп", "унп корреспондента", "унп контрагента", "инн контрагента", "инн плательщика", "инн корреспондента", "єдрпоу контрагента", "код єдрпоу контрагента", "єдрпоу кореспондента", "jib partnera", "унп карэспандэнта"}},
	{"account", statements, []string{
		"counterparty account", "counterparty iban", "account", "iban", "account no", "account number", "корреспондент.счет", "счет контрагента", "счет корреспондента", "счет плательщика", "рахунок контрагента", "рахунок кореспондента", "рахунак карэспандэнта",
		"račun partnera", "račun uplatioca", "račun", "iban zahlungsbeteiligter", "kontonummer/iban", "kontonummer", "iban/kontonummer",
	}},
	{"bank", statements, []string{"bic", "swift", "корреспондент.код", "бик", "бик банка", "бик контрагента", "код банка", "мфо", "мфо банку", "мфо контрагента", "bic (swift-code)", "bic/swift", "bic (swift-code) zahlungsbeteiligter", "blz", "bankleitzahl"}},
	{"purpose", statements, []string{"purpose of payment", "payment details", "narrative", "назначение", "назначение платежа", "детали платежа", "прызначэнне плацяжу", "прызначэнне", "svrha", "svrha doznake", "svrha plaćanja", "opis", "verwendungszweck", "vorgang/verwendungszweck"}},
	{"reference", statements, []string{"document no", "document number", "payment order", "номер документа", "№ документа", "n док", "n док.", "№ док", "№ док.", "номер", "№", "номер платежного поручения", "нумар дакумента", "№ дакумента", "номер документу", "broj naloga", "poziv na broj", "kundenreferenz", "kundenreferenz (end-to-end)", "end-to-end-referenz"}},
	{"bank_reference", statements, []string{"bank reference", "transaction id", "transaction reference", "id", "id операции", "референс", "референс банка", "bankreferenz", "referenca banke"}},
	{"code", statements, []string{"transaction type", "type", "код опер", "код операции", "вид операции", "вид документа", "код аперацыі", "вид операції", "buchungstext", "vrsta transakcije", "šifra plaćanja", "umsatzart"}},
	{"until", nil, []string{"promised for", "promised until", "до", "обещано до", "обещанная дата", "срок", "обіцяно до", "do datuma", "obećano do", "bis", "zugesagt bis"}},
	{"reason", nil, []string{"comment", "причина", "комментарий", "основание", "коментар", "razlog", "komentar", "grund", "kommentar"}},
	{"by", nil, []string{"user", "recorded by", "who", "кто", "автор", "кем", "ответственный", "хто", "ko", "korisnik", "autor", "wer", "benutzer", "von"}},
}

// totals begin the first cell of a line that sums up a table.
var totals = []string{"итог", "итого", "итоги", "всего", "разом", "всього", "підсумок", "ukupno", "svega", "summe", "gesamt", "insgesamt", "total", "grandtotal", "subtotal", "zwischensumme"}

var folded = strings.NewReplacer("ё", "е", "й", "и", "ў", "у",
	"č", "c", "ć", "c", "š", "s", "ž", "z", "đ", "dj", "ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// headingKey is a heading without what people write differently: case, spaces,
// underscores, punctuation, diacritics. "Due date", "due_date" and "DueDate"
// are one.
func headingKey(s string) string {
	var b strings.Builder
	for _, r := range folded.Replace(strings.ToLower(s)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'а' && r <= 'я',
			r == 'і', r == 'ї', r == 'є', r == 'ґ', r == '№', r == '%', r == '#':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// claim is a heading's right to a field: the lower the rank, the stronger.
type claim struct {
	field field
	rank  int
}

// claims lists for every kind what each heading may stand for. It is made when
// the first file is read: most commands read none.
var claims = sync.OnceValue(makeClaims)

func makeClaims() map[Kind]map[string][]claim {
	all := map[Kind]map[string][]claim{}
	for _, k := range slices.Concat(unimported, Kinds) {
		m := map[string][]claim{}
		add := func(word string, f field, rank int) {
			key := headingKey(word)
			for _, c := range m[key] {
				if c.field == f {
					return
				}
			}
			m[key] = append(m[key], claim{f, rank})
		}
		for _, list := range [][]field{fieldsOf[k].required, fieldsOf[k].optional} {
			for _, f := range list {
				add(string(f), f, 0)
			}
		}
		for i, s := range synonyms {
			if k.has(s.field) && s.appliesTo(k) {
				for j, w := range s.words {
					add(w, s.field, 1+j+1000*i)
				}
			}
		}
		all[k] = m
	}
	return all
}

func (s synonym) appliesTo(k Kind) bool {
	if slices.Contains(s.kinds, k) {
		return true
	}
	return len(s.kinds) == 0
}
