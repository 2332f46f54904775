// Package settings is the pages of what a company is set up with: itself, its mail, its imports, its list of things to set up.
//
// Start with Routes.
package settings

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
