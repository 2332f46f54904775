package letter

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFieldsAreDescribed keeps what "letter fields" and the manual say in step
// with the comments in facts.go; -update writes both.
func TestFieldsAreDescribed(t *testing.T) {
	comments := commentsOf(t, "facts.go")
	if *update {
		writeFile(t, "fields_gen.go", generated(comments))
	}
	if diff := cmp.Diff(comments, fieldComments); diff != "" && !*update {
		t.Errorf("fields_gen.go is behind facts.go: go test ./internal/letter -run TestFields -update, twice (-facts +generated):\n%s", diff)
	}
	for _, f := range Fields() {
		if f.About == "" {
			t.Errorf("%s has no comment in facts.go", f.Path)
		}
	}
}

// TestFieldsManual keeps docs/letter-fields.md in step; -update writes it.
func TestFieldsManual(t *testing.T) {
	const file = "../../docs/letter-fields.md"
	want := fieldsManual()
	if *update {
		writeFile(t, file, want)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not what the program knows: go test ./internal/letter -run TestFieldsManual -update (-program +manual):\n%s", file, diff)
	}
}

func fieldsManual() string {
	var b strings.Builder
	b.WriteString("# What a letter's template may name\n\nMade from the program by a test; `debitor letter fields` prints the same. How templates work is in [letters](letters.md).\n\n")
	b.WriteString("## Fields\n\nA text or number is printed by its name: `{{.Debtor.Name}}`. A date goes through `date`, an amount through `money`, a person through `name` and `position`.\n\n")
	b.WriteString("| field | is | about |\n|---|---|---|\n")
	for _, f := range Fields() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Path, f.Type, cell2(f.About))
	}
	b.WriteString("\n## Functions\n\nBeside them there are `eq`, `ne`, `and`, `or`, `not` for `{{if …}}…{{else if …}}…{{else}}…{{end}}`. There are no loops, variables or calls of anything else.\n\n")
	b.WriteString("| function | about |\n|---|---|\n")
	for _, f := range Functions {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.TrimSpace(f.Name+" "+f.Args), cell2(f.About))
	}
	b.WriteString("\n## Norms\n\nWhat `cite` and `norm` know, from [letters/law.yaml](../letters/law.yaml). One that is not verified is marked [K] and never printed.\n\n")
	b.WriteString("| norm | number | from | verified | about | source |\n|---|---|---|---|---|---|\n")
	for _, n := range Norms() {
		mark := "[K]"
		if n.Verified {
			mark = "yes"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", n.Key, n.Number, n.From, mark, cell2(n.About), cell2(n.Source))
	}
	return b.String()
}

func cell2(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// commentsOf is the comment of every field of a file's structs, by type and
// name.
func commentsOf(t *testing.T, file string) map[string]string {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				for _, name := range f.Names {
					if text := strings.Join(strings.Fields(f.Comment.Text()), " "); text != "" {
						all[spec.Name.Name+"."+name.Name] = text
					}
				}
			}
		}
		return true
	})
	return all
}

func generated(comments map[string]string) string {
	var b strings.Builder
	b.WriteString("// Code generated from the comments of facts.go by go test -run TestFields -update. DO NOT EDIT.\n\npackage letter\n\nvar fieldComments = map[string]string{\n")
	width := 0
	for key := range comments {
		width = max(width, len(key))
	}
	for _, key := range slices.Sorted(maps.Keys(comments)) {
		fmt.Fprintf(&b, "\t%q:%s %q,\n", key, strings.Repeat(" ", width-len(key)), comments[key])
	}
	b.WriteString("}\n")
	return b.String()
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
