package paper

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Flags of a composite glyph's parts (OpenType, table glyf).
const (
	partWords    = 1 << 0
	partScale    = 1 << 3
	partMore     = 1 << 5
	partHinted   = 1 << 8
	partScaleXY  = 1 << 6
	partTwoByTwo = 1 << 7
)

// outline is the data of one glyph, empty for a space.
func (m *metrics) outline(glyph int) []byte {
	glyf, loca := m.tables["glyf"], m.tables["loca"]
	if m.number("head", 50) == 0 {
		from, to := binary.BigEndian.Uint16(loca[2*glyph:]), binary.BigEndian.Uint16(loca[2*glyph+2:])
		return glyf[2*int(from) : 2*int(to)]
	}
	from, to := binary.BigEndian.Uint32(loca[4*glyph:]), binary.BigEndian.Uint32(loca[4*glyph+4:])
	return glyf[from:to]
}

// parts visits the parts a composite glyph is made of: where each begins in
// the data and where it ends.
func parts(data []byte, visit func(at, end int)) {
	if len(data) < 10 || int16(binary.BigEndian.Uint16(data)) >= 0 {
		return
	}
	for at := 10; at+4 <= len(data); {
		flags := binary.BigEndian.Uint16(data[at:])
		end := at + 6
		if flags&partWords != 0 {
			end += 2
		}
		switch {
		case flags&partScale != 0:
			end += 2
		case flags&partScaleXY != 0:
			end += 4
		case flags&partTwoByTwo != 0:
			end += 8
		}
		visit(at, end)
		at = end
		if flags&partMore == 0 {
			return
		}
	}
}

// addParts marks the glyphs a composite one is made of.
func (m *metrics) addParts(used []bool, glyph int) {
	data := m.outline(glyph)
	parts(data, func(at, _ int) {
		part := int(binary.BigEndian.Uint16(data[at+2:]))
		if !used[part] {
			used[part] = true
			m.addParts(used, part)
		}
	})
}

// bare appends a glyph without its hinting, which paper does not need and
// which is most of a small subset.
func bare(dst, data []byte) []byte {
	if len(data) < 10 {
		return dst
	}
	start := len(dst)
	contours := int(int16(binary.BigEndian.Uint16(data)))
	if contours < 0 {
		last := 0
		parts(data, func(_, end int) { last = end })
		dst = append(dst, data[:last]...)
		parts(dst[start:], func(at, _ int) {
			flags := binary.BigEndian.Uint16(dst[start+at:])
			binary.BigEndian.PutUint16(dst[start+at:], flags&^partHinted)
		})
		return dst
	}
	at := 10 + 2*contours
	hints := int(binary.BigEndian.Uint16(data[at:]))
	dst = append(append(dst, data[:at]...), 0, 0)
	return append(dst, data[at+2+hints:]...)
}

// subset is a TrueType file with the outlines of the used glyphs only. Glyphs
// keep their numbers, so that texts need no translation; those not used are
// empty.
func (m *metrics) subset(used []bool) []byte {
	used = slices.Clone(used)
	used[0] = true
	for g := range used {
		if used[g] {
			m.addParts(used, g)
		}
	}
	var glyf, loca []byte
	for g := range used {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if used[g] {
			glyf = bare(glyf, m.outline(g))
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := slices.Clone(m.tables["head"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	tables := map[string][]byte{"head": head, "glyf": glyf, "loca": loca}
	for _, name := range []string{"hhea", "hmtx", "maxp"} {
		tables[name] = m.tables[name]
	}
	return assemble(tables)
}

// assemble writes a TrueType file of the tables, by name.
func assemble(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	n := len(names)
	power, log := 1, 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, log, (n - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	offset := 12 + 16*n
	for _, name := range names {
		data := tables[name]
		out = append(out, name...)
		for _, v := range []uint32{checksum(data), uint32(offset), uint32(len(data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		offset += (len(data) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
