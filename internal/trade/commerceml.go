package trade

import (
	"cmp"
	"encoding/xml"
	"strings"

	"debitor/internal/money"
)

// commerceML reads an exchange of CommerceML 2: its documents one after the
// other, so that no more than one of them is a tree in memory at a time.
// Catalogues, offers and prices are passed over.
func (r *reader) commerceML(space string) error {
	ours := func(s string) bool { return s == space }
	goods, depth := false, 1
	for depth > 0 {
		t, line, err := r.next()
		if err != nil {
			return r.broken(err, line)
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			switch name := t.Name.Local; {
			case !ours(t.Name.Space):
				err = r.skip(line)
			case name == "Контейнер" && depth == 1: // holds documents of one deal
				depth++
			case name == "Документ":
				err = r.with(t, line, ours, func(n *node) { r.file.Documents = append(r.file.Documents, r.onec(n)) })
			case name == "Контрагенты":
				err = r.with(t, line, ours, func(n *node) {
					for _, k := range n.all("Контрагент") {
						r.file.Parties = append(r.file.Parties, r.onecParty(k))
					}
				})
			default:
				goods = goods || name == "Каталог" || name == "ПакетПредложений" || name == "Классификатор"
				err = r.skip(line)
			}
			if err != nil {
				return err
			}
		}
	}
	if len(r.file.Documents)+len(r.file.Parties) > 0 {
		return nil
	}
	if goods {
		return r.fault("trade.catalogue", "is a catalogue of goods: it holds neither documents nor counterparties; export orders or documents instead", 0)
	}
	r.warn(nil, "", "", "trade.no_documents", "holds no documents")
	return nil
}

// with reads an element and hands it over.
func (r *reader) with(start xml.StartElement, line int, ours func(string) bool, fn func(*node)) error {
	n, err := r.element(start, line, ours)
	if err == nil {
		fn(n)
	}
	return err
}

// What the operations of CommerceML mean for what is owed to the seller.
var (
	onecDebts   = map[string]bool{"счет на оплату": true, "отпуск товара": true, "реализация": true, "реализация товара": true, "передача прав": true, "акт": true, "выполнение работ": true}
	onecReturns = map[string]bool{"возврат товара": true, "возврат товара от покупателя": true}
	onecReasons = map[string]string{"заказ товара": "trade.order", "счет-фактура": "trade.tax_paper"}
)

// onec reads one document of CommerceML.
func (r *reader) onec(n *node) Document {
	d := Document{Line: n.line, Kind: n.at("ХозОперация"), Number: cmp.Or(n.at("Номер"), n.at("Ид"))}
	r.need(n, "Номер", d.Number, "")
	r.need(n, "Дата", n.at("Дата"), "")
	d.Date = r.day(n.child("Дата"))
	d.Currency = r.setCurrency(n, "Валюта", n.at("Валюта"), "")
	d.Key = yearly(&d)
	asks := requisites(n)
	operation := strings.ReplaceAll(strings.ToLower(d.Kind), "ё", "е")
	switch {
	case strings.EqualFold(n.at("Роль"), "Покупатель"):
		d.NoDebt = "trade.bought"
	case asks["Отменен"] == "true" || asks["ПометкаУдаления"] == "true" || asks["Проведен"] == "false":
		d.NoDebt = "trade.cancelled"
	case asks["Заказ оплачен"] == "true":
		d.NoDebt = "trade.paid"
	case !onecDebts[operation] && !onecReturns[operation]:
		d.NoDebt = cmp.Or(onecReasons[operation], "trade.operation")
	}
	for _, k := range n.child("Контрагенты").all("Контрагент") {
		switch p := r.onecParty(k); strings.ToLower(k.at("Роль")) {
		case "продавец", "исполнитель", "поставщик":
			d.Seller = p
		case "покупатель", "плательщик", "заказчик":
			d.Buyer = p
		}
	}
	if d.NoDebt != "trade.bought" {
		r.need(n, "Контрагенты/Контрагент[Роль=Покупатель]", cmp.Or(d.Buyer.ID, d.Buyer.TaxID, d.Buyer.Name), "")
	}
	d.Due = r.day(cmp.Or(n.child("СрокПлатежа"), n.child("СрокОплаты")))
	if operation == "отпуск товара" {
		d.Shipped = d.Date
	}
	number := cmp.Or(asks["Номер договора"], asks["НомерДоговора"])
	d.Contract = Reference{number, r.date(n, "ЗначенияРеквизитов", cmp.Or(asks["Дата договора"], asks["ДатаДоговора"]))}
	d.Basis = cmp.Or(asks["Основание"], n.at("Основание"))
	r.onecSums(n, &d)
	if onecReturns[operation] && d.Amount > 0 {
		d.Amount, d.Total, d.VAT = -d.Amount, -d.Total, -d.VAT
		for i := range d.Lines {
			d.Lines[i].Net, d.Lines[i].VAT = -d.Lines[i].Net, -d.Lines[i].VAT
		}
	}
	return d
}

