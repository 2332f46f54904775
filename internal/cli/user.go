package cli

import (
	"bufio"
	"os"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

type userCommand struct {
	Add    userAdd    `cmd:"" help:"Give a user a role."`
	List   userList   `cmd:"" help:"List users and roles."`
	Invite userInvite `cmd:"" help:"Make a one-time link by which a user chooses a password."`
}

type userAdd struct {
	Name          string `arg:"" help:"The user's name, as people sign in with it."`
	Role          string `required:"" help:"Role, such as sales-manager, head-of-sales, finance-director."`
	Scope         string `placeholder:"SCOPE" help:"Whose customers he sees: own, team or all; as his role has it if not given."`
	FullName      string `placeholder:"NAME" help:"His name as people call him."`
	Email         string `placeholder:"ADDRESS" help:"His e-mail address."`
	PasswordStdin bool   `help:"Read his password from the standard input."`
}

func (c *userAdd) Run(a *app) error {
	p := desk.NewPerson{Name: id.User(c.Name), FullName: c.FullName, Email: c.Email, Role: c.Role, Scope: c.Scope}
	if c.PasswordStdin {
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if p.Password = strings.TrimRight(line, "\r\n"); p.Password == "" {
			return fault.Wrap(err, fault.Usage, "user.no_password", "there is no password in the standard input")
		}
	}
	return a.with(func(s *desk.Session) error {
		if err := s.AddPerson(a.ctx, p); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(userRow{id.User(c.Name), c.Role})
		}
		a.tell("%s is %s.", c.Name, c.Role)
		return nil
	})
}

type userRow struct {
	Name id.User `json:"name"`
	Role string  `json:"role"`
}

type userList struct{}

func (c *userList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Users(a.ctx)
		if err != nil {
			return err
		}
		if a.JSON {
			rows := []userRow{}
			for _, m := range list {
				rows = append(rows, userRow{m.Name, m.Role})
			}
			return a.json(map[string]any{"users": rows})
		}
		t := newTable(headings(a.lang(s), "user", "role")...)
		for _, m := range list {
			t.add(string(m.Name), m.Role)
		}
		t.print(a)
		return nil
	})
}

type userInvite struct {
	Name string `arg:"" help:"The user's name."`
}

func (c *userInvite) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		link, err := s.PasswordLink(a.ctx, id.User(c.Name), nil)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"name": c.Name, "link": setUpLink(link.Token)})
		}
		a.say("One-time link for %s, good for %d h:\n  %s", c.Name, link.Hours, setUpLink(link.Token))
		return nil
	})
}
