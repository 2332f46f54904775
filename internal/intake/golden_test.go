package intake_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/intake"
)

var update = flag.Bool("update", false, "write what files give over the golden files")

// golden compares what a file gives with testdata/NAME.golden.
func golden(t *testing.T, name string, f *intake.File, got result) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, %d rows\n", f.Encoding, f.Kind, f.Rows)
	for _, r := range got.records {
		fmt.Fprintf(&b, "%+v\n", r)
	}
	for _, s := range append(got.refused, got.warnings...) {
		b.WriteString(s + "\n")
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Error(d)
	}
}
