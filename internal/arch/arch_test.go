package arch

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// floor is a storey of the house. Its packages may import everything below,
// and of their own floor only what neighbours says.
type floor struct {
	name     string
	packages []string
}

// floors are the house from the ground up. A package that is not here has no
// place yet: give it one.
var floors = []floor{
	{"ground", []string{"internal/fault", "internal/id", "internal/money", "internal/cal", "internal/requisite"}},
	// The files that are shipped inside the binary. They are data with a list
	// of names: who gives them a meaning stands above.
	{"data", []string{"letters", "policies", "maps", "law", "law/court"}},
	{"core", []string{
		"internal/ledger", "internal/condition", "internal/authority", "internal/policy", "internal/credit", "internal/letter", "internal/names", "internal/payqr",
		"internal/backtest", "internal/insight", "internal/rulebook", "internal/match", "internal/reconcile", "internal/fx", "internal/interest", "internal/claims", "internal/restructure", "internal/formula",
	}},
	// sample stands here and not in the core, for it writes files: it plays the
	// world that a demo and a benchmark take their files from.
	{"world", []string{
		"internal/db", "internal/store", "internal/sheet", "internal/intake", "internal/paper", "internal/mail", "internal/sample",
		"internal/docx", "internal/mailer", "internal/mailbox", "internal/bounce", "internal/bank", "internal/trade", "internal/hook", "internal/aside",
	}},
	{"desk", []string{"internal/desk"}},
	// What the pages of the web application are made of, and the families of
	// pages, which do not know one another.
	{"kit", []string{"internal/web/say", "internal/web/asset", "internal/web/ui", "internal/web/page"}},
	{"pages", []string{
		"internal/web/signin", "internal/web/work", "internal/web/runs", "internal/web/customer", "internal/web/dispute", "internal/web/approval", "internal/web/cash",
		"internal/web/lists", "internal/web/charts", "internal/web/policies", "internal/web/settings", "internal/web/acts", "internal/web/court", "internal/web/vetting", "internal/web/formulas", "internal/web/terms", "internal/web/late",
	}},
	{"doors", []string{"internal/api", "internal/cli", "internal/jobs", "internal/web"}},
	{"main", []string{"cmd/debitor"}},
	// Tools and tests look at the whole house; nothing in it looks at them.
	{"outside", []string{"internal/arch", "internal/bench", "internal/db/dbtest", "internal/e2e", "internal/e2e/browser", "internal/paper/gallery", "internal/mailer/smtptest", "internal/web/pagetest"}},
}

// neighbours are the imports allowed within a floor. Doors have none: what two
// of them need belongs to the desk.
var neighbours = map[string][]string{
	"internal/id":    {"internal/fault"},
	"internal/money": {"internal/fault"},
	"internal/cal":   {"internal/fault"},
	// requisite: numbers that companies and accounts are known by.
	"internal/requisite": {"internal/fault"},

	// ledger: what is owed. It knows none of those who judge it.
	"internal/ledger": nil,
	// condition: the language of a policy's if. It knows no fact and no step.
	"internal/condition": nil,
	// interest: what lateness costs. It knows not even the ledger: a case is told
	// to it, and the laws are files.
	"internal/interest": nil,
	// claims: whom to sue, and for how long there is time. Its debts are told to it.
	"internal/claims": nil,
	// restructure: the price of delay and instalments. Its debts are told to it.
	"internal/restructure": nil,
	// formula: figures of one's own in the formulas that stand elsewhere.
	"internal/formula": {"internal/insight", "internal/claims", "internal/restructure"},
	// match: whose money it is. It knows nobody: what is owed is told to it.
	"internal/match": nil,
	// authority: whose word goes how far.
	"internal/authority": {"internal/condition"},
	// policy: what is done about it.
	"internal/policy": {"internal/ledger", "internal/condition", "internal/authority"},
	// backtest: what a policy would have done. It decides by policy and credit
	// alone, or it would prove nothing about them.
	"internal/backtest": {"internal/ledger", "internal/policy", "internal/credit"},
	// insight: figures of the ledger, whatever the rules.
	"internal/insight": {"internal/ledger"},
	// rulebook: a policy written out for people, as a document like any other.
	"internal/rulebook": {"internal/ledger", "internal/condition", "internal/authority", "internal/policy", "internal/letter"},
	// credit: may this ship? The debts are the ledger's, the holds the policy's.
	// What is owed in one currency counts against a limit in another.
	"internal/credit": {"internal/ledger", "internal/policy", "internal/fx"},
	// letter: facts in, document out. Not even the ledger: its facts are frozen
	// with the letter and must outlive every change of the records.
	"internal/letter": {"internal/names", "internal/payqr"},

	"internal/store":  {"internal/db"},
	"internal/intake": {"internal/sheet"},
	// A table is read with the map files that intake knows.
	"internal/bank": {"internal/sheet", "internal/intake"},
	// trade tells encodings as sheet does.
	"internal/trade": {"internal/sheet"},

	"internal/web/ui":   {"internal/web/say", "internal/web/asset"},
	"internal/web/page": {"internal/web/say", "internal/web/ui"},

	"internal/bench": {"internal/db/dbtest"},
	"internal/e2e":   {"internal/db/dbtest"},
}

