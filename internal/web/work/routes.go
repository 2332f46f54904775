// Package work is the pages of the work of the day: tasks, calls, visits, promises to pay.
//
// Start with Routes.
package work

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
