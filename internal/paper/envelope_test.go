package paper

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"debitor/internal/fault"
)

// countries with every kind of layout.
var postCountries = []string{"RU", "BY", "DE", "UA", "BA", ""}

// awkward are parties that a file may bring.
func awkward() []Party {
	long := "Общество с ограниченной ответственностью «" + strings.Repeat("Торгово-промышленная компания ", 8) + "и сыновья»"
	return []Party{
		{"ООО «Ромашка»", "224000, г. Брест, ул. Вторая, д. 7"},
		{"Nordlicht Möbel GmbH", "Hauptstraße 5, 10115 Berlin"},
		{long, "224000, Брестская область, Брестский район, аг. Большие Мотыкалы, ул. Первомайская, д. 117, корп. 3, пом. 24"},
		{long, strings.Repeat(long, 3)},
		{strings.Repeat("Щ", 300), strings.Repeat("W", 900)},
		{"Без адреса", ""},
		{"", "220030, г. Минск"},
		{"株式会社 🙂", "東京, 123456"},
	}
}

// inside tells what of a sheet leaves an area, or what text covers another.
func inside(ops []op, a area) string {
	const tolerance = 0.05
	for i, o := range ops {
		endX, topY, endY := max(o.x, o.x2), min(o.y, o.y2), max(o.y, o.y2)
		if o.text != "" {
			endX, topY, endY = o.x+measure(o.face, o.text, o.size), o.y-0.75*o.size*pointMM, o.y+0.22*o.size*pointMM
		}
		if o.x < a.x-tolerance || endX > a.x+a.width+tolerance || topY < a.y-tolerance || endY > a.y+a.height+tolerance {
			return fmt.Sprintf("%.30q from %.1f, %.1f to %.1f, %.1f leaves %+v", o.text, o.x, topY, endX, endY, a)
		}
		for _, p := range ops[i+1:] {
			if o.text != "" && p.text != "" && max(o.y, p.y)-min(o.y, p.y) < 0.6*max(o.size, p.size)*pointMM &&
				endX > p.x+tolerance && p.x+measure(p.face, p.text, p.size) > o.x+tolerance {
				return fmt.Sprintf("%.30q and %.30q overlap", o.text, p.text)
			}
		}
	}
	return ""
}

func TestNothingLeavesItsFieldOnAnEnvelope(t *testing.T) {
	for _, size := range EnvelopeSizes() {
		for _, country := range postCountries {
			e, err := EnvelopeStyle{size, country}.layoutOf()
			if err != nil {
				t.Fatal(err)
			}
			grid := area{envelopeMargin, 0, gridWidth, e.size.Ht - envelopeMargin + strokeWidth}
			for _, p := range awkward() {
				p = p.typeset("ru")
				if problem := inside(e.sender(p), e.from); problem != "" {
					t.Errorf("%s %s sender: %s", size, country, problem)
				}
				index, to := split(e.addressee(p))
				if problem := inside(to, e.to); problem != "" {
					t.Errorf("%s %s addressee: %s", size, country, problem)
				}
				if problem := inside(index, grid); problem != "" {
					t.Errorf("%s %s index: %s", size, country, problem)
				}
				if e.index && grid.x+grid.width > e.to.x || e.from.y+e.from.height > e.to.y {
					t.Errorf("%s %s: fields overlap: %+v", size, country, e)
				}
			}
		}
	}
}

// split parts the index grid from the texts.
func split(ops []op) (grid, texts []op) {
	for _, o := range ops {
		if o.text == "" {
			grid = append(grid, o)
		} else {
			texts = append(texts, o)
		}
	}
	return grid, texts
}

func TestSenderIsUpperLeftAndAddresseeLowerRight(t *testing.T) {
	for _, size := range EnvelopeSizes() {
		for _, country := range []string{"RU", "BY", "UA"} {
			e, err := EnvelopeStyle{size, country}.layoutOf()
			if err != nil {
				t.Fatal(err)
			}
			if e.from.x+e.from.width/2 > e.size.Wd/2 || e.from.y+e.from.height > e.size.Ht/2 || e.to.x < e.size.Wd/2-20 || e.to.y+e.to.height/2 < e.size.Ht/2 {
				t.Errorf("%s %s: %+v", size, country, e)
			}
			if stamp := e.from.x + e.from.width; stamp > e.size.Wd-stampWidth {
				t.Errorf("%s %s: the sender reaches into the stamp", size, country)
			}
		}
	}
}

