package docx

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"debitor/internal/letter"
)

// drawnLogo is a picture of that size, in a blue that lets light through.
func drawnLogo(width, height int) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		m.SetNRGBA(i%width, i/width, color.NRGBA{B: 160, A: uint8(100 + i%100)})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// claims is a PNG that says it has so many pixels.
func claims(width, height uint32) []byte {
	b := drawnLogo(3, 3)
	const ihdr = 12 // where the chunk's name stands
	binary.BigEndian.PutUint32(b[ihdr+4:], width)
	binary.BigEndian.PutUint32(b[ihdr+8:], height)
	binary.BigEndian.PutUint32(b[ihdr+17:], crc32.ChecksumIEEE(b[ihdr:ihdr+17]))
	return b
}

func photo() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 30)), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestLogosThatAreNoneAreLeftOut(t *testing.T) {
	good := drawnLogo(90, 30)
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"png":       {good, true},
		"jpeg":      {photo(), true},
		"none":      {nil, false},
		"text":      {[]byte("GIF89a, or not"), false},
		"cut":       {good[:len(good)/2], false},
		"enormous":  {claims(60_000, 60_000), false},
		"wide":      {claims(1<<31-1, 1), false},
		"no pixels": {claims(0, 5), false},
		"heavy":     {append(bytes.Clone(good), make([]byte, maxPictureBytes)...), false},
	} {
		for _, country := range []string{"DE", "BY"} {
			doc := &letter.Document{Meta: letter.Meta{Country: country}, Blocks: []letter.Block{letter.Letterhead{Name: "A", Logo: letter.Picture{Data: c.data}}}}
			parts := written(t, doc)
			checkParts(t, parts)
			_, there := parts["word/media/logo.png"]
			if drawn := strings.Contains(parts["word/document.xml"], "<w:drawing>"); there != c.want || drawn != c.want {
				t.Errorf("%s: in the file %v, on the page %v, want %v", name, there, drawn, c.want)
			}
		}
	}
}

// TestALogoBringsNothingButItsPixels: what stands behind the picture in its
// file stays out.
func TestALogoBringsNothingButItsPixels(t *testing.T) {
	p := pictureOf(letter.Picture{Data: append(drawnLogo(9, 9), "PK\x03\x04 and more"...)})
	if p == nil || strings.Contains(p.png, "and more") {
		t.Error("the file was taken as it is")
	}
}

func TestALogoKeepsItsShapeWithinItsBounds(t *testing.T) {
	for _, c := range []struct{ pixelsWide, pixelsHigh, width, height int }{
		{90, 30, 45 * emu, 15 * emu},
		{90, 36, 45 * emu, 18 * emu},
		{30, 60, 9 * emu, 18 * emu},
		{1, 1, 18 * emu, 18 * emu},
		{3, 2000, 972, 18 * emu},
	} {
		p := pictureOf(letter.Picture{Data: drawnLogo(c.pixelsWide, c.pixelsHigh)})
		if p.width != c.width || p.height != c.height {
			t.Errorf("%d × %d pixels: %d × %d, want %d × %d", c.pixelsWide, c.pixelsHigh, p.width, p.height, c.width, c.height)
		}
	}
}
