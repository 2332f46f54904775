// Package lists is the pages of the long lists: customers by age of debt, invoices, letters, tasks, the weekly list, the journal.
//
// Start with Routes.
package lists

import "debitor/internal/web/page"

// Routes are the addresses of the family.
func Routes() []page.Route { return []page.Route{} }
