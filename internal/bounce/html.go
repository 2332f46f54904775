package bounce

import (
	"strings"
)

var (
	unseen  = pattern(`(?s)<(?:style|script)\b.*?</(?:style|script)>|<!--.*?-->`)
	lineTag = pattern(`(?i)</?(?:br|p|div|tr|td|li|h[1-6]|table|pre)\b[^<>]*>`)
	anyTag  = pattern(`</?[a-zA-Z!][^<>@]*>|<(?i:a|img)\b[^<>]*>`)
)

// plain is the text of a page, a line for each block.
func plain(html string) string {
	html = unseen().ReplaceAllString(html, " ")
	html = lineTag().ReplaceAllString(strings.ReplaceAll(html, "\n", " "), "\n")
	html = anyTag().ReplaceAllString(html, "")
	return entities.Replace(html)
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&nbsp;", " ", "&amp;", "&")
