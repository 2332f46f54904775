package customer

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
)

// attach takes a file about a customer, or the invoice that the address names.
func attach(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.add_file"),
		body:  func(f *ui.Form) templ.Component { return attachmentForm(p, f) },
		fill:  func(f *ui.Form) { f.Set("invoice", c.Ask("invoice")) },
		send: func(f *ui.Form) error {
			name, data, err := uploaded(c.R, "file")
			if err != nil {
				return err
			}
			if name == "" {
				f.Fail("file", p.Say.T("say.required"))
				return nil
			}
			_, err = c.Session.Attach(c.Context(), desk.NewAttachment{
				Customer: p.who(), Invoice: id.Invoice(f.Text("invoice")), Name: name, About: f.Text("about"), Data: data, Date: c.Today,
			})
			return err
		},
		to: p.back(), done: "customer.file_kept",
	}.answer(c)
}

// uploaded is a file of the form, without a name if none was chosen. The
// route's limit bounds it.
func uploaded(r *http.Request, field string) (name string, data []byte, err error) {
	file, header, err := r.FormFile(field)
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

// download gives a file out, to be saved and never to be shown.
func download(c *page.Call) error {
	a, data, err := numbered(c)
	if err != nil {
		return err
	}
	return c.File(a.Name, a.Type, data, true)
}

func numbered(c *page.Call) (store.Attachment, []byte, error) {
	number, err := strconv.Atoi(c.Arg("number"))
	if err != nil {
		return store.Attachment{}, nil, page.NotFound()
	}
	return c.Session.Attachment(c.Context(), id.Customer(c.Arg("customer")), number)
}

// detach takes a file away for a reason.
func detach(c *page.Call) error {
	p, err := about(c)
	if err != nil {
		return err
	}
	a, _, err := numbered(c)
	if err != nil {
		return err
	}
	return task{
		title: p.titled("customer.file_remove"),
		body: func(f *ui.Form) templ.Component {
			return reasonForm(p, f, p.Say.T("customer.file_remove_means", a.Name), "customer.file_remove")
		},
		send: func(f *ui.Form) error {
			reason := f.Need("reason")
			if !f.OK() {
				return nil
			}
			return c.Session.Detach(c.Context(), p.who(), a.Number, reason, c.Today)
		},
		to: p.here(), done: "customer.file_gone",
	}.answer(c)
}

// extensions are the files that are kept, for the field that chooses one.
func extensions() string { return strings.Join(desk.AttachmentExtensions(), " ") }
