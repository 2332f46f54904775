// Package browser looks at the real pages with a real browser: it builds the
// program, has it make and serve the sample company, and runs the tests in
// browser/ at the root of the project, which are written for node.
//
// It holds one test that needs chromium, node and the packages of browser/; it
// fails without them, for pages nobody looked at are not tested. DEBITOR_PICTURES
// names a directory for a picture of every page. Start with browser_test.go, then
// browser/pages.test.js.
package browser

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	"/first/{token}", "/set-up/{token}", "/reset/{token}", // links that work once, told to one person
	"/oidc/start", "/oidc/back", // there is no identity provider
	"/sign-in", "/sign-in/code", "/forgotten", // for who is not signed in
	// The sample company has nothing of the kind until somebody makes it.
	company + "/approvals/{number}", company + "/backtests/{backtest}", company + "/settings/imports/{upload}", company + "/runs/{date}/progress",
	company + "/customers/{customer}/attachments/{number}", company + "/customers/{customer}/attachments/{number}/remove",
	company + "/customers/{customer}/resume", company + "/customers/{customer}/contacts/revive",
	company + "/invoices/{invoice}/why", // a piece of the invoice's page
}

// site is what the tests in browser/ are told.
type site struct {
	Address   string   `json:"address"`
	Company   string   `json:"company"`
	Password  string   `json:"password"`
	Chromium  string   `json:"chromium"`
	Routes    []string `json:"routes"`
	Unreached []string `json:"unreached"`
}

func TestPagesInABrowser(t *testing.T) {
	s := site{Company: company, Chromium: need(t, "chromium"), Routes: routes(), Unreached: unreached}
	node := need(t, "node")
	if _, err := os.Stat(filepath.Join(root, "browser/node_modules/playwright-core")); err != nil {
		t.Fatalf("the packages of browser/ are missing (%v): scripts/test-tools installs them", err)
	}
	s.Address, s.Password = serveDemo(t)
	file := filepath.Join(t.TempDir(), "site.json")
	b, err := json.Marshal(s)
	if err == nil {
		err = os.WriteFile(file, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	tests := exec.CommandContext(t.Context(), node, "--test", "--test-reporter=spec")
	tests.Dir = filepath.Join(root, "browser")
	tests.Env = append(os.Environ(), "DEBITOR_SITE="+file)
	if out, err := tests.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
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
		case r.Method != "GET":
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
	password = regexp.MustCompile(`the password of all is (\S+)`)
)

// serveDemo makes the sample company and serves it until the test ends.
func serveDemo(t *testing.T) (address, secret string) {
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
	t.Cleanup(func() {
		_ = demo.Process.Signal(os.Interrupt) // it may have ended
		_ = demo.Wait()                       // being interrupted is how it ends
	})
	var all strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		line := lines.Text()
		all.WriteString(line + "\n")
		if at := openAt.FindString(line); at != "" {
			address = at
		}
		if m := password.FindStringSubmatch(line); m != nil {
			return address, m[1]
		}
	}
	t.Fatalf("the sample company is not served:\n%s", all.String())
	return "", ""
}
