package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"debitor/internal/cal"
	"debitor/internal/fault"
)

// json prints the one document of a --json answer.
func (a *app) json(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// say prints a line of an answer.
func (a *app) say(format string, args ...any) { fmt.Fprintf(a.out, format+"\n", args...) }

// tell prints a message beside the answer.
func (a *app) tell(format string, args ...any) { fmt.Fprintf(a.err, format+"\n", args...) }

// progress is a bar on stderr when somebody is looking at it, nothing else.
func (a *app) progress() func(what string, done, total int) {
	if a.JSON || !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	var bar *progressbar.ProgressBar
	current := ""
	return func(what string, done, total int) {
		if what != current || bar == nil {
			if total == 0 {
				total = -1
			}
			current = what
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(what),
				progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no error
	}
}

// day reads a date flag; what names it in the error.
func day(what, s string) (cal.Date, error) {
	d, err := cal.Parse(s)
	if err != nil {
		return 0, fault.New(fault.Usage, "usage.date", "%s: %s", what, err)
	}
	return d, nil
}

// table lays rows out in columns for people; columns marked right hold
// figures.
type table struct {
	head  []string
	right []bool
	rows  [][]string
	whole bool // the last column is not cut: what stands there is to be read, such as a server's answer
}

// newTable takes headings; one that begins with ">" is of figures.
func newTable(head ...string) *table {
	t := &table{right: make([]bool, len(head))}
	for i, h := range head {
		name, right := strings.CutPrefix(h, ">")
		t.head = append(t.head, name)
		t.right[i] = right
	}
	return t
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// cellWidth is beyond what a cell is cut, so that a long name does not push
// the figures off the screen.
const cellWidth = 48

func (t *table) print(a *app) {
	width := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, c := range row {
			width[i] = max(width[i], utf8.RuneCountInString(c))
			if !t.whole || i < len(row)-1 {
				width[i] = min(cellWidth, width[i])
			}
		}
	}
	a.say("%s", t.line(t.head, width))
	rules := make([]string, len(width))
	for i, w := range width {
		rules[i] = strings.Repeat("─", w)
	}
	a.say("%s", t.line(rules, width))
	for _, row := range t.rows {
		a.say("%s", t.line(row, width))
	}
}

func (t *table) line(cells []string, width []int) string {
	var b strings.Builder
	for i, c := range cells {
		if utf8.RuneCountInString(c) > width[i] {
			c = string([]rune(c)[:width[i]-1]) + "…"
		}
		pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
		if i > 0 {
			b.WriteString("  ")
		}
		if t.right[i] {
			b.WriteString(pad + c)
		} else {
			b.WriteString(c + pad)
		}
	}
	return strings.TrimRight(b.String(), " ")
}
