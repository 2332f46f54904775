package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/web/say"
)

// Route is one endpoint: what it takes, what it gives, who may call it. The
// OpenAPI document says the same, for it is made of this.
type Route struct {
	Method string
	Path   string // below /api/v1
	Scope  string // of desk.KeyScopes
	Right  desk.Right
	Name   string // the operation's, as clients call it
	Tag    string // what it is about
	Text   string // what it does, in a sentence
	Long   string // what else is to be known; may be empty

	in, out reflect.Type
	file    string // the type of an answer that is no JSON
	do      func(*call) (any, error)
}

// Day is a day in a request: 2026-03-31. An empty one was not given.
type Day string

// Amount is an amount in a request: 1234.50, with at most the currency's
// decimals. An empty one was not given.
type Amount string

// endpoint finishes a route: Q is what it takes (fields with the tag path or
// query are of the address, the others of the body), A what it gives.
func endpoint[Q, A any](r Route, do func(*call, *Q) (A, error)) Route {
	r.in, r.out = reflect.TypeFor[Q](), reflect.TypeFor[A]()
	if r.out == reflect.TypeFor[file]() {
		r.out = nil
	}
	fields := fieldsOf(r.in)
	r.do = func(c *call) (any, error) {
		q := new(Q)
		if err := c.bind(reflect.ValueOf(q).Elem(), fields); err != nil {
			return nil, err
		}
		answer, err := do(c, q)
		return answer, err
	}
	return r
}

// status is that of an answer: what makes something answers 201.
func (r *Route) status() int {
	if r.Method == http.MethodPost && !r.asks() {
		return http.StatusCreated
	}
	return http.StatusOK
}

// asks tells that a POST changes nothing: it asks with a body.
func (r *Route) asks() bool { return r.Scope == desk.KeyShipments }

// field is a field of a request.
type field struct {
	reflect.StructField
	index []int
	where string // path, query or body
	name  string
	need  bool
}

// fieldsOf are the fields of a request's type.
func fieldsOf(t reflect.Type) (list []field) {
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		v := field{StructField: f, index: f.Index, where: "body", name: name, need: !strings.HasPrefix(options, "omit")}
		for _, where := range []string{"path", "query"} {
			if n := f.Tag.Get(where); n != "" {
				v.where, v.name, v.need = where, n, where == "path"
			}
		}
		list = append(list, v)
	}
	return list
}

// bind reads a request: all that is wrong with it is told at once.
func (c *call) bind(q reflect.Value, fields []field) error {
	given, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return fault.Wrap(err, fault.Usage, "api.address", "the parameters of the address cannot be read")
	}
	var wrong []Mistake
	hasBody := false
	for i := range fields {
		f := &fields[i]
		if f.where == "body" {
			hasBody = true
			continue
		}
		text := c.r.PathValue(f.name)
		if f.where == "query" {
			text = given.Get(f.name)
			delete(given, f.name)
		}
		if text != "" && !set(q.FieldByIndex(f.index), text) {
			wrong = append(wrong, c.mistake(f.name, "api.value", "is not such a value"))
		}
	}
	for name := range given {
		wrong = append(wrong, c.mistake(name, "api.unknown", "is not known here"))
	}
	if hasBody {
		if err := c.readBody(); err != nil {
			return err
		}
		if err := c.decode(q.Addr().Interface()); err != nil {
			return err
		}
	}
	if err := c.carryOutOnce(); err != nil {
		return err
	}
	for i := range fields {
		f := &fields[i]
		at := f.name
		if f.where == "body" {
			at = "/" + f.name
		}
		wrong = c.check(wrong, at, q.FieldByIndex(f.index), f.StructField, f.need)
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.SortStableFunc(wrong, func(a, b Mistake) int { return strings.Compare(a.Pointer, b.Pointer) })
	code := "api.body"
	if !hasBody {
		code = "api.parameter"
	}
	return &mistakes{fault.New(fault.Input, code, "values of the request are wrong: %d", len(wrong)), wrong}
}

// decode reads a body: one JSON document, of known fields.
func (c *call) decode(into any) error {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil && d.More() {
		err = errors.New("something follows the document")
	}
	if err == nil {
		return nil
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &mistakes{
			fault.New(fault.Input, "api.body", "values of the request are wrong: %d", 1),
			[]Mistake{c.mistake("/"+strings.ReplaceAll(t.Field, ".", "/"), "api.value", "is not such a value")},
		}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return &mistakes{
			fault.New(fault.Input, "api.body", "values of the request are wrong: %d", 1), []Mistake{c.mistake(name, "api.unknown", "is not known here")},
		}
	}
	return fault.Wrap(err, fault.Usage, "api.json", "the body is not one JSON document as the OpenAPI document has it")
}

// set puts a text of the address into a field.
func set(v reflect.Value, text string) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return true
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return err == nil
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		v.SetBool(b)
		return err == nil
	default:
		panic("api: a parameter of " + v.Type().String())
	}
}

var (
	dayType    = reflect.TypeFor[Day]()
	amountType = reflect.TypeFor[Amount]()
	amountForm = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,8})?$`)
)

// check adds what is wrong with a value and all that it holds.
func (c *call) check(wrong []Mistake, at string, v reflect.Value, f reflect.StructField, need bool) []Mistake {
	if v.IsZero() {
		if need {
			wrong = append(wrong, c.mistake(at, "api.missing", "is missing"))
		}
		return wrong
	}
	switch v.Kind() {
	case reflect.String:
		if problem := wrongText(v, f); problem != "" {
			wrong = append(wrong, c.mistake(at, problem, texts[problem]))
		}
	case reflect.Slice:
		for i := range v.Len() {
			wrong = c.check(wrong, at+"/"+strconv.Itoa(i), v.Index(i), f, true)
		}
	case reflect.Struct:
		for _, inner := range fieldsOf(v.Type()) {
			wrong = c.check(wrong, at+"/"+inner.name, v.FieldByIndex(inner.index), inner.StructField, inner.need)
		}
	case reflect.Pointer:
		wrong = c.check(wrong, at, v.Elem(), f, false)
	}
	return wrong
}

// texts say what is wrong with a text.
var texts = map[string]string{
	"api.characters": "holds characters that are no text", "api.day": "is not a day: write 2026-03-31", "api.amount": "is not an amount: write 1234.50 as a text",
	"api.choice": "is not one of the values that there are", "api.long": "is too long",
}

// longestText is of one value; what is longer is a document, not a value.
const longestText = 4000

func wrongText(v reflect.Value, f reflect.StructField) string {
	s := v.String()
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return "api.characters"
	case len(s) > longestText:
		return "api.long"
	case v.Type() == dayType:
		if _, err := cal.Parse(s); err != nil {
			return "api.day"
		}
	case v.Type() == amountType:
		if !amountForm.MatchString(s) {
			return "api.amount"
		}
	}
	if choices := f.Tag.Get("enum"); choices != "" && !slices.Contains(strings.Split(choices, ","), s) {
		return "api.choice"
	}
	return ""
}

func (c *call) mistake(at, code, text string) Mistake {
	return Mistake{at, code, say.For(c.lang).Refusal(code, text, nil)}
}

// pointer is where a value stands in a body.
func pointer(list string, n int, name string) string {
	at := fmt.Sprintf("/%s/%d", list, n)
	if name != "" {
		at += "/" + name
	}
	return at
}

func isJSON(kind string) bool {
	media, _, err := mime.ParseMediaType(kind)
	return err == nil && media == "application/json"
}

func tooLarge(err error) bool {
	_, ok := errors.AsType[*http.MaxBytesError](err)
	return ok
}
