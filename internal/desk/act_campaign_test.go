package desk_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"debitor/internal/desk"
	"debitor/internal/store"
)

// campaignSize is how many customers the campaign of the test has; the figures of
// docs/acts.md are measured with DEBITOR_CAMPAIGN=20000.
func campaignSize(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("DEBITOR_CAMPAIGN"))
	if err != nil {
		return 1200
	}
	return n
}

// many is a company with n customers, each with four documents, a payment and a
// part of another.
func many(t *testing.T, url string, n int) *books {
	b := openBooks(t, url)
	var customers, invoices, payments strings.Builder
	customers.WriteString("customer,name,email\n")
	invoices.WriteString("invoice,customer,date,due,amount\n")
	payments.WriteString("payment,customer,date,amount\n")
	for i := range n {
		fmt.Fprintf(&customers, "c%05d,Customer %05d,c%05d@one.example\n", i, i, i)
		for k := range 4 {
			fmt.Fprintf(&invoices, "i%05d-%d,c%05d,2026-01-%02d,2026-01-25,%d.00\n", i, k, i, 2+k, 100+k)
		}
		fmt.Fprintf(&payments, "p%05d-1,c%05d,2026-01-08,100.00\np%05d-2,c%05d,2026-01-09,50.00\n", i, i, i, i)
	}
	b.take("customers.csv", customers.String())
	b.take("invoices.csv", invoices.String())
	b.take("payments.csv", payments.String())
	return b
}

// made are the acts of a campaign that nobody has yet.
func (b *books) made(t *testing.T, campaign int64) []store.Act {
	t.Helper()
	list, err := b.Acts(t.Context(), store.ActQuery{Campaign: campaign, State: store.ActMade})
	if err != nil {
		t.Fatal(err)
	}
	return list.Rows
}

// A campaign that is killed on the way leaves whole pieces and goes on; the second
// time adds nothing. The background does the same.
func TestCampaignOfMany(t *testing.T) {
	n := campaignSize(t)
	b := many(t, schema.SQLite(t), n)
	q := desk.CampaignRequest{From: on("2026-01-01"), To: on("2026-01-31")}
	ctx, kill := context.WithCancel(t.Context())
	killed := b.as("")
	killed.Progress = func(what string, done, _ int) {
		if what == "acts" && done >= n/2 {
			kill()
		}
	}
	began := time.Now()
	_, err := killed.MakeCampaign(ctx, q)
	left := b.count("act")
	if err == nil || left == 0 || left == n || left%500 != 0 {
		t.Fatalf("%d acts after it was killed: %v", left, err)
	}
	half := time.Since(began)
	began = time.Now()
	c, err := b.MakeCampaign(t.Context(), q)
	if err != nil || c.Made != n-left || b.count("act") != n {
		t.Fatalf("%+v, %v: %d acts", c, err, b.count("act"))
	}
	rest := time.Since(began)
	began = time.Now()
	if c, err = b.MakeCampaign(t.Context(), q); err != nil || c.Made != 0 || b.count("act") != n {
		t.Errorf("the second time %+v, %v", c, err)
	}
	again := time.Since(began)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d acts in %s; again in %s; %d MB from the system", n, half+rest, again, m.Sys>>20)

	printed, largest := 0, 0
	began = time.Now()
	for left := 1; left > 0; printed++ {
		var pdf []byte
		if pdf, left, err = b.PrintCampaign(t.Context(), c.Number); err != nil {
			t.Fatal(err)
		}
		largest = max(largest, len(pdf))
	}
	if volumes := (n + 2499) / 2500; printed != volumes || len(b.made(t, c.Number)) != 0 {
		t.Errorf("printed in %d volumes, not %d", printed, volumes)
	}
	runtime.ReadMemStats(&m)
	t.Logf("printed in %s, %d volumes of at most %d MB; %d MB from the system", time.Since(began), printed, largest>>20, m.Sys>>20)

	q.To = on("2026-01-30")
	if c, err = b.StartCampaign(t.Context(), q); err != nil || b.count("act") != 2*n {
		t.Errorf("in the background %+v, %v: %d acts", c, err, b.count("act"))
	}
	b.sound()
}
