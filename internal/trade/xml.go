package trade

import (
	"encoding/xml"
	"strings"
)

// The bounds of a document: no invoice of this world reaches them.
const (
	maxDepth = 64
	maxNodes = 1 << 20
	maxText  = 64 << 10 // of one element; longer ones are pictures and are cut
)

// node is an element with what stands in it. Names are local: the namespace is
// looked at when the tree is made.
type node struct {
	name   string
	line   int
	attrs  map[string]string
	text   string
	kids   []*node
	parent *node
}

// child follows a path of names, taking the first of each; nil if there is none.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		var found *node
		for _, k := range n.kids {
			if k.name == name {
				found = k
				break
			}
		}
		n = found
	}
	return n
}

// all are the children of a name.
func (n *node) all(name string) (list []*node) {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			list = append(list, k)
		}
	}
	return list
}

// at is the text at the end of a path, without outer spaces; empty if there is
// none.
func (n *node) at(path ...string) string {
	if n = n.child(path...); n == nil {
		return ""
	}
	return n.text
}

// attr is an attribute; empty if there is none.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	return n.attrs[name]
}

// path names an element for a person: itself and what it stands in.
func (n *node) path() string {
	if n.parent == nil {
		return n.name
	}
	return n.parent.name + "/" + n.name
}

// next is the next token that matters, with the line it begins on. A DOCTYPE is
// refused: invoices have none, and entities are how an XML file does harm.
func (r *reader) next() (xml.Token, int, error) {
	for {
		line, _ := r.xml.InputPos()
		t, err := r.xml.Token()
		if err != nil {
			return nil, line, err
		}
		switch t.(type) {
		case xml.Directive:
			return nil, line, r.fault("trade.doctype", "holds a DOCTYPE, which no invoice has; it is not read (have the program that wrote it leave it out)", line)
		case xml.StartElement, xml.EndElement, xml.CharData:
			return t, line, nil
		}
	}
}

// element reads an element to its end. Elements of namespaces that are not the
// format's are passed over with all they hold.
func (r *reader) element(start xml.StartElement, line int, ours func(space string) bool) (*node, error) {
	root := nodeOf(start, line, nil)
	at, depth, count := root, 1, 0
	var text strings.Builder
	for at != nil {
		t, line, err := r.next()
		if err != nil {
			return nil, r.broken(err, line)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, r.fault("trade.too_deep", "elements stand more than %d deep within one another; it is no invoice", line, maxDepth)
			}
			if count++; count > maxNodes {
				return nil, r.fault("trade.too_large", "is larger than debitor reads (%d); split it", line, maxNodes)
			}
			if !ours(t.Name.Space) {
				if err := r.skip(line); err != nil {
					return nil, err
				}
				depth--
				continue
			}
			at.say(&text)
			kid := nodeOf(t, line, at)
			at.kids = append(at.kids, kid)
			at = kid
		case xml.CharData:
			if text.Len()+len(t) <= maxText {
				text.Write(t)
			}
		case xml.EndElement:
			at.say(&text)
			at = at.parent
			depth--
		}
	}
	return root, nil
}

// say adds what stands between two of an element's tags. Beyond maxText it adds
// nothing: a text put together of a million pieces would be copied as often.
func (n *node) say(text *strings.Builder) {
	if text.Len() > 0 && len(n.text) < maxText {
		n.text = strings.TrimSpace(n.text + text.String())
	}
	text.Reset()
}

// skip passes over the element that has just begun.
func (r *reader) skip(line int) error {
	for depth := 1; depth > 0; {
		t, at, err := r.next()
		if err != nil {
			return r.broken(err, at)
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return r.fault("trade.too_deep", "elements stand more than %d deep within one another; it is no invoice", line, maxDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

func nodeOf(start xml.StartElement, line int, parent *node) *node {
	n := &node{name: start.Name.Local, line: line, parent: parent}
	for _, a := range start.Attr {
		if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
			continue
		}
		if n.attrs == nil {
			n.attrs = map[string]string{}
		}
		n.attrs[a.Name.Local] = strings.TrimSpace(a.Value)
	}
	return n
}
