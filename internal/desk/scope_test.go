package desk_test

import (
	"slices"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestEverybodySeesHisOwn: who sees which customers, and that every question
// about one he does not see is answered as if there were none.
func TestEverybodySeesHisOwn(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager\nA,Co,Ann\nB,Co,Bob\nC,Co,Cid\nD,Co,\n")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nIA,A,2026-01-01,2026-01-10,5,BYN\nIB,B,2026-01-01,2026-01-10,5,BYN\n"+
			"IC,C,2026-01-01,2026-01-10,5,BYN\nID,D,2026-01-01,2026-01-10,5,BYN\n")
		err := b.SetCompany(t.Context(), desk.Profile{Teams: []desk.Team{{Leader: "Sue", Members: []string{"Ann", "Bob"}}, {Leader: "Zoe", Members: []string{"Sue", "Cid"}}}})
		if err != nil {
			t.Fatal(err)
		}
		people := []struct {
			name, role, scope string
			sees              []id.Customer
		}{
			{"Ann", "sales-manager", "", []id.Customer{"A"}},
			{"Bob", "collector", "", []id.Customer{"B"}},
			{"Sue", "supervisor", "", []id.Customer{"A", "B"}},
			{"Zoe", "supervisor", "", []id.Customer{"A", "B", "C"}},
			{"Cid", "sales-manager", "all", []id.Customer{"A", "B", "C", "D"}},
			{"Fin", "finance-director", "", []id.Customer{"A", "B", "C", "D"}},
			{"Own", "accountant", "own", nil},
			{"Law", "law-firm", "", []id.Customer{"D"}},
		}
		for _, p := range people {
			if err := b.AddPerson(t.Context(), desk.NewPerson{Name: id.User(p.name), Role: p.role, Scope: p.scope}); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.EditUser(t.Context(), desk.UserEdit{Name: "Law", Roles: []string{"law-firm"}, Handed: []id.Customer{"D", "D"}}); err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			s := b.as(id.User(p.name))
			var aging, planned []id.Customer
			if err := s.Aging(t.Context(), on("2026-02-03"), "customer", func(r desk.AgingRow) error { aging = append(aging, r.Customer); return nil }); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Plan(t.Context(), desk.PlanQuery{Date: on("2026-02-03")}, func(d desk.Decided) error { planned = append(planned, d.Customer); return nil }); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(aging, p.sees) || !slices.Equal(planned, p.sees) {
				t.Errorf("%s sees %v and plans %v, want %v", p.name, aging, planned, p.sees)
			}
			for _, c := range []id.Customer{"A", "B", "C", "D"} {
				for what, err := range asked(t, s, c) {
					if seen := slices.Contains(p.sees, c); seen != (err == nil) || !seen && fault.KindOf(err) != fault.NotFound {
						t.Errorf("%s asks %s of %s: %v", p.name, what, c, err)
					}
				}
			}
		}
	})
}

// asked asks what there is to be asked about one customer.
func asked(t *testing.T, s *desk.Session, c id.Customer) map[string]error {
	t.Helper()
	day := on("2026-02-03")
	_, hold := s.Hold(t.Context(), desk.HoldQuery{Customer: c, Date: day})
	_, explain := s.Explain(t.Context(), "I"+id.Invoice(c), day)
	_, ask := s.Ask(t.Context(), desk.AskRequest{Kind: authority.Promise, Subject: string(c), Until: day + 1, Reason: "test"})
	if fault.KindOf(ask) == fault.Refused {
		ask = nil // he sees him, and the rules say no
	}
	return map[string]error{"hold": hold, "explain": explain, "promise": ask}
}

// TestWhatIsAboutAll: who sees some customers imports nothing, for a file could
// make others his, and reads neither others' uploads nor the journal.
func TestWhatIsAboutAll(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager\nA,Co,Ann\nB,Co,Bob\n")
		for _, p := range []desk.NewPerson{
			{Name: "Ann", Role: "sales-manager"},
			{Name: "Own", Role: "accountant", Scope: "own"},
			{Name: "All", Role: "sales-manager", Scope: "all"},
			{Name: "Con", Role: "finance-control", Scope: "team"},
		} {
			if err := b.AddPerson(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		grab := func() []string { return []string{b.file("customers.csv", "customer,name,manager\nB,Co,Ann\n")} }
		for _, who := range []id.User{"Ann", "Own"} {
			_, err := b.as(who).Import(t.Context(), grab(), desk.ImportOptions{})
			refused(t, err, fault.Refused, "right.scope")
			_, err = b.as(who).Uploads(t.Context())
			refused(t, err, fault.Refused, "right.scope")
		}
		refused(t, b.as("Con").Journal(t.Context(), desk.JournalQuery{}, func(store.JournalRow) error { return nil }), fault.Refused, "right.scope")
		if b.as("Con").May(desk.ReadJournal) || b.as("Ann").May(desk.ImportFiles) {
			t.Error("who sees some is led to what is about all")
		}
		if _, err := b.as("All").Import(t.Context(), grab(), desk.ImportOptions{}); err != nil {
			t.Error(err)
		}
	})
}

// TestAManagerAppliesHisOwn: the run of who sees some makes letters for these
// alone; who sees all makes the rest.
func TestAManagerAppliesHisOwn(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		b.take("customers.csv", "customer,name,manager,email\nA,Co,Ann,a@one.example\nB,Co,Bob,b@one.example\n")
		b.take("invoices.csv", "invoice,customer,date,due,amount,currency\nIA,A,2026-01-01,2026-01-27,500,BYN\nIB,B,2026-01-01,2026-01-27,500,BYN\n")
		if err := b.AddUser(t.Context(), "Ann", "sales-manager"); err != nil {
			t.Fatal(err)
		}
		day := on("2026-02-03")
		hers, err := b.as("Ann").Apply(t.Context(), day, "")
		if err != nil || hers.New == 0 {
			t.Fatal(hers, err)
		}
		if other, err := b.as("Ann").Apply(t.Context(), day, "Bob"); err != nil || other.New != 0 {
			t.Errorf("Ann applies Bob's: %+v, %v", other, err)
		}
		rest, err := b.Apply(t.Context(), day, "")
		if err != nil || rest.New != hers.New || rest.Letters != 2*hers.Letters || rest.Tasks != 2*hers.Tasks {
			t.Errorf("Ann made %+v, the rest is %+v, %v", hers, rest, err)
		}
		if _, err := b.user("Bob", "sales-manager").Ask(t.Context(), desk.AskRequest{Kind: authority.Promise, Subject: "B", Until: day + 3, Reason: "test"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			who  id.User
			want int
		}{{"Ann", 0}, {"Bob", 1}, {"", 1}} {
			if list, err := b.as(c.who).Approvals(t.Context(), desk.ApprovalFilter{}, day); err != nil || len(list) != c.want {
				t.Errorf("%q sees %d requests about Bob's customer, %v; want %d", c.who, len(list), err, c.want)
			}
		}
	})
}
