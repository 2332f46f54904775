package web

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/web/say"
)

// fail answers a request that went wrong: a fault in its words, anything else
// with a reference that the log has too.
func (c call) fail(err error) {
	status, title, text := c.explain(err)
	if renderErr := c.RenderStatus(status, title, failure(c.Say, text, c.wayBack())); renderErr != nil {
		slog.Error("the page of an error broke", "error", renderErr)
		http.Error(c.W, http.StatusText(status), status)
	}
}

// wayBack is the page whose form was not accepted; empty if there is none.
func (c call) wayBack() string {
	from := c.from()
	if from == nil || from.Path == c.R.URL.Path {
		return ""
	}
	return from.RequestURI()
}

// from is our own page whose form was sent, nil if none is known.
func (c call) from() *url.URL {
	from, err := url.Parse(c.R.Referer())
	if err != nil || c.R.Method != http.MethodPost || from.Host != c.R.Host {
		return nil
	}
	return from
}

func (c call) explain(err error) (status int, title, text string) {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		reference := id.New("error", c.Now.String(), err.Error())
		slog.Error("internal error", "reference", reference, "path", unsecret(c.R.URL.Path), "error", err)
		return http.StatusInternalServerError, c.Say.T("error.title"), c.Say.T("error.internal", reference)
	}
	switch f.Kind {
	case fault.NotFound:
		title = c.Say.T("error.not_found")
	default:
		title = c.Say.T("error.title")
		if f.Code == "right.missing" { // not a rule that says no to everybody
			title = c.Say.T("error.refused")
		}
	}
	return statusOf(f.Kind), title, c.Say.Fault(f)
}

// unsecret is a path for the log, without the token of a one-time link.
func unsecret(path string) string {
	if page, token, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/"); ok && token != "" && page != "c" && page != "assets" {
		return "/" + page + "/…"
	}
	return path
}

func statusOf(k fault.Kind) int {
	switch k {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Refused:
		return http.StatusForbidden
	case fault.Usage, fault.Input:
		return http.StatusUnprocessableEntity
	}
	return http.StatusInternalServerError
}

// preferred is the language that the browser asks for, of those we speak.
func preferred(r *http.Request) string {
	for _, want := range acceptLanguages(r.Header.Get("Accept-Language")) {
		if say.For(want).Lang() == want {
			return want
		}
	}
	return "en"
}
