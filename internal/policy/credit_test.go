package policy_test

import (
	"slices"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/policy"
)

const holdsOnly = "policy: test\nholds: [{id: overdue, at: 6.., stops: shipments, lifted-by: [director]}]\n"

func TestCredit(t *testing.T) {
	p, err := policy.Parse([]byte(holdsOnly + `categories: [{id: "1", limit: {BYN: 700.00}, days: 30, discount: 2.5}, {id: "2", default: true}]
credit:
  counts: [overdue, orders]
  limit: 100.00
  days: 14
  mean-of: 3
  new-pays-previous: true
  papers-within: 10
  lawsuit: stop
  for-payment: 50
  lifted-by: [director]
  discounts: [{within: 0, percent: 3}, {within: 10, percent: 1.25}]
`))
	if err != nil {
		t.Fatal(err)
	}
	good, other := p.CategoryOf("1"), p.CategoryOf("9")
	if m, by, ok := p.LimitOf(&good, "BYN"); m != 70000 || !by || !ok {
		t.Errorf("limit of the category: %d, %v, %v", m, by, ok)
	}
	if m, by, ok := p.LimitOf(&other, "BYN"); m != 10000 || by || !ok {
		t.Errorf("limit of the policy: %d, %v, %v", m, by, ok)
	}
	if p.DaysOf(&good) != 30 || p.DaysOf(&other) != 14 {
		t.Errorf("days %d and %d", p.DaysOf(&good), p.DaysOf(&other))
	}
	c := &p.Credit
	if c.CountsAs("open") || !c.CountsAs("orders") || c.MeanOf != 3 || !c.NewPaysPrevious || c.Papers != 10 || !c.Lawsuit || c.ForPayment != 50 || len(c.LiftedBy) != 1 {
		t.Errorf("%+v", c)
	}
	for _, c := range []struct {
		of   *policy.Category
		want []policy.Discount
	}{{&good, []policy.Discount{{0, 250}, {10, 125}}}, {&other, []policy.Discount{{0, 300}, {10, 125}}}} {
		if got := p.DiscountsOf(c.of); !slices.Equal(got, c.want) {
			t.Errorf("discounts of category %s: %v", c.of.ID, got)
		}
	}
	none, err := policy.Parse([]byte(holdsOnly))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := none.LimitOf(&other, "BYN"); ok || !none.Credit.CountsAs("promised") || none.DaysOf(&other) != 0 {
		t.Error("a policy without a section on credit sets something")
	}
}

func TestCreditProblems(t *testing.T) {
	for text, want := range map[string]string{
		"credit: {limits: 100}":          `line 3, column 10: credit has no "limits"; did you mean "limit"?`,
		"credit: {counts: [open, paid]}": `line 3, column 25: "paid" is not a part of what is owed`,
		"credit: {counts: [open, open]}": `"open" is there twice`,
		"credit: {limit: -5.00}":         `"-5.00" is less than nothing`,
		"credit: {limit: {XXX: 5}}":      `"XXX" is not a currency code`,
		"credit: {days: 0}":              `"0" is not a number from 1 to 3650`,
		"credit: {for-payment: 101}":     `"101" is not a number from 1 to 100`,
		"credit: {lawsuit: true}":        `"true" is not an answer to a lawsuit; known are stop, ignore`,
		"credit: {lifted-by: [boss]}":    `"boss" is not a role`,
		"credit: {discounts: [{within: 0, percent: 2}, {within: 5, percent: 2}]}": `who pays later must save less`,
		"categories: [{id: a, discount: 100}]":                                    `"100" is not a discount between 0 and 100 per cent`,
		"categories: [{id: a, discount: 0}]":                                      `"0" is not a discount`,
		"credit: {}":                                                              `at least one word of credit is needed`,
		"credit: 100":                                                             `credit must be a list of words with values`,
		"categories: [{id: a, limit: few}]":                                       `"few" is not an amount that can be recorded`,
	} {
		_, err := policy.Parse([]byte(holdsOnly + text + "\n"))
		if err == nil || !strings.Contains(err.Error(), want) || fault.KindOf(err) != fault.Input {
			t.Errorf("%s: %v", text, err)
		}
	}
}
