package desk

import (
	"context"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/store"
)

// Team is who leads whom, of those who look after customers.
type Team struct {
	Leader  string   `yaml:"leader" json:"leader"`
	Members []string `yaml:"members" json:"members"`
}

// checkTeams refuses teams without a leader, and two leaders of one person.
func checkTeams(teams []Team) error {
	leader := map[string]string{}
	for _, t := range teams {
		if strings.TrimSpace(t.Leader) == "" {
			return fault.New(fault.Input, "company.teams", "teams: a team of %s needs its leader: {leader: NAME, members: [NAME]}", strings.Join(t.Members, ", "))
		}
		for _, name := range t.Members {
			if other, led := leader[name]; led {
				return fault.New(fault.Input, "company.teams", "teams: %s is led by %s and by %s; name one of them", name, other, t.Leader)
			}
			leader[name] = t.Leader
		}
	}
	return nil
}

// staff finds the person behind a role that a policy names: for each customer
// somebody else.
type staff struct {
	roles   map[string][]string // by user
	holders map[string][]string // users by role
	leader  map[string]string   // by user, from the company file's teams
}

// maxLeaders bounds the way up from a manager, should teams lead in a circle.
const maxLeaders = 10

func readStaff(ctx context.Context, r store.Reader, p Profile) (staff, error) {
	s := staff{roles: map[string][]string{}, holders: map[string][]string{}, leader: map[string]string{}}
	members, err := r.Members(ctx)
	for _, m := range members {
		name := string(m.Name)
		s.roles[name] = append(s.roles[name], m.Role)
		s.holders[m.Role] = append(s.holders[m.Role], name)
	}
	for _, t := range p.Teams {
		for _, name := range t.Members {
			s.leader[name] = t.Leader
		}
	}
	return s, err
}

// frontline are the roles of those who know the customer themselves: whoever
// manages him has them, whatever his rights in debitor are.
var frontline = []string{"sales-manager", "sales-representative", "collector"}

// who does what a role is asked to for a customer of that manager: the manager
// himself, else the first of his leaders who has the role, else its only
// holder. Empty leaves it to anyone who has the role.
func (s staff) who(role, manager string) string {
	if manager != "" && (slices.Contains(s.roles[manager], role) || slices.Contains(frontline, role)) {
		return manager
	}
	name := manager
	for range maxLeaders {
		if name = s.leader[name]; name == "" {
			break
		}
		if slices.Contains(s.roles[name], role) {
			return name
		}
	}
	if holders := s.holders[role]; len(holders) == 1 {
		return holders[0]
	}
	return ""
}
