package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	osexec "os/exec"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
)

// writeForever is the child of TestNothingCommittedIsLost: it commits one row
// after another and says so after each.
func writeForever(url string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		if err := d.Tx(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO item (n) VALUES ($1)", n)
			return err
		}); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

const childURL = "DEBITOR_TEST_CHILD"

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		fmt.Fprintln(os.Stderr, writeForever(url))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestNothingCommittedIsLost(t *testing.T) {
	url := dbtest.SQLite(t)
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, d, "CREATE TABLE item (n INTEGER NOT NULL) STRICT")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	said := 0
	for kill := range 3 {
		cmd := osexec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childURL+"="+url)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 20 + 30*kill {
			if !lines.Scan() {
				t.Fatal("the writer ended early")
			}
			said++
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it said before it died
			said++
		}
		_ = cmd.Wait()
	}
	if n := count(t, dbtest.Open(t, url)); n < said || n > said+3 {
		t.Errorf("%d rows after %d commits were announced", n, said)
	}
}
