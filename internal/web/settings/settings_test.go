package settings_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/mailer/smtptest"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/settings"
	"debitor/maps"
)

var bareKey = regexp.MustCompile(`\b(settings|rates|say|nav|kind|field|first|month|day|do)\.[a-z_]+`)

// Every page speaks the visitor's language, and no key is left bare.
func TestPagesSpeak(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	for _, path := range []string{"/settings", "/settings/company", "/settings/mail", "/settings/calendar?year=2026", "/settings/calendar?year=2031", "/settings/costs", "/settings/rates", "/settings/imports"} {
		for _, lang := range []string{"ru", "de"} {
			a := h.Must(h.Get("admin", page(path, lang)))
			if key := bareKey.FindString(a.Body); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, lang, key)
			}
		}
	}
}

func page(path, lang string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + lang
	}
	return path + "?lang=" + lang
}

func TestTheHubShowsWhatOneMay(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	h.Must(h.Get("admin", "/settings"), "Почтовый сервер", "Пользователи")
	if a := h.Must(h.Get("security", "/settings"), "Календарь"); strings.Contains(a.Body, "Почтовый сервер") {
		t.Error("security is led to the mail server")
	}
}

// What was typed stays when it is refused, and the second of two people is told
// of the first.
func TestTheCompanyIsChanged(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	form := func() url.Values { return formOf(t, h.Must(h.Get("admin", "/settings/company")).Body) }
	first, second := form(), form()
	first.Set("city", "Пинск")
	first.Set("teams", "head-of-sales: supervisor, collector")
	if a := h.Post("admin", "/settings/company", first); a.Status != 303 {
		t.Fatalf("saving answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", "/settings/company"), "Пинск", "head-of-sales: supervisor, collector")
	second.Set("city", "Лида")
	if a := h.Post("director", "/settings/company", second); a.Status != 422 || !strings.Contains(a.Body, "Лида") || !strings.Contains(a.Body, "admin") {
		t.Errorf("the second is answered %d; want 422, what he typed, and who was first:\n%s", a.Status, a.Body)
	}
	wrong := form()
	wrong.Set("tax_id", "200988542")
	if a := h.Post("admin", "/settings/company", wrong); a.Status != 422 || !strings.Contains(a.Body, "У 200988542 не сходится контрольная цифра") {
		t.Errorf("a tax number with a wrong digit is answered %d:\n%s", a.Status, a.Body)
	}
	third := form()
	third.Set("currency", "XYZ")
	third.Set("teams", "nobody")
	if a := h.Post("admin", "/settings/company", third); a.Status != 422 || !strings.Contains(a.Body, "XYZ") || !strings.Contains(a.Body, "двоеточия") {
		t.Errorf("a bad form is answered %d:\n%s", a.Status, a.Body)
	}
}

var (
	inputs    = regexp.MustCompile(`<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"`)
	areas     = regexp.MustCompile(`(?s)<textarea[^>]*name="([a-z_]+)"[^>]*>(.*?)</textarea>`)
	selects   = regexp.MustCompile(`(?s)<select[^>]*name="([a-z_]+)".*?</select>`)
	selection = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// formOf reads a form as a browser would send it back.
func formOf(t *testing.T, body string) url.Values {
	t.Helper()
	f := url.Values{}
	for _, list := range [][][]string{inputs.FindAllStringSubmatch(body, -1), areas.FindAllStringSubmatch(body, -1)} {
		for _, m := range list {
			if m[1] != "q" {
				f.Set(m[1], strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&#39;", "'").Replace(m[2]))
			}
		}
	}
	for _, m := range selects.FindAllStringSubmatch(body, -1) {
		if chosen := selection.FindStringSubmatch(m[0]); chosen != nil {
			f.Set(m[1], chosen[1])
		}
	}
	for _, box := range []string{"stamp", "automatic_note", "automatic"} { // not ticked in the sample
		f.Del(box)
	}
	return f
}

// A file whose headings say nothing is read column by column, checked, mended
// and taken in.
func TestFilesAreTakenIn(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"new.csv": "Spalte1;Spalte2;Spalte3\nN1;Erle;Minsk\nN2;Esche;\n"})
	a := h.Must(h.Get("admin", where), "new.csv", "Erle", "Spalte1")
	if !strings.Contains(a.Body, `class="problem"`) {
		t.Fatalf("unknown columns are not refused:\n%s", a.Body)
	}
	say := url.Values{
		"kind.0": {"customers"}, "field.0.0": {"Spalte1"}, "column.0.0": {"customer"}, "field.0.1": {"Spalte2"}, "column.0.1": {"name"},
		"field.0.2": {"Spalte3"}, "column.0.2": {"address"},
	}
	if a := h.Post("admin", where+"/check", say); a.Status != 303 {
		t.Fatalf("checking again answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", where), "проверено", "Записать")
	if a := h.Post("admin", where+"/take", nil); a.Status != 303 {
		t.Fatalf("taking in answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", where), "записано", "new.csv")
	if a := h.Post("admin", where+"/take", nil); a.Status != 403 {
		t.Errorf("taking in twice answers %d; want 403", a.Status)
	}
}

