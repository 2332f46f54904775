package cli

import (
	"strconv"
	"strings"
	"time"

	"debitor/internal/desk"
	"debitor/internal/store"
)

type webhookCommand struct {
	Add    webhookAdd    `cmd:"" help:"Have an address told what happens; the secret its messages are signed with is shown once."`
	List   webhookList   `cmd:"" help:"List the addresses."`
	Remove webhookRemove `cmd:"" help:"Have an address told no more."`
	Log    webhookLog    `cmd:"" help:"What was told, and what came of it."`
	Test   webhookTest   `cmd:"" help:"Tell an address a message of the kind test."`
	Replay webhookReplay `cmd:"" help:"Tell again what was told before: one message, or all that were given up."`
}

type webhookAdd struct {
	URL    string   `arg:"" help:"The address, https://…"`
	Events []string `required:"" placeholder:"WHAT" help:"What it is told of, separated by commas: held, released, paid, promised, broken, escalated."`
	Local  bool     `help:"The address may be of the company's own network."`
}

func (c *webhookAdd) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		number, secret, err := s.AddHook(a.ctx, desk.NewHook{URL: c.URL, Events: c.Events, Local: c.Local})
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"webhook": number, "secret": secret})
		}
		if secret == "" {
			a.sayIn(a.lang(s), "The same call has made webhook %d before; its secret was shown then. Without it, make another and remove this one: debitor webhook remove %d", number, number)
			return nil
		}
		a.sayIn(a.lang(s), "Webhook %d. The secret its messages are signed with is shown only now:", number)
		a.say("  %s", secret)
		return nil
	})
}

type webhookRow struct {
	Webhook int64    `json:"webhook"`
	URL     string   `json:"url"`
	Events  []string `json:"events"`
	Local   bool     `json:"local"`
}

type webhookList struct{}

func (c *webhookList) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.Hooks(a.ctx)
		if err != nil {
			return err
		}
		rows := []webhookRow{}
		for _, h := range list {
			rows = append(rows, webhookRow{h.Number, h.URL, h.Events, h.Local})
		}
		if a.JSON {
			return a.json(map[string]any{"webhooks": rows})
		}
		t := newTable(headings(a.lang(s), ">number", "address", "what")...)
		for _, r := range rows {
			t.add(count(int(r.Webhook)), r.URL, strings.Join(r.Events, " "))
		}
		t.print(a)
		return nil
	})
}

type webhookRemove struct {
	Number int64 `arg:"" help:"The number, as the list has it."`
}

func (c *webhookRemove) Run(a *app) error {
	return a.changeHook("Webhook %d is told no more.", c.Number, func(s *desk.Session) error { return s.RemoveHook(a.ctx, c.Number) })
}

// changeHook makes a change of one webhook and says so.
func (a *app) changeHook(done string, number int64, change func(*desk.Session) error) error {
	return a.with(func(s *desk.Session) error {
		if err := change(s); err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"webhook": number})
		}
		a.sayIn(a.lang(s), done, number)
		return nil
	})
}

type webhookLog struct {
	Number int64  `arg:"" optional:"" help:"Of this address; of all if not given."`
	State  string `enum:",waiting,delivered,failed" default:"" placeholder:"STATE" help:"Only those that stand so: waiting, delivered, failed."`
}

type webhookLine struct {
	Webhook int64  `json:"webhook"`
	Event   string `json:"event"`
	Kind    string `json:"kind"`
	At      string `json:"at"`
	State   string `json:"state"`
	Tries   int    `json:"tries"`
	Status  int    `json:"status,omitempty"`
	Note    string `json:"note,omitempty"`
}

func (c *webhookLog) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		list, err := s.HookLog(a.ctx, c.Number, c.State)
		if err != nil {
			return err
		}
		rows := []webhookLine{}
		for i := range list {
			rows = append(rows, webhookLineOf(&list[i]))
		}
		if a.JSON {
			return a.json(map[string]any{"log": rows})
		}
		lang := a.lang(s)
		t := newTable(headings(lang, ">number", "message", "what", "date", "state", ">tries", "answer")...)
		for _, r := range rows {
			answer := r.Note
			if r.Status != 0 {
				answer = strconv.Itoa(r.Status) + " " + answer
			}
			t.add(count(int(r.Webhook)), r.Event, r.Kind, r.At, word(lang, r.State), count(r.Tries), strings.TrimSpace(answer))
		}
		t.print(a)
		return nil
	})
}

func webhookLineOf(v *store.HookEvent) webhookLine {
	return webhookLine{v.Hook, v.Event, v.Kind, time.Unix(v.At, 0).UTC().Format(time.RFC3339), v.State, v.Tries, v.Status, v.Note}
}

type webhookTest struct {
	Number int64 `arg:"" help:"The number, as the list has it."`
}

func (c *webhookTest) Run(a *app) error {
	return a.changeHook("Webhook %d will be told a test; its log says what came of it.", c.Number, func(s *desk.Session) error { return s.TestHook(a.ctx, c.Number) })
}

type webhookReplay struct {
	Number int64  `arg:"" help:"The number, as the list has it."`
	Event  string `arg:"" optional:"" help:"The message, as the log has it; all that were given up if not given."`
}

func (c *webhookReplay) Run(a *app) error {
	return a.with(func(s *desk.Session) error {
		again, err := s.ReplayHook(a.ctx, c.Number, c.Event)
		if err != nil {
			return err
		}
		if err := s.Seal(a.ctx); err != nil {
			return err
		}
		if a.JSON {
			return a.json(map[string]any{"webhook": c.Number, "messages": again})
		}
		a.sayIn(a.lang(s), "Webhook %d will be told %d messages again.", c.Number, again)
		return nil
	})
}
