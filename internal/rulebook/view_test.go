package rulebook_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
)

func explained(t *testing.T, invoice id.Invoice, due, today cal.Date, promised cal.Date) rulebook.View {
	t.Helper()
	a := &ledger.Account{Customer: "A1", HasEmail: true, HasPost: true, Items: []ledger.Item{
		{Invoice: invoice, Part: 1, Issued: due - 30, Due: due, Amount: 100_00, Open: 100_00, Currency: "BYN"},
	}}
	if promised != 0 {
		a.Events = append(a.Events, ledger.Event{Customer: "A1", Kind: ledger.Promise, Date: today - 1, Until: promised})
	}
	p := shipped(t, "aktivmarket")
	e, ok := policy.Explain(p, cal.For("BY"), a, invoice, 1, today)
	if !ok {
		t.Fatal("not open")
	}
	return rulebook.Explain(e, p, "ru", 2)
}

func TestViewSaysWhyAndWhatWouldChangeIt(t *testing.T) {
	due, today := cal.On(2026, 2, 2), cal.On(2026, 2, 10) // a Tuesday, 8 days overdue
	v := explained(t, "I1", due, today, 0)
	if len(v.Today) != 1 || v.Today[0].Name != "Предупреждение" || len(v.Blockers) != 0 {
		t.Errorf("%+v", v)
	}
	if v.Due != "Срок оплаты 02.02.2026, просрочка 8\u00a0дней" || v.Policy != "По политике «Письма по вторникам и пятницам», версия 2." {
		t.Errorf("%s; %s", v.Due, v.Policy)
	}
	v = explained(t, "I1", due, today, today+3)
	if len(v.Blockers) != 1 || v.Blockers[0].Code != policy.Promised || !strings.Contains(v.Blockers[0].Change, "13.02.2026") {
		t.Errorf("%+v", v.Blockers)
	}
	for _, r := range v.Ladder {
		if r.Name == "" || r.Who == "" || r.Days == "" || r.Standing == "" || r.Line == 0 {
			t.Errorf("%+v", r)
		}
	}
}

// What people wrote cannot break out of the fragment, and it is well-formed.
func TestFragmentEscapes(t *testing.T) {
	html := string(explained(t, `<script>alert("x")</script>`, cal.On(2026, 2, 2), cal.On(2026, 2, 11), 0).HTML())
	if strings.Contains(html, "<script") {
		t.Error(html)
	}
	d := xml.NewDecoder(strings.NewReader(html))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, html)
		}
	}
	for _, want := range []string{`<th scope="row">Предупреждение</th>`, `lang="ru"`, "<caption>", "Изменится, когда"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in\n%s", want, html)
		}
	}
}
