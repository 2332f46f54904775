package settings_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/sample"
	"debitor/internal/web/pagetest"
	"debitor/internal/web/settings"
)

// A bank's statement is recognised: nobody is asked for its columns, the check
// says what becomes of it, and a statement of an account nobody knows leads to
// where it is added.
func TestStatementIsBrought(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	options := sample.Default
	options.Customers, options.Today = 40, pagetest.Today
	file := filepath.Join(t.TempDir(), "kl_to_1c.txt")
	if err := sample.WriteStatement(file, options, pagetest.Today-4, pagetest.Today-1); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	where := brought(t, h, map[string]string{"kl_to_1c.txt": string(src)})
	a := h.Must(h.Get("admin", where), "выписка банка", sample.Account, "Уже были", "26.10.2026 – 29.10.2026")
	if strings.Contains(a.Body, `name="kind.0"`) || strings.Contains(a.Body, "kind.") {
		t.Errorf("a statement is asked for its columns:\n%s", a.Body)
	}
	h.Post("admin", where+"/take", url.Values{})
	h.Must(h.Get("admin", where), `href="/c/main/cash"`)

	where = brought(t, h, map[string]string{"other.txt": strings.ReplaceAll(string(src), sample.Account, "BY13AKBB30120000000010000000")})
	h.Must(h.Get("admin", where), "cash/accounts?account=BY13AKBB30120000000010000000")
}
