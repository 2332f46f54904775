package sample

import _ "embed"

// Company is company.yaml: the invented creditor, a wholesaler in Belarus.
//
//go:embed company.yaml
var Company []byte

// Rules is rules.yaml: what the creditor's rules say beyond policy A, to stand at
// the end of that policy's text.
//
//go:embed rules.yaml
var Rules []byte

// What the creditor works with; company.yaml does not repeat it.
const (
	Country  = "BY"
	Currency = "BYN"
	Language = "ru"
)

// What a bank's loan costs customers, in per cent a year, and what suing one of
// them costs beside the court's fee, in Currency.
const (
	BankRate  = "14"
	LegalCost = "150"
)

// Director signs orders; he is the signatory of company.yaml.
const Director = "Залесский Тихон Маркович"

// Managers are the sales managers, each with the same number of customers.
var Managers = []string{
	"Берестовец Алла Игоревна",
	"Дубравин Павел Олегович",
	"Ковылина Марина Степановна",
	"Озернов Глеб Антонович",
	"Рябинкина Елена Викторовна",
	"Туманцев Кирилл Денисович",
}

// Colleague is one of the people beside the managers: whom, in which role, and
// how he signs in.
type Colleague struct{ Role, Name, Login string }

// Colleagues are one person for every role, so that a demo can be walked
// through in each; the sales manager is the first of Managers.
var Colleagues = []Colleague{
	{"head-of-sales", Director, "head-of-sales@demo.example"},
	{"sales-manager", Managers[0], "sales-manager@demo.example"},
	{"sales-representative", "Вербицкий Артём Львович", "sales-representative@demo.example"},
	{"supervisor", "Полозова Инна Фёдоровна", "supervisor@demo.example"},
	{"collector", "Снегова Дарья Ильинична", "collector@demo.example"},
	{"assistant", "Лучинская Ольга Павловна", "assistant@demo.example"},
	{"head-of-collection", "Гранин Виктор Аркадьевич", "head-of-collection@demo.example"},
	{"accountant", "Журавская Нина Петровна", "accountant@demo.example"},
	{"finance-control", "Мельский Роман Юрьевич", "finance-control@demo.example"},
	{"head-of-control", "Каменева Софья Андреевна", "head-of-control@demo.example"},
	{"finance-director", "Стрижов Анатолий Борисович", "finance-director@demo.example"},
	{"commercial-director", "Ольховская Вера Романовна", "commercial-director@demo.example"},
	{"director", "Броневский Игорь Станиславович", "director@demo.example"},
	{"lawyer", "Заречная Юлия Максимовна", "lawyer@demo.example"},
	{"law-firm", "Корсак Леонид Эдуардович", "law-firm@demo.example"},
	{"security", "Буранов Степан Игнатович", "security@demo.example"},
	{"head-of-security", "Тарасевич Олег Данилович", "head-of-security@demo.example"},
	{"claims", "Мироненко Лариса Сергеевна", "claims@demo.example"},
	{"service", "Дроздов Никита Ефимович", "service@demo.example"},
	{"admin", "Астахов Денис Вадимович", "admin@demo.example"},
}
