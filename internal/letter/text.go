package letter

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// textWidth is where plain text wraps.
const textWidth = 76

// Text is the letter as plain text for a reader that shows nothing else: the
// text alternative of an e-mail. Its no-break spaces are ordinary ones.
func (d *Document) Text() string {
	var parts []string
	for _, b := range d.Blocks {
		if s := blockText(b); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.ReplaceAll(strings.Join(parts, "\n\n"), nbsp, " ") + "\n"
}

func blockText(b Block) string {
	switch b := b.(type) {
	case Letterhead:
		return wrapAll(append([]string{b.Name}, b.Lines...))
	case Addressee:
		lines := []string{b.Name}
		if b.Attn != "" {
			lines = append(lines, b.Attn)
		}
		return wrapAll(append(lines, b.Lines...))
	case Reference:
		return b.Text
	case Title:
		return wrap(strings.ToUpper(b.Text), "", "")
	case Table:
		return tableText(b)
	case Total:
		return wrap(b.Label+" "+b.Amount+" ("+b.Words+")", "", "")
	case Details:
		return wrapAll(append([]string{b.Title}, b.Lines...))
	case Signature:
		return signatureText(b)
	case List:
		return listText(b)
	case Note:
		return wrap(b.Text, "", "")
	}
	return wrap(plain(b), "", "")
}

// plain is the bare text of a block of running text.
func plain(b Block) string {
	switch b := b.(type) {
	case Paragraph:
		return runsText(b.Runs)
	case Heading:
		return runsText(b.Runs)
	case List:
		var all []string
		for _, item := range b.Items {
			all = append(all, runsText(item))
		}
		return strings.Join(all, "\n")
	}
	return ""
}

func runsText(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// tableText lists each document on lines of its own: columns of a table do not
// survive proportional type and narrow screens.
func tableText(t Table) string {
	var b strings.Builder
	for _, row := range t.Rows {
		var head, rest []string
		for i, col := range t.Columns {
			switch col.Key {
			case "number":
				head = append(head, row[i]+".")
			case "document":
				head = append(head, row[i])
			default:
				if row[i] != "" {
					rest = append(rest, col.Title+": "+row[i])
				}
			}
		}
		b.WriteString(wrap(strings.Join(head, " "), "", "   ") + "\n")
		b.WriteString(wrap(strings.Join(rest, "; "), "   ", "   ") + "\n")
	}
	var total []string
	for _, cell := range t.Total {
		if cell != "" {
			total = append(total, cell)
		}
	}
	b.WriteString(strings.Join(total, ": "))
	return b.String()
}

func signatureText(s Signature) string {
	lines := []string{}
	if s.Closing != "" {
		lines = append(lines, s.Closing)
	}
	for _, p := range s.Signers {
		for _, line := range []string{p.Position, p.Name} {
			if line != "" {
				lines = append(lines, line)
			}
		}
	}
	text := wrapAll(lines)
	if s.Contact != "" {
		text += "\n\n" + s.Contact
	}
	return text
}

func listText(l List) string {
	var lines []string
	for i, item := range l.Items {
		bullet := "- "
		switch {
		case l.Ordered:
			bullet = strconv.Itoa(i+1) + ". "
		case l.Boxes:
			bullet = "[ ] "
		}
		lines = append(lines, wrap(runsText(item), bullet, strings.Repeat(" ", len(bullet))))
	}
	return strings.Join(lines, "\n")
}

func wrapAll(lines []string) string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = wrap(line, "", "")
	}
	return strings.Join(out, "\n")
}

// wrap breaks at ordinary spaces only.
func wrap(s, first, indent string) string {
	var b strings.Builder
	b.WriteString(first)
	width := utf8.RuneCountInString(first)
	fresh := true
	for word := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(word)
		if !fresh && width+1+n > textWidth {
			b.WriteString("\n" + indent)
			width, fresh = len(indent), true
		}
		if !fresh {
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += n
		fresh = false
	}
	return b.String()
}
