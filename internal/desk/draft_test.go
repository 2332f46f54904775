package desk_test

import (
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

// TestDraftRefuses what no letter can say.
func TestDraftRefuses(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 1, nil)
	sent := m.mails()["ready"][0].Letter
	good := desk.Draft{Letter: "thanks", Customer: "c00", Date: on(runDay), Paid: "100.00"}
	for name, c := range map[string]struct {
		change func(*desk.Draft)
		code   string
	}{
		"nothing":             {func(*desk.Draft) {}, ""},
		"an amount below 0":   {func(d *desk.Draft) { d.Paid = "-5.00" }, "draft.paid"},
		"no currency":         {func(d *desk.Draft) { d.Currency = "X/Y" }, "money.currency"},
		"no customer":         {func(d *desk.Draft) { d.Customer = "nobody" }, "customer.unknown"},
		"no letter":           {func(d *desk.Draft) { d.Letter = "love" }, "letter.none"},
		"nothing overdue":     {func(d *desk.Draft) { d.Letter, d.Date, d.Paid = "claim", on("2026-01-20"), "" }, "draft.nothing"},
		"a correction":        {func(d *desk.Draft) { d.Letter, d.Corrects, d.Paid = "correction", sent, "" }, ""},
		"of another's letter": {func(d *desk.Draft) { d.Letter, d.Corrects, d.Paid = "correction", id.Letter("AAAAA-AAAAA"), "" }, "letter.unknown"},
	} {
		d := good
		c.change(&d)
		if _, _, err := m.DraftLetter(t.Context(), d); (err == nil) != (c.code == "") || err != nil && fault.Code(err) != c.code {
			t.Errorf("%s: %v (%s)", name, err, fault.Code(err))
		}
	}
}