func TestDINFieldIsWhereTheWindowIs(t *testing.T) {
	for size, bottom := range map[EnvelopeSize]float64{DL: 15, C6: 15, C5: 60} {
		e, err := EnvelopeStyle{size, "DE"}.layoutOf()
		if err != nil {
			t.Fatal(err)
		}
		if e.from.x != 25 || e.to.x != 25 || e.to.y+e.to.height != e.size.Ht-bottom || e.from.y != e.size.Ht-bottom-45 || e.index {
			t.Errorf("%s: %+v", size, e)
		}
	}
}

func TestUnknownEnvelopeSize(t *testing.T) {
	err := Envelopes(&bytes.Buffer{}, Info{Date: day}, EnvelopeStyle{Size: "B4"}, Party{}, nil)
	if fault.Code(err) != "paper.envelope.size" {
		t.Error(err)
	}
}

func TestOrderOfAnAddress(t *testing.T) {
	const brest = "224000, Брестская обл., Брестский р-н, аг. Мотыкалы, ул. Вторая, д. 7, пом. 3"
	for _, c := range []struct {
		country, address, want string
	}{
		{"RU", brest, "ул. Вторая, д. 7, пом. 3|аг. Мотыкалы, Брестский р-н, Брестская обл.|224000"},
		{"BY", brest, "ул. Вторая, д. 7, пом. 3|224000, аг. Мотыкалы|Брестский р-н, Брестская обл."},
		{"BY", "220030, г. Минск, пр-т Победы, 5", "пр-т Победы, 5|220030, г. Минск"},
		{"RU", "220030, г. Минск, Победы пр-т, 5", "Победы пр-т, 5|г. Минск|220030"},
		{"RU", "220030,г. Минск,ул.Первая,5", "ул.Первая, 5|г. Минск|220030"},
		{"RU", "г. Минск, ул. Первая, 5, 220030", "г. Минск, ул. Первая, 5, 220030"},
		{"RU", "220030, ул. Первая, 5, г. Минск", "220030, ул. Первая, 5, г. Минск"},
		{"RU", "220030, г. Ульяновск, дом 5", "220030, г. Ульяновск, дом 5"},
		{"RU", "", ""},
		{"DE", "Hauptstraße 5, 10115 Berlin", "Hauptstraße 5|10115 Berlin"},
		{"UA", "01001, м. Київ, вул. Перша, 5", "01001, м. Київ, вул. Перша, 5"},
	} {
		e, err := EnvelopeStyle{DL, c.country}.layoutOf()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(e.order(c.address), "|"); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.country, c.address, got, c.want)
		}
	}
}

func TestIndexIn(t *testing.T) {
	for address, want := range map[string]string{
		"220030, г. Минск, ул. Первая, д. 5":          "220030",
		"220030 г. Минск, ул. Первая, д. 5":           "220030",
		"г. Минск, ул. Первая, д. 5, 220030":          "220030",
		"г. Минск, ул. Первая, д. 5 220030":           "220030",
		"Беларусь, 220030, г. Минск":                  "220030",
		"220030, г. Минск, а/я 123456":                "", // which of the two?
		"г. Минск, а/я 123456, ул. Первая":            "",
		"г. Минск, дом 123456 корпус 2":               "",
		"2200301, г. Минск":                           "",
		"22003, г. Минск":                             "",
		"050000, г. Алматы":                           "", // of a country with other indices
		"220030, г. Минск, 220030":                    "220030",
		"220030, г. Минск; 101000, г. Москва, 101000": "",
		"10115 Berlin":     "",
		"":                 "",
		", ,":              "",
		"２２００３０, г. Минск": "",
		"220030\u00a0г. Минск, ул. Первая, д.\u00a05": "220030",
	} {
		if got, ok := indexIn(address); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// TestIndexDigitsDiffer wants ten digits of strokes that no other digit has.
func TestIndexDigitsDiffer(t *testing.T) {
	seen := map[string]int{}
	for digit, strokes := range indexDigits {
		var on []int
		for i, s := range allStrokes {
			if slices.Contains(strokes, s) {
				on = append(on, i)
			}
		}
		key := fmt.Sprint(on)
		if before, twice := seen[key]; twice || len(on) != len(strokes) {
			t.Errorf("%d looks like %d", digit, before)
		}
		seen[key] = digit
	}
	dark := 0
	for _, o := range indexGrid("220030", 12, 98) {
		if o.grey == 0 && !o.fill {
			dark++
		}
	}
	if want := 4 + 4 + 6 + 6 + 4 + 6; dark != want {
		t.Errorf("%d strokes, want %d", dark, want)
	}
	if grid := indexGrid("", 12, 98); len(grid) != 2+6*9 {
		t.Errorf("an empty grid has %d lines", len(grid))
	}
}
