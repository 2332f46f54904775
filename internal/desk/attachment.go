package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// The bounds of what is kept about a customer.
const (
	// MaxAttachment is the largest file: a scanned contract of many pages. What is
	// larger belongs into an archive.
	MaxAttachment = 10 << 20
	// MaxAttachments is how many files are kept at once: papers of years. A page
	// lists them all.
	MaxAttachments = 300
	// MaxAttached is the size of all of them together, in bytes.
	MaxAttached = 200 << 20
)

// attachmentTypes are the files that are kept, by extension, each with what its
// first bytes are to look like. Nothing among them can run in a browser, and
// all are handed out to be saved.
var attachmentTypes = map[string]struct{ sniffed, is string }{
	".pdf":  {"application/pdf", "application/pdf"},
	".png":  {"image/png", "image/png"},
	".jpg":  {"image/jpeg", "image/jpeg"},
	".jpeg": {"image/jpeg", "image/jpeg"},
	".gif":  {"image/gif", "image/gif"},
	".webp": {"image/webp", "image/webp"},
	".txt":  {"text/plain", "text/plain; charset=utf-8"},
	".eml":  {"text/plain", "message/rfc822"},
	".csv":  {"text/plain", "text/csv; charset=utf-8"},
	".zip":  {"application/zip", "application/zip"},
	".docx": {"application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	".xlsx": {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	".odt":  {"application/zip", "application/vnd.oasis.opendocument.text"},
	".ods":  {"application/zip", "application/vnd.oasis.opendocument.spreadsheet"},
}

// AttachmentExtensions are the extensions of the files that are kept.
func AttachmentExtensions() []string {
	list := make([]string, 0, len(attachmentTypes))
	for ext := range attachmentTypes {
		list = append(list, ext)
	}
	slices.Sort(list)
	return list
}

// NewAttachment is a file that somebody brings.
type NewAttachment struct {
	Customer id.Customer
	Invoice  id.Invoice // it is about; empty: the customer
	Name     string
	About    string
	Data     []byte
	Date     cal.Date
}

// Attach keeps a file about a customer. Its type is told by its bytes, and the
// name must agree.
func (s *Session) Attach(ctx context.Context, n NewAttachment) (a store.Attachment, err error) {
	if _, err := typeOf(n.Name, n.Data); err != nil {
		return a, err
	}
	err = s.editCustomer(ctx, n.Customer, "attachment.add", func(ctx context.Context, e *entry) error {
		a, err = s.attach(ctx, e, n)
		return err
	})
	return a, err
}

func (s *Session) attach(ctx context.Context, e *entry, n NewAttachment) (a store.Attachment, err error) {
	kind, err := typeOf(n.Name, n.Data)
	if err != nil {
		return a, err
	}
	if err := isOf(ctx, e.Reader, n.Customer, n.Invoice); err != nil {
		return a, err
	}
	before, err := e.Attachments(ctx, n.Customer)
	if err != nil {
		return a, err
	}
	if err := hasRoom(before, len(n.Data)); err != nil {
		return a, err
	}
	sum := sha256.Sum256(n.Data)
	a = store.Attachment{
		Customer: n.Customer, Number: len(before) + 1, Invoice: n.Invoice, Name: tameName(n.Name), Type: kind, Size: len(n.Data),
		Hash: hex.EncodeToString(sum[:]), About: strings.TrimSpace(n.About), Date: n.Date, Author: s.actorName(),
	}
	e.note("attachment.added", "customer:"+string(n.Customer), a.About, map[string]any{
		"number": a.Number, "name": a.Name, "size": a.Size, "sha256": a.Hash, "invoice": a.Invoice,
	})
	return a, e.InsertAttachment(ctx, a, n.Data)
}

// typeOf is the media type of a file that may be kept.
func typeOf(name string, data []byte) (string, error) {
	switch {
	case len(data) == 0:
		return "", fault.New(fault.Input, "attachment.empty", "the file is empty: choose one with something in it")
	case len(data) > MaxAttachment:
		return "", fault.New(fault.Input, "attachment.large", "the file is larger than %d MB: make it smaller", MaxAttachment>>20)
	}
	kind, known := attachmentTypes[strings.ToLower(filepath.Ext(name))]
	sniffed, _, _ := strings.Cut(http.DetectContentType(data), ";")
	if !known || sniffed != kind.sniffed {
		return "", noKind(name)
	}
	if kind.sniffed == "application/zip" {
		return kind.is, checkArchive(name, data)
	}
	return kind.is, nil
}

func noKind(name string) error {
	return fault.New(fault.Input, "attachment.type", "%q is not a file that can be kept: use one of %s, with the extension that fits", name, strings.Join(AttachmentExtensions(), " "))
}

// hasRoom refuses a file of a size beside those that a customer has. What was
// removed takes none.
func hasRoom(list []store.Attachment, size int) error {
	count := 1
	for i := range list {
		if list[i].Removed == 0 {
			count, size = count+1, size+list[i].Size
		}
	}
	if count > MaxAttachments || size > MaxAttached {
		return fault.New(fault.Refused, "attachment.many", "no more than %d files of %d MB together are kept about a customer: remove one that is not needed any more", MaxAttachments, MaxAttached>>20)
	}
	return nil
}

// longestName is how long a file's name may be, in bytes; most file systems
// hold 255.
const longestName = 200

// tameName is a file's name without a path and without what does not print.
func tameName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for len(stem)+len(ext) > longestName {
		if stem == "" {
			stem, ext = ext, ""
		}
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	return stem + ext
}

// isOf refuses an invoice that is not the customer's; an empty one is none.
func isOf(ctx context.Context, r store.Reader, c id.Customer, v id.Invoice) error {
	if v == "" {
		return nil
	}
	owners, err := r.InvoiceOwners(ctx, []id.Invoice{v})
	if err == nil && owners[v] != c {
		err = fault.New(fault.NotFound, "invoice.unknown", "there is no invoice %q", v)
	}
	return err
}

// Attachment gives a file with its bytes.
func (s *Session) Attachment(ctx context.Context, c id.Customer, number int) (a store.Attachment, data []byte, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		if a, err = attachmentOf(ctx, r, c, number); err != nil {
			return err
		}
		data, err = r.AttachmentData(ctx, c, number)
		return err
	})
	return a, data, err
}

