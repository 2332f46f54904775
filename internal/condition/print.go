package condition

// append writes the canonical text: single spaces, and brackets only where
// the tree would be another without them.
func (n *node) append(to []byte) []byte {
	switch n.kind {
	case and:
		return n.appendKids(to, " and ")
	case or:
		return n.appendKids(to, " or ")
	case not:
		return n.kids[0].appendInside(append(to, "not "...), n.kind)
	case flag:
		return append(to, n.name...)
	case done:
		return append(append(append(to, "done("...), quote(n.name)...), ')')
	case number, amount, word:
	}
	return n.appendComparison(to)
}

func (n *node) appendKids(to []byte, between string) []byte {
	for i := range n.kids {
		if i > 0 {
			to = append(to, between...)
		}
		to = n.kids[i].appendInside(to, n.kind)
	}
	return to
}

// appendInside writes a part of another node, in brackets if it binds looser.
func (n *node) appendInside(to []byte, parent kind) []byte {
	if n.kind == or || n.kind == and && parent == not {
		return append(n.append(append(to, '(')), ')')
	}
	return n.append(to)
}

func (n *node) appendComparison(to []byte) []byte {
	to = append(to, n.name...)
	if len(n.values) == 1 {
		for _, o := range operators {
			if o.op == n.op {
				to = append(append(append(to, ' '), o.text...), ' ')
			}
		}
		return append(to, n.literal(0)...)
	}
	to = append(to, " in ["...)
	for i := range n.values {
		if i > 0 {
			to = append(to, ", "...)
		}
		to = append(to, n.literal(i)...)
	}
	return append(to, ']')
}

func (n *node) literal(i int) string {
	if n.kind == word {
		return quote(n.values[i].text)
	}
	return n.values[i].text
}
