package paper

// The index grid: six digits of nine strokes, which sorting machines of Russia
// and Belarus read. The measures are [K].
const (
	digitWidth  = 5.0
	digitHeight = 10.0
	digitPitch  = 9.0
	strokeWidth = 0.7
	markHeight  = 1.6 // of the two bars above the first digits
	markGap     = 2.6
)

// gridWidth is how far the grid reaches to the right.
const gridWidth = 5*digitPitch + digitWidth

// stroke is a line of a digit in halves of its height: x 0 or 1, y 0 (top) to 2.
type stroke struct{ x, y, x2, y2 float64 }

// The nine strokes.
var (
	topBar     = stroke{0, 0, 1, 0}
	middleBar  = stroke{0, 1, 1, 1}
	bottomBar  = stroke{0, 2, 1, 2}
	upperLeft  = stroke{0, 0, 0, 1}
	upperRight = stroke{1, 0, 1, 1}
	lowerLeft  = stroke{0, 1, 0, 2}
	lowerRight = stroke{1, 1, 1, 2}
	upperSlant = stroke{1, 0, 0, 1}
	lowerSlant = stroke{1, 1, 0, 2}
)

var allStrokes = []stroke{topBar, middleBar, bottomBar, upperLeft, upperRight, lowerLeft, lowerRight, upperSlant, lowerSlant}

// indexDigits are the digits 0 to 9 as one writes them into the grid.
var indexDigits = [10][]stroke{
	{topBar, upperLeft, upperRight, lowerLeft, lowerRight, bottomBar},
	{upperSlant, upperRight, lowerRight},
	{topBar, upperRight, lowerSlant, bottomBar},
	{topBar, upperSlant, middleBar, lowerSlant},
	{upperLeft, upperRight, middleBar, lowerRight},
	{topBar, upperLeft, middleBar, lowerRight, bottomBar},
	{upperSlant, middleBar, lowerLeft, lowerRight, bottomBar},
	{topBar, upperSlant, lowerLeft},
	{topBar, upperLeft, upperRight, middleBar, lowerLeft, lowerRight, bottomBar},
	{topBar, upperLeft, upperRight, middleBar, lowerSlant},
}

// indexGrid draws the grid with its lower left corner at x, bottom, and the
// digits of the index in it; an empty index leaves the grid to be filled by hand.
func indexGrid(index string, x, bottom float64) []op {
	top := bottom - digitHeight
	mark := top - markGap - markHeight
	ops := []op{
		{x: x, y: mark, x2: x + digitWidth, y2: mark + markHeight, fill: true},
		{x: x + digitPitch, y: mark, x2: x + digitPitch + digitWidth, y2: mark + markHeight, fill: true},
	}
	for i := range 6 {
		at := x + float64(i)*digitPitch
		for _, s := range allStrokes {
			ops = append(ops, s.op(at, top, 0.15, 190))
		}
		if i < len(index) {
			for _, s := range indexDigits[index[i]-'0'] {
				ops = append(ops, s.op(at, top, strokeWidth, 0))
			}
		}
	}
	return ops
}

func (s stroke) op(x, y, width float64, grey uint8) op {
	return op{
		x: x + s.x*digitWidth, y: y + s.y*digitHeight/2, x2: x + s.x2*digitWidth, y2: y + s.y2*digitHeight/2,
		size: width, grey: grey,
	}
}
