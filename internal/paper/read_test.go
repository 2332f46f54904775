package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// readPDF is a small strict reader of our own files: it follows the directory
// to every object, opens every stream, walks the page tree and turns glyphs
// back into text by the fonts' own tables. It gives the text of each page.
func readPDF(t testing.TB, pdf []byte) []string {
	t.Helper()
	r := &reader{t: t, pdf: pdf, objects: map[int]string{}, unicode: map[string]map[string]string{}}
	r.directory()
	pages := r.kids(r.ref(r.objects[objCatalog], "/Pages"))
	for f := range faces {
		if n := r.maybe(r.objects[objResources], fmt.Sprintf("/F%d", f)); n > 0 {
			r.unicode[fmt.Sprintf("F%d", f)] = r.bfchars(r.stream(r.ref(r.objects[n], "/ToUnicode")))
			descriptor := r.ref(r.objects[r.ref(r.objects[n], "/DescendantFonts[")], "/FontDescriptor")
			r.stream(r.ref(r.objects[descriptor], "/FontFile2"))
		}
	}
	var texts []string
	for _, p := range pages {
		texts = append(texts, r.text(r.stream(r.ref(r.objects[p], "/Contents"))))
	}
	return texts
}

type reader struct {
	t       testing.TB
	pdf     []byte
	objects map[int]string
	unicode map[string]map[string]string
}

func (r *reader) directory() {
	r.t.Helper()
	tail := string(r.pdf[max(0, len(r.pdf)-64):])
	start, err := strconv.Atoi(strings.TrimSpace(between(tail, "startxref", "%%EOF")))
	if err != nil || !bytes.HasPrefix(r.pdf[start:], []byte("xref\n")) {
		r.t.Fatalf("no directory at %d: %v", start, err)
	}
	lines := strings.Split(string(r.pdf[start:]), "\n")
	for n, line := range lines[2:] {
		if strings.HasPrefix(line, "trailer") {
			break
		}
		if len(line) != 19 {
			r.t.Fatalf("entry %q", line)
		}
		at, _ := strconv.Atoi(line[:10])
		if line[17] == 'f' {
			continue
		}
		head := fmt.Sprintf("%d 0 obj\n", n)
		body := string(r.pdf[at:])
		if !strings.HasPrefix(body, head) {
			r.t.Fatalf("object %d is not at %d", n, at)
		}
		r.objects[n] = strings.TrimPrefix(body[:strings.Index(body, "\nendobj\n")], head)
	}
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

func (r *reader) ref(object, key string) int {
	r.t.Helper()
	n := r.maybe(object, key)
	if _, ok := r.objects[n]; !ok {
		r.t.Fatalf("%s of %.60q leads nowhere", key, object)
	}
	return n
}

func (r *reader) maybe(object, key string) int {
	n, _ := strconv.Atoi(strings.TrimSpace(between(object, key, " 0 R")))
	return n
}

func (r *reader) kids(n int) []int {
	var all []int
	count, _ := strconv.Atoi(regexp.MustCompile(`/Count (\d+)`).FindStringSubmatch(r.objects[n])[1])
	for ref := range strings.SplitSeq(between(r.objects[n], "/Kids[", "]"), " 0 R") {
		if ref = strings.TrimSpace(ref); ref == "" {
			continue
		}
		kid, _ := strconv.Atoi(ref)
		if got := r.ref(r.objects[kid], "/Parent"); got != n {
			r.t.Fatalf("parent of %d is %d, want %d", kid, got, n)
		}
		if strings.HasPrefix(r.objects[kid], "<</Type/Pages") {
			all = append(all, r.kids(kid)...)
		} else {
			all = append(all, kid)
		}
	}
	if len(all) != count {
		r.t.Fatalf("%d pages under %d, want %d", len(all), n, count)
	}
	return all
}

func (r *reader) stream(n int) string {
	r.t.Helper()
	o := r.objects[n]
	length, _ := strconv.Atoi(regexp.MustCompile(`/Length (\d+)`).FindStringSubmatch(o)[1])
	data := o[strings.Index(o, "stream\n")+len("stream\n"):]
	if data[length:] != "\nendstream" {
		r.t.Fatalf("object %d: wrong length %d", n, length)
	}
	z, err := zlib.NewReader(strings.NewReader(data[:length]))
	if err != nil {
		r.t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatal(err)
	}
	if m := regexp.MustCompile(`/Length1 (\d+)`).FindStringSubmatch(o); m != nil && m[1] != strconv.Itoa(len(out)) {
		r.t.Fatalf("font of %d bytes says %s", len(out), m[1])
	}
	return string(out)
}

func (r *reader) bfchars(cmap string) map[string]string {
	m := map[string]string{}
	for _, pair := range regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]{4})>\n`).FindAllStringSubmatch(cmap, -1) {
		u, _ := strconv.ParseUint(pair[2], 16, 16)
		m[pair[1]] = string(rune(u))
	}
	return m
}

var shown = regexp.MustCompile(`(?:/(F\d) [\d.]+ Tf )?[\d.]+ [\d.-]+ Td <([0-9A-F]*)> Tj`)

func (r *reader) text(content string) string {
	var b strings.Builder
	font := ""
	for _, m := range shown.FindAllStringSubmatch(content, -1) {
		if m[1] != "" {
			font = m[1]
		}
		for i := 0; i+4 <= len(m[2]); i += 4 {
			b.WriteString(r.unicode[font][m[2][i:i+4]])
		}
		b.WriteByte('\n')
	}
	return b.String()
}
