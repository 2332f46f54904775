package credit_test

import (
	"fmt"
	"strings"
	"testing"

	"debitor/internal/credit"
	"debitor/internal/fx"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

var languages = []string{"en", "ru", "uk", "be", "bs", "de"}

// plainNames are roles and papers as they are written in policies.
var plainNames = credit.Names{Role: func(name, _ string) string { return name }, Paper: func(name, _ string) string { return name }}

func TestEveryReasonIsSaidInEveryLanguage(t *testing.T) {
	full := credit.Reason{
		Invoice: "A-1", Days: 6, Open: 7227, Available: 100, Currency: "BYN", Until: today + 3, By: "vera", Limit: 500, Owed: 400, Percent: 50, Since: today - 3,
		Note: "ask security", Rate: fx.Rate{Currency: "EUR", Base: "BYN", Day: today, Price: 3_000_000, Units: 1, Source: "bank"},
	}
	for _, code := range credit.Codes {
		seen := map[string]string{}
		for _, lang := range languages {
			full.Code = code
			for _, until := range []bool{true, false} {
				r := full
				if !until {
					r.Until = 0
				}
				for _, text := range []string{r.Text(lang), r.Help(lang)} {
					if strings.ContainsAny(text, "{}") {
						t.Errorf("%s in %s: %q", code, lang, text)
					}
				}
			}
			text := full.Text(lang)
			if other := seen[text]; text == "" || other != "" {
				t.Errorf("%s in %s says the same as in %s: %q", code, lang, other, text)
			}
			seen[text] = lang
			if helps := full.Help(lang) != ""; helps != (full.Help("en") != "") {
				t.Errorf("%s: help in %s is not as in English", code, lang)
			}
		}
	}
	if (credit.Reason{Code: credit.Overdue}).Text("fr") != (credit.Reason{Code: credit.Overdue}).Text("en") {
		t.Error("other languages do not get English")
	}
}

func TestEveryRatingIsSaidInEveryLanguage(t *testing.T) {
	for _, code := range []string{
		credit.RatedLawsuit, credit.RatedClaim, credit.RatedEvader, credit.RatedMonthLate, credit.RatedTwiceAMonth, credit.RatedOftenLate, credit.RatedResists,
		credit.RatedPunctual, credit.RatedExcused, credit.RatedNoStatistics, credit.RatedShortHistory, credit.RatedUnsteady,
	} {
		seen := map[string]bool{}
		for _, lang := range languages {
			text := credit.RatingReason{Code: code, Invoice: "A-1", Days: 41, Count: 3, Of: 5, Silent: 2, On: today, And: today, Since: today}.Text(lang)
			if text == "" || seen[text] || strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %s: %q", code, lang, text)
			}
			seen[text] = true
		}
	}
}

// The refusal says why, what helps, and who may let goods go.
func TestARefusalReadsLikeHelp(t *testing.T) {
	answer := refusal(t)
	answer.Lifters = []credit.Lifter{
		{Kind: "lift-hold", Role: "finance-control", Evidence: []string{"guarantee-letter"}},
		{Kind: "change-limit", Role: "director", ProposedBy: []string{"head-of-sales"}},
	}
	for lang, want := range map[string]string{
		"en": `Nothing may go to customer 00017 for now, 2026-02-03.
Why: 72.27 BYN of document A-1 are overdue, day 6; vera put the customer on the stop list: ask security.
By which rule: overdue, which stops from day 6.
What releases it: a payment of 72.27 BYN.
What helps besides: vera takes the customer off the stop list.
Who may let goods go all the same: finance-control (is shown: guarantee-letter).
Who decides about another limit: director (asked before: head-of-sales).`,
		"ru": `Клиенту 00017 пока ничего не отгружаем, 03.02.2026.
Почему: по документу A-1 просрочено 72.27 BYN, день 6-й; клиент в стоп-листе (vera): ask security.
По какому правилу: «overdue», стоп с 6-го дня.
Что снимет стоп: оплата 72.27 BYN.
Что ещё поможет: снятие со стоп-листа (vera).
Кто может снять стоп: finance-control (показать: guarantee-letter).
Кто решает о другом лимите: director (сначала предлагает: head-of-sales).`,
		"de": `An Kunde 00017 geht vorerst nichts, 03.02.2026.
Warum: 72.27 BYN aus Beleg A-1 sind überfällig, 6. Tag; der Kunde steht auf der Sperrliste (vera): ask security.
Nach welcher Regel: „overdue“, Sperre ab dem 6. Tag.
Was die Sperre löst: eine Zahlung von 72.27 BYN.
Was außerdem hilft: vera nimmt den Kunden von der Sperrliste.
Wer trotz Sperre freigeben darf: finance-control (vorzulegen: guarantee-letter).
Wer über ein anderes Limit entscheidet: director (davor schlägt vor: head-of-sales).`,
	} {
		if got := answer.Text(lang, plainNames); got != want {
			t.Errorf("%s:\n%s", lang, got)
		}
	}
	for _, lang := range languages {
		if text := answer.Text(lang, plainNames); strings.ContainsAny(text, "{}") || strings.Count(text, "\n") != 6 {
			t.Errorf("%s:\n%s", lang, text)
		}
	}
}

