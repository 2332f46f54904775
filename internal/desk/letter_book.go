package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/store"
	"debitor/letters"
)

// letterBook finds the template of a letter: the company's own for the very
// law, its own for every law, the one that comes with debitor; in the
// customer's language, else the company's, else English.
type letterBook struct {
	own    map[templateKey]store.Template
	texts  map[string]string           // own texts by hash
	parsed map[string]*letter.Template // by hash
	hashes map[*letter.Template]string // of those that come with debitor
}

type templateKey struct{ name, lang, law string }

// chosen is a template with its text, which is kept under its hash.
type chosen struct {
	*letter.Template
	lang, law, hash, source string
	version                 int // of the company's own; 0: it comes with debitor
}

func readLetterBook(ctx context.Context, r store.Reader) (*letterBook, error) {
	b := &letterBook{own: map[templateKey]store.Template{}, parsed: map[string]*letter.Template{}, hashes: map[*letter.Template]string{}}
	list, err := r.Templates(ctx)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, t := range list {
		if t.Hash != "" {
			b.own[templateKey{t.Name, t.Language, t.Law}] = t
			hashes = append(hashes, t.Hash)
		}
	}
	b.texts, err = r.LetterTexts(ctx, hashes)
	return b, err
}

// pick is the template for a letter; home is the company's language.
func (b *letterBook) pick(name, lang, home string, law letter.Law) (chosen, error) {
	for _, lang := range []string{lang, home, "en"} {
		if c, ok, err := b.in(name, lang, law); ok || err != nil {
			return c, err
		}
	}
	for _, lang := range Languages { // a letter of the company's own in one language only
		if c, ok, err := b.in(name, lang, law); ok || err != nil {
			return c, err
		}
	}
	return chosen{}, fault.New(fault.NotFound, "letter.none", "there is no letter %q (\"debitor letter list\" shows which there are)", name)
}

// in is the template in one language.
func (b *letterBook) in(name, lang string, law letter.Law) (chosen, bool, error) {
	laws := []string{string(law), ""}
	if law.Is("BA") {
		laws = []string{string(law), "BA", ""}
	}
	for _, law := range slices.Compact(laws) {
		t, ok := b.own[templateKey{name, lang, law}]
		if !ok {
			continue
		}
		c := chosen{lang: lang, law: law, hash: t.Hash, source: b.texts[t.Hash], version: t.Version}
		var err error
		c.Template, err = b.parse(c.hash, name, lang, c.source)
		return c, true, err
	}
	if _, ok := letters.Source(lang, name); !ok {
		return chosen{}, false, nil
	}
	t, err := letter.Shipped(lang, letter.Kind(name))
	if err != nil {
		return chosen{}, false, err
	}
	return chosen{Template: t, lang: lang, hash: b.hash(t), source: t.Source}, true, nil
}

// hash is that of a shipped template's text, worked out once.
func (b *letterBook) hash(t *letter.Template) string {
	h, ok := b.hashes[t]
	if !ok {
		h = textHash(t.Source)
		b.hashes[t] = h
	}
	return h
}

func (b *letterBook) parse(hash, name, lang, source string) (*letter.Template, error) {
	if t := b.parsed[hash]; t != nil {
		return t, nil
	}
	t, err := letter.Parse(lang+"/"+name, lang, source)
	if err == nil {
		b.parsed[hash] = t
	}
	return t, err
}

// written is the template that a letter of the past was made from.
func (b *letterBook) written(ctx context.Context, r store.Reader, l *store.Letter) (*letter.Template, error) {
	if _, ok := letters.Source(l.Language, l.Template); ok {
		t, err := letter.Shipped(l.Language, letter.Kind(l.Template))
		if err != nil || l.TextHash == "" || l.TextHash == b.hash(t) {
			return t, err
		}
	}
	if t := b.parsed[l.TextHash]; t != nil {
		return t, nil
	}
	texts, err := r.LetterTexts(ctx, []string{l.TextHash})
	if err != nil {
		return nil, err
	}
	return b.parse(l.TextHash, l.Template, l.Language, texts[l.TextHash])
}

// textHash is the SHA-256 of a template's text, hex.
func textHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:])
}
