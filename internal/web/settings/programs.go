package settings

import (
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/policy"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// programs shows the keys by which programs call, and the addresses that are
// told what happens, with the last messages.
func programs(c *page.Call) error {
	keys, err := c.Session.Keys(c.Context())
	if err != nil {
		return err
	}
	hooks, err := c.Session.Hooks(c.Context())
	if err != nil {
		return err
	}
	log, err := c.Session.HookLog(c.Context(), 0, "")
	if err != nil {
		return err
	}
	stop, err := c.Session.StopListFiles(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("settings.programs"), programsPage(c, keysTable(c, keys), hooksTable(c, hooks), messagesTable(c, log), stop))
}

func keysTable(c *page.Call, list []store.Key) ui.Table[store.Key] {
	return ui.Table[store.Key]{
		Caption: c.Say.T("programs.keys"), Rows: list, Empty: c.Say.T("programs.no_keys"),
		Columns: []ui.Column[store.Key]{
			{Title: c.Say.T("programs.program"), Text: func(k store.Key) string { return string(k.Name) }},
			{Title: c.Say.T("programs.key"), Short: true, Text: func(k store.Key) string { return k.ID }},
			{Title: c.Say.T("programs.opens"), Text: func(k store.Key) string { return strings.Join(scopeNames(c, k.Scopes), ", ") }},
			{Title: c.Say.T("programs.rate"), Number: true, Minor: true, Text: func(k store.Key) string { return c.Say.Number(k.Rate) }},
			{Title: c.Say.T("programs.until"), Short: true, Text: func(k store.Key) string { return c.Say.Date(momentDay(k.Expires)) }},
			{Title: c.Say.T("programs.used"), Short: true, Text: func(k store.Key) string { return c.Say.Date(momentDay(k.Used)) }},
			{Title: c.Say.T("programs.state"), Cell: func(k store.Key) templ.Component { return keyState(c, &k) }},
		},
	}
}

// keyState is how a key stands, and the button that ends it.
func keyState(c *page.Call, k *store.Key) templ.Component {
	switch state := desk.KeyState(k, c.Now); state {
	case desk.KeyGood:
		return ui.PressSure(c.To("settings", "programs", "keys", k.ID, "revoke"), c.Say.T("programs.revoke"), "danger", c.Say.T("programs.revoke_sure", string(k.Name)))
	default:
		return ui.Badge(c.Say.T("programs.state_"+state), "bad")
	}
}

// momentDay is the day of a moment in seconds since 1970, zero for none.
func momentDay(seconds int64) cal.Date {
	if seconds == 0 {
		return 0
	}
	return cal.Of(time.Unix(seconds, 0).UTC())
}

// moment is a moment in seconds since 1970 by the machine's clock.
func moment(c *page.Call, seconds int64) string {
	at := time.Unix(seconds, 0).In(c.Now.Location())
	return c.Say.Date(cal.Of(at)) + at.Format(", 15:04")
}

func scopeNames(c *page.Call, scopes []string) []string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = c.Say.T("programs.scope_" + s)
	}
	return names
}

func hooksTable(c *page.Call, list []store.Hook) ui.Table[store.Hook] {
	return ui.Table[store.Hook]{
		Caption: c.Say.T("programs.hooks"), Rows: list, Empty: c.Say.T("programs.no_hooks"),
		Columns: []ui.Column[store.Hook]{
			{Title: c.Say.T("programs.number"), Short: true, Text: func(h store.Hook) string { return strconv.FormatInt(h.Number, 10) }},
			{Title: c.Say.T("programs.url"), Text: func(h store.Hook) string { return h.URL }},
			{Title: c.Say.T("programs.told"), Text: func(h store.Hook) string { return strings.Join(eventNames(c, h.Events), ", ") }},
			{Title: c.Say.T("programs.do"), Cell: func(h store.Hook) templ.Component { return hookActions(c, strconv.FormatInt(h.Number, 10)) }},
		},
	}
}

func eventNames(c *page.Call, events []string) []string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = c.Say.T("programs.event_" + e)
	}
	return names
}

func messagesTable(c *page.Call, list []store.HookEvent) ui.Table[store.HookEvent] {
	tones := map[string]string{store.HookDelivered: "good", store.HookFailed: "bad", store.HookWaiting: "warn"}
	return ui.Table[store.HookEvent]{
		Caption: c.Say.T("programs.log"), Rows: list, Empty: c.Say.T("say.none"),
		Columns: []ui.Column[store.HookEvent]{
			{Title: c.Say.T("programs.number"), Short: true, Text: func(v store.HookEvent) string { return strconv.FormatInt(v.Hook, 10) }},
			{Title: c.Say.T("programs.when"), Short: true, Text: func(v store.HookEvent) string {
				return c.Say.Date(momentDay(v.At)) + " " + time.Unix(v.At, 0).UTC().Format("15:04")
			}},
			{Title: c.Say.T("programs.told"), Text: func(v store.HookEvent) string { return c.Say.T("programs.event_" + v.Kind) }},
			{Title: c.Say.T("programs.state"), Cell: func(v store.HookEvent) templ.Component {
				return ui.Badge(c.Say.T("programs.state_"+v.State), tones[v.State])
			}},
			{Title: c.Say.T("programs.tries"), Number: true, Minor: true, Text: func(v store.HookEvent) string { return c.Say.Number(v.Tries) }},
			{Title: c.Say.T("programs.answer"), Minor: true, Text: answerOf},
			{Title: c.Say.T("programs.do"), Cell: func(v store.HookEvent) templ.Component {
				return ui.Press(page.With(c.To("settings", "programs", "hooks", strconv.FormatInt(v.Hook, 10), "replay"), "message", v.Event), c.Say.T("programs.replay"), "")
			}},
		},
	}
}

