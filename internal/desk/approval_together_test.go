package desk_test

import (
	"slices"
	"strconv"
	"sync"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// threeOf has the three of R-119 decide limits together.
func threeOf(t *testing.T, b *books) (ann, sales, security, finance *desk.Session) {
	t.Helper()
	b.ticking()
	b.using("authority:\n- {may: change-limit, role: commercial-director, together: [head-of-security, finance-director], may-require: [guarantee-letter, pledge]}\n")
	b.customers("A")
	return b.user("ann", "sales-manager"), b.user("boris", "commercial-director"), b.user("ivan", "head-of-security"), b.user("vera", "finance-director")
}

var raise = desk.AskRequest{Kind: authority.ChangeLimit, Subject: "A", Amount: "7000", Value: "month", Reason: "wants 7,000 and takes 5,000 a month"}

// Requests above the limit go to three at once: all three are needed, the order
// of their answers does not matter, and any refusal ends it.
func TestThreeDecideTogether(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, sales, security, finance := threeOf(t, b)
		three := []*desk.Session{sales, security, finance}
		for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			terms := b.count("credit_term")
			a := b.ask(ann, raise)
			if a.State != store.Pending || len(a.Votes) != 0 || !a.Waits.Together ||
				!slices.Equal(a.Waits.Proposals, []string{"commercial-director", "head-of-security", "finance-director"}) {
				t.Fatalf("asked: %+v %+v", a, a.Waits)
			}
			for i, who := range order {
				a = b.decide(three[who], a.Number, true)
				if last := i == 2; (a.State == store.Approved) != last || (b.count("credit_term") == terms+1) != last {
					t.Fatalf("%v, word %d: %s, %d limits", order, i, a.State, b.count("credit_term"))
				}
				if i < 2 {
					_, err := three[who].Decide(t.Context(), a.Number, desk.Word{Approve: true, Reason: "again"})
					refused(t, err, fault.Refused, "approval.voted")
				}
			}
			if b.count("journal WHERE action = 'approval.approved' AND data LIKE '%\"number\":"+strconv.FormatInt(a.Number, 10)+",%'") != 3 {
				t.Error("not each word is in the journal")
			}
		}
		for refuser := range three {
			terms, a := b.count("credit_term"), b.ask(ann, raise)
			b.decide(three[(refuser+1)%3], a.Number, true)
			if a = b.decide(three[refuser], a.Number, false); a.State != store.Refused {
				t.Errorf("a refusal does not end it: %+v", a)
			}
			_, err := three[(refuser+2)%3].Decide(t.Context(), a.Number, desk.Word{Approve: true, Reason: "I would"})
			refused(t, err, fault.Refused, "approval.closed")
			if b.count("credit_term") != terms {
				t.Error("a refused request set a limit")
			}
		}
		_, err := ann.Decide(t.Context(), b.ask(ann, raise).Number, desk.Word{Approve: true, Reason: "please"})
		refused(t, err, fault.Refused, "right.missing")
		b.sound()
	})
}

// Who confirms may want the guarantee letter: the request then waits for it, and
// is carried out when it is shown.
func TestTheLetterIsRequired(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, sales, security, finance := threeOf(t, b)
		a := b.ask(ann, raise)
		_, err := finance.Decide(t.Context(), a.Number, desk.Word{Approve: true, Requires: []string{"gold"}, Reason: "r"})
		refused(t, err, fault.Usage, "approval.require")
		a, err = finance.Decide(t.Context(), a.Number, desk.Word{Approve: true, Requires: []string{"guarantee-letter"}, Reason: "he was late in May"})
		if err != nil || a.State != store.Pending || !slices.Equal(a.Waits.Evidence, []string{"guarantee-letter"}) {
			t.Fatalf("%+v, %v", a, err)
		}
		b.decide(sales, a.Number, true)
		a = b.decide(security, a.Number, true)
		if a.State != store.Pending || b.count("credit_term") != 0 || len(a.Waits.Proposals) != 0 {
			t.Fatalf("it does not wait for the letter: %+v", a)
		}
		show := func(s *desk.Session, name string) error {
			a, err = s.ShowEvidence(t.Context(), a.Number, []desk.Evidence{{Name: name, Document: "14/2"}})
			return err
		}
		number := a.Number
		refused(t, show(sales, "guarantee-letter"), fault.Refused, "approval.not_yours")
		a.Number = number
		if err := show(ann, "order"); err != nil || a.State != store.Pending {
			t.Fatalf("another paper: %+v, %v", a, err)
		}
		refused(t, show(ann, "order"), fault.Refused, "approval.shown")
		a.Number = number
		if err := show(ann, "guarantee-letter"); err != nil || a.State != store.Approved {
			t.Fatalf("the letter: %+v, %v", a, err)
		}
		if b.count("credit_term WHERE author = 'ivan'") != 1 { // who said the last yes, not who showed the paper
			t.Error("the limit is not set in the name of who decided")
		}
		record, err := b.AuthorityRecord(t.Context(), b.Today())
		if err != nil || len(record) != 3 {
			t.Errorf("each of the three answers for it: %+v, %v", record, err)
		}
		b.sound()
	})
}

// Two or three answer at the same moment: nobody's word is lost, and the request
// is carried out once.
func TestTogetherAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		ann, sales, security, finance := threeOf(t, b)
		for round := range 8 {
			a := b.ask(ann, raise)
			three := []*desk.Session{sales, security, finance}
			if round%2 == 0 {
				b.decide(three[round/2%3], a.Number, true)
				three = slices.Delete(three, round/2%3, round/2%3+1)
			}
			var all sync.WaitGroup
			results := make([]error, len(three))
			for i, s := range three {
				all.Go(func() {
					_, results[i] = s.Decide(t.Context(), a.Number, desk.Word{Approve: round != 7 || i > 0, Reason: "now"})
				})
			}
			all.Wait()
			a = b.approval(a.Number, b.Today().String())
			if round == 7 { // one of them refuses: it ends so, whoever came first
				if a.State != store.Refused {
					t.Errorf("%+v", a)
				}
				continue
			}
			for _, err := range results {
				if err != nil {
					t.Error(err)
				}
			}
			if a.State != store.Approved || len(a.Votes) != 3 || b.count("credit_term WHERE approval = "+strconv.FormatInt(a.Number, 10)) != 1 {
				t.Errorf("round %d: %+v", round, a)
			}
		}
		b.sound()
	})
}
