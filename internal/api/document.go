package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/desk"
)

// object is a JSON object of the document; encoding/json sorts its keys.
type object = map[string]any

// openapi answers with the OpenAPI document. It is no secret: what one may do
// with it takes a key.
func (a *API) openapi(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(a.spec()) // who hung up needs no answer
}

// document is the OpenAPI 3.1 document of all routes, made of the table itself.
func document() []byte {
	d := schemas{all: object{}}
	paths := object{}
	for _, r := range Routes() {
		path, _ := paths[r.Path].(object)
		if path == nil {
			path = object{}
			paths[r.Path] = path
		}
		path[strings.ToLower(r.Method)] = d.operation(&r)
	}
	d.of(reflect.TypeFor[Problem]())
	b, err := json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{
			"title": "debitor", "version": "1", "summary": "Receivables: who owes what, what is done about it, and who may be shipped to.",
			"description": "Amounts are decimal texts with the currency's own number of decimals (\"72.27\"), days are YYYY-MM-DD, lists are never null, and what is absent is unknown. " +
				"`code` is for programs and stable; `text` and `detail` are for people, in the language that `Accept-Language` asks for (en, ru, uk, be, bs, de), else the company's.",
			"license": object{"name": "as debitor itself", "identifier": "LicenseRef-debitor"},
		},
		"servers":  []object{{"url": base}},
		"security": []object{{"key": []string{}}},
		"tags":     tags(),
		"paths":    paths,
		"components": object{
			"schemas": d.all,
			"securitySchemes": object{"key": object{
				"type": "http", "scheme": "bearer",
				"description": "A key of a program, made under Settings or by \"debitor key add\". It opens the scopes it was given: " + strings.Join(desk.KeyScopes, ", ") + ".",
			}},
			"responses": responses(),
			"parameters": object{"Once": object{
				"name": onceHeader, "in": "header", "required": false, "schema": object{"type": "string", "maxLength": longestOnce},
				"description": "Carries the change out once: the same call with the same key is answered as the first was and changes nothing, one of other content is refused (once.other_content).",
				"example":     "7b0f3c52-5b1e-4c1e-9d55-1c2f9a1d1a11",
			}},
		},
	}, "", " ")
	if err != nil {
		panic(err) // it holds texts and numbers
	}
	return append(b, '\n')
}

func tags() (list []object) {
	for _, r := range Routes() {
		if !slices.ContainsFunc(list, func(o object) bool { return o["name"] == r.Tag }) {
			list = append(list, object{"name": r.Tag})
		}
	}
	return list
}

// failures are the answers that every endpoint may give besides its own.
var failures = []struct {
	status int
	name   string
	text   string
}{
	{http.StatusBadRequest, "BadRequest", "The request cannot be read."},
	{http.StatusUnauthorized, "Unauthorized", "There is no key, or it is unknown, expired or revoked."},
	{http.StatusForbidden, "Forbidden", "The key does not open this, or its program may not do it."},
	{http.StatusNotFound, "NotFound", "There is no such thing, or it is not among those that the program sees."},
	{http.StatusConflict, "Conflict", "A rule says no; nothing was changed."},
	{http.StatusUnprocessableEntity, "Unprocessable", "Values are wrong; nothing was changed. `errors` names each."},
	{http.StatusTooManyRequests, "TooMany", "The calls of the minute are used up; Retry-After says when to come again."},
	{http.StatusServiceUnavailable, "Unavailable", "The server is busy; Retry-After says when to come again."},
}

func responses() object {
	all := object{}
	for _, f := range failures {
		r := object{
			"description": f.text,
			"content":     object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}},
		}
		if f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable {
			r["headers"] = object{"Retry-After": object{"description": "Seconds.", "schema": object{"type": "integer"}}}
		}
		all[f.name] = r
	}
	return all
}

