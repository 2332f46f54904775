package interest

import (
	"encoding/json"
	"fmt"

	"debitor/internal/cal"
	"debitor/internal/money"
)

// Calculation is a case and what it comes to, as they are kept: the same sheet
// is printed again from it, in any language, whatever rates and rules say by
// then. It is written and read as JSON; amounts are minor units.
type Calculation struct {
	Case  Case   `json:"case"`
	Sheet *Sheet `json:"sheet"`
}

// Calculate is Accrue with its case beside it.
func (b *Book) Calculate(c *Case) (*Calculation, error) {
	s, err := b.Accrue(c)
	if err != nil {
		return nil, err
	}
	return &Calculation{*c, s}, nil
}

// argument is one argument of a warning with what it is: exactly one is set.
type argument struct {
	Money *money.Minor `json:"money,omitempty"`
	Day   *cal.Date    `json:"day,omitempty"`
	Rule  *Rule        `json:"rule,omitempty"`
	Text  *string      `json:"text,omitempty"`
}

// kept is a warning as JSON.
type kept struct {
	Code string         `json:"code"`
	Args []argument     `json:"args,omitempty"`
	In   money.Currency `json:"in,omitempty"`
}

// MarshalJSON keeps what each argument is, for it is told differently in each
// language.
func (w Warning) MarshalJSON() ([]byte, error) {
	k := kept{Code: w.Code, In: w.in}
	for _, arg := range w.Args {
		var a argument
		switch v := arg.(type) {
		case money.Minor:
			a.Money = &v
		case cal.Date:
			a.Day = &v
		case *Rule:
			a.Rule = v
		default:
			text := fmt.Sprint(v)
			a.Text = &text
		}
		k.Args = append(k.Args, a)
	}
	return json.Marshal(k) //nolint:musttag // a rule has names for YAML; who writes it here reads it
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (w *Warning) UnmarshalJSON(b []byte) error {
	var k kept
	if err := json.Unmarshal(b, &k); err != nil { //nolint:musttag // see MarshalJSON
		return err
	}
	*w = Warning{Code: k.Code, in: k.In}
	for _, a := range k.Args {
		switch {
		case a.Money != nil:
			w.Args = append(w.Args, *a.Money)
		case a.Day != nil:
			w.Args = append(w.Args, *a.Day)
		case a.Rule != nil:
			w.Args = append(w.Args, a.Rule)
		case a.Text != nil:
			w.Args = append(w.Args, *a.Text)
		}
	}
	return nil
}
