package paper

import (
	"bytes"
	"strings"
	"testing"

	"debitor/internal/cal"
	"debitor/internal/letter"
)

func report(parts ...Part) *Report {
	return &Report{Info: Info{Title: "Отчёт", Author: "Mill", Lang: "ru", Date: cal.On(2026, 2, 3)}, Foot: "Mill · Отчёт", Parts: parts}
}

func reportPDF(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReportReadsBack(t *testing.T) {
	table := letter.Table{Columns: []letter.Column{{Key: "name", Title: "клиент"}, {Key: "open", Title: "долг", Right: true}}, Total: []string{"", ""}}
	for range 80 {
		table.Rows = append(table.Rows, []string{"Пекарня", "1 000"})
	}
	pdf := reportPDF(t, report(
		Text(letter.Title{Text: "Состояние"}),
		Figures{{Value: "24,0 %", Label: "просрочено", Note: "было 30 %"}, {Value: "1"}, {Value: "2"}, {Value: "3"}, {Value: "пятое"}},
		Bars{Title: "По дням", Rows: []Bar{{Label: "1–30", Value: "500", Size: 500, Dark: true}, {Label: "31–60", Value: "0"}}},
		Stacks{Title: "По месяцам", Columns: []Stack{{Label: "01.26", Value: "10,0", Size: 100, Dark: 10}, {Label: "02.26"}}},
		Text(letter.Heading{Runs: plainRun("Клиенты")}),
		Text(table),
	))
	got := readPDF(t, pdf)
	if len(got.pages) < 2 {
		t.Fatalf("%d pages", len(got.pages))
	}
	for _, want := range []string{"Состояние", "24,0 %", "просрочено", "было 30 %", "пятое", "По дням", "1–30", "По месяцам", "01.26", "10,0", "Клиенты", "Страница 1 из"} {
		if !strings.Contains(got.pages[0], want) {
			t.Errorf("page 1 lacks %q: %s", want, got.pages[0])
		}
	}
	if !strings.Contains(got.pages[1], "клиент") || !strings.Contains(got.pages[1], "Mill · Отчёт") {
		t.Errorf("page 2 lacks the table's head or its foot: %s", got.pages[1])
	}
	if again := reportPDF(t, report(Text(letter.Title{Text: "Состояние"}))); !bytes.Equal(again, reportPDF(t, report(Text(letter.Title{Text: "Состояние"})))) {
		t.Error("the same report has other bytes")
	}
}

// A bar is as long as its amount, the longest as long as the room; nothing
// leaves the text's width.
func TestBarsAreAsLongAsTheirAmounts(t *testing.T) {
	boxes := Bars{Rows: []Bar{{Label: "a", Value: "full", Size: 1000}, {Label: "b", Value: "half", Size: 500}, {Label: "c", Size: 0}}}.boxes()
	var lengths []float64
	for _, o := range boxes[0].ops {
		if o.fill {
			lengths = append(lengths, o.x2-o.x)
		}
	}
	if len(lengths) != 3 || lengths[0] <= 100 || lengths[1] < lengths[0]/2-0.01 || lengths[1] > lengths[0]/2+0.01 || lengths[2] != 0 {
		t.Errorf("lengths %v", lengths)
	}
	within(t, boxes)
}

func TestStacksAreAsHighAsTheirAmounts(t *testing.T) {
	boxes := Stacks{Columns: []Stack{{Value: "50,0", Size: 200, Dark: 100}, {Size: 50, Dark: 50}, {}}}.boxes()
	var heights []float64
	for _, o := range boxes[0].ops {
		if o.fill {
			heights = append(heights, o.y2-o.y)
		}
	}
	for i, want := range []float64{stackHeight, stackHeight / 2, stackHeight / 4, stackHeight / 4, 0, 0} {
		if len(heights) != 6 || heights[i] < want-0.01 || heights[i] > want+0.01 {
			t.Fatalf("heights %v", heights)
		}
	}
	within(t, boxes)
}

// Long names and amounts stay on the paper; a chart of nothing is no error.
func TestChartsStayWithinTheText(t *testing.T) {
	long := strings.Repeat("Очень длинное название ", 6)
	within(t, Bars{Title: long, Rows: []Bar{{Label: long, Value: "9 999 999 999 999 · 100,0 %", Size: 1 << 60}, {Label: "b", Value: "1", Size: 1}}}.boxes())
	within(t, Figures{{Value: "9 999 999 999 999", Label: long, Note: long}}.boxes())
	if n := len(Bars{}.boxes()) + len(Stacks{}.boxes()) + len(Figures{}.boxes()); n != 0 {
		t.Errorf("%d boxes of nothing", n)
	}
}

func within(t *testing.T, boxes []box) {
	t.Helper()
	for _, b := range boxes {
		for _, o := range b.ops {
			end := max(o.x, o.x2)
			if o.text != "" {
				end = o.x + measure(o.face, o.text, o.size)
			}
			if o.x < left-0.1 || end > right+0.1 || o.y < -0.1 || max(o.y, o.y2) > b.height+0.1 {
				t.Errorf("%+v leaves its box of %.1f mm", o, b.height)
			}
		}
	}
}
