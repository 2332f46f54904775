package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// kept is a fault as a record holds it.
type kept struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Args []any  `json:"args,omitempty"` // whole numbers and texts
}

// Keep writes an error down for who looks at a record later, in whatever
// language he reads; Kept reads it. Nothing is "".
func Keep(err error) string {
	if err == nil {
		return ""
	}
	f, ok := errors.AsType[*Fault](err)
	if !ok {
		return err.Error()
	}
	k := kept{Code: f.Code, Text: f.Text}
	for _, a := range f.Args {
		if _, number := a.(int); !number {
			a = fmt.Sprint(a)
		}
		k.Args = append(k.Args, a)
	}
	b, err := json.Marshal(k)
	if err != nil {
		return f.Text
	}
	return string(b)
}

// Kept is the fault that Keep wrote, nil for "". What it cannot read is the
// text of a fault without a code. Its kind is not kept.
func Kept(s string) *Fault {
	if s == "" {
		return nil
	}
	var k kept
	read := json.NewDecoder(strings.NewReader(s))
	read.UseNumber()
	if err := read.Decode(&k); err != nil {
		return &Fault{Text: s}
	}
	for i, a := range k.Args {
		if number, ok := a.(json.Number); ok {
			n, _ := strconv.Atoi(number.String()) // Keep wrote an int
			k.Args[i] = n
		}
	}
	return &Fault{Code: k.Code, Text: k.Text, Args: k.Args}
}
