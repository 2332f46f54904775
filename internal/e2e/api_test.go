package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"debitor/internal/db/dbtest"
)

// served is the program answering programs.
type served struct {
	testing.TB
	url, address string
}

// startTime is how long the program may take to answer, on a busy machine.
const startTime = 2 * time.Minute

var answersAt = regexp.MustCompile(`http://[0-9.:]+`)

// serve starts the program on a database and waits until it answers.
func serve(t testing.TB, url string, args ...string) *served {
	t.Helper()
	cmd, _, _ := debitor(url, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Stdout = nil
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(startTime, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := answersAt.FindString(lines.Text()); at != "" {
			go func() {
				for lines.Scan() { //nolint:revive // what it says later is of no interest
				}
			}()
			late.Stop()
			return &served{t, url, at}
		}
	}
	t.Fatal("the program does not answer")
	return nil
}

// newKey makes a key and gives its secret.
func newKey(t testing.TB, url, program, role, opens string) string {
	t.Helper()
	var k struct {
		Secret string `json:"secret"`
	}
	unmarshal(t, must(t, url, "--json", "key", "add", program, "--role", role, "--scope", "all", "--opens", opens, "--rate", "100000"), &k)
	return k.Secret
}

func unmarshal(t testing.TB, b []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
}

// written is one call of the manual, and the answer that stands below it.
type written struct {
	call, answer string
}

var fences = regexp.MustCompile("(?s)```http\n(.*?)```\n\n```json\n(.*?)```")

// TestTheManualOf1C plays 1C's part: it makes exactly the calls that docs/1c.md
// writes out, and each must be answered with what stands below it.
func TestTheManualOf1C(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../docs/1c.md")
	if err != nil {
		t.Fatal(err)
	}
	var calls []written
	for _, m := range fences.FindAllStringSubmatch(string(manual), -1) {
		calls = append(calls, written{m[1], m[2]})
	}
	if n := strings.Count(string(manual), "```http"); len(calls) != n || n < 10 {
		t.Fatalf("%d calls are written out, %d have an answer", n, len(calls))
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		open(t, url, "BY", "BYN")
		must(t, url, "policy", "use", "aktivmarket")
		secret := newKey(t, url, "1c", "accountant", "shipments,read,write")
		s := serve(t, url)
		for _, c := range calls {
			s.make(c, secret)
		}
	})
}

// make makes a call as it is written out.
func (s *served) make(c written, secret string) {
	s.Helper()
	head, body, _ := strings.Cut(c.call, "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	method, path, _ := strings.Cut(lines[0], " ")
	r, err := http.NewRequestWithContext(s.Context(), method, s.address+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, strings.ReplaceAll(value, "{key}", secret))
	}
	client := http.Client{Timeout: time.Minute}
	answer, err := client.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var got, want any
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		s.Fatalf("%s: %d: %v", lines[0], answer.StatusCode, err)
	}
	unmarshal(s, []byte(c.answer), &want)
	if problem := lacks(got, want, ""); problem != "" {
		all, _ := json.Marshal(got)
		s.Errorf("%s\n%s\nis answered %d: %s\nanswer: %s", c.call, c.answer, answer.StatusCode, problem, all)
	}
}

// lacks says what of a wanted value a document lacks; it may have more.
func lacks(got, want any, at string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return at + " is no object"
		}
		for k, v := range w {
			if problem := lacks(g[k], v, at+"/"+k); problem != "" {
				return problem
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s is %v, not %v", at, got, want)
		}
		for i := range w {
			if problem := lacks(g[i], w[i], fmt.Sprintf("%s/%d", at, i)); problem != "" {
				return problem
			}
		}
	default:
		if got != want {
			return fmt.Sprintf("%s is %v, not %v", at, got, want)
		}
	}
	return ""
}

// TestAPIGeneratedClient has programs/ validate the description of the API,
// generate a client from it, and call every endpoint with that. It needs node
// and the packages of programs/ (scripts/test-tools), and fails without them.
func TestAPIGeneratedClient(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("node is missing; scripts/test-tools installs it")
	}
	url := dbtest.SQLite(t)
	open(t, url, "BY", "BYN")
	must(t, url, "policy", "use", "aktivmarket")
	all := "shipments,read,write,promises,disputes,reservations,holds,approvals,runs"
	told := map[string]string{
		"chief": newKey(t, url, "chief", "head-of-sales", all), "clerk": newKey(t, url, "clerk", "sales-representative", all),
		"address": serve(t, url).address, "dir": t.TempDir(),
	}
	b, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	tests := exec.CommandContext(t.Context(), node, "--test", "--test-reporter=spec", "client.test.js")
	tests.Dir = "../../programs"
	tests.Env = append(os.Environ(), "DEBITOR_PROGRAMS="+string(b))
	if out, err := tests.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
