package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
)

// call is one call of one program in one company's books.
type call struct {
	context.Context //nolint:containedctx // a call is its request, which ends with it
	*desk.Session
	w    http.ResponseWriter
	r    *http.Request
	api  *API
	lang string
	body []byte
	key  string // of idempotency
	who  id.User
}

// today is the day of questions that name none.
func (c *call) today() cal.Date { return cal.Of(c.api.now()) }

// dayOr is a day that was given, or today.
func (c *call) dayOr(d Day) cal.Date {
	if day, err := cal.Parse(string(d)); err == nil && day != 0 {
		return day
	}
	return c.today()
}

// day is a day that was given, zero for none; bind has seen that it is one.
func day(d Day) cal.Date {
	date, err := cal.Parse(string(d))
	if err != nil {
		return 0
	}
	return date
}

// onceHeader says that a call is to be carried out once.
const onceHeader = "Idempotency-Key"

// longestOnce is the longest key of idempotency.
const longestOnce = 200

// once takes note of the key of idempotency; each program has its own.
func (c *call) once(program id.User) {
	c.key, c.who = c.r.Header.Get(onceHeader), program
}

// readBody reads what was sent.
func (c *call) readBody() error {
	if kind := c.r.Header.Get("Content-Type"); !isJSON(kind) {
		return fault.New(fault.Usage, "api.type", "send the body as application/json, not %q", kind)
	}
	var b bytes.Buffer
	_, err := b.ReadFrom(http.MaxBytesReader(c.w, c.r.Body, bodyLimit))
	if err != nil {
		if tooLarge(err) {
			return fault.New(fault.Input, "api.too_large", "the body is larger than %d bytes; send less at once", bodyLimit)
		}
		return fault.Wrap(err, fault.Input, "api.json", "the body did not arrive whole")
	}
	c.body = b.Bytes()
	return nil
}

// carryOutOnce makes the change that follows the one of the call's key, if it has
// one; the same key with other content is refused by the desk.
func (c *call) carryOutOnce() error {
	if c.key == "" || c.r.Method == http.MethodGet {
		return nil
	}
	if len(c.key) > longestOnce {
		return fault.New(fault.Usage, "api.once", "%s is longer than %d characters", onceHeader, longestOnce)
	}
	hash := sha256.New()
	_, _ = io.WriteString(hash, c.r.Method+" "+c.r.URL.Path+"\n") // never fails
	_, _ = hash.Write(c.body)
	c.OnceOf("api "+string(c.who)+" "+c.key, hex.EncodeToString(hash.Sum(nil)))
	return nil
}

// write answers with a value as JSON; what cannot be written is not begun.
func (a *API) write(c *call, route *Route, answer any) {
	w := c.w
	if f, ok := answer.(file); ok {
		w.Header().Set("Content-Type", f.kind)
		_, _ = w.Write(f.content) // who hung up needs no answer
		return
	}
	b, _ := a.texts.Get().(*bytes.Buffer)
	if b == nil {
		b = &bytes.Buffer{}
	}
	defer a.texts.Put(b)
	b.Reset()
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(answer); err != nil {
		a.fail(w, c.r, c.lang, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(route.status())
	_, _ = w.Write(b.Bytes()) // as above
}

// file is an answer that is no JSON.
type file struct {
	kind    string
	content []byte
}
