package desk_test

import (
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// TestWhoDoesIt: a role is the customer's own manager where he has it or it is
// one of those who know customers, else the nearest of his leaders who has it,
// else its only holder.
func TestWhoDoesIt(t *testing.T) {
	each(t, func(t *testing.T, b *books) {
		profile, err := b.Profile()
		if err != nil {
			t.Fatal(err)
		}
		profile.Teams = []desk.Team{
			{Leader: "Sid", Members: []string{"Ann", "Tim"}},
			{Leader: "Boss", Members: []string{"Sid"}},
			{Leader: "Ring", Members: []string{"Rob"}}, // a circle ends all the same
			{Leader: "Rob", Members: []string{"Ring"}},
		}
		if err := b.SetCompany(t.Context(), profile); err != nil {
			t.Fatal(err)
		}
		for name, roles := range map[id.User]string{
			"Ann": "sales-manager lawyer", "Sid": "supervisor", "Sue": "supervisor", "Boss": "head-of-sales", "Zoe": "finance-control", "Law": "lawyer",
		} {
			for _, role := range strings.Fields(roles) {
				if err := b.AddUser(t.Context(), name, role); err != nil {
					t.Fatal(err)
				}
			}
		}
		b.take("customers.csv", "customer,name,manager\nA,Co,Ann\nB,Co,\nR,Co,Rob\n")
		b.take("invoices.csv", invoiceHead+"I1,A,,2026-01-05,2026-01-20,100,BYN\nI2,B,,2026-01-05,2026-01-20,100,BYN\nI3,R,,2026-01-05,2026-01-20,100,BYN\n")
		text := "policy: house\ntitle: {en: House}\ndays: calendar\nrun: {on: [tue]}\nsteps:\n"
		for _, role := range []string{"collector", "lawyer", "supervisor", "head-of-sales", "finance-control", "director"} {
			text += "  - {id: " + role + ", at: 1.., task: look, to: " + role + "}\n"
		}
		if _, err := b.UsePolicy(t.Context(), b.file("house.yaml", text), 0); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Apply(t.Context(), on("2026-02-03"), ""); err != nil {
			t.Fatal(err)
		}
		for step, want := range map[string]string{ // of A, B and R
			"collector": "Ann,,Rob", "lawyer": "Ann,,", "supervisor": "Sid,,", "head-of-sales": "Boss,Boss,Boss", "finance-control": "Zoe,Zoe,Zoe", "director": ",,",
		} {
			if got := strings.Join(b.assignees(on("2026-02-03"), step), ","); got != want {
				t.Errorf("%s: %q, want %q", step, got, want)
			}
		}
	})
}

// TestBadTeams: nobody has two superiors, and every team has its leader.
func TestBadTeams(t *testing.T) {
	for _, teams := range []string{"[{leader: B, members: [A]}, {leader: C, members: [A]}]", "[{members: [A]}]", "[{leader: B, members: [A, A]}]"} {
		p, err := desk.ParseProfile([]byte("name: N\nteams: " + teams))
		if err == nil {
			err = p.Check()
		}
		refused(t, err, fault.Input, "company.teams")
	}
}

// assignees are those of a run's tasks of a step, in the order of customers.
func (b *books) assignees(day cal.Date, step string) (names []string) {
	b.Helper()
	err := b.db.Read(b.Context(), func(q db.Querier) error {
		tasks, err := store.Read(q, b.Company().Code).RunTasks(b.Context(), day, store.Scope{All: true})
		for _, task := range tasks {
			if task.Step == step {
				names = append(names, task.Assignee)
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return names
}
