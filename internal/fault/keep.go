package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// kept is a fault as a record holds it.
type kept struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Args Args   `json:"args,omitempty"`
}

// Args is what stands in a text, as a record holds it: whole numbers and texts.
type Args []any

// UnmarshalJSON reads whole numbers back as such.
func (a *Args) UnmarshalJSON(b []byte) error {
	var list []any
	read := json.NewDecoder(bytes.NewReader(b))
	read.UseNumber()
	if err := read.Decode(&list); err != nil {
		return err
	}
	for i, v := range list {
		if number, ok := v.(json.Number); ok {
			n, err := strconv.Atoi(number.String())
			if err != nil {
				return err
			}
			list[i] = n
		}
	}
	*a = list
	return nil
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

// Plain is the English text of what Keep wrote.
func Plain(s string) string {
	if s == "" {
		return ""
	}
	return Kept(s).Text
}

// Kept is the fault that Keep wrote, nil for "". What it cannot read is the
// text of a fault without a code. Its kind is not kept.
func Kept(s string) *Fault {
	if s == "" {
		return nil
	}
	var k kept
	if err := json.Unmarshal([]byte(s), &k); err != nil {
		return &Fault{Text: s}
	}
	return &Fault{Code: k.Code, Text: k.Text, Args: k.Args}
}

// Moment is how a text of Args has a day and a time of day, so that each language
// can write it in its own way.
const Moment = "2006-01-02 15:04"
