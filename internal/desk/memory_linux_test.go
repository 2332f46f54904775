package desk_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/desk"
)

// TestJobsMakeWay: on SQLite a job is worked at a lower priority than answers
// are given.
func TestJobsMakeWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		d := dbtest.Open(t, url)
		want := map[db.Engine]string{db.SQLite: "10", db.PostgreSQL: "0"}[d.Engine()]
		worked := make(chan string)
		go func() { // as the queue does
			_ = desk.New(d, nil, nil).Handlers()[desk.JobSeal](t.Context(), "nobody", nil)
			worked <- nice(t)
		}()
		if got := <-worked; got != want {
			t.Errorf("a job was worked at %s, want %s", got, want)
		}
	})
}

// nice is the priority of the calling thread: the 19th field of proc_pid_stat(5),
// whose second is a name in brackets.
func nice(t *testing.T) string {
	t.Helper()
	stat, err := os.ReadFile("/proc/thread-self/stat")
	if err != nil {
		t.Error(err)
		return ""
	}
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[19-3]
}
