package cli

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/jobs"
	"debitor/internal/money"
	"debitor/internal/sample"
)

// serving runs the command line in a directory of its own; the site it serves
// answers one request and ends.
func serving(t *testing.T, args ...string) (said string, site Site, code int) {
	t.Helper()
	t.Setenv("DISPLAY", "") // no browser is opened
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	a := &app{
		Commands: &Commands{}, ctx: t.Context(), out: &out, err: &out, now: func() time.Time { return time.Date(2026, 2, 3, 9, 30, 0, 0, time.UTC) },
		background: func(ctx context.Context, d *db.DB, handlers map[string]func(context.Context, string, []byte) error, times, periodic map[string]time.Duration) (Background, error) {
			return jobs.Open(ctx, d, handlers, times, periodic)
		},
		site: func(_ context.Context, s Site) error {
			site = s
			return s.Listener.Close()
		},
	}
	code = a.run(args)
	return out.String(), site, code
}

func TestADoubleClickServes(t *testing.T) {
	said, site, code := serving(t, append(clicked(), "--listen", "127.0.0.1:0")...) // its own port may be somebody's
	if code != 0 || site.FirstToken == "" || !strings.Contains(said, "http://"+site.Listener.Addr().String()+"/first/"+site.FirstToken) || !strings.Contains(said, "Ctrl-C") {
		t.Errorf("started without arguments it ends with %d and says:\n%s", code, said)
	}
}

func TestServeAnswersWhereItSays(t *testing.T) {
	said, site, code := serving(t, "serve", "--listen", "127.0.0.1:0")
	if code != 0 || !strings.Contains(said, site.Listener.Addr().String()) {
		t.Errorf("it ends with %d, listens on %s and says:\n%s", code, site.Listener.Addr(), said)
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(busy) }() // ends with the test
	t.Cleanup(func() { _ = server.Close() })
	said, _, code = serving(t, "serve", "--listen", busy.Addr().String())
	if code != 3 || !strings.Contains(said, "--listen names another address") {
		t.Errorf("where somebody else listens it ends with %d and says:\n%s", code, said)
	}
}

// TestTheDemoHasRatesAndPapers: all that the sample's customers owe is counted in
// one currency, by rates that nobody takes for a bank's, and of those who could
// be sued most have all their signed papers, and a few have not.
func TestTheDemoHasRatesAndPapers(t *testing.T) {
	said, site, code := serving(t, "--language", "en", "demo", "--customers", "60", "--listen", "127.0.0.1:0")
	if code != 0 {
		t.Fatalf("the demo ends with %d and says:\n%s", code, said)
	}
	files, err := os.ReadFile("debitor-demo/files/rates.csv")
	if err != nil || strings.Count(string(files), sample.RateSource) != strings.Count(string(files), "\n")-1 {
		t.Errorf("rates do not all say that they are invented: %v", err)
	}
	d, err := db.Open(t.Context(), "sqlite:debitor-demo/demo.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	s, err := desk.New(d, nil, func() time.Time { return site.DemoDay.Time() }).Session(t.Context(), "", desk.Actor{System: "test"})
	if err != nil {
		t.Fatal(err)
	}
	var sums []desk.AgingRow
	if err := s.Aging(t.Context(), site.DemoDay, "customer", func(r desk.AgingRow) error { sums = append(sums, r); return nil }); err != nil {
		t.Fatal(err)
	}
	whole, err := s.AgesIn(t.Context(), site.DemoDay, money.Currency(sample.Currency), sums)
	if err != nil || len(whole.Missing) > 0 || len(whole.Rates) == 0 {
		t.Errorf("counted in one currency: %+v, %v", whole, err)
	}
	report, err := s.WhomToSue(t.Context(), desk.SueQuery{Date: site.DemoDay})
	if err != nil {
		t.Fatal(err)
	}
	complete, lacking := 0, 0
	for i := range report.Rows {
		bare, late := report.Rows[i].Bare(site.DemoDay)
		complete, lacking = complete+late-bare, lacking+bare
	}
	if lacking == 0 || complete < 2*lacking {
		t.Errorf("%d late documents have all their papers, %d lack some", complete, lacking)
	}
}

func TestTheDemoPrintsItsSignIns(t *testing.T) {
	said, site, code := serving(t, "--language", "en", "demo", "--customers", "10", "--listen", "127.0.0.1:0")
	if code != 0 || site.DemoDay == 0 || !strings.Contains(said, "head-of-sales@demo.example") || !strings.Contains(said, site.DemoDay.String()) {
		t.Errorf("the demo ends with %d and says:\n%s", code, said)
	}
}
