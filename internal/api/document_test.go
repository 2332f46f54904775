package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/api"
)

// document is as much of an OpenAPI document as this test looks at.
type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		Name       string `json:"operationId"`
		Summary    string `json:"summary"`
		Scope      string `json:"x-scope"`
		Parameters []struct {
			Name string `json:"name"`
			In   string `json:"in"`
			Ref  string `json:"$ref"`
		} `json:"parameters"`
		Body      map[string]any            `json:"requestBody"`
		Responses map[string]map[string]any `json:"responses"`
	} `json:"paths"`
	Components map[string]map[string]any `json:"components"`
}

var reference = regexp.MustCompile(`"\$ref": "#/components/([a-z]+)/([A-Za-z]+)"`)

// TestDocument: the OpenAPI document has every endpoint and nothing else, each
// with its parameters, and all that it refers to is in it. Whether it is OpenAPI
// at all, somebody else's validator says (internal/e2e).
func TestDocument(t *testing.T) {
	d := open(t)
	a := d.ask("", "GET", "/openapi.json", "")
	doc := read[document](d, a)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("it is of version %q", doc.OpenAPI)
	}
	found, names := 0, map[string]bool{}
	for _, r := range api.Routes() {
		o, ok := doc.Paths[r.Path][strings.ToLower(r.Method)]
		if !ok {
			t.Errorf("%s %s is not in the document", r.Method, r.Path)
			continue
		}
		found++
		if o.Name != r.Name || names[o.Name] || o.Summary == "" || o.Scope != r.Scope {
			t.Errorf("%s %s is described as %+v", r.Method, r.Path, o)
		}
		names[o.Name] = true
		inPath := 0
		for _, p := range o.Parameters {
			if p.In == "path" && strings.Contains(r.Path, "{"+p.Name+"}") {
				inPath++
			}
		}
		if inPath != strings.Count(r.Path, "{") {
			t.Errorf("%s %s names %d parts of its path", r.Method, r.Path, inPath)
		}
		if o.Body != nil && r.Method != http.MethodPost {
			t.Errorf("%s %s has a body", r.Method, r.Path)
		}
	}
	all := 0
	for _, operations := range doc.Paths {
		all += len(operations)
	}
	if all != found || found < 40 {
		t.Errorf("the document has %d endpoints, the table %d", all, found)
	}
	for _, ref := range reference.FindAllStringSubmatch(a.Body, -1) {
		if doc.Components[ref[1]][ref[2]] == nil {
			t.Errorf("%s is referred to and not there", ref[0])
		}
	}
	if again := d.ask("", "GET", "/openapi.json", ""); again.Body != a.Body || !json.Valid([]byte(a.Body)) {
		t.Error("two askings give two documents")
	}
}
