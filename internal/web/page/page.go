// Package page is what a handler of the web application is given and gives: a
// Route says who may call it, a Call is one request of one person in one
// company's books.
//
// It knows no page of its own and no rule: a handler reads the request, makes
// one call to the desk, and renders or redirects. Invariants: a route without a
// right cannot be mounted; a change is a POST and answers with a redirect;
// all that a page shows is in its address, so that it can be sent to a
// colleague; what goes wrong reaches the visitor as a fault's words or as a
// reference, never as a trace.
//
// Start with Route and Call; package web mounts them.
package page

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// Public is the right of the few pages that need nobody signed in.
const Public desk.Right = "public"

// BodyLimit is the largest body of a request to a route that names none: a
// form of text.
const BodyLimit = 1 << 20

// Route is one address and what answers it.
type Route struct {
	Method string // GET or POST
	// Path is a pattern of net/http below the company, "/customers/{customer}";
	// that of a Public route is below the root.
	Path  string
	Right desk.Right
	Limit int64 // of the body, in bytes; 0 is BodyLimit
	Do    func(*Call) error
}

// Visitor is who is signed in.
type Visitor struct {
	User      id.User
	Name      string // as people call him
	Language  string // empty: the company's
	Theme     string // light, dark or empty: as the device has it
	Companies []Company
}

// Company is one whose books a visitor may open.
type Company struct {
	Code id.Company
	Name string
}

// Call is one request.
type Call struct {
	W       http.ResponseWriter
	R       *http.Request
	Desk    *desk.Desk
	Session *desk.Session // nil on a Public route
	Visitor Visitor       // empty on a Public route, if nobody is signed in
	Say     *say.Printer
	Today   cal.Date
	Now     time.Time
	Banner  string // stands on every page
	Secure  bool   // people reach the pages by TLS, here or at a server in front
	Nav     func(*Call) (main []ui.Group, account []ui.Tab)
	Often   func() error // refuses who tries too often from where he is; for pages that need nobody signed in
}

// Context is the request's.
func (c *Call) Context() context.Context { return c.R.Context() }

// Arg is a part of the path, such as {customer}.
func (c *Call) Arg(name string) string { return c.R.PathValue(name) }

// Ask is a parameter of the address without the blanks around it.
func (c *Call) Ask(name string) string { return strings.TrimSpace(c.R.URL.Query().Get(name)) }

// AskInt is a parameter that counts, other if it is missing or no number.
func (c *Call) AskInt(name string, other int) int {
	if n, err := strconv.Atoi(c.Ask(name)); err == nil {
		return n
	}
	return other
}

// AskDate is a day in the address, other if it is missing or no day.
func (c *Call) AskDate(name string, other cal.Date) cal.Date {
	if d, err := cal.Parse(c.Ask(name)); err == nil && c.Ask(name) != "" {
		return d
	}
	return other
}

// May says whether the visitor has a right in this company.
func (c *Call) May(right desk.Right) bool { return c.Session != nil && c.Session.May(right) }

// To is the address of a page of this company: c.To("customers", "00017").
func (c *Call) To(parts ...string) string {
	all := make([]string, 0, len(parts)+2)
	all = append(all, "c", string(c.Session.Company().Code))
	return Path(append(all, parts...)...)
}

