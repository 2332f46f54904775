package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// unsaid are the beginnings of codes that no page can show, with the reason.
// All others are said in every language.
var unsaid = map[string]string{
	"baseline.":        "figures to compare with are a file of the command line",
	"company.file":     "the company file is of the command line; the pages have forms",
	"company.no_file":  "as before",
	"company.none":     "the server does not start without a company",
	"company.which":    "the address of a page says the company",
	"db.":              "the server does not start, or answers with a reference into its log",
	"diagnose.":        "what-if figures over files are of the command line",
	"import.file":      "paths are of the command line; a browser sends the files themselves",
	"init.exists":      "the first company is made at the command line",
	"letter.template":  "the page says each problem beside its line",
	"mail.file":        "returned mails as files are of the command line",
	"mailbox.":         "the mailbox is read in the background; what it says is in the log",
	"out.":             "writing into a directory is of the command line",
	"page.too_large":   "it is made of a text in the language already",
	"post.columns":     "a file of marks is of the command line; the pages have a form",
	"post.empty":       "as before",
	"post.refused":     "as before",
	"sheet.not_found":  "paths are of the command line",
	"sheet.permission": "as before",
	"sheet.directory":  "as before",
}

// said is one place in the sources where a fault is made.
type said struct {
	path, code, text string
	args             int
}

// TestFaultsAreSaid reads the sources of everything that stands below a page:
// whatever a rule says no with is said in the language of who reads it, and no
// translation asks for more than the fault tells.
func TestFaultsAreSaid(t *testing.T) {
	all := faultsMade(t)
	if len(all) < 300 {
		t.Fatalf("only %d faults found", len(all))
	}
	english := texts()["en"]
	for _, f := range all {
		text, ok := english["fault."+f.code]
		if !ok && !isUnsaid(f.code) {
			t.Errorf("%s: %s is said in no language: %s", f.path, f.code, f.text)
		}
		for _, p := range places(text) {
			if n, err := strconv.Atoi(p[1 : len(p)-1]); err == nil && n >= f.args {
				t.Errorf("%s: %s tells %d things, its translation wants {%d}: %s", f.path, f.code, f.args, n, f.text)
			}
		}
	}
}

// TestFaultsAreForPeople: who reads a page has no command line.
func TestFaultsAreForPeople(t *testing.T) {
	hint := regexp.MustCompile(`--[a-z]|"debitor |NAME=|@VERSION`)
	for lang, list := range texts() {
		for key, p := range list {
			if strings.HasPrefix(key, "fault.") && hint.MatchString(p[""]) {
				t.Errorf("%s in %s is for the command line: %s", key, lang, p[""])
			}
		}
	}
}

func isUnsaid(code string) bool {
	for begin := range unsaid {
		if strings.HasPrefix(code, begin) {
			return true
		}
	}
	return false
}

// faultsMade are the faults written out in the sources of all floors but the
// command line: fault.New, fault.Wrap and the fault of a file (package sheet),
// whose first thing is the file's name. Kind Internal is answered with a
// reference, not with words.
func faultsMade(t *testing.T) []said {
	t.Helper()
	var all []said
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == "cli" || d.Name() == "bench" || d.Name() == "e2e") {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if f, ok := faultOf(call); ok {
					f.path = path
					if strings.Contains(path, "/intake/") {
						f.args++ // a file's fault tells its name first
					}
					all = append(all, f)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// faultOf reads a call that makes a fault with its code and text written out.
func faultOf(call *ast.CallExpr) (said, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return said{}, false
	}
	x, _ := sel.X.(*ast.Ident)
	at, more := 0, 0
	switch {
	case x != nil && x.Name == "fault" && sel.Sel.Name == "New":
		at = 1
	case x != nil && x.Name == "fault" && sel.Sel.Name == "Wrap":
		at = 2
	case sel.Sel.Name == "fault":
		more = 1
	default:
		return said{}, false
	}
	if len(call.Args) < at+2 || at > 0 && isInternal(call.Args[at-1]) {
		return said{}, false
	}
	code, okCode := literal(call.Args[at])
	text, okText := literal(call.Args[at+1])
	if !okCode {
		return said{}, false
	}
	if !okText {
		text = ""
	}
	return said{code: code, text: text, args: len(call.Args) - at - 2 + more}, true
}

func isInternal(kind ast.Expr) bool {
	sel, ok := kind.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Internal"
}

// literal is a string that is written out, in one piece or in several.
func literal(e ast.Expr) (string, bool) {
	switch v := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(v.Value)
		return s, err == nil && v.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := literal(v.X)
		b, okB := literal(v.Y)
		return a + b, okA && okB
	}
	return "", false
}
