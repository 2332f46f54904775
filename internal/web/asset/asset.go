// Package asset is the files that browsers load: the style sheet, the few lines
// of script of our own, the fonts, htmx and ECharts, each under an address that
// changes with its content.
//
// It is not templates and holds no text of the application. The libraries lie
// in vendor/ as their makers publish them, with their licences. Start with Path
// and Handler.
package asset

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed app.css app.js icon.svg vendor
var files embed.FS

// names are the files by the name pages know them by.
var names = map[string]string{
	"app.css": "app.css", "app.js": "app.js", "icon.svg": "icon.svg",
	"htmx.js": "vendor/htmx-4.0.1.min.js", "echarts.js": "vendor/echarts-6.1.0.min.js",
	"pt-sans.woff2": "vendor/pt-sans.woff2", "pt-sans-bold.woff2": "vendor/pt-sans-bold.woff2",
}

// types are those of the files by their ending: what the machine thinks of them
// is no guide, for browsers load a script only as a script.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
}

// prefix is below which all files are served.
const prefix = "/assets/"

type file struct {
	hash string
	body []byte
}

var loaded = sync.OnceValue(func() map[string]file {
	all := map[string]file{}
	for name, from := range names {
		b, err := files.ReadFile(from)
		if err != nil {
			panic(err) // the file is inside the binary
		}
		all[name] = newFile(b)
	}
	css := string(all["app.css"].body)
	for _, font := range []string{"pt-sans.woff2", "pt-sans-bold.woff2"} {
		css = strings.ReplaceAll(css, "url("+font+")", "url("+all[font].path(font)+")")
	}
	all["app.css"] = newFile([]byte(css))
	return all
})

func newFile(b []byte) file {
	sum := sha256.Sum256(b)
	return file{hash: hex.EncodeToString(sum[:6]), body: b}
}

func (f file) path(name string) string { return prefix + f.hash + "/" + name }

// Path is the address of a file; it panics for one there is not.
func Path(name string) string {
	f, ok := loaded()[name]
	if !ok {
		panic("asset: there is no file " + name)
	}
	return f.path(name)
}

// Handler serves /assets/HASH/NAME; what has a hash never changes.
func Handler(w http.ResponseWriter, r *http.Request) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, prefix), "/")
	f, ok := loaded()[name]
	if !ok || f.hash != hash {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", types[path.Ext(name)])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(f.body) // the browser that hung up needs no answer
}
