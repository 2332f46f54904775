package cli

import (
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
)

type keyCommand struct {
	Add    keyAdd    `cmd:"" help:"Make a key for a program; its secret is shown once."`
	List   keyList   `cmd:"" help:"List keys."`
	Revoke keyRevoke `cmd:"" help:"End a key."`
}

type keyAdd struct {
	Program string   `arg:"" help:"The program's name, as the journal will have it; made if there is none of the name."`
	Role    string   `placeholder:"ROLE" help:"Role of a program that is new, such as accountant."`
	Scope   string   `placeholder:"SCOPE" help:"Whose customers a new program sees: own, team or all; as its role has it if not given."`
	Opens   []string `required:"" placeholder:"WHAT" help:"What the key opens, separated by commas: shipments, read, write, promises, disputes, reservations, holds, approvals, runs."`
	Days    int      `default:"365" help:"For how many days it is good."`
	Rate    int      `default:"600" help:"Calls a minute."`
}

func (c *keyAdd) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		k, secret, err := s.AddKey(a.ctx, desk.NewKey{Program: id.User(c.Program), Role: c.Role, Sees: c.Scope, Scopes: c.Opens, Days: c.Days, Rate: c.Rate})
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		row := keyRowOf(&k, a.now())
		if a.JSON {
			return a.json(struct {
				keyRow
				Secret string `json:"secret"`
			}{row, secret})
		}
		if secret == "" {
			a.sayIn(a.lang(s), "The same call has made key %s before; its secret was shown then and is kept nowhere. Without it, make another key and end this one: debitor key revoke %s", k.ID, k.ID)
			return nil
		}
		a.sayIn(a.lang(s), "Key %s of %s, good until %s. Its secret is shown only now:", k.ID, k.Name, row.Expires)
		a.say("  %s", secret)
		return nil
	})
}

// keyRow is a key as it is listed; its secret is kept nowhere.
type keyRow struct {
	Key     string   `json:"key"`
	Program id.User  `json:"program"`
	Opens   []string `json:"opens"`
	Rate    int      `json:"rate"`
	Made    cal.Date `json:"made"`
	MadeBy  string   `json:"made_by"`
	Expires cal.Date `json:"expires,omitzero"`
	Used    string   `json:"used,omitempty"` // to the minute, RFC 3339
	State   string   `json:"state"`          // good, expired, revoked
}

func keyRowOf(k *store.Key, now time.Time) keyRow {
	r := keyRow{Key: k.ID, Program: k.Name, Opens: k.Scopes, Rate: k.Rate, Made: dayOf(k.Made), MadeBy: k.MadeBy, Expires: dayOf(k.Expires), State: desk.KeyState(k, now)}
	if k.Used != 0 {
		r.Used = time.Unix(k.Used, 0).UTC().Format(time.RFC3339)
	}
	return r
}

// dayOf is the day of a moment in seconds since 1970, zero for none.
func dayOf(seconds int64) cal.Date {
	if seconds == 0 {
		return 0
	}
	return cal.Of(time.Unix(seconds, 0).UTC())
}

type keyList struct{}

func (c *keyList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Keys(a.ctx)
		if err != nil {
			return err
		}
		rows := []keyRow{}
		for i := range list {
			rows = append(rows, keyRowOf(&list[i], a.now()))
		}
		if a.JSON {
			return a.json(map[string]any{"keys": rows})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, "key", "program", "opens", ">rate", "until", "last used", "state")...)
		for _, r := range rows {
			t.add(r.Key, string(r.Program), strings.Join(r.Opens, " "), count(r.Rate), r.Expires.String(), r.Used, word(lang, r.State))
		}
		t.print(a)
		return nil
	})
}

type keyRevoke struct {
	Key    string `arg:"" help:"The key, as the list has it."`
	Reason string `placeholder:"TEXT" help:"Why."`
}

func (c *keyRevoke) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		if err := s.RevokeKey(a.ctx, c.Key, c.Reason); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"key": c.Key, "state": desk.KeyRevoked})
		}
		a.sayIn(a.lang(s), "Key %s is revoked.", c.Key)
		return nil
	})
}
