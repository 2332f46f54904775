package settings

import (
	"fmt"
	"slices"

	"debitor/internal/desk"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// hasStatement says whether a bank's statement was among the files.
func hasStatement(u desk.Upload) bool {
	return u.Report != nil && slices.ContainsFunc(u.Report.Files, func(f desk.FileReport) bool { return f.Kind == desk.KindStatement })
}

// asksColumns says whether there is a file of which a person may say what its
// columns are: statements have none.
func asksColumns(u seen) bool {
	return slices.ContainsFunc(u.looks, func(l intake.Look) bool { return l.Kind != desk.KindStatement })
}

// strangeAccount is the account of a statement that is none of the company's;
// empty if that is not what was wrong.
func strangeAccount(u desk.Upload) string {
	if f := u.Problem; f != nil && f.Code == "bank.account_unknown" && len(f.Args) > 2 {
		if account := fmt.Sprint(f.Args[2]); account != "?" {
			return account
		}
	}
	return ""
}

// bankTable is what becomes of the statements of a file.
func bankTable(c *page.Call, r desk.FileReport) ui.Table[desk.BankTaken] {
	p := c.Say
	count := func(key string, of func(desk.BankTaken) int) ui.Column[desk.BankTaken] {
		return ui.Column[desk.BankTaken]{Title: p.T(key), Number: true, Text: func(b desk.BankTaken) string { return p.Number(of(b)) }}
	}
	amount := func(key string, of func(desk.BankTaken) string) ui.Column[desk.BankTaken] {
		return ui.Column[desk.BankTaken]{Title: p.T(key), Number: true, Text: func(b desk.BankTaken) string {
			m, err := money.ParseMinor(of(b), b.Currency.Decimals())
			if err != nil { // a report of before there were sums
				return ""
			}
			return p.Money(m, b.Currency)
		}}
	}
	return ui.Table[desk.BankTaken]{
		Caption: p.T("cash.statements_of", r.File), Rows: r.Bank,
		Columns: []ui.Column[desk.BankTaken]{
			{Title: p.T("cash.account"), Text: func(b desk.BankTaken) string { return b.Account }},
			{Title: p.T("cash.period"), Text: func(b desk.BankTaken) string { return p.Date(b.From) + " – " + p.Date(b.To) }},
			count("cash.entries", func(b desk.BankTaken) int { return b.Entries }),
			count("cash.known", func(b desk.BankTaken) int { return b.Known }),
			count("cash.state.booked", func(b desk.BankTaken) int { return b.Booked }),
			count("cash.state.undecided", func(b desk.BankTaken) int { return b.Undecided }),
			count("cash.state.unknown", func(b desk.BankTaken) int { return b.Unknown }),
			count("cash.state.aside", func(b desk.BankTaken) int { return b.Aside }),
			amount("cash.in", func(b desk.BankTaken) string { return b.In }),
			amount("cash.out", func(b desk.BankTaken) string { return b.Out }),
			{Title: p.T("cash.to"), Text: func(b desk.BankTaken) string { return p.Date(b.Complete) }},
			{Title: p.T("cash.missing"), Text: func(b desk.BankTaken) string { return c.GapText(b.Gaps, b.Currency) }},
		},
	}
}
