package bounce_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"debitor/internal/bounce"
)

// corpus is the collection of real mails, which is not part of the project.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DEBITOR_CORPUS")
	if dir == "" {
		t.Skip("DEBITOR_CORPUS does not name a directory of real files")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", "..", dir)
	}
	return filepath.Join(dir, "bounce")
}

// sample is one real mail with what it must give.
type sample struct {
	path      string
	kinds     []bounce.Kind // any of them is right
	dead      []bool        // one for each recipient, sorted; nil if the collection does not say
	addresses []string      // in lower case, sorted; nil if the collection does not say
	status    []string      // for each recipient, "" where none is expected
}

// table reads a file of expectations, a map for each row.
func table(t *testing.T, path string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(text), "\r", ""), "\n"), "\n")
	names := strings.Split(lines[0], "\t")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[names[i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// samples reads both collections, ordered by name.
func samples(t *testing.T) []*sample {
	dir := corpus(t)
	found := map[string]*sample{}
	at := func(collection, file string) *sample {
		path := filepath.Join(dir, collection, file)
		if found[path] == nil {
			found[path] = &sample{path: path}
		}
		return found[path]
	}
	for _, row := range table(t, filepath.Join(dir, "sisimai", "expected.tsv")) {
		s := at("sisimai", row["file"])
		switch row["reason"] {
		case "feedback":
			s.kinds = []bounce.Kind{bounce.Feedback}
		case "vacation":
			s.kinds = []bounce.Kind{bounce.Vacation}
		case "notbounce":
			s.kinds = []bounce.Kind{bounce.Other}
		default:
			s.dead = append(s.dead, row["hardbounce"] == "true")
			if slices.Contains(s.dead, true) {
				s.kinds = []bounce.Kind{bounce.Hard}
			} else {
				s.kinds = []bounce.Kind{bounce.Soft, bounce.Delayed}
			}
			if strings.Contains(row["dsn"], ".0.9") {
				row["dsn"] = "" // a number of that collection's own, for mails that have none
			}
			s.status = append(s.status, row["dsn"])
		}
	}
	for _, row := range table(t, filepath.Join(dir, "flufl", "expected.tsv")) {
		s := at("flufl", row["file"])
		s.kinds = []bounce.Kind{bounce.Hard, bounce.Soft}
		if row["kind"] == "temporary" {
			s.kinds = []bounce.Kind{bounce.Delayed}
		}
		s.addresses = append(s.addresses, strings.Fields(strings.ToLower(row["addresses"]))...)
	}
	var list []*sample
	for _, s := range found {
		slices.Sort(s.addresses)
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *sample) int { return strings.Compare(a.path, b.path) })
	return list
}

// miss says what of a report is not as expected, "" if nothing.
func (s *sample) miss(r bounce.Report) string {
	var dead []bool
	var addresses, status []string
	for _, x := range r.Recipients {
		dead = append(dead, x.Hard)
		addresses = append(addresses, strings.ToLower(x.Address))
		status = append(status, x.Status)
	}
	slices.Sort(addresses)
	count := func(list []bool) (n int) {
		for _, b := range list {
			if b {
				n++
			}
		}
		return n
	}
	switch {
	case !slices.Contains(s.kinds, r.Kind):
		return "kind"
	case s.dead != nil && (len(dead) != len(s.dead) || count(dead) != count(s.dead)):
		return "hard"
	case s.addresses != nil && !slices.Equal(addresses, s.addresses):
		return "address"
	}
	for i, want := range s.status {
		if want != "" && !slices.Contains(status, s.status[i]) {
			return "status"
		}
	}
	return ""
}

// TestCorpus wants 95 of 100 real mails read right, and no address called dead
// by a mail that is no failure. "Right" is the kind, how many recipients and how
// many of them are dead, and the addresses where the collection names them. Of
// the mails whose code of RFC 3463 is known, 95 of 100 must give it.
//
// Among the wrong ones are a few where the server says "user unknown" and the
// collection knows better, from the habits of that one provider.
func TestCorpus(t *testing.T) {
	list := samples(t)
	if len(list) < 100 {
		t.Fatalf("only %d mails found", len(list))
	}
	wrong, codes, coded := 0, 0, 0
	for _, s := range list {
		text, err := os.ReadFile(s.path)
		if err != nil {
			t.Fatal(err)
		}
		r := bounce.Read(text)
		if !slices.Contains(s.kinds, bounce.Soft) && !slices.Contains(s.kinds, bounce.Hard) && len(r.Hard()) > 0 {
			t.Errorf("%s: an address is wrongly called dead: %+v", s.path, r)
		}
		if strings.Join(s.status, "") != "" {
			coded++
		}
		switch miss := s.miss(r); miss {
		case "":
		case "status":
			codes++
			t.Logf("%s: want %v, got %+v", s.path, s.status, r)
		default:
			wrong++
			t.Logf("%s: %s: want %v dead %v %v, got %+v", s.path, miss, s.kinds, s.dead, s.addresses, r)
		}
	}
	t.Logf("%d mails, %d wrong; %d with a code, %d of them read with another one", len(list), wrong, coded, codes)
	if 100*wrong > 5*len(list) {
		t.Errorf("%d of %d mails are read wrong", wrong, len(list))
	}
	if 100*codes > 5*coded {
		t.Errorf("of %d mails with a code %d are read with another one", coded, codes)
	}
}
