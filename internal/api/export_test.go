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
