// Package policies is the pages of the rules: policies and templates of letters, read, edited, tried on the past, put to use.
//
// Start with Routes.
package policies

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