// operation is a route in the document.
func (d *schemas) operation(r *Route) object {
	answers := object{}
	for _, f := range failures {
		answers[strconv.Itoa(f.status)] = object{"$ref": "#/components/responses/" + f.name}
	}
	content := object{r.file: object{"schema": object{"type": "string"}}}
	if r.out != nil {
		content = object{"application/json": object{"schema": d.of(r.out), "example": d.example(r.out)}}
	}
	answers[strconv.Itoa(r.status())] = object{
		"description": "Done.", "content": content,
		"headers": object{"X-Request-Id": object{"description": "The number of the call.", "schema": object{"type": "string"}}},
	}
	o := object{
		"operationId": r.Name, "tags": []string{r.Tag}, "summary": r.Text, "responses": answers,
		"description": strings.TrimSpace(fmt.Sprintf("%s\n\nTakes the scope `%s`.", r.Long, r.Scope)),
		"x-scope":     r.Scope,
	}
	parameters := []object{}
	body := false
	for _, f := range fieldsOf(r.in) {
		if f.where == "body" {
			body = true
			continue
		}
		p := object{"name": f.name, "in": f.where, "required": f.need, "schema": d.field(f.StructField)}
		if text := f.Tag.Get("doc"); text != "" {
			p["description"] = text
		}
		parameters = append(parameters, p)
	}
	if r.Method == http.MethodPost && !r.asks() {
		parameters = append(parameters, object{"$ref": "#/components/parameters/Once"})
	}
	if len(parameters) > 0 {
		o["parameters"] = parameters
	}
	if body {
		o["requestBody"] = object{"required": true, "content": object{"application/json": object{"schema": d.of(r.in), "example": d.example(r.in)}}}
	}
	return o
}

// schemas are the types that the document names.
type schemas struct{ all object }

// of is the schema of a type: a reference where it has a name.
func (d *schemas) of(t reflect.Type) object {
	switch {
	case t == reflect.TypeFor[cal.Date](), t == dayType:
		return object{"type": "string", "format": "date"}
	case t == reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case t == amountType:
		return object{"type": "string", "pattern": amountForm.String()}
	case t == reflect.TypeFor[json.RawMessage]():
		return object{}
	}
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Slice, reflect.Array:
		return object{"type": "array", "items": d.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.of(t.Elem())}
	case reflect.Pointer:
		return object{"anyOf": []object{d.of(t.Elem()), {"type": "null"}}}
	case reflect.Struct:
		name := nameOf(t)
		if d.all[name] == nil {
			d.all[name] = object{} // a type may hold itself
			d.all[name] = d.structure(t)
		}
		return object{"$ref": "#/components/schemas/" + name}
	default:
		panic("api: the document cannot say " + t.String())
	}
}

// nameOf is a type's name in the document; that of a list says of what.
func nameOf(t reflect.Type) string {
	name, of, generic := strings.Cut(t.Name(), "[")
	if generic {
		of = strings.TrimSuffix(of, "]")
		name = of[strings.LastIndexByte(of, '.')+1:] + name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func (d *schemas) structure(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, f := range fieldsOf(t) {
		if f.where != "body" {
			continue
		}
		properties[f.name] = d.field(f.StructField)
		if f.need {
			required = append(required, f.name)
		}
	}
	o := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

// field is the schema of a field with what its tags say.
func (d *schemas) field(f reflect.StructField) object {
	o := d.of(f.Type)
	if text := f.Tag.Get("doc"); text != "" {
		o["description"] = text
	}
	if choices := f.Tag.Get("enum"); choices != "" {
		o["enum"] = strings.Split(choices, ",")
	}
	if f.Tag.Get("example") != "" {
		o["examples"] = []any{d.exampleOf(f)}
	}
	return o
}

// example is a value of a type, made of the examples of its fields.
func (d *schemas) example(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return []any{d.example(t.Elem())}
	case reflect.Pointer:
		return d.example(t.Elem())
	case reflect.Struct:
		o := object{}
		for _, f := range fieldsOf(t) {
			if f.where == "body" && (f.need || f.Tag.Get("example") != "") {
				o[f.name] = d.exampleOf(f.StructField)
			}
		}
		return o
	case reflect.Map:
		return object{}
	case reflect.Bool:
		return false
	case reflect.Int, reflect.Int64:
		return 0
	default:
		return ""
	}
}

func (d *schemas) exampleOf(f reflect.StructField) any {
	text := f.Tag.Get("example")
	t := f.Type
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if text == "" {
		return d.example(t)
	}
	switch t.Kind() {
	case reflect.Slice:
		list := []any{}
		for s := range strings.SplitSeq(text, ",") {
			list = append(list, s)
		}
		return list
	case reflect.Bool:
		return text == "true"
	case reflect.Int, reflect.Int64:
		n, err := strconv.Atoi(text)
		if err != nil && t != reflect.TypeFor[cal.Date]() {
			panic("api: the example of " + f.Name + " is no number")
		}
		if t == reflect.TypeFor[cal.Date]() {
			return text
		}
		return n
	default:
		return text
	}
}
