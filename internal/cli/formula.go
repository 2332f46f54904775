package cli

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/formula"
)

type formulaCommand struct {
	Name   string   `arg:"" optional:"" help:"The formula, by name or number (F-15); all are listed if not given."`
	Inputs []string `arg:"" optional:"" placeholder:"INPUT=VALUE" help:"Its inputs; how it is counted and its example are shown if none is given."`
}

// languageless is the language of an answer that needs no company.
func (a *app) languageless() string { return cmp.Or(a.Language, "en") }

type formulaJSON struct {
	ID       string              `json:"id"`
	Name     string              `json:"name"`
	Title    string              `json:"title"`
	Formula  string              `json:"formula"`
	Inputs   []formulaInputJSON  `json:"inputs"`
	Example  map[string]string   `json:"example"`
	Counted  string              `json:"counted,omitempty"`
	Results  []formulaResultJSON `json:"results,omitempty"`
	Function string              `json:"function"`
}

type formulaInputJSON struct {
	Name string       `json:"name"`
	Kind formula.Kind `json:"kind"`
	Text string       `json:"text"`
}

type formulaResultJSON struct {
	Name  string       `json:"name"`
	Kind  formula.Kind `json:"kind"`
	Text  string       `json:"text"`
	Value *string      `json:"value"` // null: it cannot be had
}

func (c *formulaCommand) Run(a *app) error {
	lang := a.languageless()
	if c.Name == "" {
		return a.formulas(lang)
	}
	f, err := formula.Find(c.Name)
	if err != nil {
		return err
	}
	given, err := pairs(c.Inputs)
	if err != nil {
		return err
	}
	asked := len(given) > 0
	if !asked {
		given = f.Given()
	}
	results, err := f.Run(given)
	if err != nil {
		return err
	}
	if a.JSON {
		out := formulaOf(f, lang)
		out.Counted = f.Counted(given, results, lang)
		for _, r := range results {
			v := formulaResultJSON{Name: r.Name, Kind: r.Kind, Text: formula.Word(r.Name, lang)}
			if r.Value != "" {
				v.Value = &r.Value
			}
			out.Results = append(out.Results, v)
		}
		return a.json(out)
	}
	a.say("%s %s: %s", f.ID, f.Name, f.Title(lang))
	a.say("  %s", f.Words(lang))
	if !asked {
		a.sayIn(lang, "Its inputs, and an example:")
	}
	for _, in := range f.Inputs {
		a.say("  %s=%s  %s", in.Name, quoted(given[in.Name]), formula.Word(in.Name, lang))
	}
	a.say("  %s", f.Counted(given, results, lang))
	for _, r := range results {
		a.say("%s: %s", formula.Word(r.Name, lang), r.Text(lang))
	}
	return nil
}

// quoted is a value as a shell takes it.
func quoted(s string) string {
	if strings.ContainsAny(s, " ;") {
		return "'" + s + "'"
	}
	return s
}

// pairs reads inputs as they are typed: name=value.
func pairs(list []string) (map[string]string, error) {
	given := map[string]string{}
	for _, p := range list {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			return nil, fault.New(fault.Usage, "formula.pair", "%q is not written like receivables=300", p)
		}
		given[name] = value
	}
	return given, nil
}

func formulaOf(f *formula.Formula, lang string) formulaJSON {
	out := formulaJSON{ID: f.ID, Name: f.Name, Title: f.Title(lang), Formula: f.Words(lang), Inputs: []formulaInputJSON{}, Example: maps.Clone(f.Given()), Function: f.Function}
	for _, in := range f.Inputs {
		out.Inputs = append(out.Inputs, formulaInputJSON{in.Name, in.Kind, formula.Word(in.Name, lang)})
	}
	return out
}

// formulas lists all of them.
func (a *app) formulas(lang string) error {
	list := slices.Clone(formula.All())
	if a.JSON {
		out := []formulaJSON{}
		for i := range list {
			out = append(out, formulaOf(&list[i], lang))
		}
		return a.json(out)
	}
	t := newTable(headings(lang, "number", "formula", "what", "inputs")...)
	for i := range list {
		f := &list[i]
		names := make([]string, len(f.Inputs))
		for j, in := range f.Inputs {
			names[j] = in.Name
		}
		t.add(f.ID, f.Name, f.Title(lang), strings.Join(names, " "))
	}
	t.print(a)
	a.sayIn(lang, "One of them, with its example: debitor formula NAME")
	return nil
}
