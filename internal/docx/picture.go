package docx

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // a logo may be a photograph
	"image/png"

	"debitor/internal/letter"
)

// The bounds of a logo's file. A decoded pixel takes up to eight bytes: what is
// larger than this is no logo but an attempt on memory.
const (
	maxPictureBytes  = 2 << 20
	maxPicturePixels = 4 << 20
)

// A logo's greatest size on the sheet in EMU, of which a millimetre has 36 000.
const (
	emu        = 36_000
	logoWidth  = 45 * emu
	logoHeight = 18 * emu
)

// picture is a logo ready for the file: as PNG of our own writing, so that
// nothing of the given file but its pixels reaches the reader's program.
type picture struct {
	width, height int // on the sheet, EMU
	png           string
}

// pictureOf prepares a PNG or JPEG; nil for no bytes and for those that are no
// picture within the bounds.
func pictureOf(p letter.Picture) *picture {
	if len(p.Data) == 0 || len(p.Data) > maxPictureBytes {
		return nil
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil || format != "png" && format != "jpeg" || size.Width < 1 || size.Height < 1 || size.Width > maxPicturePixels/size.Height {
		return nil
	}
	pixels, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	if err := png.Encode(&b, pixels); err != nil {
		return nil
	}
	ready := &picture{width: logoWidth, height: logoWidth * size.Height / size.Width, png: b.String()}
	if ready.height > logoHeight {
		ready.width, ready.height = logoHeight*size.Width/size.Height, logoHeight
	}
	ready.width, ready.height = max(ready.width, 1), max(ready.height, 1)
	return ready
}

// bytes of the file, empty for no picture.
func (p *picture) bytes() string {
	if p == nil {
		return ""
	}
	return p.png
}

// column is the width in twips of the column a logo stands in beside the name.
func (p *picture) column() int {
	if p == nil {
		return 0
	}
	return twips(p.width*10/emu + 60)
}

// drawing is the picture in a line of text. Who cannot see it is told whose it
// is.
func (p *picture) drawing(owner string) string {
	return fmt.Sprintf(`<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/>`+
		`<wp:docPr id="1" name="Logo" descr="%[3]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="%[4]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`, p.width, p.height, escape(owner), logoRelation)
}
