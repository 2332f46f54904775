package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// A rule that never says no would pass as well as one that is kept.
func TestTheRulesBite(t *testing.T) {
	src := `package p
import "time"
type Bare struct{}
func Naked() float64 { go Naked(); return 1.5 }
func (Bare) Method() time.Time { return time.Now() }
const sql = "SELECT a FROM b"
`
	p := &pkg{path: "p", set: token.NewFileSet()}
	f, err := parser.ParseFile(p.set, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p.files = []*ast.File{f}
	for _, c := range []struct {
		rule string
		got  int
		want int
	}{
		{"goroutines", len(p.find(goroutines)), 1},
		{"floats", len(p.find(floatTypes)), 2},
		{"clock", len(p.find(clockReaders)), 1},
		{"statements", len(p.find(statements)), 1},
		{"undocumented", len(p.undocumented()), 3},
	} {
		if c.got != c.want {
			t.Errorf("%s: found %d, there are %d", c.rule, c.got, c.want)
		}
	}
	if p.documented() {
		t.Error("a package without a comment passes for documented")
	}
	if !within("net/http", "net") || within("network", "net") || isLibrary("debitor/internal/db") || !isLibrary("golang.org/x/text") {
		t.Error("imports are not told apart")
	}
}
