package intake

import (
	"debitor/internal/money"
)

// Map is a map file: how a table that is not debitor's own becomes records. It
// is checked as far as it can be without the table; maps/README.md describes
// the language.
type Map struct {
	Name  string // as the user named it
	Title string

	kind       Kind
	sheet      string
	headerRows int
	columns    []mapColumn
	drops      []mapDrop
	checks     []mapCheck
	set        []mapValue // where the map has no records
	records    []mapRecord
}

// spot is a place in the map file, for errors met when it is used.
type spot struct{ line, column int }

// mapColumn names a column of the table and says how it is written.
type mapColumn struct {
	at       spot
	name     string
	headings []string // any of these
	optional bool
	date     datePattern
	mark     byte // decimal mark
	strip    string
	empty    string
	round    bool
}

// ref is a column named by the map file.
type ref struct {
	at   spot
	name string
}

type mapCondition struct {
	column ref
	op     comparison
	list   []string
}

type mapDrop struct {
	when []mapCondition
	say  string
	sum  ref // name empty: none
}

type mapCheck struct {
	terms     []ref
	minus     []bool
	tolerance money.Minor
	text      string
}

// mapPart is a piece of a value: a text or, where column is set, a column.
type mapPart struct {
	text   string
	column string
}

type mapValue struct {
	at     spot
	field  field
	parts  []mapPart
	negate bool
}

type mapRecord struct {
	at     spot
	kind   Kind
	create bool
	when   []mapCondition
	set    []mapValue
	attrs  []ref
	rest   bool // every column that no record uses becomes an attribute
}

// snapshotDate is the column name that stands for Options.Date.
const snapshotDate = "@date"

// Kind is the kind of files the map is of; empty where it does not say, and of
// no map.
func (m *Map) Kind() Kind {
	if m == nil {
		return ""
	}
	return m.kind
}
