package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // a logo may be a photograph
	"image/png"
	"sync/atomic"

	"debitor/internal/letter"
)

// The bounds of a logo. A decoded pixel takes four bytes: what is larger than
// this is no logo but an attempt on memory.
const (
	maxPictureBytes  = 2 << 20
	maxPicturePixels = 4 << 20
)

// picture is an image ready for a file: its pixels on white, eight bits each,
// as PNG of our own writing, so that nothing foreign reaches the library.
type picture struct {
	width, height int // pixels
	png           []byte
}

// lastPicture is the logo prepared last: a run has one.
var lastPicture atomic.Pointer[struct {
	data  []byte
	ready *picture
}]

// pictureOf prepares a PNG or JPEG; nil for no bytes and for those that are no
// picture within the bounds.
func pictureOf(p letter.Picture) *picture {
	if len(p.Data) == 0 || len(p.Data) > maxPictureBytes {
		return nil
	}
	if last := lastPicture.Load(); last != nil && bytes.Equal(last.data, p.Data) {
		return last.ready
	}
	ready := decodePicture(p.Data)
	lastPicture.Store(&struct {
		data  []byte
		ready *picture
	}{p.Data, ready})
	return ready
}

func decodePicture(data []byte) *picture {
	size, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || format != "png" && format != "jpeg" || size.Width < 1 || size.Height < 1 || size.Width > maxPicturePixels/size.Height {
		return nil
	}
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	page := image.NewRGBA(image.Rect(0, 0, size.Width, size.Height))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(page, page.Bounds(), decoded, decoded.Bounds().Min, draw.Over)
	var b bytes.Buffer
	if err := png.Encode(&b, page); err != nil {
		return nil
	}
	return &picture{size.Width, size.Height, b.Bytes()}
}

// within is the picture's size in millimetres when it fills a space as well as
// it can.
func (p *picture) within(width, height float64) (w, h float64) {
	scale := min(width/float64(p.width), height/float64(p.height))
	return float64(p.width) * scale, float64(p.height) * scale
}