func attachmentOf(ctx context.Context, r store.Reader, c id.Customer, number int) (store.Attachment, error) {
	list, err := r.Attachments(ctx, c)
	if err != nil {
		return store.Attachment{}, err
	}
	i := slices.IndexFunc(list, func(a store.Attachment) bool { return a.Number == number && a.Removed == 0 })
	if i < 0 {
		return store.Attachment{}, fault.New(fault.NotFound, "attachment.unknown", "there is no file %d of customer %s", number, c)
	}
	return list[i], nil
}

// Detach takes the bytes of a file away; that it was there stays known.
func (s *Session) Detach(ctx context.Context, c id.Customer, number int, reason string, day cal.Date) error {
	return s.editCustomer(ctx, c, "attachment.remove", func(ctx context.Context, e *entry) error {
		a, err := attachmentOf(ctx, e.Reader, c, number)
		if err != nil {
			return err
		}
		e.note("attachment.removed", "customer:"+string(c), reason, map[string]any{"number": a.Number, "name": a.Name, "sha256": a.Hash})
		_, err = e.RemoveAttachment(ctx, c, number, day)
		return err
	})
}

// longestNote is how long a note may be, in bytes: two pages.
const longestNote = 8 << 10

// WriteNote keeps what somebody wrote down about a customer, or one of his
// invoices.
func (s *Session) WriteNote(ctx context.Context, n store.Note) error {
	n.Text, n.Author = strings.TrimSpace(n.Text), s.actorName()
	switch {
	case n.Text == "":
		return fault.New(fault.Input, "note.empty", "a note needs a text")
	case len(n.Text) > longestNote:
		return fault.New(fault.Input, "note.long", "a note holds no more than %d characters: attach the text as a file", longestNote)
	}
	return s.editCustomer(ctx, n.Customer, "note.write", func(ctx context.Context, e *entry) error {
		if err := isOf(ctx, e.Reader, n.Customer, n.Invoice); err != nil {
			return err
		}
		e.note("note.written", "customer:"+string(n.Customer), "", map[string]any{"text": n.Text, "invoice": n.Invoice})
		return e.InsertNote(ctx, n)
	})
}