// core packages and the ground under them are pure: the same questions have
// the same answers, today and in ten years.
var (
	banned = []string{"os", "net", "database/sql", "log", "math/rand", "syscall", "io/fs", "plugin"}
	// A date goes into the database as itself.
	bannedBut = map[string][]string{"internal/cal": {"database/sql/driver"}, "internal/money": {"database/sql/driver"}, "internal/id": {"database/sql/driver"}}
)

// floats may be used where something is measured, not counted: millimetres of
// paper, and the numbers of a workbook, which are floats in its file. db binds
// whatever it is given.
var floats = []string{"internal/paper", "internal/sheet", "internal/db", "internal/bench"}

// clocks may read the time of day. Everyone else is told the date.
var clocks = []string{"doors", "main", "outside"}

// sql is where statements stand: all of them are store's; db knows a few about
// the engines themselves.
var sql = []string{"internal/store", "internal/db"}

// homes are the only packages that may import a library; other libraries may be
// used on any floor above the core.
var homes = map[string][]string{
	"github.com/jackc/pgx/v5":                  {"internal/db", "internal/jobs", "internal/db/dbtest"},
	"modernc.org/sqlite":                       {"internal/db"},
	"github.com/pressly/goose/v3":              {"internal/db"},
	"github.com/riverqueue/river":              {"internal/jobs"},
	"codeberg.org/go-pdf/fpdf":                 {"internal/paper"},
	"github.com/alecthomas/kong":               {"internal/cli"},
	"github.com/schollz/progressbar/v3":        {"internal/cli"},
	"github.com/goccy/go-yaml":                 {"internal/policy", "internal/intake", "internal/desk", "internal/letter", "internal/interest", "internal/claims", "internal/restructure", "internal/formula", "internal/web/say"},
	"github.com/yuin/goldmark":                 {"internal/letter"},
	"github.com/emersion/go-smtp":              {"internal/mailer"},
	"github.com/emersion/go-sasl":              {"internal/mailer", "internal/mailbox"},
	"github.com/emersion/go-msgauth":           {"internal/mailer"},
	"github.com/emersion/go-imap/v2":           {"internal/mailbox"},
	"github.com/emersion/go-message":           {"internal/bounce"},
	"rsc.io/qr":                                {"internal/paper"},
	"github.com/coreos/go-oidc/v3":             {"internal/web/signin"},
	"golang.org/x/oauth2":                      {"internal/web/signin"},
	"github.com/expr-lang/expr":                {"internal/policy"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"internal/policy"},
}

// coreLibraries are what the core may use: readers of text, without clock or I/O.
var coreLibraries = []string{"github.com/goccy/go-yaml", "github.com/yuin/goldmark", "github.com/expr-lang/expr", "github.com/santhosh-tekuri/jsonschema/v6", "golang.org/x/text"}

