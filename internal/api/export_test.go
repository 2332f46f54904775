package api

import (
	"net/http"
	"time"

	"github.com/go-chi/httprate"
)

// Forget has the door ask the books anew for every key, as it does after a
// second.
func Forget(h http.Handler) {
	if a, ok := h.(*API); ok {
		a.keys.kept = 0
	}
}

// Calm forgets who sent keys that are none.
func Calm(h http.Handler) {
	if a, ok := h.(*API); ok {
		a.keys.bad = httprate.NewRateLimiter(badTries, time.Minute)
	}
}

// Fill takes every place of the door until the function it gives is called.
func Fill(h http.Handler) (empty func()) {
	a, ok := h.(*API)
	for ok && len(a.slots) < cap(a.slots) {
		a.slots <- struct{}{}
	}
	return func() {
		for len(a.slots) > 0 {
			<-a.slots
		}
	}
}

// Status is the status of an answer that went wrong.
var Status = status
