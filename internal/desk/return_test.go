package desk_test

import (
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/store"
)

// TestReportCountsOnce: the same report read again after the letter went again
// sends it no third time and calls no new address bad.
func TestReportCountsOnce(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 2, nil)
	m.send()
	letters := map[string]desk.MailLine{}
	for _, l := range m.mails()[store.Sent] {
		letters[string(l.Customer)] = l
	}
	hard, soft := letters["c00"], letters["c01"]
	files := []string{
		m.file("hard.eml", dsn(string(hard.Letter), hard.Address, "failed", "5.1.1", "550 5.1.1 user unknown")),
		m.file("full.eml", dsn(string(soft.Letter), soft.Address, "failed", "5.2.2", "552 5.2.2 mailbox full")),
	}
	first, err := m.ReadReturned(t.Context(), files, on(runDay))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SettleMail(t.Context(), hard.Letter, desk.SettleAgain, "new@one.example", "asked", on(runDay)); err != nil {
		t.Fatal(err)
	}
	m.now = m.now.Add(25 * time.Hour)
	if r := m.send(); r.Sent != 2 {
		t.Fatalf("%+v", r)
	}
	if again, err := m.ReadReturned(t.Context(), files, on(runDay)); err != nil || again != first {
		t.Errorf("%+v, then %+v, %v", first, again, err)
	}
	if by := m.mails(); len(by[store.Sent]) != 2 {
		t.Errorf("%v", by)
	}
	m.sound()
}

// TestHostileReport: what no database takes as text stops nobody.
func TestHostileReport(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 1, nil)
		m.send()
		l := m.mails()[store.Sent][0]
		bad := dsn(string(l.Letter), l.Address, "failed", "5.1.1", "550 5.1.1 no\x00such \xff\xfe user "+strings.Repeat("я", 5000))
		other := strings.ReplaceAll(bad, string(l.Letter), "AAAAA\x00\xffBBB")
		nobody := strings.ReplaceAll(strings.ReplaceAll(bad, string(l.Letter), ""), l.Address, "a\x00b\xff@one.example")
		for i, text := range []string{nobody, other, bad} {
			if _, err := m.ReadReturned(t.Context(), []string{m.file("bad.eml", text)}, on(runDay)); err != nil {
				t.Errorf("%d: %v", i, err)
			}
		}
		if by := m.mails(); len(by[store.Bounced]) != 1 {
			t.Errorf("%v", by)
		}
		m.sound()
	})
}

// TestPostComesBackTwice: several letters that came back in one file leave sound
// books, and a letter is posted again to the address found out.
func TestPostComesBackTwice(t *testing.T) {
	m := openMailRoom(t, schema.SQLite(t), 2, nil)
	var back, again, old string
	for _, l := range m.mails()[store.Ready] {
		old += string(l.Letter) + ",posted,2026-02-03\n"
		back += string(l.Letter) + ",returned,2026-02-09\n"
		again += string(l.Letter) + ",posted,2026-02-12\n"
	}
	for _, rows := range []string{old, back, again} {
		if r, err := m.RecordPost(t.Context(), m.file("post.csv", "letter,state,date\n"+rows)); err != nil || r.New != 2 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	if r, err := m.RecordPost(t.Context(), m.file("post.csv", "letter,state,date\n"+strings.ReplaceAll(back, "2026-02-09", "09.02.2026"))); err != nil || r.New != 0 || r.Unchanged != 2 {
		t.Errorf("old news was taken in: %+v, %v", r, err)
	}
	m.sound()
}

// TestHostilePostFile: what no database takes as text is refused with its line.
func TestHostilePostFile(t *testing.T) {
	schema.Each(t, func(t *testing.T, url string) {
		t.Parallel()
		m := openMailRoom(t, url, 1, nil)
		letter := string(m.mails()[store.Ready][0].Letter)
		for _, row := range []string{
			letter + "\x00,posted,2026-02-03,,",
			letter + ",posted,2026-02-03,RR\x001,",
			letter + ",posted,2026-02-03,,a\x00b",
			letter + ",posted,2026-02-03,," + strings.Repeat("я", 301),
			letter + ",posted,2026-02-03," + strings.Repeat("1", 41) + ",",
		} {
			if _, err := m.RecordPost(t.Context(), m.file("post.csv", "letter,state,date,tracking,note\n"+row+"\n")); fault.KindOf(err) != fault.Input {
				t.Errorf("%.60q: %v", row, err)
			}
		}
		m.sound()
	})
}
