// Package dispute is the pages of disputes, what they were caused by, and what was done that they do not come again.
//
// Start with Routes.
package dispute

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
