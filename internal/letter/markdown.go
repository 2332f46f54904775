package letter

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"debitor/internal/fault"
)

// markdown is the part of Markdown a letter has: paragraphs, headings, lists,
// emphasis. Links, images, code and HTML are not parsed at all: they print as
// they are written.
var markdown = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(util.Prioritized(parser.NewEmphasisParser(), 500)),
)

// blocksOf reads rendered Markdown into blocks.
func blocksOf(source string, env *environment) ([]Block, error) {
	src := []byte(source)
	root := markdown.Parse(text.NewReader(src))
	var blocks []Block
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Paragraph:
			made, err := paragraph(n, src, env)
			if err != nil {
				return nil, err
			}
			blocks = append(blocks, made...)
		case *ast.Heading:
			blocks = append(blocks, Heading{Runs: runsOf(n, src, env.lex)})
		case *ast.List:
			blocks = append(blocks, listOf(n, src, env.lex))
		}
	}
	for _, b := range blocks {
		if strings.ContainsAny(plain(b), marks) {
			return nil, errBlockAlone
		}
	}
	return blocks, nil
}

// paragraph is a paragraph or, if that is all it holds, the named block.
func paragraph(n *ast.Paragraph, src []byte, env *environment) ([]Block, error) {
	runs := runsOf(n, src, env.lex)
	if len(runs) == 0 {
		return nil, nil
	}
	if len(runs) == 1 {
		if name, ok := strings.CutPrefix(runs[0].Text, "\ue000"); ok && strings.HasSuffix(name, "\ue001") {
			return named(strings.TrimSuffix(name, "\ue001"), env)
		}
	}
	return []Block{Paragraph{Runs: runs}}, nil
}

func named(name string, env *environment) ([]Block, error) {
	switch f := env.facts; name {
	case "table":
		if len(f.Items) == 0 {
			return nil, nil
		}
		return []Block{tableOf(f, env.lex)}, nil
	case "total":
		return []Block{totalOf(f, env.lex)}, nil
	case "details":
		if len(f.Creditor.Bank) == 0 {
			return nil, nil
		}
		return []Block{detailsOf(env)}, nil
	case "history":
		return []Block{historyOf(env)}, nil
	case "calculation":
		return calculationOf(env), nil
	case "signature":
		return []Block{signatureOf(env)}, nil
	}
	return nil, errBlockAlone
}

// errBlockAlone is a block's name within a line of text.
var errBlockAlone = &Problem{Text: fault.Tell("letter.block_alone", "{{table}}, {{total}}, {{details}}, {{history}}, {{calculation}} and {{signature}} must stand alone, with empty lines around them")}

func listOf(n *ast.List, src []byte, lex *lexicon) List {
	l := List{Ordered: n.IsOrdered()}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		var runs []Run
		for part := item.FirstChild(); part != nil; part = part.NextSibling() {
			runs = append(runs, runsOf(part, src, lex)...)
		}
		l.Items = append(l.Items, runs)
	}
	l.Boxes = boxes(l.Items)
	return l
}

// boxes takes the "[ ]" off that begins every item of a list to tick.
func boxes(items [][]Run) bool {
	const box = "[ ] "
	for _, runs := range items {
		if len(runs) == 0 || !strings.HasPrefix(strings.ReplaceAll(runs[0].Text, nbsp, " "), box) {
			return false
		}
	}
	for _, runs := range items {
		runs[0].Text = strings.TrimPrefix(strings.Replace(runs[0].Text, "["+nbsp+"]", "[ ]", 1)[len("[ ]"):], " ")
		runs[0].Text = strings.TrimPrefix(runs[0].Text, nbsp)
	}
	return len(items) > 0
}

// runsOf is the text below a node, neighbours of one style joined, with
// no-break spaces set.
func runsOf(n ast.Node, src []byte, lex *lexicon) []Run {
	var runs []Run
	var walk func(n ast.Node, style Run)
	walk = func(n ast.Node, style Run) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				run := style
				run.Text = unescape(string(c.Segment.Value(src)))
				if c.SoftLineBreak() || c.HardLineBreak() {
					run.Text += " "
				}
				runs = join(runs, run)
			case *ast.Emphasis:
				inner := style
				inner.Bold = inner.Bold || c.Level == 2
				inner.Italic = inner.Italic || c.Level == 1
				walk(c, inner)
			default:
				walk(c, style)
			}
		}
	}
	walk(n, Run{})
	return typesetRuns(runs, lex)
}

func join(runs []Run, r Run) []Run {
	if n := len(runs); n > 0 && runs[n-1].Bold == r.Bold && runs[n-1].Italic == r.Italic {
		runs[n-1].Text += r.Text
		return runs
	}
	return append(runs, r)
}

// unescape takes the backslashes off that stand before punctuation.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunct(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// typesetRuns trims a paragraph, folds its spaces and ties what belongs
// together, across changes of style.
func typesetRuns(runs []Run, lex *lexicon) []Run {
	whole := make([]string, len(runs))
	for i, r := range runs {
		whole[i] = r.Text
	}
	set := typeset(strings.Join(whole, "\x00"), lex)
	var out []Run
	for i, part := range strings.Split(set, "\x00") {
		if part == "" || i >= len(runs) {
			continue
		}
		r := runs[i]
		r.Text = part
		out = append(out, r)
	}
	return out
}