// onecSums reads what a document asks for. The document's sum counts; that its
// lines come to another is a warning, for discounts and delivery may stand apart.
func (r *reader) onecSums(n *node, d *Document) {
	total := r.amount(n.child("Сумма"))
	r.need(n, "Сумма", n.at("Сумма"), "")
	d.Total, d.Amount = total.Minor, total.Minor
	stated, _ := r.onecVAT(n)
	d.VAT = stated.Minor
	var gross, vat money.Minor
	for i, k := range n.child("Товары").all("Товар") {
		l, sold := r.onecLine(k, i+1)
		d.Lines = append(d.Lines, l)
		gross += sold
		vat += l.VAT
	}
	if len(d.Lines) == 0 {
		return
	}
	r.differs(total, gross)
	if vat != 0 {
		r.differs(stated, vat)
		d.VAT = vat
	}
}

// onecVAT is the VAT of a document or a position, and whether its sum has it in
// it.
func (r *reader) onecVAT(n *node) (vat sum, included bool) {
	included = true
	for _, t := range n.child("Налоги").all("Налог") {
		if strings.HasPrefix(strings.ToUpper(t.at("Наименование")), "НДС") {
			vat, included = r.amount(t.child("Сумма")), t.at("УчтеноВСумме") != "false"
		}
	}
	return vat, included
}

// onecLine reads a position; sold is what it adds to the document's sum.
func (r *reader) onecLine(n *node, number int) (l Line, sold money.Minor) {
	total := r.amount(n.child("Сумма"))
	vat, included := r.onecVAT(n)
	asks := requisites(n)
	l = Line{Number: number, Text: n.at("Наименование"), VAT: vat.Minor, Net: total.Minor}
	for _, t := range n.child("Налоги").all("Налог") {
		l.Rate, _ = rate(cmp.Or(l.Rate, t.at("Ставка")))
	}
	if l.Rate == "" {
		l.Rate, _ = rate(cmp.Or(asks["Для1С_СтавкаНДС"], n.at("СтавкиНалогов", "СтавкаНалога", "Ставка")))
	}
	l.Group = n.at("Группы", "Ид")
	for name, value := range asks {
		l.property(name, value)
	}
	if !included {
		return l, total.Minor + l.VAT
	}
	l.Net -= l.VAT
	return l, total.Minor
}

// requisites are what a document or position says by name.
func requisites(n *node) map[string]string {
	asks := map[string]string{}
	for _, v := range n.child("ЗначенияРеквизитов").all("ЗначениеРеквизита") {
		asks[v.at("Наименование")] = v.at("Значение")
	}
	return asks
}

func (r *reader) onecParty(n *node) Party {
	p := Party{Line: n.line, ID: n.at("Ид"), TaxID: cmp.Or(n.at("ИНН"), n.at("РеквизитыЮрЛица", "ИНН"), n.at("РеквизитыФизЛица", "ИНН"))}
	person := joined(" ", n.at("Фамилия"), n.at("Имя"), n.at("Отчество"))
	p.Name = cmp.Or(n.at("ОфициальноеНаименование"), n.at("ПолноеНаименование"), n.at("Наименование"), n.at("РеквизитыЮрЛица", "ОфициальноеНаименование"), person)
	for _, name := range []string{"Адрес", "ЮридическийАдрес", "АдресРегистрации"} {
		p.Address = cmp.Or(p.Address, joined(" ", n.at(name, "Представление")))
	}
	for _, k := range n.child("Контакты").all("Контакт") {
		switch kind := strings.ToLower(k.at("Тип")); {
		case strings.Contains(kind, "почта") || strings.Contains(kind, "mail"):
			p.Email = cmp.Or(p.Email, k.at("Значение"))
		case strings.Contains(kind, "телефон"):
			p.Phone = cmp.Or(p.Phone, k.at("Значение"))
		}
	}
	return p
}
