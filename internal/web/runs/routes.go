// Package runs is the pages of the run of a day from the plan to the post office.
//
// Start with Routes.
package runs

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
