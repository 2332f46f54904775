package intake

import "debitor/internal/fault"

// Map is a map file: how a table that is not debitor's own becomes records.
type Map struct {
	Name string

	kind       Kind
	sheet      string
	headerRows int
}

func (f *File) bindMap() (*fault.Fault, int) { return f.bindHeadings(f.headings(), nil) }

// ParseMap reads a map file; name stands in its errors.
func ParseMap(name string, src []byte) (*Map, error) {
	return &Map{Name: name}, nil
}