func floorOf(pkg string) int {
	return slices.IndexFunc(floors, func(f floor) bool { return slices.Contains(f.packages, pkg) })
}

func TestEveryPackageHasAFloor(t *testing.T) {
	for _, p := range house(t) {
		if floorOf(p.path) < 0 {
			t.Errorf("%s stands on no floor: put it on one in internal/arch, and into ARCHITECTURE.md", p.path)
		}
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "model", "models", "service", "manager"}, path.Base(p.path)) {
			t.Errorf("%s is named after nothing: a package is named for what it provides", p.path)
		}
	}
}

func TestImportsOnlyGoDown(t *testing.T) {
	for _, p := range house(t) {
		from := floorOf(p.path)
		for _, to := range p.imports {
			if !strings.HasPrefix(to, module+"/") {
				continue
			}
			to = strings.TrimPrefix(to, module+"/")
			switch below := floorOf(to); {
			case from < 0 || below < 0 || below < from || slices.Contains(neighbours[p.path], to):
			case below == from:
				t.Errorf("%s must not know %s, which is on its own floor (%s)", p.path, to, floors[from].name)
			default:
				t.Errorf("%s (%s) must not know %s, which is above it (%s)", p.path, floors[from].name, to, floors[below].name)
			}
		}
	}
}

func TestTheCoreIsPure(t *testing.T) {
	for _, p := range house(t) {
		if n := floorOf(p.path); n < 0 || n > slices.IndexFunc(floors, func(f floor) bool { return f.name == "core" }) {
			continue
		}
		for _, imp := range p.imports {
			for _, b := range banned {
				if within(imp, b) && !slices.Contains(bannedBut[p.path], imp) {
					t.Errorf("%s imports %s: the core has no outside world", p.path, imp)
				}
			}
			if isLibrary(imp) && !slices.ContainsFunc(coreLibraries, func(l string) bool { return within(imp, l) }) {
				t.Errorf("%s imports %s: the core uses only readers of text", p.path, imp)
			}
		}
		for _, at := range p.find(goroutines) {
			t.Errorf("%s starts a goroutine: the core is plain functions", at)
		}
	}
}

func TestNoFloats(t *testing.T) {
	for _, p := range house(t) {
		if slices.Contains(floats, p.path) {
			continue
		}
		for _, at := range p.find(floatTypes) {
			t.Errorf("%s uses a float: money is money.Minor, and shares are integers", at)
		}
	}
}

func TestNobodyReadsTheClock(t *testing.T) {
	for _, p := range house(t) {
		if n := floorOf(p.path); n < 0 || slices.Contains(clocks, floors[n].name) {
			continue
		}
		for _, at := range p.find(clockReaders) {
			t.Errorf("%s reads the clock: take the date from the caller", at)
		}
	}
}

func TestSQLStaysInTheStore(t *testing.T) {
	for _, p := range house(t) {
		if n := floorOf(p.path); slices.Contains(sql, p.path) || n >= 0 && floors[n].name == "outside" {
			continue
		}
		for _, at := range p.find(statements) {
			t.Errorf("%s holds a statement of SQL: it belongs into internal/store", at)
		}
	}
}

func TestLibrariesStayAtHome(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range house(t) {
		for _, imp := range p.imports {
			if !isLibrary(imp) {
				continue
			}
			for library, packages := range homes {
				if within(imp, library) && !slices.Contains(packages, p.path) {
					t.Errorf("%s imports %s, which is for %s", p.path, imp, strings.Join(packages, ", "))
				}
			}
			if !slices.ContainsFunc(modules(t), func(m string) bool { return within(imp, m) && strings.Contains(string(text), "`"+m+"`") }) {
				t.Errorf("%s imports %s, whose module has no line of reason in ARCHITECTURE.md", p.path, imp)
			}
		}
	}
}

func TestEverythingIsDocumented(t *testing.T) {
	for _, p := range house(t) {
		if !p.documented() {
			t.Errorf("%s has no package comment", p.path)
		}
		for _, name := range p.undocumented() {
			t.Errorf("%s is exported and has no comment", name)
		}
	}
}
