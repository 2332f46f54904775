package api

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/say"
)

// Problem is what went wrong, as RFC 9457 has it.
type Problem struct {
	Type    string    `json:"type" doc:"What kind of problem it is: urn:debitor: and the code." example:"urn:debitor:customer.unknown"`
	Title   string    `json:"title" doc:"The status in words." example:"Not Found"`
	Status  int       `json:"status" doc:"The HTTP status." example:"404"`
	Detail  string    `json:"detail" doc:"What is wrong and what to do about it, in the language that was asked for." example:"There is no customer 00017"`
	Code    string    `json:"code" doc:"A stable, dotted code for programs; codes are never reused or renamed." example:"customer.unknown"`
	Request string    `json:"request_id" doc:"The number of the call, which the log of the server has too." example:"4QK7W2N6ZP3TYA5D"`
	Errors  []Mistake `json:"errors,omitempty" doc:"Each value that is wrong, where several can be."`
}

// Mistake is one wrong value of a request.
type Mistake struct {
	Pointer string `json:"pointer" doc:"Where it stands in the body (RFC 6901), or the name of the parameter." example:"/items/3/amount"`
	Code    string `json:"code" doc:"A stable code." example:"intake.amount.format"`
	Detail  string `json:"detail" doc:"What is wrong, in the language that was asked for." example:"is not an amount: write 1234.50"`
}

// mistakes is a request of which several values are wrong.
type mistakes struct {
	*fault.Fault
	list []Mistake
}

// Unwrap lets the fault be found.
func (m *mistakes) Unwrap() error { return m.Fault }

// errBroke stands for what is not told: the log has it.
var errBroke = errors.New("an endpoint broke")

// fail answers a call that went wrong: a fault in its words, anything else with
// a number that the log has too.
func (a *API) fail(w http.ResponseWriter, r *http.Request, lang string, err error) {
	p := Problem{Request: w.Header().Get("X-Request-ID")}
	var f *fault.Fault
	if errors.Is(err, context.DeadlineExceeded) {
		err = fault.Wrap(err, fault.Refused, "api.time", "the answer took longer than %d seconds; ask for less at once", int(answerTime.Seconds()))
	}
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		if !errors.Is(err, errBroke) {
			slog.Error("internal error", "request", p.Request, "path", r.URL.Path, "error", err)
		}
		f = fault.New(fault.Internal, "internal", "something went wrong; the log has it as %s", p.Request)
	}
	p.Code, p.Type, p.Status = f.Code, "urn:debitor:"+f.Code, status(f)
	p.Title = http.StatusText(p.Status)
	p.Detail = say.For(lang).Fault(f)
	if m, ok := errors.AsType[*mistakes](err); ok {
		p.Errors = m.list
	}
	h := w.Header()
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="debitor"`)
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "60")
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "1")
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", lang)
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // it holds texts and a number
	}
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // who hung up needs no answer
}

// statuses are those of faults whose kind says too little.
var statuses = map[string]int{
	"api.method": http.StatusMethodNotAllowed, "api.type": http.StatusUnsupportedMediaType, "api.too_large": http.StatusRequestEntityTooLarge,
	"api.busy": http.StatusServiceUnavailable, "api.time": http.StatusServiceUnavailable,
	"api.rate": http.StatusTooManyRequests, "key.tries": http.StatusTooManyRequests,
	"key.scope": http.StatusForbidden, "right.missing": http.StatusForbidden, "right.scope": http.StatusForbidden,
	"user.disabled": http.StatusForbidden,
	"key.missing":   http.StatusUnauthorized, "key.unknown": http.StatusUnauthorized, "key.expired": http.StatusUnauthorized, "key.revoked": http.StatusUnauthorized,
	"once.other": http.StatusUnprocessableEntity, "once.other_content": http.StatusUnprocessableEntity,
	"api.json": http.StatusBadRequest, "api.parameter": http.StatusBadRequest, "api.address": http.StatusBadRequest, "api.limit": http.StatusBadRequest, "api.cursor": http.StatusBadRequest, "api.once": http.StatusBadRequest,
}

func status(f *fault.Fault) int {
	if s, ok := statuses[f.Code]; ok {
		return s
	}
	if db.IsAway(f) {
		return http.StatusServiceUnavailable
	}
	switch f.Kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Refused: // a rule says no
		return http.StatusConflict
	case fault.Usage, fault.Input:
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}

// longestID is of a request's number that a program gives itself.
const longestID = 64

// requestID is the number of a call: the program's own, or a new one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-ID")
	ok := id != "" && len(id) <= longestID && !strings.ContainsFunc(id, func(c rune) bool { return c <= ' ' || c > '~' })
	if ok {
		return id
	}
	return rand.Text()[:16]
}

// refusedRows are the refusals of records as mistakes of the body they came in.
func refusedRows(lang string, report *desk.FileReport, err error) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || len(report.Refusals) == 0 {
		return err
	}
	m := &mistakes{Fault: f}
	for _, r := range report.Refusals {
		m.list = append(m.list, Mistake{Pointer: pointer("items", r.Line-1, r.Column), Code: r.Code, Detail: say.For(lang).Refusal(r.Code, r.Reason, r.Args)})
	}
	return m
}
