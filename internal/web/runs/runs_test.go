package runs_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/store"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/runs"
)

var bareKey = regexp.MustCompile(`\b(runs|say|nav|role|do)\.[a-z_]+`)

// lang asks for a page in a language.
func lang(path, code string) string {
	if strings.Contains(path, "?") {
		return path + "&lang=" + code
	}
	return path + "?lang=" + code
}

// today is the run of the house's day, which is not applied yet.
var today = "/runs/" + pagetest.Today.String()

// link is the first address on a page that holds a text.
func link(t *testing.T, h *pagetest.House, a pagetest.Answer, part string) string {
	t.Helper()
	for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(a.Body, -1) {
		if address := html.UnescapeString(m[1]); strings.Contains(address, part) {
			return strings.TrimPrefix(address, "/c/"+string(h.Company))
		}
	}
	t.Fatalf("no link with %q on the page:\n%s", part, a.Body)
	return ""
}

// TestPagesSpeak shows every page in all languages.
func TestPagesSpeak(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	past := link(t, h, h.Get("admin", "/runs"), "/runs/2026-10-2")
	action := link(t, h, h.Get("admin", today), "/action?")
	letter := link(t, h, h.Get("admin", past+"?view=letters"), "/letters/")
	for _, path := range []string{
		"/runs", today, today + "?view=blocked", past + "?view=letters", past + "?view=plan", past + "/undo", action, action + "&part=1", letter,
		"/runs/2026-11-03", "/runs/2026-11-04", today + "/progress",
	} {
		for _, code := range []string{"ru", "de", "en", "uk", "be", "bs"} {
			a := h.Must(h.Get("admin", lang(path, code)))
			if key := bareKey.FindString(a.Body); key != "" {
				t.Errorf("%s in %s shows the bare key %s", path, code, key)
			}
		}
	}
}

// TestRunFromPlanToPost walks a run: looked at, changed, applied, printed,
// posted, done.
func TestRunFromPlanToPost(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	user := "head-of-sales"
	action := link(t, h, h.Must(h.Get(user, today)), "/action?")
	h.Must(h.Get(user, action), "Письмо, как его получит клиент", `class="sheet"`)
	refused := h.Post(user, action, url.Values{"kind": {"exclude"}})
	if refused.Status != http.StatusUnprocessableEntity || !strings.Contains(refused.Body, "Заполните") {
		t.Errorf("a change without a reason answers %d", refused.Status)
	}
	version := regexp.MustCompile(`name="version" value="([^"]*)"`)
	form := url.Values{"kind": {"exclude"}, "reason": {"ждём акт"}, "version": {version.FindStringSubmatch(h.Get(user, action).Body)[1]}}
	if a := h.Post(user, action, form); a.Status != http.StatusSeeOther {
		t.Fatalf("the change answers %d:\n%s", a.Status, a.Body)
	}
	if a := h.Post(user, action, form); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "2026-10-30") {
		t.Errorf("a change of what has changed answers %d, want 422 with who was first", a.Status)
	}
	h.Must(h.Get(user, today), "ждём акт")
	h.Must(h.Get(user, today+"?view=blocked"), "исключено при проверке")
	if a := h.Post(user, today+"/apply", nil); a.Status != http.StatusSeeOther {
		t.Fatalf("apply answers %d:\n%s", a.Status, a.Body)
	}
	customer, _ := url.Parse(action)
	page := h.Must(h.Get(user, today+"?view=letters"))
	if strings.Contains(page.Body, "/customers/"+customer.Query().Get("customer")+`"`) {
		t.Error("the customer who was left out has a letter")
	}
	letter := link(t, h, h.Must(h.Get(user, today+"?view=letters&state=post:ready")), "/letters/")
	number := strings.TrimPrefix(letter, "/letters/")
	if a := h.Must(h.Get(user, today+"/papers/letters.pdf")); !strings.HasPrefix(a.Body, "%PDF") {
		t.Error("letters.pdf is no PDF")
	}
	if a := h.Must(h.Get(user, today+"/papers/run.zip")); !strings.HasPrefix(a.Body, "PK") {
		t.Error("run.zip is no ZIP")
	}
	for ending, begins := range map[string]string{".pdf": "%PDF", ".docx": "PK"} {
		if a := h.Must(h.Get(user, letter+ending)); !strings.HasPrefix(a.Body, begins) {
			t.Errorf("the letter as %s begins with %q", ending, a.Body[:4])
		}
	}
	if all := h.Must(h.Get(user, today+"?view=letters&state=post:ready")); !strings.Contains(all.Body, `name="row"`) {
		t.Error("letters to be posted have no box")
	}
	mails := h.Must(h.Get(user, today+"?view=letters&state=email:ready"), "почтовый сервер не настроен")
	if strings.Contains(mails.Body, today+"/mail\"") {
		t.Error("e-mails are offered to be sent without a mail server")
	}
	for _, row := range strings.Split(mails.Body, "<tr")[1:] {
		if !strings.Contains(row, "<th") && strings.Count(row, "badge") < 2 && strings.Contains(row, `name="row"`) {
			t.Errorf("a letter that goes by e-mail alone can be marked posted: %s", row)
		}
	}
	marked := h.Post(user, today+"/marks", url.Values{"row": {number}, "state": {"signed"}, "on": {"2026-10-30"}})
	if marked.Status != http.StatusSeeOther {
		t.Fatalf("marks answer %d: %s", marked.Status, marked.Body)
	}
	one := h.Post(user, letter+"/mark", url.Values{"state": {"posted"}, "on": {"2026-10-30"}, "tracking": {"RR123"}})
	if one.Status != http.StatusSeeOther {
		t.Fatalf("the mark answers %d: %s", one.Status, one.Body)
	}
	h.Must(h.Get(user, letter), "сдано на почту", "RR123", "post.signed")
	if a := h.Post(user, today+"/done", nil); a.Status != http.StatusSeeOther {
		t.Errorf("done answers %d", a.Status)
	}
	h.Must(h.Get(user, today), "1 минута", "закончена в", "Затраченное время")
}

