// Package web is the door for people: it serves the pages of the families below
// it (today, runs, customers, …) to those who are signed in and may see them.
//
// It holds no page and no rule. Invariants: Routes is the one table of
// addresses, and each names its right; a request passes, in this order, limits
// and headers, the check of its origin, who is it, may he, and only then its
// handler; errors leave as words or as a reference.
//
// Start with Routes in routes.go, then Handler here.
package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/web/asset"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
)

// Gate knows who a request is from.
type Gate interface {
	// Visitor is who is signed in; ok is false if nobody is.
	Visitor(r *http.Request) (v page.Visitor, ok bool, err error)
	// Wrap puts what the gate needs (the session's cookie) around all requests.
	Wrap(http.Handler) http.Handler
	// Often counts a try from where a request comes from, and refuses it where
	// there were too many.
	Often(w http.ResponseWriter, r *http.Request) error
}

// Options are what the web application is served with.
type Options struct {
	Desk   *desk.Desk
	Gate   Gate
	Routes []page.Route
	Now    func() time.Time
	Banner func(*say.Printer) string // stands on every page; may be nil
	Secure bool                      // people reach the pages by TLS, here or at a server in front: so do cookies
}

// Handler is the whole web application. It panics on a route without a right:
// nobody may start a server that has one.
func Handler(o Options) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/", asset.Handler)
	for _, r := range o.Routes {
		if r.Right == "" {
			panic("web: " + r.Method + " " + r.Path + " names no right")
		}
		mux.HandleFunc(r.Method+" "+mounted(r), o.serve(r))
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { o.home(w, r) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		c := o.call(w, r)
		c.fail(page.NotFound())
	})
	return guard(o.Gate.Wrap(mux))
}

// mounted is where a route stands: below its company, unless it is public.
func mounted(r page.Route) string {
	if r.Right == page.Public {
		return r.Path
	}
	return "/c/{company}" + r.Path
}

// call is a request on its way to a handler.
type call struct {
	*page.Call
}

func (o *Options) call(w http.ResponseWriter, r *http.Request) call {
	now := o.Now()
	p := say.For(preferred(r))
	c := call{&page.Call{W: w, R: r, Desk: o.Desk, Say: p, Now: now, Today: cal.Of(now), Nav: nav, Secure: o.Secure}}
	c.Often = func() error { return o.Gate.Often(w, r) }
	if o.Banner != nil {
		c.Banner = o.Banner(p)
	}
	return c
}

// serve is a route with all that stands before its handler.
func (o *Options) serve(route page.Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := o.call(w, r)
		visitor, in, err := o.Gate.Visitor(r)
		if err != nil {
			c.fail(err)
			return
		}
		c.Visitor = visitor
		if route.Right != page.Public {
			if !in {
				c.askToSignIn()
				return
			}
			if err := o.admit(c, route.Right); err != nil {
				c.fail(err)
				return
			}
		}
		defer c.dropFiles()
		if err := c.readBody(route); err != nil {
			c.fail(err)
			return
		}
		if err := route.Do(c.Call); err != nil {
			c.fail(err)
		}
	}
}

// admit opens the company's books for the visitor and sees that he has the
// right.
func (o *Options) admit(c call, right desk.Right) error {
	s, err := o.Desk.Session(c.Context(), id.Company(c.Arg("company")), desk.Actor{User: c.Visitor.User, System: "web", Remote: true})
	if err != nil {
		if fault.KindOf(err) == fault.NotFound { // no such company, or it is not his: the same answer
			return page.NotFound()
		}
		return err
	}
	c.Session = s
	lang := c.Visitor.Language
	if lang == "" {
		lang = s.Company().Language
	}
	c.Say = say.For(lang)
	if o.Banner != nil {
		c.Banner = o.Banner(c.Say)
	}
	return s.Allow(right)
}

// readBody reads a form within the route's limit, and refuses what is no text.
func (c call) readBody(route page.Route) error {
	if !isText(c.R.URL.Path) || !areTexts(c.R.URL.Query()) {
		return page.NotFound()
	}
	if c.R.Method != http.MethodPost {
		return nil
	}
	limit := route.Limit
	if limit == 0 {
		limit = page.BodyLimit
	}
	c.R.Body = http.MaxBytesReader(c.W, c.R.Body, limit)
	err := c.R.ParseMultipartForm(formMemory)
	if errors.Is(err, http.ErrNotMultipart) {
		err = c.R.ParseForm()
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.Input, "page.too_large", "%s", c.Say.T("error.too_large", int(tooLarge.Limit>>20)))
	}
	if err != nil || !areTexts(c.R.Form) {
		return fault.Wrap(err, fault.Input, "page.form", "the form cannot be read")
	}
	return nil
}

// isText tells that PostgreSQL would keep a value: people type no other.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func areTexts(values url.Values) bool {
	for name, list := range values {
		if !isText(name) || slices.ContainsFunc(list, func(v string) bool { return !isText(v) }) {
			return false
		}
	}
	return true
}

// dropFiles removes the files of a form that lie on disk: the server does it for
// its own request only, and the gate has made another of it.
func (c call) dropFiles() {
	if c.R.MultipartForm != nil {
		_ = c.R.MultipartForm.RemoveAll() // what is left goes with the machine's temporary files
	}
}

// formMemory is how much of a form stays in memory; the rest of a file lies on
// disk while it is read.
const formMemory = 4 << 20

// home leads to the day's work, or to where one signs in.
func (o *Options) home(w http.ResponseWriter, r *http.Request) {
	visitor, in, err := o.Gate.Visitor(r)
	switch {
	case err != nil:
		o.call(w, r).fail(err)
	case !in || len(visitor.Companies) == 0:
		http.Redirect(w, r, signIn, http.StatusSeeOther)
	default:
		http.Redirect(w, r, page.Path("c", string(visitor.Companies[0].Code), "today"), http.StatusSeeOther)
	}
}

const signIn = "/sign-in"

// answerPath is where the links that answer requests lead.
const answerPath = "/answer/"

// guard is what every request passes: limits, headers, the check that a form
// comes from our own pages, and a net below handlers that panic.
func guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	// The pages of links that answer requests tell no referrer, so browsers tell no
	// origin with their form. It needs no check: only who has the link knows where
	// to send it, and it is his word that it gives, whoever is signed in.
	origin.AddInsecureBypassPattern("POST " + answerPath + "{token}")
	checked := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		if strings.HasPrefix(r.URL.Path, answerPath) {
			h.Set("Referrer-Policy", "no-referrer") // the address is the secret
		}
		h.Set("Cache-Control", "no-store") // assets say otherwise
		defer func() {
			if p := recover(); p != nil {
				slog.Error("a page broke", "path", unsecret(r.URL.Path), "panic", p, "stack", string(debug.Stack()))
				http.Error(w, "internal error", http.StatusInternalServerError)
			}
		}()
		checked.ServeHTTP(w, r)
	})
}