// Path joins the parts of an address, each escaped.
func Path(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// With is an address with parameters: names and values in turn. Those without a
// value are left out.
func With(address string, pairs ...string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	set(q, pairs)
	u.RawQuery = q.Encode()
	return u.String()
}

// Same is the address of this page with parameters replaced, or taken away
// where the value is empty.
func (c *Call) Same(pairs ...string) string {
	q := c.R.URL.Query()
	set(q, pairs)
	if len(q) == 0 {
		return c.R.URL.EscapedPath()
	}
	return c.R.URL.EscapedPath() + "?" + q.Encode()
}

func set(q url.Values, pairs []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
}

// Form is what was sent with the request, or an empty form for a page that
// shows one the first time.
func (c *Call) Form() *ui.Form {
	if c.R.Method != http.MethodPost {
		return ui.NewForm(c.Say, nil)
	}
	return ui.NewForm(c.Say, c.R.PostForm)
}

// Go sends the visitor to another page, which greets him with the text of a
// key: what has been done.
func (c *Call) Go(address, key string, args ...any) error {
	if key != "" {
		c.leaveNotice(c.Say.T(key, args...))
	}
	http.Redirect(c.W, c.R, address, http.StatusSeeOther)
	return nil
}

// GoSaying is Go with a text that is already in the visitor's words.
func (c *Call) GoSaying(address, text string) error {
	c.leaveNotice(text)
	return c.Go(address, "")
}

// noticeCookie carries a notice over one redirect.
const noticeCookie = "notice"

func (c *Call) leaveNotice(text string) {
	c.setNotice(base64.RawURLEncoding.EncodeToString([]byte(text)), noticeSeconds)
}

// noticeSeconds is how long a redirect may take.
const noticeSeconds = 60

// setNotice sets the cookie, or takes it away where seconds are negative. It
// holds no secret, so it goes by plain HTTP too where the pages do.
func (c *Call) setNotice(value string, seconds int) {
	http.SetCookie(c.W, &http.Cookie{ //nolint:gosec // see above
		Name: noticeCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Secure,
	})
}

func (c *Call) takeNotice() string {
	cookie, err := c.R.Cookie(noticeCookie)
	if err != nil {
		return ""
	}
	c.setNotice("", -1)
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

// Render shows a page under a title.
func (c *Call) Render(title string, body templ.Component) error {
	return c.RenderStatus(http.StatusOK, title, body)
}

// RenderStatus is Render with a status of its own: 422 for a form that is shown
// again.
func (c *Call) RenderStatus(status int, title string, body templ.Component) error {
	g := ui.Page{Say: c.Say, Title: title, Theme: c.Visitor.Theme, Banner: c.Banner, Home: "/", SignOut: "/sign-out", Notice: c.takeNotice()}
	if c.Session != nil {
		g.Home, g.User, g.Company, g.Find = c.To("today"), c.Visitor.Name, c.Session.Company().Name, c.To("customers")
		g.Nav, g.Account = c.Nav(c)
		for _, other := range c.Visitor.Companies {
			if other.Code != c.Session.Company().Code {
				g.Others = append(g.Others, ui.Tab{Text: other.Name, Href: Path("c", string(other.Code), "today")})
			}
		}
	}
	return c.write(status, ui.Frame(g, body))
}

// Again shows a page whose form was refused: with status 422, so that programs
// see it too.
func (c *Call) Again(title string, body templ.Component) error {
	return c.RenderStatus(http.StatusUnprocessableEntity, title, body)
}

// Part answers with a piece of a page, for htmx.
func (c *Call) Part(body templ.Component) error { return c.write(http.StatusOK, body) }

// write renders before it answers: a page that fails halfway is not sent.
func (c *Call) write(status int, body templ.Component) error {
	var b bytes.Buffer
	if err := body.Render(c.Context(), &b); err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(b.Bytes()) // the browser that hung up needs no answer
	return nil
}

// JSON answers a program, such as a chart that asks for its figures.
func (c *Call) JSON(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json")
	_, _ = c.W.Write(b) // as in write
	return nil
}

// File answers with a document: shown in the browser, or saved under the name
// if it is one for saving.
func (c *Call) File(name, contentType string, body []byte, save bool) error {
	disposition := "inline"
	if save {
		disposition = "attachment"
		c.W.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox") // should a browser show it all the same
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.Header().Set("Content-Disposition", disposition+"; filename*=UTF-8''"+url.PathEscape(name))
	_, _ = c.W.Write(body) // as in write
	return nil
}

// NotFound is the fault of an address that leads nowhere.
func NotFound() error { return fault.New(fault.NotFound, "page.none", "there is no such page") }
