package sample

import (
	"fmt"
	"os"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// orderNumber is the first of the sample's orders.
const orderNumber = 1180

// WriteOrders writes a file of the kind orders: what some customers have ordered
// in the week before a day and nobody has shipped yet, as large as their
// invoices are.
func WriteOrders(file string, o Options, day cal.Date) error {
	o = o.filled()
	var b strings.Builder
	b.WriteString("customer,order,to_ship,currency,date\n")
	number := uint64(0)
	for d := range Each(o) {
		dice := newDice(o.Seed, 8, number)
		for _, c := range d.Customers {
			number++
			if len(d.Invoices) == 0 || !dice.percent(20) {
				continue
			}
			for range dice.between(1, 2) {
				like := d.Invoices[dice.IntN(len(d.Invoices))]
				amount := max(like.Amount, -like.Amount) * money.Minor(dice.between(50, 150)) / 100
				fmt.Fprintf(&b, "%s,З-%d,%s,%s,%s\n", c.ID, orderNumber+number, amount.Decimal(like.Currency), like.Currency, day-dice.days(1, 7))
				number++
			}
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return fmt.Errorf("write the sample orders: %w", err)
	}
	return nil
}
