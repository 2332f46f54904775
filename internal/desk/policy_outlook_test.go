package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
)

// Of several uses of a day the one said last rules it, and what is to come is
// told in the order of its days.
func TestOutlook(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		b := openBooks(t, url)
		today := cal.Of(clock)
		for _, use := range []struct {
			policy string
			from   cal.Date
		}{{"fmcg", today + 20}, {"stages", today + 10}, {"regulation", today + 10}, {"aktivmarket", today + 30}} {
			if _, err := b.UsePolicy(t.Context(), use.policy, use.from); err != nil {
				t.Fatal(err)
			}
		}
		got, err := b.PolicyOutlook(t.Context(), today)
		want := []desk.PolicyTerm{{"aktivmarket", 1, 0}, {"regulation", 1, today + 10}, {"aktivmarket", 1, today + 30}}
		if err != nil || !cmp.Equal(got, want) {
			t.Errorf("%v\n%s", err, cmp.Diff(want, got))
		}
		for _, term := range got { // what is foretold is what rules
			rules, err := b.Policies(t.Context(), max(term.From, today))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range rules {
				if p.InForce != (p.Policy == term.Policy) {
					t.Errorf("on %s %s is in force: %v", term.From, p.Policy, p.InForce)
				}
			}
		}
	})
}

// A draft is a last version that nobody has put to use.
func TestDraftsAreTold(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	if _, err := b.DraftPolicyText(t.Context(), policyOf(t)+"# ours\n", "trying"); err != nil {
		t.Fatal(err)
	}
	draft := func() int {
		list, err := b.Policies(t.Context(), cal.Of(clock))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			if p.Policy == "aktivmarket" {
				return p.Draft
			}
		}
		return -1
	}
	if got := draft(); got != 2 {
		t.Errorf("the draft is version %d; want 2", got)
	}
	if _, err := b.UsePolicy(t.Context(), "aktivmarket@2", 0); err != nil {
		t.Fatal(err)
	}
	if got := draft(); got != 0 {
		t.Errorf("a version in use is a draft: %d", got)
	}
}

// Who sits elsewhere names no file of this machine; who sits here does.
func TestNamesFromElsewhereAreNoFiles(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	file := b.file("policy.yaml", strings.Replace(policyOf(t), "policy: aktivmarket", "policy: mine", 1))
	if _, err := b.PolicyNamed(t.Context(), file); err != nil {
		t.Error(err)
	}
	away, err := b.desk.Session(t.Context(), "", desk.Actor{System: "web", Remote: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := away.PolicyNamed(t.Context(), file); fault.Code(err) != "policy.unknown" {
		t.Errorf("a file by its name: %v", err)
	}
	if _, err := away.UsePolicy(t.Context(), file, 0); fault.Code(err) != "policy.unknown" {
		t.Errorf("a file put to use: %v", err)
	}
	if _, err := away.PolicyNamed(t.Context(), "fmcg"); err != nil {
		t.Error(err)
	}
}
