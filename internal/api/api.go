// Package api is the door for programs: /api/v1 in JSON, for whoever holds a key.
//
// It holds no rule: an endpoint reads the request, makes one call of the desk,
// and writes the answer. Invariants: Routes is the one table of endpoints, the
// OpenAPI document is made of it and of the types it names, and nothing is
// answered that does not stand there; a request passes, in this order, size
// and number, who is it, how often, may the key, may the program, and only then
// its endpoint; amounts leave as decimal texts, days as YYYY-MM-DD, lists as [];
// what goes wrong leaves as problem+json (RFC 9457) with the fault's code.
//
// Start with Routes in routes.go, then serve here.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/say"
)

// The limits of the door.
const (
	// bodyLimit is the largest body: a batch of MaxRecords at length.
	bodyLimit = 1 << 20
	// answerTime is how long an endpoint may take; a program does not wait longer.
	answerTime = 30 * time.Second
	// readTime is how long a body may take to arrive, whatever is left of the
	// server's own time.
	readTime = 10 * time.Second
	// atOnce is how many calls are worked at the same moment; what comes beyond
	// is told to come again, for waiting in line would make all late.
	atOnce = 128
)

// API answers programs.
type API struct {
	desk  *desk.Desk
	now   func() time.Time // the day's clock; that of rates and keys is the machine's
	mux   *http.ServeMux
	keys  keyring
	slots chan struct{}
	spec  func() []byte // the OpenAPI document
	texts sync.Pool     // *bytes.Buffer
}

// New is the door over a desk; now tells which day it is.
func New(d *desk.Desk, now func() time.Time) *API {
	a := &API{desk: d, now: now, mux: http.NewServeMux(), slots: make(chan struct{}, atOnce)}
	a.keys.open(d)
	a.spec = sync.OnceValue(document)
	allowed := map[string][]string{}
	for _, r := range Routes() {
		if r.Scope == "" || r.Right == "" || r.do == nil {
			panic("api: " + r.Method + " " + r.Path + " names no scope, no right or nothing to do")
		}
		a.mux.HandleFunc(r.Method+" "+base+r.Path, func(w http.ResponseWriter, req *http.Request) { a.serve(w, req, &r) })
		allowed[r.Path] = append(allowed[r.Path], r.Method)
	}
	for path, methods := range allowed {
		a.mux.HandleFunc(base+path, func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Allow", strings.Join(slices.Sorted(slices.Values(methods)), ", "))
			a.fail(w, req, language(req, "en"), fault.New(fault.Usage, "api.method", "%s is not a method of this address", req.Method))
		})
	}
	a.mux.HandleFunc("GET "+base+"/openapi.json", a.openapi)
	a.mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		a.fail(w, req, language(req, "en"), fault.New(fault.NotFound, "api.none", "there is no such address; %s/openapi.json lists all", base))
	})
	return a
}

// base is where the version stands.
const base = "/api/v1"

// ServeHTTP is what every request passes before its endpoint is known.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'")
	id := requestID(r)
	h.Set("X-Request-ID", id)
	defer func() {
		if p := recover(); p != nil {
			slog.Error("an endpoint broke", "request", id, "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
			a.fail(w, r, language(r, "en"), errBroke)
		}
	}()
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	default:
		h.Set("Retry-After", "1")
		a.fail(w, r, language(r, "en"), fault.New(fault.Refused, "api.busy", "too many calls at once; try again in a second"))
		return
	}
	a.mux.ServeHTTP(w, r)
}

// serve is an endpoint with all that stands before it.
func (a *API) serve(w http.ResponseWriter, r *http.Request, route *Route) {
	ctx, cancel := context.WithTimeout(r.Context(), answerTime)
	defer cancel()
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(readTime)) // a test's recorder has none
	c := &call{Context: ctx, w: w, r: r, api: a, lang: language(r, "en")}
	if err := a.admit(c, route); err != nil {
		a.fail(w, r, c.lang, err)
		return
	}
	answer, err := route.do(c)
	if err != nil {
		a.fail(w, r, c.lang, err)
		return
	}
	a.write(c, route, answer)
}

// admit finds who calls and whether he may.
func (a *API) admit(c *call, route *Route) error {
	h, err := a.keys.holder(c, c.r)
	if err != nil {
		return err
	}
	if err := h.count(c.w, c.r); err != nil {
		return err
	}
	if !slices.Contains(h.key.Scopes, route.Scope) {
		return fault.New(fault.Refused, "key.scope", "the key %s does not open this; it takes the scope %s", h.key.ID, route.Scope)
	}
	c.Session = h.session.Again()
	if err := c.Allow(route.Right); err != nil {
		return err
	}
	c.lang = language(c.r, c.Session.Company().Language)
	c.once(h.key.Name)
	return nil
}

// language is that of the texts: what the program asks for, or the company's.
func language(r *http.Request, own string) string {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if slices.Contains(say.Languages, lang) {
			return lang
		}
	}
	return own
}
