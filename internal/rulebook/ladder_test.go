package rulebook_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"debitor/internal/rulebook"
	"debitor/policies"
)

type box struct {
	x, y, right int
	text        string
}

// texts reads the picture back: every text as a box, as wide as its letters
// are at most on average, and the width and height of the sheet.
func texts(t *testing.T, svg []byte) (boxes []box, width, height int) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	var in *box
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return boxes, width, height
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			at := map[string]string{}
			for _, a := range e.Attr {
				at[a.Name.Local] = a.Value
			}
			if e.Name.Local == "svg" {
				width, _ = strconv.Atoi(at["width"])
				height, _ = strconv.Atoi(at["height"])
			}
			if e.Name.Local == "text" {
				x, _ := strconv.Atoi(at["x"])
				y, _ := strconv.Atoi(at["y"])
				in = &box{x: x, y: y, text: at["text-anchor"]}
			}
		case xml.CharData:
			if in == nil {
				continue
			}
			wide := utf8.RuneCountInString(string(e)) * 62 / 10
			switch in.text {
			case "middle":
				in.x -= wide / 2
			case "end":
				in.x -= wide
			}
			in.right, in.text = in.x+wide, string(e)
			boxes = append(boxes, *in)
			in = nil
		}
	}
}

// No text meets another or leaves the sheet, in any shipped policy and with
// many steps on the same day.
func TestNoTextMeetsAnother(t *testing.T) {
	crowd := "policy: crowd\nsteps:\n"
	for i := range 20 {
		day := strconv.Itoa(min(i, 5) * 10)
		crowd += "  - {id: s" + strconv.Itoa(i) + ", at: " + day + ".." + strconv.Itoa(min(i, 5)*10+i) + ", task: t, title: {en: " +
			strings.Repeat("A rather long name of a step ", 4) + "}, to: head-of-collection}\n"
	}
	check := func(name string, svg []byte) {
		boxes, width, height := texts(t, svg)
		for i, a := range boxes {
			if a.x < 0 || a.right > width || a.y < 8 || a.y > height {
				t.Errorf("%s: %q leaves the sheet: %d–%d of %d", name, a.text, a.x, a.right, width)
			}
			for _, b := range boxes[:i] {
				if a.x < b.right && b.x < a.right && a.y < b.y+11 && b.y < a.y+11 {
					t.Errorf("%s: %q meets %q", name, a.text, b.text)
				}
			}
		}
	}
	check("crowd", rulebook.SVG(parsed(t, crowd), "en", ""))
	for _, name := range policies.Names() {
		p := shipped(t, name)
		for _, lang := range langs {
			for _, c := range rulebook.Categories(p) {
				check(name+" "+lang+" "+c, rulebook.SVG(p, lang, c))
			}
		}
	}
}

// A category sees the steps that are for it, its grace counted in.
func TestLadderOfACategory(t *testing.T) {
	p := parsed(t, `policy: x
categories:
  - {id: good, grace: 5}
  - {id: bad, default: true}
steps:
  - {id: early, at: -7, if: category = bad, task: early}
  - {id: late, at: 3..9, task: late}
`)
	good, bad := string(rulebook.SVG(p, "en", "good")), string(rulebook.SVG(p, "en", "bad"))
	for _, tt := range []struct {
		svg, text string
		has       bool
	}{
		{good, "Early", false}, {good, "8–14", true}, {good, "5\u00a0days of grace", true}, {bad, "Early", true}, {bad, "3–9", true}, {bad, "grace", false},
	} {
		if strings.Contains(tt.svg, tt.text) != tt.has {
			t.Errorf("%q: want %v", tt.text, tt.has)
		}
	}
	if string(rulebook.SVG(p, "en", "good")) != good {
		t.Error("the same policy gave other bytes")
	}
	for _, want := range []string{"<title id=", "<desc id=", `role="img"`, `aria-labelledby="t-x-good d-x-good"`} {
		if !strings.Contains(good, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(good, "<script") {
		t.Error("a script")
	}
}
