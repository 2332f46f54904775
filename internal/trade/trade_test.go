package trade

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/fault"
)

// ubl is a small invoice of 120.00 BYN with what a test puts into it.
func ubl(totals, lines string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2" xmlns:x="urn:nobody">
<cbc:ID>7</cbc:ID><cbc:IssueDate>2026-01-10Z</cbc:IssueDate><cbc:DocumentCurrencyCode>BYN</cbc:DocumentCurrencyCode><x:ID>8</x:ID>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Müller &amp; Söhne</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:LegalMonetaryTotal>` + totals + `</cac:LegalMonetaryTotal>` + lines + `</Invoice>`
}

const sums = `<cbc:LineExtensionAmount currencyID="BYN">100</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount>100</cbc:TaxExclusiveAmount><cbc:PayableAmount>120</cbc:PayableAmount>`

func read(t *testing.T, text string) File {
	t.Helper()
	f, err := Read("file.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func codesOf(list []Problem) string {
	var codes []string
	for _, p := range list {
		codes = append(codes, fmt.Sprintf("%d %s %s", p.Line, p.Element, p.Code))
	}
	return strings.Join(codes, "; ")
}

func TestUBLIsReadByNamespace(t *testing.T) {
	for name, text := range map[string]string{
		"as it is":       ubl(sums, ""),
		"other prefixes": strings.NewReplacer("cbc:", "q:", ":cbc", ":q", "cac:", "w:", ":cac", ":w").Replace(ubl(sums, "")),
		"in an envelope": `<s:StandardBusinessDocument xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><s:StandardBusinessDocumentHeader><s:ID>1</s:ID></s:StandardBusinessDocumentHeader>` +
			strings.TrimPrefix(ubl(sums, ""), `<?xml version="1.0" encoding="UTF-8"?>`) + `</s:StandardBusinessDocument>`,
		"byte order mark": "\uFEFF" + ubl(sums, ""),
		"UTF-16":          string(utf16LE(strings.Replace(ubl(sums, ""), `encoding="UTF-8"`, `encoding="UTF-16"`, 1))),
	} {
		f := read(t, text)
		d := f.Documents[0]
		if d.Number != "7" || d.Amount != 12000 || d.Date.String() != "2026-01-10" || d.Buyer.Name != "Müller & Söhne" || len(f.Refused) > 0 {
			t.Errorf("%s: %+v %+v", name, d, f.Refused)
		}
	}
}

func utf16LE(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestSumsAreCompared(t *testing.T) {
	line := `<cac:InvoiceLine><cbc:LineExtensionAmount>99.99</cbc:LineExtensionAmount></cac:InvoiceLine>`
	for name, c := range map[string]struct{ text, want string }{
		"lines": {ubl(sums, line), "5 LegalMonetaryTotal/LineExtensionAmount trade.sum"},
		"allowance": {
			ubl(sums+`<cbc:AllowanceTotalAmount>1</cbc:AllowanceTotalAmount>`, ""),
			"5 LegalMonetaryTotal/TaxExclusiveAmount trade.sum",
		},
		"gross": {
			ubl(sums+`<cbc:TaxInclusiveAmount>120</cbc:TaxInclusiveAmount>`, ""),
			"5 LegalMonetaryTotal/TaxInclusiveAmount trade.sum",
		},
		"an amount that cannot be read hides no sum": {
			ubl(sums+`<cbc:TaxInclusiveAmount>1e2</cbc:TaxInclusiveAmount>`, line),
			"5 LegalMonetaryTotal/TaxInclusiveAmount intake.amount.format",
		},
		"five decimals": {ubl(`<cbc:PayableAmount>1.00001</cbc:PayableAmount>`, ""), "5 LegalMonetaryTotal/PayableAmount intake.amount.decimals"},
		"nothing":       {ubl("", ""), "2 Invoice/LegalMonetaryTotal/PayableAmount trade.missing"},
	} {
		if got := codesOf(read(t, c.text).Refused); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestEncodings(t *testing.T) {
	upd := `<?xml version="1.0" encoding="windows-1251"?><Файл><Документ КНД="1115131" Функция="ДОП"><СвСчФакт НомерСчФ="5" ДатаСчФ="01.02.2026" КодОКВ="643"><СвПокуп><ИдСв><СвЮЛУч НаимОрг="ООО Ёлка" ИННЮЛ="7700000000"/></ИдСв></СвПокуп></СвСчФакт>` +
		`<ТаблСчФакт><ВсегоОпл СтТовУчНалВсего="10"/></ТаблСчФакт></Документ></Файл>`
	legacy, err := charmap.Windows1251.NewEncoder().String(upd)
	if err != nil {
		t.Fatal(err)
	}
	oem, err := charmap.CodePage866.NewEncoder().String(strings.Replace(upd, "windows-1251", "cp866", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ text, encoding, warns string }{
		"windows-1251":  {legacy, "windows-1251", ""},
		"cp866":         {oem, "CP866", ""},
		"UTF-8 in fact": {upd, "UTF-8", "0  trade.header"},
	} {
		f := read(t, c.text)
		if f.Encoding != c.encoding || codesOf(f.Warnings) != c.warns || f.Documents[0].Buyer.Name != "ООО Ёлка" || f.Documents[0].Key != "УПД 5 2026" || f.Documents[0].Currency != "RUB" {
			t.Errorf("%s: %s %s %+v", name, f.Encoding, codesOf(f.Warnings), f.Documents[0])
		}
	}
}

func TestRefusedWhole(t *testing.T) {
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	root := `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">`
	for name, c := range map[string]struct{ text, code string }{
		"empty":            {" \n", "trade.empty"},
		"doctype":          {`<!DOCTYPE x [<!ENTITY a "b">]>` + root + `</Invoice>`, "trade.doctype"},
		"doctype inside":   {root + `<!DOCTYPE x></Invoice>`, "trade.doctype"},
		"entity":           {root + `<ID>&boom;</ID></Invoice>`, "trade.xml"},
		"deep":             {root + deep + `</Invoice>`, "trade.too_deep"},
		"deep and foreign": {root + `<x xmlns="urn:nobody">` + deep + `</x></Invoice>`, "trade.too_deep"},
		"cut":              {root + `<ID>1</ID>`, "trade.xml"},
		"two roots":        {root + `</Invoice><Invoice/>`, "trade.xml"},
		"foreign":          {`<rss/>`, "trade.unknown"},
		"other namespace":  {`<Invoice xmlns="urn:nobody"/>`, "trade.unknown"},
		"lies":             {"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Файл ИдФайл=\"" + "\xcf\xf0\xe8" + "\"/>", "trade.encoding"},
		"unheard of":       {`<?xml version="1.0" encoding="ebcdic"?><a/>`, "trade.encoding"},
		"letters lost":     {root + "<ID>\uFFFD</ID></Invoice>", "trade.letters_lost"},
		"other УПД":        {`<Файл><Документ КНД="1115127"/></Файл>`, "trade.unknown"},
		"catalogue":        {`<КоммерческаяИнформация><Каталог/></КоммерческаяИнформация>`, "trade.catalogue"},
		"card":             {`<Card xmlns="urn:any"/>`, "trade.package"},
	} {
		_, err := Read("file.xml", []byte(c.text))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Code != c.code || f.Kind != fault.Input || !strings.HasPrefix(f.Text, "file.xml") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLongTexts: the text of an element is cut, also where it comes in pieces
// between other elements; else a file of some megabytes would be copied for hours.
func TestLongTexts(t *testing.T) {
	piece := strings.Repeat("x", 1000) + " <a/>"
	text := `<Invoice>` + strings.Repeat(piece, 1000) + strings.Repeat("y", 100) + `</Invoice>`
	r := &reader{name: "file.xml", xml: xml.NewDecoder(strings.NewReader(text))}
	root, line, err := r.root()
	if err != nil {
		t.Fatal(err)
	}
	n, err := r.element(root, line, func(string) bool { return true })
	if err != nil || len(n.kids) != 1000 || len(n.text) < maxText || len(n.text) > maxText+2000 {
		t.Errorf("%d bytes of text, %d elements, %v", len(n.text), len(n.kids), err)
	}
}

func TestCommerceML(t *testing.T) {
	doc := func(operation, role, more string) string {
		return `<Документ><Ид>g</Ид><Номер>5</Номер><Дата>2026-01-15T00:00:00</Дата><ХозОперация>` + operation + `</ХозОперация><Роль>` + role + `</Роль><Валюта>руб.</Валюта><Сумма>1 200,50</Сумма>` +
			`<Контрагенты><Контрагент><Ид>b</Ид><ИНН>7700000000</ИНН><Наименование>Кафе</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты>` + more + `</Документ>`
	}
	asked := func(name, value string) string {
		return `<ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>` + name + `</Наименование><Значение>` + value + `</Значение></ЗначениеРеквизита></ЗначенияРеквизитов>`
	}
	for name, c := range map[string]struct {
		text, why string
		amount    int64
	}{
		"bill":      {doc("Счет на оплату", "Продавец", ""), "", 120050},
		"shipment":  {doc("Отпуск товара", "Продавец", ""), "", 120050},
		"return":    {doc("Возврат товара", "Продавец", ""), "", -120050},
		"order":     {doc("Заказ товара", "Продавец", ""), "trade.order", 120050},
		"paid":      {doc("Заказ товара", "Продавец", asked("Заказ оплачен", "true")), "trade.paid", 120050},
		"cancelled": {doc("Счет на оплату", "Продавец", asked("Отменен", "true")), "trade.cancelled", 120050},
		"purchase":  {doc("Отпуск товара", "Покупатель", ""), "trade.bought", 120050},
		"money":     {doc("Выплата безналичных денег", "Продавец", ""), "trade.operation", 120050},
	} {
		for _, wrap := range []string{"", "Контейнер"} {
			text := c.text
			if wrap != "" {
				text = "<" + wrap + ">" + text + "</" + wrap + ">"
			}
			f := read(t, `<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2">`+text+`<Каталог/></КоммерческаяИнформация>`)
			if len(f.Documents) != 1 || len(f.Refused) > 0 || f.Documents[0].NoDebt != c.why || int64(f.Documents[0].Amount) != c.amount || f.Documents[0].Buyer.TaxID != "7700000000" {
				t.Errorf("%s %s: %+v %s", name, wrap, f.Documents, codesOf(f.Refused))
			}
		}
	}
	f := read(t, `<КоммерческаяИнформация>`+doc("Счет на оплату", "Продавец", `<Товары><Товар><Наименование>Мука</Наименование><Сумма>1000</Сумма></Товар></Товары>`)+`</КоммерческаяИнформация>`)
	if got := codesOf(f.Warnings); got != "1 Документ/Сумма trade.sum" {
		t.Errorf("%s", got)
	}
	f = read(t, `<КоммерческаяИнформация><Контрагенты><Контрагент><Ид>k</Ид><Наименование>Кафе</Наименование></Контрагент></Контрагенты></КоммерческаяИнформация>`)
	if len(f.Parties) != 1 || f.Parties[0].Name != "Кафе" {
		t.Errorf("%+v", f)
	}
}

func TestUPD(t *testing.T) {
	upd := func(function, sum string) string {
		return `<Файл><Документ КНД="1115131" Функция="` + function + `"><СвСчФакт НомерДок="9" ДатаДок="03.02.2026"><СвПокуп><ИдСв><СвИП ИННФЛ="500100732259"><ФИО Фамилия="А" Имя="Б"/></СвИП></ИдСв></СвПокуп><ДенИзм КодОКВ="643"/></СвСчФакт>` +
			`<ТаблСчФакт><СведТов НаимТов="Мука" СтТовБезНДС="100" НалСт="10/110" СтТовУчНал="110"><СумНал><СумНал>10</СумНал></СумНал></СведТов><ВсегоОпл СтТовБезНДСВсего="100" СтТовУчНалВсего="` + sum + `"><СумНалВсего><СумНал>10</СумНал></СумНалВсего></ВсегоОпл></ТаблСчФакт>` +
			`<СвПродПер><СвПер ДатаПер="02.02.2026"><ОснПер РеквНаимДок="Договор поставки" РеквНомерДок="К-1" РеквДатаДок="01.01.2026"/><ОснПер РеквНаимДок="Заказ" РеквНомерДок="7"/></СвПер></СвПродПер></Документ></Файл>`
	}
	f := read(t, upd("СЧФДОП", "110"))
	d := f.Documents[0]
	if len(f.Refused) > 0 || d.Amount != 11000 || d.VAT != 1000 || d.Contract.Number != "К-1" || d.Basis != "Заказ 7" || d.Shipped.String() != "2026-02-02" || d.Buyer.Name != "ИП А Б" || d.NoDebt != "" {
		t.Errorf("%+v %s", d, codesOf(f.Refused))
	}
	if l := d.Lines[0]; l.Net != 10000 || l.VAT != 1000 || l.Rate != "10" {
		t.Errorf("%+v", l)
	}
	if f = read(t, upd("СЧФ", "110")); f.Documents[0].NoDebt != "trade.tax_paper" {
		t.Errorf("%+v", f.Documents[0])
	}
	if got := codesOf(read(t, upd("ДОП", "111")).Refused); got != "1 ВсегоОпл@СтТовУчНалВсего trade.sum; 1 ВсегоОпл@СтТовУчНалВсего trade.sum" {
		t.Errorf("%s", got)
	}
	if got := codesOf(read(t, upd("", "110")).Refused); got != "1 Документ@Функция trade.type" {
		t.Errorf("%s", got)
	}
}

func TestLooks(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "customer,name": false, "<?xml": true, " <Invoice>": true, "\uFEFF<Файл>": true, "< 5": false, "<!-- c --><a/>": true,
		`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">`: false, string(utf16LE("<a/>")): true,
	} {
		if Looks([]byte(text)) != want {
			t.Errorf("%q: not %v", text, want)
		}
	}
}

// FuzzRead: whatever the bytes are, they are read or refused as input, and what
// was read holds together.
func FuzzRead(f *testing.F) {
	f.Add([]byte(ubl(sums, `<cac:InvoiceLine><cbc:LineExtensionAmount>100</cbc:LineExtensionAmount></cac:InvoiceLine>`)))
	f.Add([]byte(`<Файл><Документ КНД="1115131" Функция="ДОП"><СвСчФакт НомерДок="9" ДатаДок="03.02.2026"><ДенИзм КодОКВ="643"/></СвСчФакт><ТаблСчФакт><СведТов СтТовУчНал="1"/><ВсегоОпл СтТовУчНалВсего="1"/></ТаблСчФакт></Документ></Файл>`))
	f.Add([]byte(`<КоммерческаяИнформация><Контейнер><Документ><Номер>1</Номер><Дата>01.02.2026</Дата><Валюта>643</Валюта><Сумма>1,5</Сумма><Товары><Товар><Сумма>2</Сумма></Товар></Товары></Документ></Контейнер></КоммерческаяИнформация>`))
	f.Add([]byte(`<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:x"><r:ExchangedDocument><r:ID>1</r:ID><r:TypeCode>381</r:TypeCode></r:ExchangedDocument><r:SupplyChainTradeTransaction><r:ApplicableHeaderTradeSettlement><r:InvoiceCurrencyCode>EUR</r:InvoiceCurrencyCode><r:SpecifiedTradeSettlementHeaderMonetarySummation><r:DuePayableAmount>1</r:DuePayableAmount></r:SpecifiedTradeSettlementHeaderMonetarySummation></r:ApplicableHeaderTradeSettlement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>`))
	f.Fuzz(func(t *testing.T, src []byte) {
		Looks(src)
		file, err := Read("fuzz.xml", src)
		if err != nil {
			if fault.KindOf(err) != fault.Input {
				t.Fatal(err)
			}
			return
		}
		if len(file.Refused) > 0 {
			return
		}
		for _, d := range file.Documents {
			if d.NoDebt == "" && (d.Number == "" || d.Key == "" || d.Date == 0 || d.Currency == "" || d.Amount.Check() != nil) {
				t.Fatalf("half read: %+v", d)
			}
		}
	})
}
