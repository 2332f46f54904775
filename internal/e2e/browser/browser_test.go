// Package browser looks at the real pages with a real browser: it builds the
// program, has it make and serve the sample company, and runs the tests in
// browser/ at the root of the project, which are written for node.
//
// Its tests need chromium, node and the packages of browser/; they fail without
// them, for pages nobody looked at are not tested. Two environment variables name
// directories for pictures: DEBITOR_PICTURES for those of the manual,
// DEBITOR_SIGHTS for every page in both languages, narrow and wide. Start with
// browser_test.go, then the walks in browser/*.test.js.
package browser

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"debitor/internal/cal"
	"debitor/internal/web"
	"debitor/internal/web/page"
)

// root is where browser/ lies.
const root = "../../.."

// company is where the pages of the sample company stand.
const company = "/c/main"

// unreached are the routes that no link of the sample company leads to, and why
// not.
var unreached = []string{
	"/set-up/{token}", "/reset/{token}", "/answer/{token}", "/answered", "/sign-in", "/forgotten", // for who is not signed in: first.test.js is there
	"/sign-in/code",             // for who has a second factor
	"/oidc/start", "/oidc/back", // there is no identity provider
	company + "/runs/{date}/progress", // a piece of a page that is there while a run works
}

// site is what the tests in browser/ are told.
type site struct {
	Address   string   `json:"address"`
	Company   string   `json:"company"`
	Password  string   `json:"password"`
	Day       cal.Date `json:"day"`
	Link      string   `json:"link"` // the one-time link of a new installation
	Chromium  string   `json:"chromium"`
	Routes    []string `json:"routes"`
	Unreached []string `json:"unreached"`

	node, file string
}

// The sample company goes through its day, then everybody's pages are looked at,
// with all that came of it; its next run day shows what became of promises.
func TestSampleCompanyInABrowser(t *testing.T) {
	s := newSite(t)
	books, stop := s.serveDemo(t)
	if !s.passes(t, "walks.test.js") {
		return
	}
	s.passes(t, "pages.test.js")
	stop()
	s.Day += 3 // from Tuesday to Friday, by the policy of the sample
	s.serve(t, books, "")
	s.passes(t, "later.test.js")
}

// A new installation goes from its one-time link to letters that are posted.
func TestFirstDayInABrowser(t *testing.T) {
	s := newSite(t)
	s.Day = cal.On(2026, time.October, 30)
	s.Link = "/first/token"
	s.serve(t, filepath.Join(t.TempDir(), "books.db"), "token")
	s.passes(t, "first.test.js")
}

// newSite finds what is needed to look at pages.
func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{
		Company: company, Chromium: need(t, "chromium"), Routes: routes(), Unreached: unreached, node: need(t, "node"),
		file: filepath.Join(t.TempDir(), "site.json"),
	}
	if _, err := os.Stat(filepath.Join(root, "browser/node_modules/playwright-core")); err != nil {
		t.Fatalf("the packages of browser/ are missing (%v): scripts/test-tools installs them", err)
	}
	return s
}

// passes runs a test of browser/ on the site as it is served.
func (s *site) passes(t *testing.T, file string) bool {
	t.Helper()
	return t.Run(strings.TrimSuffix(file, ".test.js"), func(t *testing.T) {
		b, err := json.Marshal(s)
		if err == nil {
			err = os.WriteFile(s.file, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		tests := exec.CommandContext(t.Context(), s.node, "--test", "--test-reporter=spec", file)
		tests.Dir = filepath.Join(root, "browser")
		tests.Env = append(os.Environ(), "DEBITOR_SITE="+s.file)
		if out, err := tests.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	})
}

func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is missing: scripts/test-tools installs it", program)
	}
	return path
}

// routes are the addresses that are asked for with GET.
func routes() []string {
	var list []string
	for _, r := range web.Routes() {
		switch {
		case r.Method != http.MethodGet:
		case r.Right == page.Public:
			list = append(list, r.Path)
		default:
			list = append(list, company+r.Path)
		}
	}
	return list
}

var (
	openAt   = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	ofDay    = regexp.MustCompile(`its day is (\d{4}-\d\d-\d\d)`)
	password = regexp.MustCompile(`the password of all is (\S+)`)
)

// serveDemo has the program make the sample company and serve it, until it is
// stopped or the test ends; books is the file of its database.
func (s *site) serveDemo(t *testing.T) (books string, stop func()) {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "debitor")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "debitor/cmd/debitor").CombinedOutput(); err != nil {
		t.Fatalf("the program cannot be built: %v\n%s", err, out)
	}
	demo := exec.Command(binary, "--language", "en", "demo", "--dir", filepath.Join(dir, "demo"), "--listen", "127.0.0.1:0") //nolint:noctx // it is interrupted, so that it ends well
	demo.Dir = dir
	said, err := demo.StdoutPipe()
	if err == nil {
		err = demo.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	stop = func() {
		_ = demo.Process.Signal(os.Interrupt) // it may have ended
		_ = demo.Wait()                       // being interrupted is how it ends
	}
	t.Cleanup(stop)
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		line := lines.Text()
		all.WriteString(line + "\n")
		if m := ofDay.FindStringSubmatch(line); m != nil {
			s.Address = openAt.FindString(line)
			if s.Day, err = cal.Parse(m[1]); err != nil {
				t.Fatal(err)
			}
		}
		if m := password.FindStringSubmatch(line); m != nil {
			s.Password = m[1]
			return filepath.Join(dir, "demo", "demo.db"), stop
		}
	}
	t.Fatalf("the sample company is not served:\n%s", all.String())
	return "", stop
}
