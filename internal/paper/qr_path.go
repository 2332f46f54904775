package paper

import (
	"fmt"
	"strings"
)

// QRPath is a QR code of a text as the path of an SVG whose unit is a module,
// and the side of the code in modules with the white border that it needs.
func QRPath(text string) (path string, side int, err error) {
	code, err := newQR(text, "")
	if err != nil {
		return "", 0, err
	}
	var b strings.Builder
	for i, dark := range code.dots.dark {
		if dark {
			fmt.Fprintf(&b, "M%d %dh1v1h-1z", i%code.dots.side+qrQuiet, i/code.dots.side+qrQuiet)
		}
	}
	return b.String(), code.dots.side + 2*qrQuiet, nil
}
