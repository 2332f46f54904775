package bank

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/money"
)

// corpus is the folder of real files, which are not the project's.
func corpus(t *testing.T, dir string) string {
	t.Helper()
	root := os.Getenv("DEBITOR_CORPUS")
	if root == "" {
		t.Skip("DEBITOR_CORPUS is not set: no real files to read")
	}
	return filepath.Join(root, dir)
}

// expectation is what a real file must give: how many entries, the sum of each
// side, or why it is refused. They are the values of the tests beside the files
// where they came from, and their turnovers.
type expectation struct {
	account  string
	currency money.Currency
	entries  int
	in, out  money.Minor
	refused  string // the code
}

var expected = map[string]expectation{
	"bank-1c/bxshef_demo-1c.txt":         {"40702810000000000001", "RUB", 2, 20000_00, 15000_00, ""},
	"bank-1c/dronm_kl_to_1c.txt":         {"40702810000000074935", "RUB", 3, 0, 6936_00 + 13056_00 + 150000_00, ""},
	"bank-1c/dronm_to_bank.txt":          {refused: "bank.orders"},
	"bank-1c/kilylabs_one_day.txt":       {"40702810200000000001", "RUB", 13, 40000_00, 41184_00, ""},
	"bank-1c/odooru_kl_to_1c.txt":        {"00000000000000000001", "", 1, 0, 108159_12, ""},
	"bank-1c/xini1_sample1.txt":          {"12345678901234567890", "", 2, 10_10, 10_10, ""},
	"bank-1c/xini1_sample2.txt":          {refused: "bank.orders"},
	"bank-1c/odin_empty.txt":             {refused: "bank.empty"},
	"bank-1c/odin_invalid.txt":           {refused: "bank.no_format"},
	"bank-1c/odin_no_end_of_account.txt": {refused: "bank.section"},
	"bank-1c/odin_no_documents.txt":      {"40802000000000000002", "", 0, 0, 0, ""},
	"bank-1c/odin_one_document.txt":      {"40802000000000000007", "", 1, 1000_00, 0, ""},
	"bank-1c/odin_one_document_utf.txt":  {"40802000000000000007", "", 1, 1000_00, 0, ""},
	"bank-1c/odin_two_documents.txt":     {"40802000000000000013", "", 2, 1100_00, 0, ""},
	"bank-1c/odin_taxdev_4645.txt":       {"40802000000000000043", "", 9, 66770_00, 0, ""},
	"bank-by/demo-prior-byn.txt":         {"BY86PJCB30120000000000000933", "BYN", 1, 0, 50_00, ""},
	"bank-by/demo-type3-vpsk.txt":        {"BY70TESTAB30120000010102620001", "BYN", 2, 500_00, 300_00, ""},
	"bank-by/vypiska-prior.txt":          {"BY86PJCB30120000000000000933", "BYN", 4, 5070_00, 480_00, ""},
}

// TestCorpusTexts reads every real file of 1C and Belarusian banks and prints
// what came of each.
func TestCorpusTexts(t *testing.T) {
	seen := 0
	for _, dir := range []string{"bank-1c", "bank-by"} {
		list, err := filepath.Glob(filepath.Join(corpus(t, dir), "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range list {
			name := dir + "/" + filepath.Base(path)
			want, known := expected[name]
			switch {
			case strings.Contains(name, "test.") || strings.Contains(name, "Test.php"):
				want.refused = "bank.no_format" // a program, not a statement
			case !known:
				t.Errorf("%s: nobody said what it must give", name)
				continue
			}
			seen++
			t.Log(checkCorpus(t, path, name, want))
		}
	}
	if seen < len(expected) {
		t.Errorf("%d files were read, there are %d", seen, len(expected))
	}
}

// checkCorpus reads one file and says in a line what it gave.
func checkCorpus(t *testing.T, path, name string, want expectation) string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(filepath.Base(path), src, Options{})
	if err != nil {
		if fault.Code(err) != want.refused {
			t.Errorf("%s: refused as %s, not %q: %v", name, fault.Code(err), want.refused, err)
		}
		return fmt.Sprintf("%-38s refused: %s", name, err)
	}
	if want.refused != "" {
		t.Fatalf("%s: read, should be refused as %s", name, want.refused)
	}
	st := f.Statements[0]
	got := expectation{account: st.Account, currency: st.Currency, entries: len(st.Entries)}
	for _, e := range st.Entries {
		got.in += max(e.Amount, 0)
		got.out -= min(e.Amount, 0)
		if e.Problem != "" && name != "bank-1c/dronm_kl_to_1c.txt" {
			t.Errorf("%s:%d: problem %s", name, e.Line, e.Problem)
		}
	}
	if got != want {
		t.Errorf("%s: %+v, want %+v", name, got, want)
	}
	return fmt.Sprintf("%-38s %-3s %-12s %3d entries, in %s, out %s, %d warnings", name, f.Format, f.Encoding,
		got.entries, got.in.Decimal(st.Currency), got.out.Decimal(st.Currency), len(f.Warnings))
}

