package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// document is docs/performance.md.
func (b *bench) document() string {
	var t strings.Builder
	t.WriteString("| work | of | engine | time | limit | × | memory | target | |\n|---|---|---|--:|--:|--:|--:|---|---|\n")
	for _, r := range b.rows {
		fmt.Fprintf(&t, "| %s | %s | %s | %s | %s | %s | %.0f MiB | %s | %s |\n",
			r.work, r.amount, r.engine, r.figure(), seconds(r.limit), r.factor(), float64(r.best.rss)/mib, r.target, r.verdict())
	}
	return strings.NewReplacer("{{table}}", t.String(), "{{pages}}", b.pagesTable(), "{{checks}}", b.checksTable(), "{{machine}}", machine(), "{{load}}", load(), "{{repeat}}", strconv.Itoa(b.repeat)).Replace(text)
}

func (r *row) figure() string {
	if r.perUnit > 0 {
		return fmt.Sprintf("%s %s", grouped(int(r.rate())), r.unit)
	}
	return seconds(r.best.time)
}

func (r *row) factor() string {
	if r.limit == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", float64(r.best.time)/float64(r.limit))
}

func (r *row) verdict() string {
	switch {
	case r.target == target{}:
		return ""
	case r.missed():
		return "**missed**"
	}
	return "kept"
}

func (t target) String() string {
	var parts []string
	if t.factor > 0 {
		parts = append(parts, fmt.Sprintf("≤ %.0f ×", t.factor))
	}
	if t.time > 0 {
		parts = append(parts, fmt.Sprintf("≤ %.0f s", t.time.Seconds()))
	}
	if t.perSecs > 0 {
		parts = append(parts, fmt.Sprintf("≥ %.0f/s", t.perSecs))
	}
	if t.rss > 0 {
		parts = append(parts, fmt.Sprintf("≤ %d MiB", t.rss/mib))
	}
	return strings.Join(parts, ", ")
}

func seconds(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// machine says what the figures were measured on.
func machine() string {
	name := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, found := strings.Cut(string(b), "model name"); found {
			line, _, _ := strings.Cut(rest, "\n")
			name = strings.Trim(line, "\t :")
		}
	}
	return fmt.Sprintf("%d cores, %s", cores(), name)
}

// load is the machine's load averages of the last 1, 5 and 15 minutes.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 3 {
		return "unknown"
	}
	return strings.Join(fields[:3], ", ")
}
