package docx

import (
	"encoding/xml"
	"slices"
	"strings"
)

// schema holds the order of the children of those elements of ECMA-376 part 1
// that the parts use and whose order is fixed. Elements we have no use for are
// left out.
var schema = map[string]string{
	"pPr":         "pStyle keepNext keepLines widowControl numPr pBdr tabs spacing ind contextualSpacing jc outlineLvl",
	"rPr":         "rFonts b bCs i iCs color sz szCs u lang",
	"numPr":       "ilvl numId",
	"pBdr":        "top left bottom right",
	"tbl":         "tblPr tblGrid tr",
	"tblPr":       "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook",
	"tblBorders":  "top left bottom right insideH insideV",
	"tblCellMar":  "top left bottom right",
	"tr":          "trPr tc",
	"tc":          "tcPr p",
	"tcPr":        "tcW gridSpan vMerge tcBorders tcMar vAlign",
	"tcMar":       "top left bottom right",
	"tcBorders":   "top left bottom right",
	"sectPr":      "footerReference pgSz pgMar",
	"body":        "p tbl sectPr",
	"styles":      "docDefaults style",
	"docDefaults": "rPrDefault pPrDefault",
	"style":       "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tblStylePr",
	"tblStylePr":  "pPr rPr tblPr trPr tcPr",
	"numbering":   "abstractNum num",
	"abstractNum": "multiLevelType lvl",
	"lvl":         "start numFmt pStyle lvlText lvlJc pPr rPr",
	"num":         "abstractNumId lvlOverride",
	"settings":    "zoom defaultTabStop autoHyphenation characterSpacingControl compat",
	"font":        "altName charset family pitch",
	"inline":      "extent docPr graphic",
	"pic":         "nvPicPr blipFill spPr",
	"nvPicPr":     "cNvPr cNvPicPr",
	"blipFill":    "blip stretch",
	"spPr":        "xfrm prstGeom",
	"xfrm":        "off ext",
	"p":           "pPr r fldSimple",
	"r":           "rPr t tab drawing",
}

// mixed are the elements whose children repeat in any order after the first.
var mixed = []string{"p", "body"}

// checkOrder refuses children that the schema does not have there, or not in
// that order: the commonest reason for Word to call a file damaged.
func checkOrder(t failer, part, text string) {
	t.Helper()
	type parent struct {
		name string
		last int
	}
	var open []parent
	eachToken(t, text, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(open) > 0 {
				up := &open[len(open)-1]
				if order, known := schema[up.name]; known {
					place := slices.Index(strings.Fields(order), name)
					if place < 0 || place < up.last && !slices.Contains(mixed, up.name) || place == 0 && up.last > 0 && up.name == "p" {
						t.Fatalf("%s: <%s> in <%s> does not follow the schema", part, name, up.name)
					}
					up.last = max(up.last, place)
				}
			}
			open = append(open, parent{name: name})
		case xml.EndElement:
			open = open[:len(open)-1]
		}
	})
}