var (
	snapField = regexp.MustCompile(`(?m)^\s+(\w+): (?:Some\(\s*)?(.*?),?\s*$`)
	snapLine  = regexp.MustCompile(`lineno: (\d+)`)
)

// TestCorpusSnapshots compares field by field with what the origin's own parser
// gave, as it stands in the files beside.
func TestCorpusSnapshots(t *testing.T) {
	list, err := filepath.Glob(filepath.Join(corpus(t, "bank-1c"), "*.expected.snap"))
	if err != nil || len(list) < 8 {
		t.Fatal(len(list), "snapshots", err)
	}
	for _, path := range list {
		snap, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file := strings.TrimSuffix(path, ".expected.snap") + ".txt"
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(filepath.Base(file), src, Options{})
		switch {
		case strings.Contains(string(snap), "\nErr("):
			checkRefusal(t, file, string(snap), err)
		case err != nil:
			t.Errorf("%s: %v", file, err)
		default:
			checkSnapshot(t, filepath.Base(file), string(snap), &f)
		}
	}
}

// checkRefusal wants the refusal to name the snapshot's line.
func checkRefusal(t *testing.T, file, snap string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: read, should be refused", file)
		return
	}
	if m := snapLine.FindStringSubmatch(snap); m != nil && !strings.Contains(err.Error(), ":"+m[1]+":") {
		t.Errorf("%s: %v, want line %s", file, err, m[1])
	}
}

func checkSnapshot(t *testing.T, file, snap string, f *File) {
	t.Helper()
	encoding := map[bool]string{true: "UTF-8", false: "windows-1251"}[strings.Contains(snap, "encoding: Utf8")]
	st := f.Statements[0]
	parts := strings.Split(snap, "            Document {")
	if f.Encoding != encoding || len(parts)-1 != len(st.Entries) {
		t.Errorf("%s: %s, %d entries; want %s, %d", file, f.Encoding, len(st.Entries), encoding, len(parts)-1)
		return
	}
	same := func(line int, what, got, want string) {
		if got != want {
			t.Errorf("%s:%d: %s is %q, want %q", file, line, what, got, want)
		}
	}
	head := snapFields(parts[0])
	same(st.Line, "account", st.Account, head["number"])
	same(st.Line, "from", st.From.String(), head["date_start"])
	same(st.Line, "opening", st.Opening.Decimal("RUB"), decimal(head["start_amount"]))
	same(st.Line, "closing", st.Closing.Decimal("RUB"), decimal(head["end_amount"]))
	for i, part := range parts[1:] {
		e, want, side := st.Entries[i], snapFields(part), "counterparty"
		if e.Amount < 0 {
			side = "payee"
		}
		same(e.Line, "number", e.Reference, want["doc_number"])
		same(e.Line, "kind", e.Code, want["doc_type"])
		same(e.Line, "amount", max(e.Amount, -e.Amount).Decimal("RUB"), decimal(want["amount"]))
		same(e.Line, "purpose", e.Purpose, want["purpose"])
		same(e.Line, "tax id", e.TaxID, want[side+"_inn"])
		same(e.Line, "account", e.Account, want[side+"_account"])
		same(e.Line, "bank", e.Bank, want[side+"_bic"])
		if name := want[side]; name != "" {
			same(e.Line, "name", e.Counterparty, name)
		}
	}
}

// snapFields reads "name: value" and "name: Some(\n value" of a part.
func snapFields(part string) map[string]string {
	part = regexp.MustCompile(`Some\(\s+(.*?),?\s+\)`).ReplaceAllString(part, "$1")
	fields := map[string]string{}
	for _, m := range snapField.FindAllStringSubmatch(part, -1) {
		if _, ok := fields[m[1]]; !ok {
			fields[m[1]] = strings.ReplaceAll(strings.Trim(m[2], `"`), `\"`, `"`)
		}
	}
	return fields
}

func decimal(s string) string {
	m, err := money.ParseMinor(s, 2)
	if err != nil {
		return s
	}
	return m.Decimal("RUB")
}
