package e2e_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"debitor/internal/sample"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "debitor-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "debitor")
	if out, err := exec.Command("go", "build", "-o", binary, "debitor/cmd/debitor").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the program cannot be built: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// debitor is a process on a database, not started.
func debitor(url string, args ...string) (cmd *exec.Cmd, stdout, stderr *bytes.Buffer) {
	cmd = exec.Command(binary, append([]string{"--db", url}, args...)...)
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd, stdout, stderr
}

// must runs a command to its good end and gives what it printed.
func must(t testing.TB, url string, args ...string) []byte {
	t.Helper()
	cmd, stdout, stderr := debitor(url, args...)
	if err := cmd.Run(); err != nil {
		t.Fatalf("debitor %s: %v\n%s", strings.Join(args, " "), err, stderr)
	}
	return stdout.Bytes()
}

// killed starts a command, kills it when told to, and says whether that hit a
// running process. What ended before must have ended well.
func killed(t testing.TB, when <-chan struct{}, url string, args ...string) bool {
	t.Helper()
	cmd, _, stderr := debitor(url, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	select {
	case err = <-ended:
	case <-when:
		_ = cmd.Process.Kill() // it may have ended at this moment
		err = <-ended
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return true
	}
	if err != nil {
		t.Fatalf("debitor %s: %v\n%s", strings.Join(args, " "), err, stderr)
	}
	return false
}

// after is a moment so long from now.
func after(d time.Duration) <-chan struct{} {
	when := make(chan struct{})
	time.AfterFunc(d, func() { close(when) })
	return when
}

// open makes a database with the sample's creditor in it, from a country.
func open(t testing.TB, url, country, currency string) {
	t.Helper()
	from := filepath.Join(t.TempDir(), "company.yaml")
	company := sample.Company
	if country == "RU" { // where the sample's own number is none
		company = regexp.MustCompile(`(?m)^tax_id: .*$`).ReplaceAll(company, []byte(`tax_id: "1234567894"`))
	}
	if err := os.WriteFile(from, company, 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, url, "init", "--from", from, "--name", "ООО «Полесский Склад»", "--country", country, "--currency", currency, "--language", "ru")
}

// writeCSV writes a table, its header first.
func writeCSV(t testing.TB, file string, rows [][]string) string {
	t.Helper()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// readCSV reads a table, its header apart.
func readCSV(t testing.TB, file string) [][]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%s: %v, %d rows", file, err, len(rows))
	}
	return rows[1:]
}

// tree is every file under a directory with its bytes.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sameTree compares two trees by name and byte.
func sameTree(t testing.TB, want, got map[string]string) {
	t.Helper()
	for name := range want {
		switch text, there := got[name]; {
		case !there:
			t.Errorf("%s is missing", name)
		case text != want[name]:
			t.Errorf("%s differs: %d bytes, want %d", name, len(text), len(want[name]))
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s should not be there", name)
		}
	}
}
