package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the name of the house.
const module = "debitor"

// root is the way from this package to the house's own directory.
const root = "../.."

// pkg is a package as it is written, without its tests.
type pkg struct {
	path    string // relative to the module
	files   []*ast.File
	set     *token.FileSet
	imports []string
}

// house reads every package once.
func house(t *testing.T) []*pkg {
	t.Helper()
	list, err := readHouse()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 15 {
		t.Fatalf("only %d packages were found under %s", len(list), root)
	}
	return list
}

var readHouse = sync.OnceValues(func() ([]*pkg, error) {
	found := map[string]*pkg{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); file != root && (strings.HasPrefix(name, ".") || slices.Contains([]string{"testdata", "tools", "docs"}, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		return read(found, file)
	})
	list := make([]*pkg, 0, len(found))
	for _, p := range found {
		slices.Sort(p.imports)
		p.imports = slices.Compact(p.imports)
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
	return list, err
})

func read(found map[string]*pkg, file string) error {
	rel, err := filepath.Rel(root, filepath.Dir(file))
	if err != nil {
		return err
	}
	name := filepath.ToSlash(rel)
	p := found[name]
	if p == nil {
		p = &pkg{path: name, set: token.NewFileSet()}
		found[name] = p
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(p.set, path.Join(name, filepath.Base(file)), src, parser.ParseComments)
	if err != nil {
		return err
	}
	p.files = append(p.files, f)
	for _, i := range f.Imports {
		imp, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return err
		}
		p.imports = append(p.imports, imp)
	}
	return nil
}

// modules are the modules that go.mod requires.
func modules(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range regexp.MustCompile(`(?m)^(?:require )?\s*([a-z0-9.-]+\.[a-z]+/\S+) v`).FindAllStringSubmatch(string(text), -1) {
		list = append(list, m[1])
	}
	return list
}

// within tells whether an import is a package or lies under it.
func within(imp, root string) bool { return imp == root || strings.HasPrefix(imp, root+"/") }

// isLibrary tells other people's packages from the standard library and ours.
func isLibrary(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return strings.Contains(first, ".")
}

// find gives the places of the nodes that match.
func (p *pkg) find(match func(ast.Node) bool) []string {
	var places []string
	for _, f := range p.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if n != nil && match(n) {
				places = append(places, p.set.Position(n.Pos()).String())
			}
			return true
		})
	}
	return places
}

func goroutines(n ast.Node) bool {
	_, is := n.(*ast.GoStmt)
	return is
}

func floatTypes(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Ident:
		return n.Name == "float64" || n.Name == "float32"
	case *ast.BasicLit:
		return n.Kind == token.FLOAT
	}
	return false
}

func clockReaders(n ast.Node) bool {
	s, ok := n.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name)
}

// statement recognises SQL as this house writes it, its words in capitals.
var statement = regexp.MustCompile(`\b(SELECT\s[\s\S]*\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+(TABLE|INDEX))\b`)

func statements(n ast.Node) bool {
	l, ok := n.(*ast.BasicLit)
	return ok && l.Kind == token.STRING && statement.MatchString(l.Value)
}

func (p *pkg) documented() bool {
	return slices.ContainsFunc(p.files, func(f *ast.File) bool { return f.Doc != nil && len(strings.TrimSpace(f.Doc.Text())) > 20 })
}

// undocumented lists exported names without a comment of their own or of their
// group. Methods of unexported types are nobody's business; String, Error and
// the like say what they are.
func (p *pkg) undocumented() []string {
	var names []string
	for _, f := range p.files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !wellKnown(d.Name.Name) {
					names = append(names, p.path+": "+d.Name.Name)
				}
			case *ast.GenDecl:
				names = append(names, p.undocumentedSpecs(d)...)
			}
		}
	}
	return names
}

func (p *pkg) undocumentedSpecs(d *ast.GenDecl) (names []string) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				names = append(names, p.path+": "+s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, p.path+": "+n.Name)
				}
			}
		}
	}
	return names
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	switch g := t.(type) {
	case *ast.IndexExpr:
		t = g.X
	case *ast.IndexListExpr:
		t = g.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}

func wellKnown(name string) bool {
	return slices.Contains([]string{"String", "Error", "Unwrap", "MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "Is", "Len", "Less", "Swap"}, name)
}
