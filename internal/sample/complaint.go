package sample

// Complaint is what an invented customer complains of, and how far the company
// has come with it.
type Complaint struct {
	Reason  string // of the register of disputes
	Text    string
	Product string
	Days    int    // before today
	Part    int    // of the document, in per cent; 100: all of it
	Answer  string // empty: he waits for it
	Outcome string // empty: it is not decided
	Why     string // the decision's reason
	Cause   string // empty: nobody knows why
	Cure    string // what is done about the cause; empty: nothing
}

// Complaints are those a demo shows, from the new one to the settled.
var Complaints = []Complaint{
	{Reason: "faulty", Text: "Два смесителя из партии текут в корпусе", Product: "Смеситель СМ-40", Days: 1, Part: 30},
	{Reason: "price", Text: "Цена в накладной выше, чем в спецификации", Days: 6, Part: 15},
	{
		Reason: "damaged", Text: "Плитка приехала битой, восемь коробок", Product: "Плитка напольная 30×30", Days: 2, Part: 40,
		Answer: "Приняли фотографии, завтра приедет представитель", Cause: "Укладка в кузове без крепления",
	},
	{
		Reason: "under-delivery", Text: "Не хватает трёх поддонов против накладной", Product: "Сухая смесь М-150", Days: 3, Part: 25,
		Answer: "Сверили с весовой, недогруз подтвердился", Outcome: "credit", Why: "Недогруз подтверждён весовой",
		Cause: "Отгрузка без пересчёта поддонов", Cure: "Пересчёт поддонов вдвоём, подпись обоих в накладной",
	},
	{
		Reason: "wrong-goods", Text: "Привезли другой оттенок", Product: "Плитка напольная 30×30", Days: 2, Part: 60,
		Answer: "Заменим на следующей неделе", Outcome: "replacement", Why: "Ошибка комплектовщика", Cause: "Похожие артикулы лежат рядом",
		Cure: "Развести похожие артикулы по разным стеллажам",
	},
	{
		Reason: "service", Text: "Водитель не стал разгружать", Days: 2, Part: 10,
		Answer: "Договор разгрузку не включает, показали пункт", Outcome: "rejected", Why: "Разгрузка — обязанность покупателя", Cause: "Условия доставки не объяснили при продаже",
	},
}