// TestUndoFromThePage: the head of sales takes the run back, with a reason; a
// manager may not.
func TestUndoFromThePage(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	s := h.Session("head-of-sales")
	if err := s.StartRun(t.Context(), pagetest.Today); err != nil {
		t.Fatal(err)
	}
	lines, err := s.RunLetters(t.Context(), desk.RunLetterQuery{Day: pagetest.Today, Channel: "post", State: store.Ready, Limit: 1})
	if err != nil || len(lines) == 0 {
		t.Fatal(len(lines), err)
	}
	gone := lines[0].ID
	mails, err := s.RunLetters(t.Context(), desk.RunLetterQuery{Day: pagetest.Today, Channel: "email", State: store.Ready, Limit: 1})
	if err != nil || len(mails) == 0 {
		t.Fatal(len(mails), err)
	}
	if _, err := s.MarkPost(t.Context(), []desk.PostMark{{Letter: gone, State: store.Posted, On: pagetest.Today}}); err != nil {
		t.Fatal(err)
	}
	if a := h.Get("sales-manager", today+"/undo"); a.Status != http.StatusForbidden {
		t.Errorf("a manager gets %d", a.Status)
	}
	h.Must(h.Get("head-of-sales", today+"/undo"), "За 1 отправленным письмом последует исправление")
	if a := h.Post("head-of-sales", today+"/undo", url.Values{}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an undo without a reason answers %d", a.Status)
	}
	if a := h.Post("head-of-sales", today+"/undo", url.Values{"reason": {"не загружена выписка"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("the undo answers %d: %s", a.Status, a.Body)
	}
	h.Must(h.Get("head-of-sales", today+"?view=letters"), "Исправление", "не загружена выписка")
	h.Must(h.Get("head-of-sales", "/letters/"+string(gone)), "не загружена выписка", "Отменено")
	h.Must(h.Get("head-of-sales", "/letters/"+string(mails[0].ID)), "его рассылка отменена: не загружена выписка")
	h.Must(h.Get("head-of-sales", "/runs"), "отмен")
	report, err := h.Session("admin").Check(t.Context())
	if err != nil || !report.OK {
		t.Fatalf("check: %v %v", report.Problems, err)
	}
}

// TestPlanComputedAnew leads back to a page that can be loaded again, and one
// that waits for a newer plan asks until it is there.
func TestPlanComputedAnew(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	path := "/runs/" + pagetest.Today.String()
	if a := h.Get("head-of-sales", path+"?fresh=1&view=blocked"); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, path+"?view=blocked") {
		t.Errorf("computing anew answers %d %q", a.Status, a.Location)
	}
	later := strconv.FormatInt(pagetest.Today.Time().AddDate(1, 0, 0).UnixMilli(), 10)
	for after, there := range map[string]bool{"": true, "1": true, later: false} {
		a := h.Must(h.Piece("head-of-sales", path+"?after="+after))
		if (a.Header.Get("Hx-Refresh") == "true") != there {
			t.Errorf("waiting for what is newer than %q: load again is %q", after, a.Header.Get("Hx-Refresh"))
		}
		if a := h.Must(h.Get("head-of-sales", path+"?after="+after)); strings.Contains(a.Body, "Идёт расчёт") == there {
			t.Errorf("waiting for what is newer than %q the page says:\n%s", after, a.Body)
		}
	}
}

// TestRunWaitsForStatements: where letters are decided and mailed it is said
// which account is behind; who applies anyway is led to where he signs.
func TestRunWaitsForStatements(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	user, accounts := "head-of-sales", "/cash/accounts?on="+pagetest.Today.String()
	past := link(t, h, h.Get("admin", "/runs"), "/runs/2026-10-2") + "?view=letters"
	for _, path := range []string{today, past} {
		if a := h.Must(h.Get(user, path)); strings.Contains(a.Body, "выписок банка") {
			t.Errorf("%s waits although every account is complete", path)
		}
	}
	h.MissStatements()
	behind := pagetest.Behind + ": полностью по 28.10.2026"
	for path, waits := range map[string]string{today: "Письма от 30.10.2026 ждут выписок банка", past: "Электронные письма, отправляемые 30.10.2026, ждут выписок банка"} {
		if got := link(t, h, h.Must(h.Get(user, path), waits, behind), "/cash/accounts"); got != accounts {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	if a := h.Post(user, today+"/apply", nil); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, accounts) {
		t.Fatalf("apply without a statement answers %d and leads to %s", a.Status, a.Location)
	}
	if list, err := h.Session(user).RunLetters(t.Context(), desk.RunLetterQuery{Day: pagetest.Today, Limit: 1}); err != nil || len(list) > 0 {
		t.Fatalf("letters were written: %v, %v", list, err)
	}
	if err := h.Session(user).WaiveFreshness(t.Context(), pagetest.Today, "банк закрыт"); err != nil {
		t.Fatal(err)
	}
	if a := h.Post(user, today+"/apply", nil); !strings.HasSuffix(a.Location, today) {
		t.Errorf("signed for, apply leads to %s", a.Location)
	}
	if a := h.Must(h.Get(user, today)); strings.Contains(a.Body, "выписок банка") {
		t.Error("the run waits although somebody has signed")
	}
}

// TestMailedClaimFromThePage: who keeps claims says that a claim by e-mail counts,
// and takes it back, both with a reason; others only read it.
func TestMailedClaimFromThePage(t *testing.T) {
	h := pagetest.New(t, runs.Routes())
	s := h.Session("head-of-sales")
	var claims []id.Letter
	if err := s.EachLetter(t.Context(), store.LettersQuery{State: store.Ready, Limit: 1000}, func(r store.LetterRow) error {
		if r.Template == "claim" {
			claims = append(claims, r.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(claims, func(number id.Letter) bool {
		trace, err := s.TraceLetter(t.Context(), string(number))
		return err == nil && slices.ContainsFunc(trace.Deliveries, func(d store.Delivery) bool { return d.Channel == "email" })
	})
	if i < 0 {
		t.Fatalf("of %d claims none goes by e-mail", len(claims))
	}
	number := claims[i]
	letter := "/letters/" + string(number)
	form := `action="` + html.EscapeString("/c/"+string(h.Company)+letter+"/claim") + `"`
	if body := h.Must(h.Get("lawyer", letter)).Body; strings.Contains(body, form) {
		t.Error("what has not gone may count as sent")
	}
	if err := s.SettleMail(t.Context(), number, desk.SettleSent, "", "sent by hand", pagetest.Today); err != nil {
		t.Fatal(err)
	}
	say := func(user, counts, reason string, want int) pagetest.Answer {
		t.Helper()
		a := h.Post(user, letter+"/claim", url.Values{"counts": {counts}, "reason": {reason}})
		if a.Status != want {
			t.Fatalf("%s, %q because %q: %d, want %d:\n%s", user, counts, reason, a.Status, want, a.Body)
		}
		return a
	}
	if body := h.Must(h.Get("accountant", letter), "решает договор", "Записать это могут:", "юрист").Body; strings.Contains(body, form) {
		t.Error("an accountant is asked whether it counts")
	}
	h.Must(h.Get("lawyer", letter), form, "Пункт договора")
	say("accountant", "", "п. 9.3", http.StatusForbidden)
	say("lawyer", "", "", http.StatusUnprocessableEntity)
	say("lawyer", "no", "ошибка", http.StatusUnprocessableEntity)
	say("lawyer", "", "п. 9.3", http.StatusSeeOther)
	for _, code := range desk.Languages {
		if key := bareKey.FindString(h.Must(h.Get("lawyer", lang(letter, code)), "п. 9.3").Body); key != "" {
			t.Errorf("in %s it shows the bare key %s", code, key)
		}
	}
	say("lawyer", "", "п. 9.3", http.StatusUnprocessableEntity)
	say("lawyer", "no", "другой договор", http.StatusSeeOther)
	h.Must(h.Get("lawyer", letter), "решает договор", "другой договор")
}
