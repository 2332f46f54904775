// Package approval is the pages of what somebody asks to be allowed, and who decides it.
//
// Start with Routes.
package approval

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