// An amount whose currency ends in a point ends its line as well; documents are
// called as they are printed, where that is known.
func TestAnAnswerIsWrittenForPeople(t *testing.T) {
	answer := refusal(t)
	names := plainNames
	names.Money = func(m money.Minor, c money.Currency, _ string) string { return m.Decimal(c) + " руб." }
	for i := range answer.Reasons {
		answer.Reasons[i].Document = "printed " + string(answer.Reasons[i].Invoice)
	}
	if text := answer.Text("ru", names); !strings.Contains(text, "по документу printed A-1 ") || strings.Contains(text, "..") || !strings.Contains(text, "оплата 72.27 руб.\n") {
		t.Error(text)
	}
}

// So does the line that says how much may go.
func TestHowMuchMayGoEndsInOnePoint(t *testing.T) {
	q := query(t)
	limit := money.Minor(10000)
	q.Terms = []credit.Term{{Number: 1, Customer: "00017", Kind: credit.TermLimit, Scope: credit.OfCustomer, Amount: &limit, Currency: "BYN"}}
	answer := credit.Check(q)
	names := plainNames
	names.Money = func(m money.Minor, c money.Currency, _ string) string { return m.Decimal(c) + " руб." }
	if text := answer.Text("ru", names); !strings.HasSuffix(text, "до 100.00 руб.") {
		t.Error(text)
	}
}

// Of many late documents the answer names five and counts the others; what else
// stands in the way is said, though it comes after them.
func TestARefusalStaysShort(t *testing.T) {
	var items []ledger.Item
	for i := range 98 {
		items = append(items, item(id.Invoice(fmt.Sprint("A-", i)), 98-i, 100))
	}
	q := query(t, items...)
	q.Terms = []credit.Term{{Number: 1, Customer: "00017", Kind: credit.TermStop, Scope: credit.OfCustomer, From: today - 1, By: "vera", Reason: "ask security"}}
	answer := credit.Check(q)
	for lang, more := range map[string]string{
		"en": "more documents: 88", "ru": "ещё документов: 88", "uk": "ще документів: 88", "be": "яшчэ дакументаў: 88", "bs": "još dokumenata: 88", "de": "weitere Belege: 88",
	} {
		text := answer.Text(lang, plainNames)
		if !strings.Contains(text, more) || !strings.Contains(text, "A-4") || strings.Contains(text, "A-5") || !strings.Contains(text, "ask security") {
			t.Errorf("%s:\n%s", lang, text)
		}
	}
}

func refusal(t *testing.T) credit.Answer {
	t.Helper()
	q := query(t, item("A-1", 6, 7227))
	q.Terms = []credit.Term{{Number: 1, Customer: "00017", Kind: credit.TermStop, Scope: credit.OfCustomer, From: today - 1, By: "vera", Reason: "ask security"}}
	return credit.Check(q)
}

// What partly may go says how much; what may go says so and nothing of roles.
func TestAnAnswerSaysHowMuchMayGo(t *testing.T) {
	q := query(t)
	limit := money.Minor(10000)
	q.Terms = []credit.Term{{Number: 1, Customer: "00017", Kind: credit.TermLimit, Scope: credit.OfCustomer, Amount: &limit, Currency: "BYN"}}
	q.Amount = 20000
	partly := credit.Check(q)
	if got := partly.Text("de", plainNames); !strings.HasPrefix(got, "So viel darf nicht an Kunde 00017 gehen, 03.02.2026; 100.00 BYN dürfen.\nWarum: das Kreditlimit") {
		t.Error(got)
	}
	q.Amount = 5000
	all := credit.Check(q)
	if got := all.Text("ru", plainNames); got != "Клиенту 00017 можно отгружать, 03.02.2026: до 100.00 BYN." {
		t.Error(got)
	}
	q.Terms = nil // no limit, nothing to say of how much
	all = credit.Check(q)
	if got := all.Text("ru", plainNames); got != "Клиенту 00017 можно отгружать, 03.02.2026." {
		t.Error(got)
	}
}

// TestLimitsAreNamed: whatever a limit is of and whoever set it, every language
// has words for it, and leaves no place for a value empty.
func TestLimitsAreNamed(t *testing.T) {
	by := &credit.Term{Customer: "HEAD", From: today, Until: today + 30, Reason: "the season", By: "vera"}
	for _, lang := range languages {
		seen := map[string]bool{}
		for _, scope := range []credit.Scope{credit.OfCustomer, credit.OfContract, credit.OfGroup, credit.OfMonth, credit.OfPrepayment} {
			for _, source := range []credit.Source{credit.SetForATime, credit.Set, credit.ByCategory, credit.ByPolicy, credit.ByContract, credit.ByMean, credit.ByPrepayment} {
				c := credit.Cap{Scope: scope, Source: source, Term: by, Percent: 50, Limit: 100}
				if scope == credit.OfContract {
					c.Contracts = []credit.ContractLimit{{Contract: "K1", Number: "1/26", Amount: money.Amount{Minor: 100, Currency: "BYN"}}}
				}
				lines := c.Lines("BYN", lang, credit.Names{})
				if len(lines) != 1 || strings.ContainsAny(lines[0], "{}") || strings.Contains(lines[0], ", :") || strings.Contains(lines[0], ", ;") || seen[lines[0]] {
					t.Errorf("%s: %s by %s is %q", lang, scope, source, lines)
				}
				seen[lines[0]] = true
			}
		}
	}
}
