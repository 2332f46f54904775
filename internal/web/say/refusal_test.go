package say

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// ownCodes are the codes a reader of files gives; those of a fault are said as
// a fault, and those of a map file's own text have no page.
var ownCodes = regexp.MustCompile(`^(intake|import|trade)\.[a-z_.]+$`)

// elsewhere are codes that rows are refused with and that other packages made.
var elsewhere = []string{
	"id.empty", "id.too_long", "id.characters", "money.currency", "money.not_a_number", "money.too_many_decimals",
	"money.too_large", "sheet.quote", "sheet.xlsx.broken",
}

// TestRefusalsAreSaid reads the sources of the readers: every code that a row
// can be refused with, or warned of, is said.
func TestRefusalsAreSaid(t *testing.T) {
	codes := append([]string{}, elsewhere...)
	for _, pattern := range []string{"../../intake/*.go", "../../desk/import*.go", "../../trade/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if !strings.HasSuffix(path, "_test.go") {
				codes = append(codes, codesIn(t, path)...)
			}
		}
	}
	if len(codes) < 45 {
		t.Fatalf("only %d codes found", len(codes))
	}
	for _, code := range codes {
		if !For("en").Has("refusal." + code) {
			t.Errorf("%s is said in no language", code)
		}
	}
}

// codesIn are the codes written out in a file but for those of faults and of
// the map reader.
func codesIn(t *testing.T, path string) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch v := n.(type) {
		case *ast.CallExpr:
			if sel, ok := v.Fun.(*ast.SelectorExpr); ok && (sel.Sel.Name == "New" || sel.Sel.Name == "Wrap" || sel.Sel.Name == "fail" || sel.Sel.Name == "fault") {
				return false
			}
		case *ast.BasicLit:
			if code, ok := literal(v); ok && ownCodes.MatchString(code) {
				codes = append(codes, code)
			}
		}
		return true
	})
	return codes
}

// TestRefusalsAreToldInTheLanguage: days and numbers of a refusal are written as
// the reader writes them, as a record has kept them too.
func TestRefusalsAreToldInTheLanguage(t *testing.T) {
	day := cal.On(2026, 10, 5)
	for _, told := range []any{day, day.String()} {
		if got := For("ru").Refusal("import.event_until", "lies before", []any{told}); got != "раньше дня события, 05.10.2026" {
			t.Errorf("%T: %q", told, got)
		}
	}
	if got := For("de").Refusal("intake.row.twice", "", []any{1200}); got != "steht schon in Zeile 1.200, mit anderen Werten" {
		t.Errorf("%q", got)
	}
	if got := For("de").Refusal("no.such", "is as it is", nil); got != "is as it is" {
		t.Errorf("%q", got)
	}
}

// TestKeptFaultsAreToldInTheLanguage: what a record keeps of a fault is read with
// the days as its reader writes them.
func TestKeptFaultsAreToldInTheLanguage(t *testing.T) {
	why := fault.New(fault.Refused, "letter.deadline_past", "the day it names for payment, %s, is past", cal.On(2026, 10, 5))
	if got := For("de").Fault(fault.Kept(fault.Keep(why))); got != "die darin genannte Zahlungsfrist, 05.10.2026, ist abgelaufen" {
		t.Errorf("%q", got)
	}
	if got := fault.Plain(fault.Keep(why)); got != why.Text {
		t.Errorf("%q", got)
	}
}
