package trade

import (
	"cmp"
	"strings"

	"debitor/internal/money"
)

// upd reads a file of invoice or transfer document of the Russian tax office:
// КНД 1115131, formats 5.01 to 5.03. What it does, it says in Функция: ДОП and
// СЧФДОП hand goods over; СЧФ alone is for the tax office and no debt.
func (r *reader) upd(n *node) (Document, error) {
	doc := n.child("Документ")
	head := doc.child("СвСчФакт")
	if head == nil {
		return Document{}, r.fault("trade.unknown", "is XML of a kind debitor does not know (its root is %s); it reads UBL, CII, CommerceML, УПД and bank statements", n.line,
			clip(joined(" ", "Файл", doc.attr("КНД"))))
	}
	d := Document{Line: head.line, Kind: "УПД", Number: cmp.Or(head.attr("НомерДок"), head.attr("НомерСчФ"))}
	switch doc.attr("Функция") {
	case "ДОП", "СЧФДОП", "СвЗК":
	case "СЧФ":
		d.Kind, d.NoDebt = "Счёт-фактура", "trade.tax_paper"
	default:
		r.refuse(doc, "@Функция", doc.attr("Функция"), "trade.type", "is none of СЧФ, СЧФДОП, ДОП")
	}
	r.need(head, "@НомерДок", d.Number, "")
	issued := cmp.Or(head.attr("ДатаДок"), head.attr("ДатаСчФ"))
	r.need(head, "@ДатаДок", issued, "")
	d.Date = r.date(head, "@ДатаДок", issued)
	d.Key = yearly(&d)
	d.Currency = r.setCurrency(head, "@КодОКВ", cmp.Or(head.child("ДенИзм").attr("КодОКВ"), head.attr("КодОКВ")), "")
	d.Seller, d.Buyer = updParty(head.child("СвПрод")), updParty(head.child("СвПокуп"))
	r.need(head, "СвПокуп", cmp.Or(d.Buyer.TaxID, d.Buyer.Name), "")
	handed := doc.child("СвПродПер", "СвПер")
	d.Shipped = r.date(handed, "@ДатаПер", handed.attr("ДатаПер"))
	r.updBasis(handed, &d)
	r.updSums(doc.child("ТаблСчФакт"), &d)
	return d, nil
}

// updBasis reads what goods were handed over by: a contract, or something else.
func (r *reader) updBasis(handed *node, d *Document) {
	var others []string
	for _, b := range handed.all("ОснПер") {
		name, number := cmp.Or(b.attr("РеквНаимДок"), b.attr("НаимОсн")), cmp.Or(b.attr("РеквНомерДок"), b.attr("НомОсн"))
		date := cmp.Or(b.attr("РеквДатаДок"), b.attr("ДатаОсн"))
		if lower := strings.ToLower(name); d.Contract.Number == "" && number != "" && (strings.Contains(lower, "договор") || strings.Contains(lower, "контракт")) {
			d.Contract = Reference{number, r.date(b, "@РеквДатаДок", date)}
			continue
		}
		others = append(others, joined(" ", name, number, date))
	}
	d.Basis = strings.Join(others, ", ")
}

