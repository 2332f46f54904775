package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
)

const mib = 1 << 20

// The targets of the design.
var (
	targetImport   = target{time: 60 * time.Second, rss: 400 * mib}
	targetXLSX     = target{time: 20 * time.Second, rss: 400 * mib}
	targetPlan     = target{factor: 3, rss: 400 * mib}
	targetApply    = target{factor: 3}
	targetLetters  = target{perSecs: 300}
	targetInterest = target{time: 10 * time.Second}
	targetBank     = target{time: 60 * time.Second}
	targetReplay   = target{time: 60 * time.Second, rss: 400 * mib}
)

// otherPolicies are planned beside policy A: one with conditions, events and
// thirty steps, and one that repeats steps daily in working days.
var otherPolicies = []string{"regulation", "departments"}

// replayedAtMost is the largest ledger that is replayed: 10,000 customers, of
// whom "two years in well under a minute" is asked.
const replayedAtMost = 100_000

// twoYearsAgo is where a replay begins.
const twoYearsAgo = "2024-11-20"

// lettersRendered is how many letters the render row sets.
const lettersRendered = 10_000

func (b *bench) renderLetters() error {
	for range b.repeat {
		c, err := start(b.self, "letters", strconv.Itoa(lettersRendered))
		if err != nil {
			return err
		}
		b.measured(row{
			work: "render letters on one core (15 lines, Russian)", amount: grouped(lettersRendered) + " letters",
			target: targetLetters, perUnit: lettersRendered, unit: "letters/s",
		}, c, 0)
	}
	return nil
}

// walk measures everything once on one engine with one size.
func (b *bench) walk(engine string, n int, f invented) error {
	for _, part := range []func(*books, int, invented) error{b.openBooks, b.workbookBooks, b.historyBooks} {
		k, err := b.newBooks(engine, f.company)
		if err != nil {
			return err
		}
		if err := part(k, n, f); err != nil {
			return err
		}
		if err := k.drop(); err != nil {
			return err
		}
	}
	return nil
}

// step is one command of debitor that is measured.
func (b *bench) step(k *books, r row, limit func() (time.Duration, error), args ...string) error {
	r.engine = k.name
	c, err := k.debitor(args...)
	if err != nil {
		return err
	}
	var least time.Duration
	if limit != nil {
		if least, err = limit(); err != nil {
			return fmt.Errorf("limit of %s: %w", r.work, err)
		}
	}
	b.measured(r, c, least)
	return nil
}

// openBooks is the company where everything is open: the most work for a plan.
func (b *bench) openBooks(k *books, n int, f invented) error {
	if _, err := k.debitor(append([]string{"import"}, f.open[:3]...)...); err != nil {
		return err
	}
	invoices := grouped(n) + " invoices"
	err := b.step(k, row{work: "import invoices (CSV)", amount: invoices, target: targetImport},
		func() (time.Duration, error) { return k.insertTime("invoice", "instalment") }, "import", f.open[3])
	if err != nil {
		return err
	}
	if err := b.step(k, row{work: "import the same file again", amount: invoices}, nil, "import", f.open[3]); err != nil {
		return err
	}
	plan := []string{"plan", "--json", "--date", today}
	if err := b.step(k, row{work: "plan --json", amount: invoices, target: targetPlan}, k.readTime, plan...); err != nil {
		return err
	}
	for _, p := range otherPolicies {
		if _, err := k.debitor("policy", "use", p); err != nil {
			return err
		}
		if err := b.step(k, row{work: "plan --json, policy " + p, amount: invoices, target: targetPlan}, k.readTime, plan...); err != nil {
			return err
		}
	}
	if _, err := k.debitor("policy", "use", "aktivmarket"); err != nil {
		return err
	}
	if err := b.step(k, row{work: "apply (record the run)", amount: invoices, target: targetApply},
		func() (time.Duration, error) { return k.insertTime("decision", "letter", "delivery", "task") }, "apply", "--date", today); err != nil {
		return err
	}
	if err := b.step(k, row{work: "apply again, nothing new", amount: invoices}, nil, "apply", "--date", today); err != nil {
		return err
	}
	if err := b.step(k, row{work: "plan --json after it", amount: invoices}, k.readTime, plan...); err != nil {
		return err
	}
	if n <= filesAtMost {
		if err := b.files(k, invoices); err != nil {
			return err
		}
	}
	if err := b.step(k, row{work: "hold, one answer with the program's start", amount: invoices}, nil, "hold", f.customer, "--date", today); err != nil {
		return err
	}
	if err := b.measureChecks(k, n, f); err != nil {
		return err
	}
	if err := b.measureWork(k, n, f); err != nil {
		return err
	}
	if err := b.measurePages(k, n, f); err != nil {
		return err
	}
	if err := b.bankBooks(k, n, f); err != nil {
		return err
	}
	return b.step(k, row{work: "check", amount: invoices}, nil, "check")
}

// files is measured once for a size: it takes minutes, and setting letters is
// the same whatever the database.
func (b *bench) files(k *books, invoices string) error {
	work := "apply --out (every file of the run)"
	for _, r := range b.rows {
		if r.work == work && r.amount == invoices {
			return nil
		}
	}
	out := filepath.Join(k.dir, "out")
	defer func() { _ = os.RemoveAll(out) }()
	return b.step(k, row{work: work, amount: invoices, target: target{rss: 400 * mib}}, nil, "apply", "--date", today, "--out", out)
}

func (b *bench) workbookBooks(k *books, _ int, f invented) error {
	if _, err := k.debitor(append([]string{"import"}, f.open[:3]...)...); err != nil {
		return err
	}
	return b.step(k, row{work: "import invoices (XLSX)", amount: grouped(f.xlsxRows) + " invoices", target: targetXLSX},
		func() (time.Duration, error) { return k.insertTime("invoice", "instalment") }, "import", f.xlsx)
}

// historyBooks is the company whose debts are mostly paid: what is settled
// must not slow a plan down.
func (b *bench) historyBooks(k *books, n int, f invented) error {
	if _, err := k.debitor(append([]string{"import"}, f.history[:4]...)...); err != nil {
		return err
	}
	amount := grouped(n) + " invoices, mostly paid"
	err := b.step(k, row{work: "import payments and allocate them", amount: amount, target: target{rss: 400 * mib}},
		func() (time.Duration, error) { return k.insertTime("payment", "allocation") }, "import", f.history[4])
	if err != nil {
		return err
	}
	if _, err := k.debitor("import", f.history[5]); err != nil {
		return err
	}
	if err := b.step(k, row{work: "plan --json", amount: amount, target: targetPlan}, k.readTime, "plan", "--json", "--date", today); err != nil {
		return err
	}
	if n > replayedAtMost {
		return nil
	}
	return b.step(k, row{work: "simulate two years under two policies", amount: amount, target: targetReplay}, nil,
		"simulate", "--policy", "aktivmarket", "--policy", "regulation", "--from", twoYearsAgo, "--to", today)
}

func cores() int { return runtime.NumCPU() }
