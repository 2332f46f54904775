// Package acts is the pages of reconciliation acts, campaigns of them, the
// comparison with customers' own, and the control totals against other books.
//
// It decides nothing: desk knows the states of an act and who may do what.
//
// Start with Routes.
package acts

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return nil }
