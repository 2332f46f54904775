package rulebook

import (
	"html/template"
	"strings"
)

// HTML is the view as a fragment for a page: headings from h3 down, a table
// with heads for its rows and columns, states in words and not in colour
// alone, no script and no style; classes begin with "why". What was written by
// people is escaped.
func (v View) HTML() template.HTML {
	var b strings.Builder
	if err := fragment.Execute(&b, v); err != nil {
		panic("rulebook: " + err.Error()) // the template is ours and writes to memory
	}
	return template.HTML(b.String()) //nolint:gosec // what the template has escaped
}

var fragment = template.Must(template.New("why").Parse(`<section class="why" lang="{{.Lang}}">
<h3>{{.Title}}</h3>
<p class="why-policy">{{.Policy}}</p>
<dl class="why-debt"><dt>{{.Words.Open}}</dt><dd>{{.Open}}</dd><dt>{{.Words.Asked}}</dt><dd>{{.Asked}}</dd></dl>
<p class="why-due">{{.Due}}</p>
{{- if .Today}}
<h4>{{.Words.Now}}</h4>
<ul class="why-today">{{range .Today}}
<li><strong>{{.Name}}</strong>{{if .Because}}<ul>{{range .Because}}<li>{{.}}</li>{{end}}</ul>{{end}}</li>{{end}}
</ul>
{{- end}}
{{- if .Blockers}}
<h4>{{.Words.Blocked}}</h4>
<ul class="why-blockers">{{range .Blockers}}
<li data-code="{{.Code}}">{{.Text}}.{{if .Change}} <em>{{.Change}}</em>{{end}}</li>{{end}}
</ul>
{{- end}}
<p class="why-next">{{.Next}}</p>
<table class="why-ladder"><caption>{{.Words.Ladder}}</caption>
<thead><tr><th scope="col">{{.Words.Step}}</th><th scope="col">{{.Words.Days}}</th><th scope="col">{{.Words.State}}</th><th scope="col">{{.Words.Who}}</th><th scope="col">{{.Words.Line}}</th></tr></thead>
<tbody>{{range .Ladder}}
<tr class="why-{{.State}}"><th scope="row">{{.Name}}</th><td>{{.Days}}</td><td>{{.Standing}}{{if .Blockers}}<ul>{{range .Blockers}}<li>{{.Text}}{{if .Change}}. <em>{{.Change}}</em>{{end}}</li>{{end}}</ul>{{end}}</td><td>{{.Who}}</td><td>{{.Line}}</td></tr>{{end}}
</tbody></table>
</section>
`))
