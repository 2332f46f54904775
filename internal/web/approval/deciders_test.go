package approval

import (
	"strings"
	"testing"

	"debitor/internal/policy"
	"debitor/internal/web/page"
	"debitor/internal/web/say"
)

// TestDeciders: where every role decides, the roles are not listed one by one.
func TestDeciders(t *testing.T) {
	c := &page.Call{Say: say.For("de")}
	if got := deciders(c, policy.Roles); got != "jede Person mit Entscheidungsrecht" {
		t.Errorf("all of them: %q", got)
	}
	if got := deciders(c, policy.Roles[:2]); strings.Count(got, ",") != 1 {
		t.Errorf("two of them: %q", got)
	}
}
