package desk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// The files are written when a time of the day has come, once, whole, and noted
// in the journal; what was missed is made up for; a folder that is away is told
// and tried again.
func TestTheStopListIsWrittenInTime(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		books := openBooks(t, url)
		books.take("customers.csv", "customer,name\nA,Co\nB,\"=cmd, Co\"\n")
		books.take("invoices.csv", "invoice,customer,date,due,amount,currency\nI1,A,2026-01-10,2026-01-20,100.00,BYN\nI2,B,2026-01-10,2099-02-01,100.00,BYN\n")
		folder := filepath.Join(t.TempDir(), "out")
		profile, err := books.Profile()
		if err != nil {
			t.Fatal(err)
		}
		profile.StopList = desk.StopFiles{Folder: folder, Times: []string{"06:00", "12:30"}}
		if err := books.SetCompany(t.Context(), profile); err != nil {
			t.Fatal(err)
		}
		at := func(hour, minute int) {
			now := time.Date(2026, 2, 3, hour, minute, 0, 0, time.UTC)
			books.desk = desk.New(books.db, nil, func() time.Time { return now })
			books.Session = books.as("")
		}
		work := func() error { return books.desk.Handlers()["stop-files"](t.Context(), "", nil) }
		state := func() desk.StopListState {
			t.Helper()
			s, err := books.StopListFiles(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		at(5, 0) // nobody worked yesterday: it is made up for, but the folder is away
		if err := work(); fault.Code(err) != "stop_list.folder" {
			t.Fatalf("written where there is no folder: %v", err)
		}
		if s := state(); s.Last.Written != 0 || !strings.Contains(s.Last.Problem, folder) {
			t.Errorf("what is known of the failure: %+v", s.Last)
		}
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ hour, minute, written int }{{5, 1, 5}, {5, 59, 5}, {6, 0, 6}, {6, 1, 6}, {12, 29, 6}, {14, 0, 14}, {23, 59, 14}} {
			at(c.hour, c.minute)
			if err := work(); err != nil {
				t.Fatal(err)
			}
			if s := state(); time.Unix(s.Last.Written, 0).UTC().Hour() != c.written || s.Last.Problem != "" || s.Last.Customers != 1 {
				t.Errorf("at %d:%d: %+v, want it written at %d", c.hour, c.minute, s.Last, c.written)
			}
		}
		table, err := os.ReadFile(filepath.Join(folder, desk.StopFileCSV))
		if err != nil {
			t.Fatal(err)
		}
		same, err := books.StopList(t.Context(), books.Today())
		if err != nil || string(same) != string(table) || !strings.HasPrefix(string(table), "customer,since,reason,lifted_by\nA,2026-01-") {
			t.Errorf("the file is %q, the list %q, %v", table, same, err)
		}
		var object struct {
			Date      string         `json:"date"`
			Customers []desk.Stopped `json:"customers"`
		}
		text, err := os.ReadFile(filepath.Join(folder, desk.StopFileJSON))
		if err == nil {
			err = json.Unmarshal(text, &object)
		}
		if err != nil || object.Date != "2026-02-03" || len(object.Customers) != 1 || object.Customers[0].Customer != "A" || len(object.Customers[0].Reasons) == 0 {
			t.Errorf("as JSON: %s, %v", text, err)
		}
		if left, _ := filepath.Glob(filepath.Join(folder, "*.part")); left != nil {
			t.Errorf("left behind: %v", left)
		}
		if n := books.journaled("stop-list.written"); n != 3 {
			t.Errorf("the journal knows %d writings, want 3", n)
		}
		books.sound()
	})
}

func TestStopListSettingsThatCannotBe(t *testing.T) {
	books := openBooks(t, schema.SQLite(t))
	set := func(s *desk.Session, f desk.StopFiles) string {
		t.Helper()
		p, err := books.Profile()
		if err != nil {
			t.Fatal(err)
		}
		p.StopList = f
		return fault.Code(s.SetCompany(t.Context(), p))
	}
	for want, f := range map[string]desk.StopFiles{
		"company.stop_folder": {Folder: "here", Times: []string{"06:00"}},
		"company.stop_times":  {Folder: "/srv/stop"},
		"company.stop_time":   {Folder: "/srv/stop", Times: []string{"25:00"}},
	} {
		if code := set(books.Session, f); code != want {
			t.Errorf("%+v: %s, want %s", f, code, want)
		}
	}
	if _, err := books.WriteStopList(t.Context()); fault.Code(err) != "stop_list.none" {
		t.Errorf("written nowhere: %v", err)
	}
	// Who sits elsewhere names no folder of this machine.
	books.user("vera", "admin")
	remote, err := books.desk.Session(t.Context(), "", desk.Actor{User: "vera", System: "web", Remote: true})
	if err != nil {
		t.Fatal(err)
	}
	if code := set(remote, desk.StopFiles{Folder: "/etc/cron.d", Times: []string{"06:00"}}); code != "company.stop_remote" {
		t.Errorf("set from elsewhere: %q", code)
	}
}