// updSums reads the positions and compares them with the totals.
func (r *reader) updSums(table *node, d *Document) {
	all := table.child("ВсегоОпл")
	r.need(table, "ВсегоОпл/@СтТовУчНалВсего", all.attr("СтТовУчНалВсего"), "")
	gross, net := r.money(all, "@СтТовУчНалВсего", all.attr("СтТовУчНалВсего")), r.money(all, "@СтТовБезНДСВсего", all.attr("СтТовБезНДСВсего"))
	vat := r.amount(all.child("СумНалВсего", "СумНал"))
	d.Total, d.Amount, d.VAT = gross.Minor, gross.Minor, vat.Minor
	var ofGross, ofVAT money.Minor
	for i, k := range table.all("СведТов") {
		l := Line{Number: i + 1, Text: k.attr("НаимТов")}
		total := r.money(k, "@СтТовУчНал", k.attr("СтТовУчНал"))
		l.VAT = r.amount(k.child("СумНал", "СумНал")).Minor
		l.Net = total.Minor - l.VAT
		l.Rate, _ = rate(k.attr("НалСт"))
		l.Group = k.child("ДопСведТов").attr("КодКат")
		for _, p := range k.all("ИнфПолФХЖ2") {
			l.property(p.attr("Идентиф"), p.attr("Значен"))
		}
		if stated := r.money(k, "@СтТовБезНДС", k.attr("СтТовБезНДС")); stated.said() && total.said() {
			r.agree(total, stated.Minor+l.VAT, "")
		}
		ofGross += total.Minor
		ofVAT += l.VAT
		d.Lines = append(d.Lines, l)
	}
	if gross.said() && len(d.Lines) > 0 {
		r.agree(gross, ofGross, "")
	}
	if vat.said() && len(d.Lines) > 0 {
		r.agree(vat, ofVAT, "")
	}
	if gross.said() && net.said() {
		r.agree(gross, net.Minor+vat.Minor, "")
	}
}

// updParty reads a seller or buyer: a firm, an entrepreneur, a person, or a
// foreigner.
func updParty(n *node) Party {
	if n == nil {
		return Party{}
	}
	p := Party{Line: n.line}
	who := n.child("ИдСв")
	firm, sole, person, foreign := who.child("СвЮЛУч"), who.child("СвИП"), who.child("СвФЛУч"), who.child("СвИнНеУч")
	if foreign == nil {
		foreign = who.child("СвИнУч")
	}
	p.TaxID = cmp.Or(firm.attr("ИННЮЛ"), sole.attr("ИННФЛ"), person.attr("ИННФЛ"), foreign.attr("Идентиф"))
	name := func(k *node) string {
		f := k.child("ФИО")
		return joined(" ", f.attr("Фамилия"), f.attr("Имя"), f.attr("Отчество"))
	}
	p.Name = cmp.Or(firm.attr("НаимОрг"), name(sole), name(person), foreign.attr("НаимОрг"), foreign.attr("Наим"))
	if sole != nil && p.Name != "" {
		p.Name = "ИП " + p.Name
	}
	a := n.child("Адрес")
	for _, form := range []string{"АдрРФ", "АдрГАР"} {
		if k := a.child(form); k != nil {
			p.Country, p.Address = "RU", updAddress(k)
		}
	}
	if k := a.child("АдрИнф"); k != nil {
		p.Country, p.Address = map[string]string{"643": "RU", "112": "BY", "398": "KZ", "051": "AM", "417": "KG"}[k.attr("КодСтр")], joined(" ", k.attr("АдрТекст"))
	}
	p.Phone, p.Email = n.at("Контакт", "Тлф"), n.at("Контакт", "ЭлПочта")
	return p
}

// updAddress puts an address of either of the two forms together, from the
// postal code down to the flat.
func updAddress(a *node) string {
	parts := []string{a.attr("Индекс"), cmp.Or(a.attr("НаимРегион"), a.at("НаимРегион")), a.attr("Район")}
	for _, name := range []string{"Город", "НаселПункт", "Улица", "Дом", "Корпус", "Кварт"} {
		parts = append(parts, a.attr(name))
	}
	for _, k := range a.kids {
		switch k.name {
		case "МуниципРайон", "ГородСелПоселен":
			parts = append(parts, k.attr("Наим"))
		case "НаселенПункт":
			parts = append(parts, joined(" ", k.attr("Вид"), k.attr("Наим")))
		case "ЭлПланСтруктур", "ЭлУлДорСети":
			parts = append(parts, joined(" ", k.attr("Тип"), k.attr("Наим")))
		case "Здание", "ПомещЗдания", "ПомещКвартиры", "ЗемелУчасток":
			parts = append(parts, joined(" ", k.attr("Тип"), k.attr("Номер")))
		}
	}
	return joined(", ", parts...)
}

// yearly tells a document from those of other kinds and years, for Russian
// numbers begin anew with both.
func yearly(d *Document) string {
	if d.Number == "" || d.Date == 0 {
		return d.Number
	}
	return joined(" ", d.Kind, d.Number, d.Date.String()[:4])
}
