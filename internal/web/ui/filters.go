package ui

import "slices"

// Filters is the form above a list that narrows it; what it asks stands in the
// address, so that the list can be sent to a colleague or kept as a view.
type Filters struct {
	Fields []Filter
	Same   func(...string) string // this page with parameters replaced
	Keep   []Option               // parameters that stay when a filter changes: how it is sorted
	Files  bool                   // the list can be had as CSV and XLSX
}

// Filter is one thing a list is narrowed by.
type Filter struct {
	Name, Label string
	Value       string   // as it is now
	Type        string   // search, date or text; without meaning where there are options
	Options     []Option // to choose one of; the first is what stands without a choice
}

// cleared is the page without any filter.
func (f Filters) cleared() string {
	pairs := []string{"page", ""}
	for _, field := range f.Fields {
		pairs = append(pairs, field.Name, "")
	}
	return f.Same(pairs...)
}

// narrowed says whether any filter is set.
func (f Filters) narrowed() bool {
	return slices.ContainsFunc(f.Fields, func(f Filter) bool {
		return f.Value != "" && (len(f.Options) == 0 || f.Value != f.Options[0].Value)
	})
}
