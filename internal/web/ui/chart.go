package ui

import (
	"encoding/json"
	"strconv"
)

// Chart is figures as a picture, with the same figures in a table below it.
type Chart struct {
	Title string // says what it shows to those who do not see it
	// Kind is line, bar (bars beside each other), stack (bars on each other),
	// pareto (bars, and a line in per cent for the last series) or funnel (bars
	// that lie, the first on top).
	Kind    string
	Heading string // of what Labels are: "Month"
	Labels  []string
	Series  []Series // each as long as Labels
	Unit    string   // stands behind the numbers of the axis, such as "%"
}

// Series is one line or one colour of bars.
type Series struct {
	Name   string
	Tone   string // a custom property of the style sheet, such as "age-1"; empty: one of its own
	Values []Value
}

// Value is a number, empty where there is none, and how people read it.
type Value struct {
	Number json.Number
	Text   string
}

// data is what app.js draws.
func (c Chart) data() (string, error) {
	type series struct {
		Name   string   `json:"name"`
		Tone   string   `json:"tone"`
		Values []any    `json:"values"`
		Texts  []string `json:"texts"`
	}
	out := struct {
		Kind   string   `json:"kind"`
		Unit   string   `json:"unit"`
		Labels []string `json:"labels"`
		Series []series `json:"series"`
	}{c.Kind, c.Unit, c.Labels, nil}
	for i, s := range c.Series {
		one := series{Name: s.Name, Tone: s.Tone}
		if one.Tone == "" {
			one.Tone = "chart-" + strconv.Itoa(i%chartTones)
		}
		for _, v := range s.Values {
			var number any
			if v.Number != "" {
				number = v.Number
			}
			one.Values, one.Texts = append(one.Values, number), append(one.Texts, v.Text)
		}
		out.Series = append(out.Series, one)
	}
	b, err := json.Marshal(out)
	return string(b), err
}

// chartTones is how many colours of charts the style sheet has.
const chartTones = 3

// table is the figures, a row for each label.
func (c Chart) table() Table[int] {
	t := Table[int]{Caption: c.Title, Columns: []Column[int]{{Title: c.Heading, Text: func(i int) string { return c.Labels[i] }}}}
	for i := range c.Labels {
		t.Rows = append(t.Rows, i)
	}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, Column[int]{Title: s.Name, Number: true, Text: func(i int) string { return s.Values[i].Text }})
	}
	return t
}
