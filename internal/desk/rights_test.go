package desk

import (
	"slices"
	"testing"

	"debitor/internal/policy"
)

// TestRightsAreOfRolesThereAre: a right of a role nobody can be given is a
// right nobody has.
func TestRightsAreOfRolesThereAre(t *testing.T) {
	for right, roles := range grants {
		for _, role := range roles {
			if role != operator && role != anyone && !slices.Contains(policy.Roles, role) {
				t.Errorf("%s is granted to %q, which is no role", right, role)
			}
		}
	}
}
