package paper

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
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

func TestLogosThatAreNoneAreLeftOut(t *testing.T) {
	good := drawnLogo(90, 30)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 9, 30)), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"png":       {good, true},
		"jpeg":      {photo.Bytes(), true},
		"none":      {nil, false},
		"text":      {[]byte("GIF89a, or not"), false},
		"cut":       {good[:len(good)/2], false},
		"enormous":  {claims(60_000, 60_000), false},
		"wide":      {claims(1<<31-1, 1), false},
		"no pixels": {claims(0, 5), false},
		"heavy":     {append(bytes.Clone(good), make([]byte, maxPictureBytes)...), false},
	} {
		d := doc(t, letter.Warning, "ru", 1, func(f *letter.Facts) { f.Creditor.Logo.Data = c.data })
		logo := 0
		for _, o := range layout(d)[0].ops {
			if o.picture == nil {
				continue
			}
			logo++
			if o.x2-o.x > logoWidth+0.01 || o.y2-o.y > logoHeight+0.01 {
				t.Errorf("%s: %.1f × %.1f mm", name, o.x2-o.x, o.y2-o.y)
			}
		}
		if (logo == 1) != c.want || logo > 1 {
			t.Errorf("%s: %d pictures", name, logo)
		}
		pdf, err := Single(d)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := bytes.Count(pdf, []byte("/Subtype /Image")); got != logo {
			t.Errorf("%s: %d pictures in the file", name, got)
		}
		readPDF(t, pdf)
	}
}
