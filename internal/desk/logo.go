package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/jpeg" // a logo may be one
	_ "image/png"
	"io"
	"os"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/store"
)

// The bounds of a logo: it stands on every page's head, so it is small. Package
// paper leaves out what has more pixels.
const (
	maxLogoBytes  = 256 << 10
	maxLogoPixels = 4 << 20
)

// logoKept begins a profile's logo once its bytes are in the database.
const logoKept = "sha256:"

func readLogo(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "company.logo", "the logo %s cannot be read", path)
	}
	defer func() { _ = file.Close() }() // only read
	return checkLogo(path, file)
}

// SetLogo gives the company file a logo that somebody brought by the browser.
func (p *Profile) SetLogo(name string, body io.Reader) (err error) {
	p.logo, err = checkLogo(name, body)
	return err
}

// checkLogo reads a logo and refuses what a letterhead cannot show.
func checkLogo(name string, body io.Reader) ([]byte, error) {
	bad := func(text string, args ...any) ([]byte, error) {
		return nil, fault.New(fault.Input, "company.logo", "the logo %s %s", name, fmt.Sprintf(text, args...))
	}
	data, err := io.ReadAll(io.LimitReader(body, maxLogoBytes+1))
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "company.logo", "the logo %s cannot be read", name)
	}
	if len(data) > maxLogoBytes {
		return bad("has more than %d kB: save it smaller", maxLogoBytes>>10)
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || format != "png" && format != "jpeg" || size.Width < 1 || size.Height < 1:
		return bad("is not a PNG or JPEG picture")
	case size.Width > maxLogoPixels/size.Height:
		return bad("has %d × %d pixels, more than %d in all: save it smaller", size.Width, size.Height, maxLogoPixels)
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return bad("is damaged (%s): save it anew", err)
	}
	return data, nil
}

// keepLogo puts a new logo's bytes into the database and its hash into the
// profile. A hash must be the one that is there already; none takes it away.
func (p *Profile) keepLogo(ctx context.Context, e *entry, before string) error {
	switch {
	case p.logo == nil && p.Logo != "" && p.Logo != before:
		return fault.New(fault.Input, "company.logo", "logo: %q is not a file beside the company file", p.Logo)
	case p.logo == nil:
		return nil
	}
	sum := sha256.Sum256(p.logo)
	hash := hex.EncodeToString(sum[:])
	_, format, err := image.DecodeConfig(bytes.NewReader(p.logo))
	if err != nil {
		return err
	}
	p.Logo = logoKept + hash
	return e.InsertPicture(ctx, hash, "image/"+format, base64.StdEncoding.EncodeToString(p.logo))
}

// logoRef is what a letterhead freezes of it.
func (p *Profile) logoRef() letter.Picture {
	hash, kept := strings.CutPrefix(p.Logo, logoKept)
	if !kept {
		return letter.Picture{}
	}
	return letter.Picture{Hash: hash}
}

// loadLogo puts the bytes back into a frozen letterhead.
func loadLogo(ctx context.Context, r store.Reader, c *letter.Creditor) error {
	if c.Logo.Hash == "" {
		return nil
	}
	kind, data, err := r.Picture(ctx, c.Logo.Hash)
	if err != nil {
		return err
	}
	c.Logo.Type = kind
	c.Logo.Data, err = base64.StdEncoding.DecodeString(data)
	return err
}
