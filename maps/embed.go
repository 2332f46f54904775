// Package maps holds the map files that are shipped with debitor, one YAML
// file each, named as the map. They are read by intake.ParseMap like a user's
// own: nothing in the program knows what they say. README.md describes the
// language.
package maps

import (
	"embed"
	"strings"

	"debitor/internal/fault"
)

//go:embed *.yaml
var files embed.FS

// Names lists the shipped maps by name, in order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("maps: " + err.Error()) // embedded, so it cannot happen
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// Source is the text of a shipped map.
func Source(name string) ([]byte, error) {
	text, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "intake.map.not_shipped",
			"no map %q is shipped; there are %s", name, strings.Join(Names(), ", "))
	}
	return text, nil
}
