package acts

import (
	"errors"
	"io"
	"net/http"

	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// field is one field of a form.
type field struct {
	ui.Input
	Options []ui.Option // to choose one of
	Area    bool        // several lines
	Tick    bool        // a box
}

// form is a page that is one form: shown, sent, and shown again where something
// is wrong.
type form struct {
	title, intro, submit string
	back                 string // the address of the page it is reached from
	end, endText         string // the address and words of a button that ends what the form is about; empty: none
	fields               []field
	fill                 func(*ui.Form)       // what it is first shown with; may be nil
	send                 func(*ui.Form) error // reads it and, if nothing is wrong with it, does what it is for
	to                   func() string        // where it leads when done
	done                 string               // the key of what is said then
}

func (p form) answer(c *page.Call) error {
	f := c.Form()
	if c.R.Method != http.MethodPost {
		if p.fill != nil {
			p.fill(f)
		}
		return c.Render(p.title, formPage(c, f, p))
	}
	err := p.send(f)
	if err == nil && f.OK() {
		return c.Go(p.to(), p.done)
	}
	if err := f.Take(err); err != nil {
		return err
	}
	return c.Again(p.title, formPage(c, f, p))
}

// uploaded is the file of the form, without a name if none was chosen. The
// route's limit bounds it.
func uploaded(c *page.Call) (name string, data []byte, err error) {
	file, header, err := c.R.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = file.Close() }() // only read
	data, err = io.ReadAll(file)
	return header.Filename, data, err
}
