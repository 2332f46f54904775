package settings

import (
	"slices"
	"strings"

	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/intake"
	"debitor/internal/web/page"
	"debitor/internal/web/ui"
	"debitor/maps"
)

func uploadList(c *page.Call) error {
	list, err := c.Session.Uploads(c.Context())
	if err != nil {
		return err
	}
	return c.Render(c.Say.T("settings.imports"), uploadListPage(c, c.Form(), list))
}

// uploadBring takes files from the browser and leads to what they would do.
func uploadBring(c *page.Call) error {
	f := c.Form()
	wish, err := readWish(f)
	if err != nil {
		return err
	}
	key, err := bring(c, wish)
	if err != nil {
		if err := f.Take(err); err != nil {
			return err
		}
		list, err := c.Session.Uploads(c.Context())
		if err != nil {
			return err
		}
		return c.Again(c.Say.T("settings.imports"), uploadListPage(c, f, list))
	}
	return c.Go(c.To("settings", "imports", key), "")
}

func bring(c *page.Call, wish desk.UploadWish) (string, error) {
	var files []desk.BroughtFile
	if c.R.MultipartForm != nil {
		for _, head := range c.R.MultipartForm.File["files"] {
			body, err := head.Open()
			if err != nil {
				return "", err
			}
			defer body.Close()
			files = append(files, desk.BroughtFile{Name: head.Filename, Body: body})
		}
	}
	return c.Session.Bring(c.Context(), files, wish)
}

// readWish is what a person said of the files: by a shipped map, or column by
// column of each file, or nothing at all.
func readWish(f *ui.Form) (desk.UploadWish, error) {
	wish := desk.UploadWish{Kind: intake.Kind(f.Text("kind")), Date: f.Date("date")}
	var each []string
	for i := range desk.MaxUploadFiles {
		each = append(each, mapOfColumns(f, i))
	}
	if strings.Join(each, "") != "" {
		wish.Maps.Each = each
	}
	if name := f.Text("map"); name != "" && slices.Contains(maps.Names(), name) {
		text, err := maps.Source(name)
		if err != nil {
			return wish, err
		}
		wish.Maps = desk.UploadMaps{All: string(text)}
	}
	return wish, nil
}

// mapOfColumns writes what a person chose for each column of a file as a map
// file; empty if the file is to be recognised by itself. What a file of the
// chosen kind cannot have is left out: it was chosen for another kind.
func mapOfColumns(f *ui.Form, file int) string {
	kind := intake.Kind(f.Text(kindField(file)))
	if kind == "" && columnsChanged(f, file) { // who says what a column is, says it of what the file looks like
		kind = intake.Kind(f.Text(likeField(file)))
	}
	if !slices.Contains(intake.Kinds, kind) {
		return ""
	}
	required, optional := kind.Fields()
	var b strings.Builder
	for i := range maxColumns {
		field, heading := f.Text(columnName(file, i)), f.Text(headingName(file, i))
		if heading != "" && (slices.Contains(required, field) || slices.Contains(optional, field)) {
			b.WriteString("  " + quoted(field) + ": {heading: " + quoted(heading) + "}\n")
		}
	}
	head := "map: columns\nkind: " + quoted(string(kind)) + "\n"
	if f.Text(headingName(file, 0)) == "" { // it has no columns, and what it holds is all that can be said
		return head
	}
	if b.Len() == 0 {
		return ""
	}
	return head + "columns:\n" + b.String()
}

// columnsChanged says whether a person took a column for something else than the
// page had.
func columnsChanged(f *ui.Form, file int) bool {
	for i := range maxColumns {
		if f.Text(columnName(file, i)) != f.Text(wasName(file, i)) {
			return true
		}
	}
	return false
}

// quoted is a text as YAML reads it back, whatever stands in it.
func quoted(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }

// seen is an upload with the beginning of its files.
type seen struct {
	desk.Upload
	looks []intake.Look
}

func uploadShow(c *page.Call) error {
	u, err := c.Session.Upload(c.Context(), c.Arg("upload"))
	if err != nil {
		return err
	}
	up := seen{Upload: u}
	if u.State == desk.UploadChecked || u.State == desk.UploadRefused {
		up.looks, err = c.Session.LookAtUpload(c.Context(), u)
		if err != nil && fault.KindOf(err) == fault.Internal { // what is no table is said in its problem
			return err
		}
	}
	f := ui.NewForm(c.Say, nil)
	for i := range up.looks {
		f.Set(kindField(i), string(kindSaid(up, i)))
	}
	if u.Wish.Date != 0 {
		f.Set("date", u.Wish.Date.String())
	}
	if c.R.Header.Get("Hx-Request") != "" {
		return c.Part(uploadBody(c, f, up))
	}
	return c.Render(c.Say.T("settings.import_of", strings.Join(namesOf(u), ", ")), uploadPage(c, f, up))
}

// namesOf are the names of an upload's files: those that were taken in are gone,
// but what became of them is known.
func namesOf(u desk.Upload) []string {
	if len(u.Files) > 0 || u.Report == nil {
		return u.Files
	}
	var names []string
	for _, f := range u.Report.Files {
		names = append(names, f.File)
	}
	return names
}

func uploadCheck(c *page.Call) error {
	f := c.Form()
	wish, err := readWish(f)
	if err != nil {
		return err
	}
	if err := c.Session.CheckUpload(c.Context(), c.Arg("upload"), wish); err != nil {
		return err
	}
	return c.Go(c.To("settings", "imports", c.Arg("upload")), "")
}

func uploadTake(c *page.Call) error {
	if err := c.Session.TakeUpload(c.Context(), c.Arg("upload")); err != nil {
		return err
	}
	return c.Go(c.To("settings", "imports", c.Arg("upload")), "")
}

// maxColumns is how many columns of a file a person can name here; wider
// tables are read by a map file.
const maxColumns = 60

// shownRefusals is how many refused rows a page lists; the file has all.
const shownRefusals = 100

// working says whether the page will change by itself.
func working(u desk.Upload) bool { return u.State == desk.UploadQueued || u.State == desk.UploadTaking }

// clean says whether the check found nothing to refuse.
func clean(u desk.Upload) bool { return u.State == desk.UploadChecked && u.Report != nil }

// needsDate says whether a file is a snapshot whose day nobody has said.
func needsDate(u seen) bool {
	return u.Wish.Date == 0 && slices.ContainsFunc(u.looks, func(l intake.Look) bool { return l.Kind == intake.OpenItems || l.Kind == intake.Payables }) && u.Problem != nil
}
