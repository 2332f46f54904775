package arch

import (
	"bytes"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/policies"
)

// link is where a Markdown link or a picture points to.
var link = regexp.MustCompile(`(?:\]\(|src=")([^)"\s]+)[)"]`)

func TestTheManualsLinksLeadSomewhere(t *testing.T) {
	var pages []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md", "maps/*.md", "letters/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	if len(pages) < 15 {
		t.Fatalf("only %d pages were found", len(pages))
	}
	for _, file := range pages {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllSubmatch(text, -1) {
			to, _, _ := strings.Cut(string(m[1]), "#")
			if to == "" || strings.Contains(to, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), filepath.FromSlash(to))); err != nil {
				t.Errorf("%s links to %s, which is not there", file, to)
			}
		}
	}
}

// The manual explains the shipped policy; it must be that policy.
func TestTheManualShowsPolicyA(t *testing.T) {
	manual := page(t, "docs/policies.md")
	source, err := policies.Source("aktivmarket")
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(manual, "```yaml\n")
	shown, _, _ = strings.Cut(shown, "```")
	if diff := cmp.Diff(withoutComments(string(source)), withoutComments(shown)); diff != "" {
		t.Errorf("docs/policies.md shows another policy than is shipped (-shipped +shown):\n%s", diff)
	}
}

func withoutComments(yaml string) []string {
	var lines []string
	for line := range strings.Lines(yaml) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimRight(line, " \n"); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Programs read these codes, so the manual lists them all.
func TestTheManualListsEveryReason(t *testing.T) {
	manual := page(t, "docs/policies.md")
	codes := 0
	for _, p := range house(t) {
		if p.path != "internal/policy" {
			continue
		}
		for _, f := range p.files {
			if filepath.Base(p.set.Position(f.Pos()).Filename) != "reason.go" {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				d, ok := n.(*ast.GenDecl)
				if !ok || d.Tok != token.CONST {
					return true
				}
				ast.Inspect(d, func(n ast.Node) bool {
					if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
						code, err := strconv.Unquote(l.Value)
						if codes++; err != nil || !strings.Contains(manual, "`"+code+"`") {
							t.Errorf("docs/policies.md does not explain the reason %s", l.Value)
						}
					}
					return true
				})
				return false
			})
		}
	}
	if codes < 20 {
		t.Errorf("only %d codes were found", codes)
	}
}

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}
