// Package signin is the pages of signing in and out, invitations, forgotten passwords, second factors, one's own account, and the company's users.
//
// Start with Routes.
package signin

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
