package letter

import "reflect"

// Field is something a template can name: {{.Debtor.Name}}.
type Field struct {
	Path  string `json:"field"`
	Type  string `json:"type"` // text, date, amount, number, yes or no, person
	About string `json:"about"`
}

// Fields lists what a template can name, in the order of Facts. What each is
// comes from the comments in facts.go (see fields_gen.go).
func Fields() []Field {
	var list []Field
	fieldsOf(reflect.TypeFor[Facts](), "", &list)
	return list
}

func fieldsOf(t reflect.Type, path string, list *[]Field) {
	for f := range t.Fields() {
		at := path + "." + f.Name
		kind := fieldType(f.Type)
		if kind == "" && f.Type.Kind() == reflect.Struct {
			fieldsOf(f.Type, at, list)
			continue
		}
		if kind == "" { // lists: blocks print them
			continue
		}
		*list = append(*list, Field{Path: at, Type: kind, About: fieldComments[t.Name()+"."+f.Name]})
	}
}

// fieldType is what a template can do with a field; empty for what it cannot
// name by itself.
func fieldType(t reflect.Type) string {
	switch {
	case t.Name() == "Date":
		return "date"
	case t.Name() == "Minor":
		return "amount"
	case t.Name() == "Person":
		return "person"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "yes or no"
	case t.Kind() == reflect.Int:
		return "number"
	}
	return ""
}