// shownAnswer is how much of an answer a row shows; the command line has all.
const shownAnswer = 60

func answerOf(v store.HookEvent) string {
	text := []rune(v.Note)
	if len(text) > shownAnswer {
		text = append(text[:shownAnswer], '…')
	}
	if v.Status == 0 {
		return string(text)
	}
	return strings.TrimSpace(strconv.Itoa(v.Status) + " " + string(text))
}

func newKeyPage(c *page.Call) error {
	f := c.Form()
	f.Set("days", strconv.Itoa(desk.KeyDays))
	f.Set("rate", strconv.Itoa(desk.KeyRate))
	f.Set("once", rand.Text())
	return c.Render(c.Say.T("programs.new_key"), newKeyForm(c, f))
}

// onlyOnce lets one form make one thing: a secret is shown on the very answer to
// the form, so who loads that page again sends the form again.
func onlyOnce(c *page.Call, f *ui.Form) {
	if token := f.Text("once"); token != "" && len(token) <= longestToken {
		c.Session.Once("form " + token)
	}
}

// longestToken is above what a form is given; nobody's longer text becomes a key.
const longestToken = 64

// newKey makes a key and shows its secret, once.
func newKey(c *page.Call) error {
	f := c.Form()
	n := desk.NewKey{
		Program: id.User(f.Need("program")), Role: f.Text("role"), Sees: f.Text("scope"), Scopes: f.Values("opens"), Days: f.Int("days"), Rate: f.Int("rate"),
	}
	if f.OK() {
		onlyOnce(c, f)
		k, secret, err := c.Session.AddKey(c.Context(), n)
		if err == nil && secret == "" {
			return c.Go(c.To("settings", "programs"), "programs.key_before", k.ID)
		}
		if err == nil {
			return c.Render(c.Say.T("programs.new_key"), secretView(c, c.Say.T("programs.key_text", string(k.Name), c.Say.Date(momentDay(k.Expires))), secret))
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(c.Say.T("programs.new_key"), newKeyForm(c, f))
}

func revokeKey(c *page.Call) error {
	key := c.Arg("key")
	if err := c.Session.RevokeKey(c.Context(), key, ""); err != nil {
		return err
	}
	return c.Go(c.To("settings", "programs"), "programs.revoked", key)
}

func newHookPage(c *page.Call) error {
	f := c.Form()
	f.Set("once", rand.Text())
	return c.Render(c.Say.T("programs.new_hook"), newHookForm(c, f))
}

// newHook records an address and shows the secret of its messages, once.
func newHook(c *page.Call) error {
	f := c.Form()
	n := desk.NewHook{URL: f.Need("url"), Events: f.Values("events"), Local: f.Checked("local", "1")}
	if f.OK() {
		onlyOnce(c, f)
		number, secret, err := c.Session.AddHook(c.Context(), n)
		if err == nil && secret == "" {
			return c.Go(c.To("settings", "programs"), "programs.hook_before", strconv.FormatInt(number, 10))
		}
		if err == nil {
			return c.Render(c.Say.T("programs.new_hook"), secretView(c, c.Say.T("programs.hook_text", strconv.FormatInt(number, 10)), secret))
		}
		if err := f.Take(err); err != nil {
			return err
		}
	}
	return c.Again(c.Say.T("programs.new_hook"), newHookForm(c, f))
}

// hookNumber is the webhook that the address names; 0, which is none, for what
// is no number.
func hookNumber(c *page.Call) int64 {
	n, err := strconv.ParseInt(c.Arg("hook"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func removeHook(c *page.Call) error {
	if err := c.Session.RemoveHook(c.Context(), hookNumber(c)); err != nil {
		return err
	}
	return c.Go(c.To("settings", "programs"), "programs.removed", c.Arg("hook"))
}

func testHook(c *page.Call) error {
	if err := c.Session.TestHook(c.Context(), hookNumber(c)); err != nil {
		return err
	}
	return c.Go(c.To("settings", "programs"), "programs.tested", c.Arg("hook"))
}

func replayHook(c *page.Call) error {
	again, err := c.Session.ReplayHook(c.Context(), hookNumber(c), c.Ask("message"))
	if err != nil {
		return err
	}
	return c.GoSaying(c.To("settings", "programs"), c.Say.N("programs.replayed", again))
}

func scopeChoices(c *page.Call) (list []ui.Option) {
	for _, s := range desk.KeyScopes {
		list = append(list, ui.Option{Value: s, Text: c.Say.T("programs.scope_" + s)})
	}
	return list
}

func eventChoices(c *page.Call) (list []ui.Option) {
	for _, e := range desk.HookKinds {
		list = append(list, ui.Option{Value: e, Text: c.Say.T("programs.event_" + e)})
	}
	return list
}

func roleChoices(c *page.Call) []ui.Option {
	list := []ui.Option{{Text: c.Say.T("programs.role_as_is")}}
	for _, role := range policy.Roles {
		list = append(list, ui.Option{Value: role, Text: c.Say.T("role." + role)})
	}
	return list
}

func seesChoices(c *page.Call) []ui.Option {
	list := []ui.Option{{Text: c.Say.T("signin.scope_role")}}
	for _, s := range desk.Scopes {
		list = append(list, ui.Option{Value: s, Text: c.Say.T("signin.scope_" + s)})
	}
	return list
}
