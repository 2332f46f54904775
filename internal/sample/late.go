package sample

// Agreement is a supplementary agreement about late debts that the invented
// company has made.
type Agreement struct {
	Parts  []int  // its instalments, in days from today; of the same size
	By     string // who signed it; empty: it is with the customer
	Post   string // of who signed
	Reason string
}

// Agreements are those a demo shows.
var Agreements = []Agreement{
	{Parts: []int{7, 21, 35}, By: "Кривошея Лев Наумович", Post: "директор", Reason: "Сезонный спад, предложил график с залогом товара"},
	{Parts: []int{14, 28}, Reason: "Просит две недели: ждёт оплату от застройщика"},
}

// Lift is that goods went to an invented customer in spite of a hold.
type Lift struct {
	Amount string
	Days   int  // for how long, from today
	Paid   bool // he paid what was overdue the same day
	Reason string
}

// Lifts are those of a demo: one that was right, one that was not, one that is
// still to show.
var Lifts = []Lift{
	{Amount: "800", Days: 3, Paid: true, Reason: "Показал платёжное поручение, банк подтвердил"},
	{Amount: "1500", Days: 3, Reason: "Обещает заплатить до вторника, объект стоит без раствора"},
	{Amount: "600", Days: 14, Reason: "Гарантийное письмо директора, три года без просрочек"},
}

// Flag is a sign that an invented customer may not pay.
type Flag struct {
	Kind string // of policy.Flags
	Days int    // before today
	Note string
}

// Flags are those of a demo.
var Flags = []Flag{
	{Kind: "bankruptcy", Days: 1, Note: "Сведения о банкротстве: принято заявление кредитора"},
	{Kind: "new-director", Days: 9, Note: "Выписка из реестра: директор сменился второй раз за год"},
	{Kind: "new-address", Days: 3, Note: "По юридическому адресу другая организация"},
}

// LimitVoters are the roles that decide together about a limit, as rules.yaml has
// them.
var LimitVoters = []string{"commercial-director", "head-of-security", "finance-director"}
