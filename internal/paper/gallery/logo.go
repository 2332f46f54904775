package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"sync"
)

// logo is the sign of the samples' company: a sun half risen over a line.
var logo = sync.OnceValue(func() []byte {
	const width, height, middle = 480, 200, 240
	blue, sun := color.NRGBA{20, 66, 114, 255}, color.NRGBA{226, 150, 34, 255}
	m := image.NewNRGBA(image.Rect(0, 0, width, height)) // transparent
	for y := range height {
		for x := range width {
			dx, dy := x-middle, 150-y
			switch r := dx*dx + dy*dy; {
			case dy > 0 && r < 95*95:
				m.SetNRGBA(x, y, sun)
			case dy > 0 && r > 115*115 && r < 128*128:
				m.SetNRGBA(x, y, blue)
			case y > 162 && y < 178:
				m.SetNRGBA(x, y, blue)
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // memory takes what is written
	}
	return b.Bytes()
})
