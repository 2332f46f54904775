package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/web/say"
	"debitor/internal/web/ui"
)

// fail answers a request that went wrong: a fault in its words, anything else
// with a reference that the log has too.
func (c call) fail(err error) {
	status, title, text := c.explain(err)
	if renderErr := c.RenderStatus(status, title, ui.Empty(text)); renderErr != nil {
		slog.Error("the page of an error broke", "error", renderErr)
		http.Error(c.W, http.StatusText(status), status)
	}
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
	case fault.Refused:
		title = c.Say.T("error.refused")
	default:
		title = c.Say.T("error.title")
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
