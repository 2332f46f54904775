package desk_test

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/fault"
)

// TestLogo: what no letter could show is refused when the company file is set,
// not left out of the letters unsaid.
func TestLogo(t *testing.T) {
	b := openBooks(t, schema.SQLite(t))
	drawn := func(width, height int) string {
		var out bytes.Buffer
		if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	good := drawn(400, 100)
	for _, c := range []struct {
		name, data string
		ok         bool
	}{
		{"good", good, true},
		{"cut off", good[:len(good)/2], false},
		{"more pixels than a letter shows", drawn(3000, 2000), false},
		{"more bytes", good + strings.Repeat("x", 300<<10), false},
		{"no picture", "GIF89a", false},
	} {
		b.file("logo.png", c.data)
		_, err := desk.ReadProfile(b.file("company.yaml", "name: Мукомол\nlogo: logo.png\n"))
		if (err == nil) != c.ok || err != nil && fault.Code(err) != "company.logo" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := desk.ReadProfile(b.file("company.yaml", "name: Мукомол\nlogo: none.png\n")); fault.Code(err) != "company.logo" {
		t.Errorf("no file: %v", err)
	}
}
