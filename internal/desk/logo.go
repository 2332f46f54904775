package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"image"
	_ "image/jpeg" // a logo may be one
	_ "image/png"
	"os"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/letter"
	"debitor/internal/store"
)

// The bounds of a logo: it stands on every page's head, so it is small.
const (
	maxLogoBytes = 256 << 10
	maxLogoSide  = 4000 // pixels
)

// logoKept begins a profile's logo once its bytes are in the database.
const logoKept = "sha256:"

func readLogo(file string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "company.logo", "the logo %s cannot be read", file)
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || format != "png" && format != "jpeg":
		return nil, fault.New(fault.Input, "company.logo", "the logo %s is not a PNG or JPEG picture", file)
	case len(data) > maxLogoBytes:
		return nil, fault.New(fault.Input, "company.logo", "the logo %s has %d kB, more than %d: save it smaller", file, len(data)>>10, maxLogoBytes>>10)
	case size.Width > maxLogoSide || size.Height > maxLogoSide || size.Width == 0 || size.Height == 0:
		return nil, fault.New(fault.Input, "company.logo", "the logo %s has %d × %d pixels, more than %d: save it smaller", file, size.Width, size.Height, maxLogoSide)
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
