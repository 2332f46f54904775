package sample

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// Account is the creditor's own at his bank, as company.yaml has them on the
// letterhead.
const (
	Account = "BY79PRMR30120000000000000017"
	Bank    = "Примербанк"
)

// opening is what was in the account before the statement, in kopecks.
const opening money.Minor = 48_310_55

// bankSorts say what each debt's entry is: exact names its document and pays it,
// which is sure; round is a part of it that names nothing, over pays too much:
// both are for a person. A small company has fewer of all.
const (
	exact = iota
	round
	over
)

var bankSorts = []int{exact, round, exact, over, exact, round, exact, round, exact, exact}

// bankEntry is one line of the statement; what goes out is negative.
type bankEntry struct {
	date                          cal.Date
	amount                        money.Minor
	payer, taxID, account, number string
	purpose                       string
}

// debt is a document that nobody has paid anything of.
type debt struct {
	*ledger.Customer
	*ledger.Invoice
}

// WriteStatement writes the bank's statement of some days after the company's
// history, in the format of 1C: customers who pay what they name, some who name
// nothing, one who pays too much, the head of a group who pays for one of its
// own, two whom nobody knows, and the bank's fee.
func WriteStatement(file string, o Options, from, to cal.Date) error {
	o = o.filled()
	text := statementText(bankEntries(unpaid(o), from, to, newDice(o.Seed, 7, 0)), from, to)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return fmt.Errorf("write the sample statement: %w", err)
	}
	return nil
}

// unpaid are the debts in the creditor's currency of customers about whom there
// is no doubt what is open: all they paid names what it is for, and nothing is
// disputed or credited. A group's daughters come first.
func unpaid(o Options) []debt {
	var list []debt
	names := map[id.Customer]*ledger.Customer{}
	for d := range Each(o) {
		for i := range d.Customers {
			names[d.Customers[i].ID] = &d.Customers[i]
		}
		paid, plain := map[id.Invoice]bool{}, len(d.Events) == 0
		for _, p := range d.Payments {
			paid[p.Invoice] = true
			plain = plain && p.Invoice != ""
		}
		plain = plain && !slices.ContainsFunc(d.Invoices, func(v ledger.Invoice) bool { return v.Amount < 0 })
		for i := range d.Invoices {
			if v := &d.Invoices[i]; plain && !paid[v.ID] && v.Currency == Currency {
				list = append(list, debt{names[v.Customer], v})
				break
			}
		}
	}
	for i, v := range list {
		if head := names[v.Parent]; head != nil { // who pays for him is what matters
			list[i].Customer = head
		}
	}
	slices.SortStableFunc(list, func(a, b debt) int {
		return cmp.Compare(b2i(a.Customer.ID == a.Invoice.Customer), b2i(b.Customer.ID == b.Invoice.Customer))
	})
	return list
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// bankEntries are the lines of the statement, by day.
func bankEntries(debts []debt, from, to cal.Date, d dice) []bankEntry {
	var list []bankEntry
	add := func(e bankEntry) {
		e.date = from + cal.Date(len(list)%max(1, int(to-from)+1))
		for !isWorkday(e.date) && e.date > from {
			e.date--
		}
		e.number = fmt.Sprint(d.between(10, 9999))
		list = append(list, e)
	}
	for i, v := range debts[:min(len(debts), len(bankSorts))] {
		e := bankEntry{amount: v.Amount, payer: v.Name, taxID: v.TaxID, account: fmt.Sprintf("BY20PRMR3012000000001%07d", i+1)}
		named := fmt.Sprintf("Оплата за товар по ТТН %s от %s", v.Document, dotted(v.Date))
		switch bankSorts[i] {
		case exact:
			e.purpose = named
		case over:
			e.amount, e.purpose = v.Amount*3/2, named
		case round:
			e.amount, e.purpose = max(100, v.Amount/2/100*100), "Оплата за товар по договору, без НДС"
		}
		add(e)
	}
	add(bankEntry{amount: 312_40, payer: "ИП Немиров Я. С.", taxID: "", account: "BY55PRMR30130000000009000001", purpose: "Оплата согласно счёту"})
	add(bankEntry{amount: 1_250_00, payer: "ООО «Тихий Омут»", taxID: "", account: "BY33PRMR30120000000009000002", purpose: "За продукты, спасибо"})
	add(bankEntry{amount: -18_70, payer: "ОАО «Примербанк»", account: "BY11PRMR38190000000000000001", purpose: "Комиссия за ведение счёта"})
	slices.SortStableFunc(list, func(a, b bankEntry) int { return cmp.Compare(a.date, b.date) })
	return list
}

// statementText is the statement as 1C takes it from a bank.
func statementText(list []bankEntry, from, to cal.Date) string {
	var in, out money.Minor
	for _, e := range list {
		in += max(0, e.amount)
		out += max(0, -e.amount)
	}
	spell := func(m money.Minor) string { return m.Decimal(Currency) }
	var b strings.Builder
	line := func(key, value string) { b.WriteString(key + "=" + value + "\r\n") }
	period := func() {
		line("ДатаНачала", dotted(from))
		line("ДатаКонца", dotted(to))
		line("РасчСчет", Account)
	}
	b.WriteString("1CClientBankExchange\r\n")
	line("ВерсияФормата", "1.03")
	line("Кодировка", "UTF-8")
	line("Отправитель", "Банк-клиент")
	period()
	b.WriteString("СекцияРасчСчет\r\n")
	period()
	line("НачальныйОстаток", spell(opening))
	line("ВсегоПоступило", spell(in))
	line("ВсегоСписано", spell(out))
	line("КонечныйОстаток", spell(opening+in-out))
	b.WriteString("КонецРасчСчет\r\n")
	for _, e := range list {
		b.WriteString("СекцияДокумент=Платежное поручение\r\n")
		line("Номер", e.number)
		line("Дата", dotted(e.date))
		if e.amount < 0 {
			line("Сумма", spell(-e.amount))
			line("ДатаСписано", dotted(e.date))
			line("ПлательщикСчет", Account)
			line("ПолучательСчет", e.account)
			line("Получатель1", e.payer)
		} else {
			line("Сумма", spell(e.amount))
			line("ДатаПоступило", dotted(e.date))
			line("ПлательщикСчет", e.account)
			line("Плательщик1", e.payer)
			line("ПлательщикИНН", e.taxID)
			line("ПолучательСчет", Account)
		}
		line("НазначениеПлатежа", e.purpose)
		b.WriteString("КонецДокумента\r\n")
	}
	b.WriteString("КонецФайла\r\n")
	return b.String()
}