// Of several files each has its own unknown heading, and each is told apart.
func TestSeveralFilesAreRead(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{
		"a.csv": "customer;name;Spalte\nN1;Erle;Minsk\n",
		"b.csv": "invoice;Kennung;date;amount\nR1;N1;2026-10-01;5,00\n",
	})
	a := h.Must(h.Get("admin", where), "a.csv", "b.csv", `name="kind.0"`, `name="kind.1"`)
	b := 1
	if strings.Index(a.Body, "a.csv") > strings.Index(a.Body, "b.csv") {
		b = 0
	}
	n := func(name string, column int) string { return fmt.Sprintf("%s.%d.%d", name, b, column) }
	say := url.Values{fmt.Sprintf("kind.%d", b): {"invoices"}}
	for i, pair := range [][2]string{{"invoice", "invoice"}, {"Kennung", "customer"}, {"date", "date"}, {"amount", "amount"}} {
		say.Set(n("field", i), pair[0])
		say.Set(n("column", i), pair[1])
	}
	if a := h.Post("admin", where+"/check", say); a.Status != 303 {
		t.Fatalf("checking again answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", where), "проверено", "Записать", "5,00\u00a0")
	say.Set(n("field", 1), strings.Repeat("x", 300<<10))
	if a := h.Post("admin", where+"/check", say); a.Status != 422 && a.Status != 413 && a.Status != 400 {
		t.Errorf("columns without end answer %d", a.Status)
	}
}

// Who only says what a column is need not say the kind again.
func TestAColumnAloneIsSaid(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"c.csv": "customer;name;Anders\nN7;Erle;Minsk 7\n"})
	page := h.Must(h.Get("admin", where), `name="like.0" value="customers"`, `name="was.0.0" value="customer"`)
	if strings.Contains(page.Body, `value="address" selected`) {
		t.Fatal("the page knows the address by itself")
	}
	say := url.Values{"kind.0": {""}, "like.0": {"customers"}}
	for i, heading := range []string{"customer", "name", "Anders"} {
		n := strconv.Itoa(i)
		say.Set("field.0."+n, heading)
		say.Set("was.0."+n, []string{"customer", "name", ""}[i])
		say.Set("column.0."+n, []string{"customer", "name", "address"}[i])
	}
	if a := h.Post("admin", where+"/check", say); a.Status != 303 {
		t.Fatalf("checking again answers %d:\n%s", a.Status, a.Body)
	}
	h.Must(h.Get("admin", where), `value="address" selected`)
}

// Debts and payments of one table are not added up to one sum.
func TestSumsAreOfOneKind(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"p.csv": "payment,customer,date,amount,currency\nP1,00001,2026-10-01,1234.50,BYN\nP2,00001,2026-10-01,1000.00,EUR\n"})
	h.Must(h.Get("admin", where), "234,50\u00a0бел.", "000,00\u00a0евро")
}

func TestRefusedRowsAreNamed(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"invoices.csv": "invoice,customer,date,amount\nX1,nobody,2026-10-01,5.00\n"})
	h.Must(h.Get("admin", where), "nobody", "отклонено", "нет такого клиента")
	if a := h.Get("lawyer", where); a.Status != 403 {
		t.Errorf("the lawyer sees an upload: %d", a.Status)
	}
	if a := h.Post("admin", "/settings/imports", nil); a.Status != 422 {
		t.Errorf("bringing nothing answers %d; want 422", a.Status)
	}
}

