package e2e_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/db/dbtest"
)

// together runs commands at the same time. Each must end well, or say that it
// is to be tried again (exit code 5), which it then is.
func together(t *testing.T, url string, commands ...[]string) (answers [][]byte, busy int) {
	t.Helper()
	type process struct {
		cmd            *exec.Cmd
		stdout, stderr *bytes.Buffer
	}
	list := make([]process, len(commands))
	for i, args := range commands {
		cmd, stdout, stderr := debitor(url, args...)
		list[i] = process{cmd, stdout, stderr}
	}
	for _, p := range list {
		if err := p.cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range list {
		err := p.cmd.Wait()
		answer := p.stdout.Bytes()
		switch {
		case err == nil:
		case p.cmd.ProcessState.ExitCode() == 5 && strings.Contains(p.stderr.String(), "try again"):
			busy++
			answer = must(t, url, commands[i]...)
		default:
			t.Errorf("debitor %s: %v\n%s", strings.Join(commands[i], " "), err, p.stderr)
		}
		answers = append(answers, answer)
	}
	return answers, busy
}

// TestApplyTogether lets two to four processes apply the same run at once:
// none fails, and together they make what one would have made.
func TestApplyTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		u := prepare(t, url)
		shared := 0
		for round := range 4 {
			t.Run(fmt.Sprint(round), func(t *testing.T) {
				url, dir := dbtest.Copy(t, u.master), t.TempDir()
				var commands [][]string
				var outs []string
				for i := range 2 + round%3 {
					out := filepath.Join(dir, fmt.Sprint(i))
					if round%2 == 1 { // all write to the same place
						out = filepath.Join(dir, "out")
					}
					outs = append(outs, out)
					commands = append(commands, []string{"apply", "--date", killDay, "--out", out, "--json"})
				}
				answers, busy := together(t, url, commands...)
				if t.Failed() {
					return
				}
				made, makers := 0, 0
				for i, answer := range answers {
					a := readApplied(t, answer)
					made += a.New
					if a.New > 0 {
						makers++
					}
					a.New = 0
					sameAnswer(t, u.applied, a)
					sameTree(t, u.files, tree(t, outs[i]))
				}
				if makers > 1 {
					shared++
				}
				if made != u.made {
					t.Errorf("%d processes made %d letters and tasks, one makes %d", len(commands), made, u.made)
				}
				must(t, url, "check")
				sameAnswer(t, u.applied, readApplied(t, must(t, url, commands[0]...)))
				t.Logf("%d processes, %d of which made something, %d told to try again", len(commands), makers, busy)
			})
		}
		t.Logf("the work was shared in %d of 4 rounds", shared)
	})
}

// TestImportTogether lets two processes import the same files at once.
func TestImportTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		open(t, url, "BY", "BYN")
		args := append([]string{"import", "--json"}, killFiles(t)...)
		calm := dbtest.Copy(t, url)
		want := readImported(t, must(t, calm, args...))
		plan, aging := answers(t, calm)
		for round := range 4 {
			t.Run(fmt.Sprint(round), func(t *testing.T) {
				url := dbtest.Copy(t, url)
				list, busy := together(t, url, args, args)
				if t.Failed() {
					return
				}
				one, two := readImported(t, list[0]), readImported(t, list[1])
				for i, f := range want.Files {
					got := one.Files[i].New + two.Files[i].New
					// Who was told to try again has taken in some files before.
					if got > f.New || busy == 0 && got != f.New || one.Files[i].Corrected+two.Files[i].Corrected != 0 {
						t.Errorf("%s: %+v and %+v, one alone %+v", f.File, one.Files[i], two.Files[i], f)
					}
				}
				gotPlan, gotAging := answers(t, url)
				if gotPlan != plan || gotAging != aging {
					t.Error("the plan or the aging differs from that of one import")
				}
				must(t, url, "check")
				t.Logf("%d told to try again", busy)
			})
		}
	})
}
