package match

import "strings"

// class is what a word of a purpose announces.
type class uint8

const (
	plain     class = iota
	document        // a number of a debt document follows
	agreement       // a number of a contract follows
	tax             // VAT: sums follow
	sum             // an amount follows
	payerCode       // a tax identifier follows
	noise           // a number follows that is of no interest
	sign            // №
	dated           // a date follows
	month
	yearWord
	currencyWord
	conjunction // joins numbers of a list
	until       // between the ends of a range
	advance
	refund
	fee
	partly
	reduced // a discount was taken
)

// stems recognise a word by its beginning, in the order of the list: ru, be,
// uk, bs, de, en.
var stems = foldStems([]stem{
	{document, `СЧЕТ НАКЛАДН РАХУН НАКЛАДН РАХУНАК ФАКТУР RACUN RAČUN FAKTUR OTPREMN RECHN LIEFERSCH INVOIC ДОКУМЕНТ ВИДАТКОВ`},
	{agreement, `ДОГОВ КОНТРАКТ ДАГАВОР ДАМОВ КАНТРАКТ UGOVOR VERTRAG VERTR CONTRACT AGREEMENT`},
	{tax, `MWST MEHRWERTST UMSATZST`},
	{sum, `СУММ СУМ IZNOS BETRAG AMOUNT`},
	{payerCode, `ЕГРПОУ ЕДРПОУ ЄДРПОУ USTID STEUERN`},
	{noise, `ЗАКАЗ ЗАЯВК СПЕЦИФИК ПРИЛОЖ ДОПОЛНИТ ЗАМОВЛ ЗАЯУК NARUDZB NARUDŽB BESTELL AUFTRAG KUNDE ORDER ПАСПОРТ СЕРТИФ ТЕЛЕФ КВАРТИР ЛИЦЕВ РЕЕСТР`},
	{advance, `АВАНС ПРЕДОПЛАТ ПЕРЕДОПЛАТ ПЕРЕДПЛАТ ПРАДАПЛАТ ПАПЯРЭДН AVANS PREDUJAM ANZAHLUNG VORAUSZAHL VORKASSE PREPAY ADVANCE`},
	{refund, `ВОЗВРАТ ПОВЕРНЕН ВЯРТАНН ЗВАРОТ POVRAT RUECKZAHL RUECKERSTAT ERSTATTUNG REFUND`},
	{fee, `КОМИСС КОМІС КАМІС PROVIZ NAKNAD GEBUEHR SPESEN ENTGELT KONTOFUEHR`},
	{partly, `ЧАСТИЧ ЧАСТКОВ ЧАСТКАВ ТEILZAHL TEILZAHL ABSCHLAG AKONTO DJELIMIC DJELIMIČ PARTIAL`},
	{reduced, `СКИДК ЗНИЖК SKONTO RABAT POPUST DISCOUNT`},
	{month, `ЯНВ ФЕВ МАРТ АПР ИЮН ИЮЛ АВГ СЕНТ ОКТ НОЯБ ДЕКА СІЧ ЛЮТ БЕРЕЗ КВІТ ТРАВ ЧЕРВ ЛИПН СЕРП ВЕРЕС ЖОВТ ЛИСТОП ГРУД СТУД САКАВ КРАСАВ ЧЭРВ ЛІПЕ ЖНІВ ВЕРАС КАСТР ЛІСТАП СНЕЖ
		JANUAR FEBRUAR APRIL AUGUST SEPTEMB OKTOB NOVEMB DEZEMB DECEMB`},
	{currencyWord, `РУБЛ ГРИВ`},
})

// exact recognise a whole word.
var exact = foldStems([]stem{
	{document, `СЧ СФ ТН ТТН УПД УКД ТОРГ ЭСЧФ НАКЛ АКТ АКТА АКТУ АКТЫ АКТАМ АКТОВ РАХ ВН INV RE RG RGNR RENR RECHNR RN FAKT АКТИ АКТІВ ДОК BELEG LS`},
	{agreement, `ДОГ Д-Р К-Т УГОДА УГОДИ`},
	{tax, `НДС ПДВ PDV UST VAT Т.Ч ТЧ`},
	{sum, `CASTKA`},
	{payerCode, `ИНН УНП УНН ІПН JIB PIB UID ЄДРПОУ ОИБ OIB USTIDNR`},
	{noise, `КПП БИК БІК МФО BIC ОКПО ОКТМО КБК ТЕЛ TEL ТЭЛ ДОМ ОФ ОФИС КВ КД KD KDNR Р/С Р/СЧ Р/Р Л/С IBAN КОНТО ЗАК ДС Д/С ЗП`},
	{sign, `# N NO NR BR НР Ч БР`},
	{dated, `ОТ ВІД АД OD VOM DATUM DATED DD ДАТА ДТ`},
	{month, `МАР МАЙ МАЯ ТРА JAN FEB MAER MAERZ MART MARTA APR MAJ MAJA MAI JUN JUNI JUNA JUL JULI JULA AUG AVG AVGUST SEP OKT NOV DEZ DEC МАРЦ`},
	{yearWord, `Г ГОД ГОДА ГГ Р РОКУ РІК GOD GODINE GODINA JAHR ГОДЗЕ`},
	{currencyWord, `РУБ BYN RUB UAH EUR USD KM BAM ГРН BR КОП`},
	{conjunction, `И ТА І I UND AND A`},
	{until, `ПО ДО DO BIS ПА`},
	{advance, `ПРЕДВАРИТЕЛЬНАЯ`},
	{fee, `FEE`},
	{partly, `ЧАСТЬ ДЕЛИМІЧНО`},
})

type stem struct {
	class class
	words string
}

func foldStems(list []stem) map[string]class {
	set := map[string]class{}
	for _, s := range list {
		for word := range strings.FieldsSeq(fold(s.words, lookalikes)) {
			set[word] = s.class
		}
	}
	return set
}

// classOf is what a folded word announces.
func classOf(word string) class {
	if c, ok := exact[word]; ok {
		return c
	}
	// A stem has at least three letters, at most eleven, of one byte or two.
	for n := 3; n <= min(len(word), 22); n++ {
		if c, ok := stems[word[:n]]; ok {
			return c
		}
	}
	return plain
}
