package paper

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"debitor/internal/fault"
)

func TestNothingLeavesItsLabel(t *testing.T) {
	for _, grid := range labelSheets {
		full := area{0, 0, pageWidth, pageHeight}
		for n := range grid.Columns * grid.Rows {
			a := grid.area(n)
			if a.x < full.x+labelInset-0.01 || a.y < full.y+labelInset-0.01 || a.x+a.width > full.width-labelInset+0.01 || a.y+a.height > full.height-labelInset+0.01 {
				t.Errorf("%s: label %d leaves the sheet: %+v", grid.Name, n, a)
			}
			for _, p := range awkward() {
				s := grid.layout(n, "ru", []Party{p})[0]
				if problem := inside(s.ops, a); problem != "" {
					t.Errorf("%s label %d: %s", grid.Name, n, problem)
				}
			}
		}
	}
}

func TestLabelsBeginWhereTheSheetIsFree(t *testing.T) {
	grid, err := LabelSheetNamed("3x8")
	if err != nil {
		t.Fatal(err)
	}
	var to []Party
	for i := range 30 {
		to = append(to, Party{fmt.Sprintf("Фирма-%d", i+1), "Брест"})
	}
	var b bytes.Buffer
	if err := Labels(&b, Info{Title: "labels", Lang: "ru", Date: day}, grid, 22, to); err != nil {
		t.Fatal(err)
	}
	pages := readPDF(t, b.Bytes()).pages
	if len(pages) != 3 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, want := range []int{3, 24, 3} {
		if got := strings.Count(pages[i], "Фирма-"); got != want {
			t.Errorf("page %d has %d labels, want %d", i+1, got, want)
		}
	}
	if a := grid.area(21); a.x != labelInset || a.y != 0.5+7*37+labelInset {
		t.Errorf("label 22 stands at %+v", a)
	}
	for _, first := range []int{0, -1, 25} {
		if err := Labels(&b, Info{Date: day}, grid, first, to); fault.Code(err) != "paper.label.first" {
			t.Errorf("first %d: %v", first, err)
		}
	}
	if _, err := LabelSheetNamed("4x4"); fault.Code(err) != "paper.label.sheet" || !strings.Contains(err.Error(), "3x8, 2x7, 3x7, 2x8") {
		t.Error(err)
	}
}
