package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/fault"
)

// problemCode is a code that a reader of texts gives.
var problemCode = regexp.MustCompile(`^(policy|condition|letter|hint)\.[a-z0-9_.]+$`)

// TestProblemsAreSaid reads the sources of the readers of policies, conditions
// and templates: every problem and every way out is said, and nothing else.
func TestProblemsAreSaid(t *testing.T) {
	codes := []string{"letter.norm"} // which is a fault of its function
	for _, pattern := range []string{"../../policy/*.go", "../../condition/*.go", "../../letter/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				codes = append(codes, problemsIn(t, path)...)
			}
		}
	}
	if len(codes) < 150 {
		t.Fatalf("only %d codes found", len(codes))
	}
	for _, code := range codes {
		if !For("en").Has("problem." + code) {
			t.Errorf("%s is said in no language", code)
		}
	}
	for key := range texts()["en"] {
		if code, ok := strings.CutPrefix(key, "problem."); ok && !slices.Contains(codes, code) {
			t.Errorf("%s is said, and no reader gives it", key)
		}
	}
}

// problemsIn are the codes written out in a file where a problem is made.
func problemsIn(t *testing.T, path string) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := ""
		switch f := call.Fun.(type) {
		case *ast.Ident:
			name = f.Name
		case *ast.SelectorExpr:
			name = f.Sel.Name
		}
		if !slices.Contains([]string{"fail", "refuse", "problem", "Tell"}, name) {
			return true
		}
		for _, arg := range call.Args {
			if lit, ok := arg.(*ast.BasicLit); ok {
				if code, ok := literal(lit); ok && problemCode.MatchString(code) {
					codes = append(codes, code)
				}
			}
		}
		return true
	})
	return codes
}

// TestToldQuotesAsWritten: what stands in somebody's text is no day or number
// of ours.
func TestToldQuotesAsWritten(t *testing.T) {
	told := fault.Tell("policy.name", "%q is not a name", "2026-10-05")
	if got := For("ru").Told(told); got != "«2026-10-05» — не имя" {
		t.Errorf("%q", got)
	}
	if got := For("de").Told(fault.Tell("no.such", "as it is")); got != "as it is" {
		t.Errorf("%q", got)
	}
}
