package sample

import _ "embed"

// Company is company.yaml: the invented creditor, a wholesaler in Belarus.
//
//go:embed company.yaml
var Company []byte

// What the creditor works with; company.yaml does not repeat it.
const (
	Country  = "BY"
	Currency = "BYN"
	Language = "ru"
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
