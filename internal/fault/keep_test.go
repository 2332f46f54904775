package fault_test

import (
	"errors"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

func TestKeptFaults(t *testing.T) {
	in := fault.New(fault.Input, "a.b", "%s is one of %d on %s", "x", 7, cal.On(2026, 3, 31))
	out := fault.Kept(fault.Keep(in))
	if out.Code != in.Code || out.Text != in.Text || len(out.Args) != 3 || out.Args[1] != 7 || out.Args[2] != "2026-03-31" {
		t.Errorf("%+v became %+v", in, out)
	}
	if fault.Keep(nil) != "" || fault.Kept("") != nil {
		t.Error("nothing is not kept as nothing")
	}
	if f := fault.Kept(fault.Keep(errors.New("plain"))); f.Code != "" || f.Text != "plain" {
		t.Errorf("a plain error became %+v", f)
	}
}
