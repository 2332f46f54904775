package formula

import (
	"strings"

	"debitor/internal/fault"
)

// Kind is what an input is, and how it is written.
type Kind string

// The kinds of inputs and results.
const (
	Amount  Kind = "amount"  // 1234.50
	Amounts Kind = "amounts" // 100 110 120
	Sales   Kind = "sales"   // 100@14 300@30: amounts with their days
	Percent Kind = "percent" // 9.5
	Days    Kind = "days"    // 90
	Count   Kind = "count"   // 10
	Date    Kind = "date"    // 2015-01-15
	Times   Kind = "times"   // of results: a coefficient
	YesNo   Kind = "yes_no"  // of results: "yes" or "no"
)

// Input is a figure that a formula asks for. Its name is the same in every
// formula that asks for it.
type Input struct {
	Name string
	Kind Kind
}

// Result is a figure that a formula gives. Value is a plain decimal or a date,
// or empty where there is none.
type Result struct {
	Name  string
	Kind  Kind
	Value string
}

// Formula is one of the catalogue.
type Formula struct {
	ID       string // of SEEDS Part III: F-7b
	Name     string // by which it is asked for
	Function string // that counts it, with its package
	Inputs   []Input
	Shape    string   // how it is counted, the names of inputs and results in braces
	Example  []string // name and value in turn: the worked example
	Answer   []string // its results, in order
	run      func(values) []Result
}

// Find is the formula of a name or a number, in any case. Code: formula.unknown.
func Find(name string) (*Formula, error) {
	for i := range catalogue {
		if f := &catalogue[i]; strings.EqualFold(f.Name, name) || strings.EqualFold(f.ID, name) {
			return f, nil
		}
	}
	return nil, fault.New(fault.NotFound, "formula.unknown", "there is no formula %q", name)
}

// All is the catalogue, by number.
func All() []Formula { return catalogue }

// Run counts the formula: given are the inputs by name as people write them.
// Codes: formula.input, formula.missing.
func (f *Formula) Run(given map[string]string) ([]Result, error) {
	for name := range given {
		if !f.asks(name) {
			return nil, fault.New(fault.Input, "formula.input", "%s asks for no %q; it asks for %s", f.Name, name, f.names())
		}
	}
	v := values{}
	for _, in := range f.Inputs {
		text := strings.TrimSpace(given[in.Name])
		if text == "" {
			return nil, fault.New(fault.Input, "formula.missing", "%s asks for %q, too", f.Name, in.Name)
		}
		if err := v.read(in, text); err != nil {
			return nil, err
		}
	}
	return f.run(v), nil
}

func (f *Formula) asks(name string) bool {
	for _, in := range f.Inputs {
		if in.Name == name {
			return true
		}
	}
	return false
}

func (f *Formula) names() string {
	all := make([]string, len(f.Inputs))
	for i, in := range f.Inputs {
		all[i] = in.Name
	}
	return strings.Join(all, ", ")
}

// Given is the worked example as inputs by name.
func (f *Formula) Given() map[string]string {
	given := map[string]string{}
	for i := 0; i+1 < len(f.Example); i += 2 {
		given[f.Example[i]] = f.Example[i+1]
	}
	return given
}
