package formulas

import (
	"errors"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/formula"
	"debitor/internal/web/page"
)

// showPage is what the page of a formula is made from.
type showPage struct {
	*page.Call
	f       *formula.Formula
	given   map[string]string
	results []formula.Result
	wrong   string // what is wrong with the figures; empty: nothing
	example bool   // the figures are those of the example
}

// show is one formula with the figures of the address, else with its example.
func show(c *page.Call) error {
	f, err := formula.Find(c.Arg("formula"))
	if err != nil {
		return page.NotFound()
	}
	p := showPage{Call: c, f: f, given: map[string]string{}}
	for _, in := range f.Inputs {
		if v := c.Ask(in.Name); v != "" {
			p.given[in.Name] = v
		}
	}
	if p.example = len(p.given) == 0; p.example {
		p.given = f.Given()
	}
	if p.results, err = f.Run(p.given); err != nil {
		flt := (*fault.Fault)(nil)
		if !errors.As(err, &flt) || flt.Kind != fault.Input {
			return err
		}
		p.wrong = c.Say.T("formula.wrong")
		for _, in := range f.Inputs {
			if _, err := f.Run(p.with(in.Name)); err == nil { // all else is right
				p.wrong = c.Say.T("formula.wrong_one", formula.Word(in.Name, c.Say.Lang()), in.Kind.Sample())
			}
		}
	}
	return c.Render(f.ID+" "+f.Title(c.Say.Lang()), showOne(p))
}

// with is what was given, with the example's figure in one place.
func (p showPage) with(name string) map[string]string {
	given := p.f.Given()
	for k, v := range p.given {
		if k != name {
			given[k] = v
		}
	}
	return given
}

// text is a result as people write it in their language.
func (p showPage) text(r formula.Result) string {
	if d, err := cal.Parse(r.Value); r.Kind == formula.Date && err == nil {
		return p.Say.Date(d)
	}
	return r.Text(p.Say.Lang())
}

// inputType is the type of an input's field.
func inputType(k formula.Kind) string {
	if k == formula.Date {
		return "date"
	}
	return "text"
}
