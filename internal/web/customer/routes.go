// Package customer is the pages of one customer, everything about him.
//
// Start with Routes.
package customer

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