// A file may have any name, and what lies on disk while it is read is gone after.
func TestUploadsLeaveNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h := pagetest.New(t, settings.Routes())
	long := "invoice,customer,date,amount\n" + strings.Repeat(strings.Repeat(" ", 99)+"\n", 60_000)
	for _, name := range []string{"..", strings.Repeat("ы", 300) + ".csv", "." + strings.Repeat("e", 300), "../../../etc/cron.d/x.csv", `C:\CON.csv`} {
		h.Must(h.Get("admin", brought(t, h, map[string]string{name: long})))
	}
	left, err := os.ReadDir(os.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if !strings.HasPrefix(f.Name(), "pagetest") && !strings.HasPrefix(f.Name(), "Test") {
			t.Errorf("%s is left", f.Name())
		}
	}
}

// brought sends files as a browser does and gives the address of their page.
func brought(t *testing.T, h *pagetest.House, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, text := range files {
		part, err := w.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	a := h.Send("admin", "/settings/imports", w.FormDataContentType(), &b)
	_, where, ok := strings.Cut(a.Location, "/settings/imports/")
	if a.Status != 303 || !ok {
		t.Fatalf("bringing files answers %d %s:\n%s", a.Status, a.Location, a.Body)
	}
	return "/settings/imports/" + where
}

// The mail server is set with a password that is kept sealed, and tried.
func TestTheMailServerIsSet(t *testing.T) {
	server, err := smtptest.Start(smtptest.Options{User: "us", Password: "open sesame"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() }) // a test's server
	h := pagetest.New(t, settings.Routes())
	f := formOf(t, h.Must(h.Get("admin", "/settings/mail")).Body)
	f.Set("host", server.Host())
	f.Set("port", strconv.Itoa(server.Port()))
	f.Set("security", "none")
	f.Set("user", "us")
	f.Set("password", "wrong")
	if a := h.Post("admin", "/settings/mail", f); a.Status != 303 {
		t.Fatalf("saving answers %d:\n%s", a.Status, a.Body)
	}
	try := url.Values{"to": {"me@demo.example"}}
	if a := h.Post("admin", "/settings/mail/test", try); a.Status != 422 || len(server.Received()) != 0 {
		t.Errorf("a wrong password: %d, %d messages; want 422 and none", a.Status, len(server.Received()))
	}
	f = formOf(t, h.Must(h.Get("admin", "/settings/mail")).Body)
	f.Set("password", "open sesame")
	if a := h.Post("admin", "/settings/mail", f); a.Status != 303 {
		t.Fatalf("saving again answers %d:\n%s", a.Status, a.Body)
	}
	if a := h.Post("admin", "/settings/mail/test", try); a.Status != 303 || len(server.Received()) != 1 {
		t.Errorf("the right password: %d, %d messages; want 303 and one:\n%s", a.Status, len(server.Received()), a.Body)
	}
	p, err := h.Session("admin").Profile()
	if err != nil || p.Mail.Password == "" || strings.Contains(p.Mail.Password, "sesame") {
		t.Errorf("kept is %q, %v; want it sealed", p.Mail.Password, err)
	}
	f = formOf(t, h.Must(h.Get("admin", "/settings/mail")).Body)
	f.Set("host", "elsewhere.example")
	if a := h.Post("admin", "/settings/mail", f); a.Status != 422 || !strings.Contains(a.Body, "Сервер другой") {
		t.Errorf("another server would get the password of this one: %d\n%s", a.Status, a.Body)
	}
	if a := h.Post("admin", "/settings/mail/test", url.Values{}); a.Status != 422 {
		t.Errorf("a test to nobody answers %d; want 422", a.Status)
	}
}

// A list of open items says what it closes, and the maps have names that say
// what they are for.
func TestSnapshotsTellWhatTheyClose(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"open-items.csv": "customer,invoice,date,due,open,currency\n"})
	h.Post("admin", where+"/check", url.Values{"kind": {"open-items"}, "date": {pagetest.Today.String()}})
	a := h.Must(h.Get("admin", where), "1С: ведомость по взаиморасчётам")
	if !strings.Contains(a.Body, "Закрыто") || strings.Contains(a.Body, ">1c-vedomost<") {
		t.Errorf("what is closed is not told, or a map has no name:\n%s", a.Body)
	}
	for _, name := range maps.Names() {
		if strings.Contains(a.Body, ">settings.map_") {
			t.Errorf("map %s has no name", name)
		}
	}
}
