package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cost is what a process used.
type cost struct {
	time time.Duration // by the clock
	rss  int64         // bytes of memory at most
}

func timed(cmd *exec.Cmd) (cost, error) {
	began := time.Now()
	err := cmd.Run()
	c := cost{time: time.Since(began)}
	if cmd.ProcessState != nil {
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			c.rss = usage.Maxrss << 10
		}
	}
	return c, err
}

// ownTime is the time of cores that this process has used.
func ownTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// busyTime is the time of cores that the machine has used for anything; 0 where
// the kernel does not tell.
func busyTime() (sum time.Duration) {
	b, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	const idle, wait, guest, tick = 4, 5, 9, 10 * time.Millisecond
	for i, field := range strings.Fields(line) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err == nil && i != idle && i != wait && i < guest {
			sum += time.Duration(n) * tick
		}
	}
	return sum
}

// row is a line of the table: the best of several measurements.
type row struct {
	work    string
	amount  string // of what: "1,000,000 invoices"
	engine  string // empty: does not matter
	best    cost
	limit   time.Duration // the client's best time; 0: there is none
	target  target
	perUnit int // if positive, time is shown for so many units as a rate
	unit    string
}

// target is what the design asks for; a zero field asks nothing.
type target struct {
	factor  float64       // times the limit
	time    time.Duration // by the clock
	rss     int64
	perSecs float64 // units a second
}

// measured adds a measurement to its row. Zero limits and costs are not known.
func (b *bench) measured(r row, c cost, limit time.Duration) {
	tell("%-45s %-35s %-10s %7.2f s, limit %6.2f s, %4d MiB", r.work, r.amount, r.engine, c.time.Seconds(), limit.Seconds(), c.rss/mib)
	for _, known := range b.rows {
		if known.work == r.work && known.amount == r.amount && known.engine == r.engine {
			known.add(c, limit)
			return
		}
	}
	r.best, r.limit = c, limit
	b.rows = append(b.rows, &r)
}

func (r *row) add(c cost, limit time.Duration) {
	r.best.time = min(r.best.time, c.time)
	r.best.rss = max(r.best.rss, c.rss)
	r.limit = min(r.limit, limit)
}

// missed says whether a target is missed.
func (r *row) missed() bool {
	t := r.target
	return (t.factor > 0 && r.limit > 0 && float64(r.best.time) > t.factor*float64(r.limit)) ||
		(t.time > 0 && r.best.time > t.time) ||
		(t.rss > 0 && r.best.rss > t.rss) ||
		(t.perSecs > 0 && r.rate() < t.perSecs)
}

func (r *row) rate() float64 { return float64(r.perUnit) / r.best.time.Seconds() }
