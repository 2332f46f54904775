package intake

import (
	"slices"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/money"
	"debitor/internal/sheet"
)

// Movement is a row of a bank statement. A row without a day is none, but a
// balance, a turnover or a remark: it has its text, and its amount if the row
// says one.
type Movement struct {
	Date, ValueDate cal.Date     // zero where the row has none
	Amount          *money.Minor // positive: into the account; nil only without a day
	Currency        money.Currency
	OwnAccount      string
	Counterparty    string
	TaxID           string
	Account, Bank   string
	Purpose         string
	Reference       string
	BankReference   string
	Code            string
	Text            string // the cells that are not empty, parted by semicolons
}

// movement reads a row of a bank statement: an amount with its sign, an amount
// beside a word for its direction, or a column for each side.
func (r *reader) movement() Movement {
	m := Movement{Text: rowText(r.row)}
	if r.remark() {
		m.Amount = r.figure()
		return m
	}
	if r.raw("currency") != "" {
		m.Currency = r.currency()
	}
	m.Date, m.ValueDate = r.date("date"), r.date("value_date")
	amount := r.movementAmount(m.Currency)
	m.Amount = &amount
	m.OwnAccount, m.Account = r.text("own_account"), r.text("account")
	m.Counterparty, m.TaxID, m.Bank = r.text("counterparty"), r.text("tax_id"), r.text("bank")
	m.Purpose, m.Code = r.text("purpose"), r.text("code")
	m.Reference, m.BankReference = r.text("reference"), r.text("bank_reference")
	return m
}

func rowText(row sheet.Row) string {
	var cells []string
	for _, c := range row.Cells {
		if c = strings.TrimSpace(c); c != "" {
			cells = append(cells, c)
		}
	}
	return strings.Join(cells, "; ")
}

// remark reports whether the row has no day: its cell is empty, or holds words.
func (r *reader) remark() bool {
	s := r.raw("date")
	if s == "" {
		return true
	}
	_, isDate := takeApart(s)
	i := r.section.values["date"].single()
	return !isDate && (i < 0 || r.row.Kind(i) == sheet.TextCell && !strings.ContainsAny(s[:1], "0123456789"))
}

// figure is what a row without a day says: in the columns of the amounts, or
// wherever its numbers stand, for banks put sums in other columns.
func (r *reader) figure() *money.Minor {
	var sum money.Minor
	said := false
	for _, f := range []field{"amount", "credit", "debit"} {
		i := r.section.values[f].single()
		if i < 0 || r.f.cell(r.row, i) == "" {
			continue
		}
		m, ok := r.f.quantity(r.row, i)
		if !ok {
			continue
		}
		said = true
		if f == "debit" {
			m = -m
		}
		sum += m
	}
	if said {
		return &sum
	}
	var list []money.Minor
	for i := range min(len(r.row.Cells), len(r.f.columns)) {
		if m, ok := r.f.quantity(r.row, i); ok && r.f.cell(r.row, i) != "" {
			list = append(list, m)
		}
	}
	debit, credit := r.section.values["debit"].single(), r.section.values["credit"].single()
	switch {
	case len(list) == 1:
		return &list[0]
	case len(list) == 2 && debit >= 0 && credit >= 0:
		if sum = list[1] - list[0]; credit < debit {
			sum = -sum
		}
		return &sum
	}
	return nil
}

// movementAmount is positive for what comes in.
func (r *reader) movementAmount(c money.Currency) money.Minor {
	if c == "" {
		if c = r.f.options.Currency; c == "" {
			c = "EUR" // two decimals, as almost all have
		}
	}
	in, out := r.amountIfAny("credit", c), r.amountIfAny("debit", c)
	switch {
	case r.raw("amount") != "" && in == nil && out == nil:
		return r.directed(r.mustAmount("amount", c))
	case in == nil && out == nil:
		r.mustNotBeEmpty("amount")
		return 0
	case in != nil && out != nil && *in != 0 && *out != 0:
		r.refuse("debit", r.raw("debit"), "intake.movement.sides", "stands beside a credit; a row is one or the other")
		return 0
	case out != nil && *out != 0:
		return -max(*out, -*out) // some write debits with a minus
	case in != nil:
		return *in
	}
	return 0
}

func (r *reader) amountIfAny(fld field, c money.Currency) *money.Minor {
	if r.raw(fld) == "" {
		return nil
	}
	m := r.mustAmount(fld, c)
	return &m
}

// What banks write beside an amount, by headingKey.
var (
	inWords  = []string{"c", "cr", "cre", "credit", "in", "h", "haben", "gutschrift", "к", "кт", "кредит", "приход", "поступление", "зачисление", "надходження", "зарахування", "паступленне", "крэдыт", "potrazuje", "uplata", "priliv"}
	outWords = []string{"d", "dr", "deb", "debit", "out", "s", "soll", "lastschrift", "belastung", "д", "дт", "дебет", "расход", "списание", "видаток", "списання", "дэбет", "спісанне", "duguje", "isplata", "odliv"}
)

// directed gives an amount the sign that the word beside it says.
func (r *reader) directed(m money.Minor) money.Minor {
	s := r.raw("direction")
	if s == "" {
		return m
	}
	word := headingKey(s)
	switch {
	case (s == "+" || slices.Contains(inWords, word)) && m >= 0:
		return m
	case s == "-" || slices.Contains(outWords, word):
		return -max(m, -m)
	}
	r.refuse("direction", s, "intake.movement.direction", "does not say whether the amount came in or went out (write credit or debit)")
	return 0
}
