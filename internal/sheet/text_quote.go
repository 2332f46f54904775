package sheet

import "bytes"

// quoted reads the row at pos strictly as RFC 4180 says, over as many lines as
// its quotes span, into plain and ends. It answers where the next row begins,
// or the problem that makes the row not RFC 4180.
func (t *text) quoted() (next int, problem string, err error) {
	t.plain, t.ends = t.plain[:0], t.ends[:0]
	i := 0 // from pos, which fill may move
	for {
		c, err := t.at(i)
		if err != nil {
			return 0, "", err
		}
		if c == '"' {
			if i, problem, err = t.quotedCell(i + 1); problem != "" || err != nil {
				return 0, problem, err
			}
		} else if i, err = t.bareCell(i); err != nil {
			return 0, "", err
		}
		t.ends = append(t.ends, len(t.plain))
		if c, err = t.at(i); err != nil {
			return 0, "", err
		}
		if c != int(t.comma) {
			return t.rowEnd(i)
		}
		if len(t.ends) >= MaxColumns {
			return 0, "there are more than 1024 cells", nil
		}
		i++
	}
}

// at is the byte i of the row, -1 at the end of the file.
func (t *text) at(i int) (int, error) {
	for t.pos+i >= t.end {
		more, err := t.fill()
		if err != nil || !more {
			return -1, err
		}
	}
	return int(t.buf[t.pos+i]), nil
}

// rowEnd steps over the line end at i.
func (t *text) rowEnd(i int) (int, string, error) {
	c, err := t.at(i)
	if err != nil {
		return 0, "", err
	}
	switch c {
	case -1:
		return t.pos + i, "", nil
	case '\r':
		if c, err = t.at(i + 1); err != nil {
			return 0, "", err
		}
		if c == '\n' {
			i++
		}
	}
	return t.pos + i + 1, "", nil
}

// bareCell takes a cell without quotes around it; quotes within are letters.
func (t *text) bareCell(i int) (int, error) {
	for {
		c, err := t.at(i)
		if err != nil || c < 0 || c == int(t.comma) || c == '\n' || c == '\r' {
			return i, err
		}
		t.add(t.buf[t.pos+i : t.pos+i+1])
		i++
	}
}

// quotedCell takes a cell whose quote was opened before i, to behind the
// closing one. Spaces between it and the separator are no part of the cell.
func (t *text) quotedCell(i int) (int, string, error) {
	start := i
	for {
		if _, err := t.at(i); err != nil {
			return 0, "", err
		}
		n := bytes.IndexByte(t.buf[t.pos+i:t.end], '"')
		if n < 0 {
			n = t.end - t.pos - i
		}
		t.add(t.buf[t.pos+i : t.pos+i+n])
		i += n
		c, err := t.at(i)
		switch {
		case err != nil:
			return 0, "", err
		case c < 0 || i-start > MaxCell:
			return 0, "a quote is opened and never closed", nil
		case c != '"':
			continue
		}
		if c, err = t.at(i + 1); err != nil {
			return 0, "", err
		}
		if c == '"' {
			t.plain = append(t.plain, '"')
			i += 2
			continue
		}
		i++
		for c == ' ' {
			i++
			if c, err = t.at(i); err != nil {
				return 0, "", err
			}
		}
		if c < 0 || c == int(t.comma) || c == '\n' || c == '\r' {
			return i, "", nil
		}
		return 0, "a quote stands inside a quoted cell", nil
	}
}

// lenient divides a line whose quotes do not follow the rule. There are two
// ways to read it: a cell goes on to the quote before a separator («"ООО
// "Ромашка"", 5»), or it is bare text that happens to begin with a quote
// («"Ромашка" ООО, 5»). It is told if only one of them gives as many cells as
// the other rows have; if both do, by whether the first quote left inside a
// cell opens something, as it does in «ООО "Ромашка"», or closes it.
func lenient(line []byte, comma byte, columns int) ([][]byte, bool) {
	a, okA := closeBeforeSeparator(line, comma)
	b, okB := quotesAreLetters(line, comma)
	okA = okA && len(a) == columns
	okB = okB && len(b) == columns
	if okA && (!okB || opensFirst(a)) {
		return a, true
	}
	return b, okB
}

func opensFirst(cells [][]byte) bool {
	for _, c := range cells {
		if i := bytes.IndexByte(c, '"'); i > 0 && c[i-1] != ' ' && c[i-1] != '(' {
			return false
		}
	}
	return true
}

func closeBeforeSeparator(line []byte, comma byte) (cells [][]byte, ok bool) {
	ends := func(i int) bool { return i >= len(line) || line[i] == comma }
	for i := 0; ; i++ {
		var cell []byte
		if i < len(line) && line[i] == '"' {
			for i++; ; i++ {
				if i >= len(line) {
					return nil, false
				}
				if line[i] == '"' {
					if ends(i + 1) {
						i++
						break
					}
					if line[i+1] == '"' && !ends(i+2) {
						i++
					}
				}
				cell = append(cell, line[i])
			}
		} else {
			from := i
			for !ends(i) {
				i++
			}
			cell = line[from:i]
		}
		cells = append(cells, cell)
		if i >= len(line) {
			return cells, true
		}
	}
}

func quotesAreLetters(line []byte, comma byte) (cells [][]byte, ok bool) {
	for cell := range bytes.SplitSeq(line, []byte{comma}) {
		if bytes.Count(cell, []byte{'"'})%2 != 0 {
			return nil, false
		}
		if n := len(cell); n >= 2 && cell[0] == '"' && bytes.IndexByte(cell[1:], '"') == n-2 {
			cell = cell[1 : n-1]
		}
		cells = append(cells, cell)
	}
	return cells, true
}
