// Package policies holds the policies that are shipped with debitor, one YAML
// file each, named as the policy. They are read by policy.Parse like any other
// file: nothing in the program knows what they say.
package policies

import (
	"embed"
	"strings"

	"debitor/internal/fault"
)

//go:embed *.yaml
var files embed.FS

// Names lists the shipped policies by name, in order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("policies: " + err.Error()) // embedded, so it cannot happen
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// Source is the text of a shipped policy.
func Source(name string) ([]byte, error) {
	text, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "policy.not_shipped",
			"no policy %q is shipped; there are %s", name, strings.Join(Names(), ", "))
	}
	return text, nil
}
