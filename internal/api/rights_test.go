package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"debitor/internal/api"
	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/policy"
)

// scopes is what opens which endpoint, said again apart from the table under
// test: by method and path.
var scopes = map[string]string{
	"POST /shipment-checks": "shipments",
	"POST /holds/lifts":     "holds",
	"POST /reservations":    "reservations", "POST /reservations/{reservation}/release": "reservations",
	"POST /customers": "write", "POST /contracts": "write", "POST /invoices": "write", "POST /payments": "write", "POST /events": "write",
	"POST /orders":   "write",
	"POST /runs":     "runs",
	"POST /promises": "promises", "POST /promises/{promise}/withdrawal": "promises",
	"POST /disputes": "disputes", "POST /disputes/{number}/answer": "disputes", "POST /disputes/{number}/settlement": "disputes",
	"POST /approvals": "approvals", "POST /approvals/{number}/decision": "approvals", "POST /approvals/{number}/withdrawal": "approvals",
	"POST /approvals/{number}/evidence": "approvals",
}

// roles are who may call what beside the scope; no entry: everybody.
var roles = map[string][]string{
	"write": {"admin", "sales-manager", "head-of-sales", "finance-control", "accountant", "finance-director"},
	"reservations": {
		"admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "finance-director",
		"accountant", "assistant", "director",
	},
	"runs": {"admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "finance-director", "collector"},
}

var variable = regexp.MustCompile(`\{[a-z]+\}`)

// TestEveryRouteAndScope asks every endpoint with every scope, with none, as
// every role, and with no key.
func TestEveryRouteAndScope(t *testing.T) {
	d := open(t)
	keys := map[string]string{}
	for _, scope := range desk.KeyScopes {
		_, keys[scope] = d.key(desk.NewKey{Program: id.User("opens " + scope), Role: "head-of-sales", Scopes: []string{scope}, Rate: desk.MaxKeyRate})
	}
	byRole := map[string]string{}
	for _, role := range policy.Roles {
		_, byRole[role] = d.key(desk.NewKey{Program: id.User("is " + role), Role: role, Sees: "all", Scopes: desk.KeyScopes, Rate: desk.MaxKeyRate})
	}
	for _, r := range api.Routes() {
		path := variable.ReplaceAllString(r.Path, "1")
		body := ""
		if r.Method == http.MethodPost {
			body = "{}"
		}
		want := scopes[r.Method+" "+r.Path]
		if want == "" && r.Method == http.MethodGet {
			want = "read"
		}
		for scope, secret := range keys {
			a := d.ask(secret, r.Method, path, body)
			shut := a.Status == http.StatusForbidden && strings.Contains(a.Body, `"key.scope"`)
			if shut != (scope != want) {
				t.Errorf("%s %s with a key of %s: answered %d %.200s", r.Method, path, scope, a.Status, a.Body)
			}
		}
		for role, secret := range byRole {
			a := d.ask(secret, r.Method, path, body)
			refused := a.Status == http.StatusForbidden
			allowed, restricted := roles[want]
			if restricted && refused == slices.Contains(allowed, role) {
				t.Errorf("%s %s as %s: answered %d %.200s", r.Method, path, role, a.Status, a.Body)
			}
			if a.Status >= http.StatusInternalServerError {
				t.Errorf("%s %s as %s: answered %d %s", r.Method, path, role, a.Status, a.Body)
			}
		}
		d.refused(d.ask("", r.Method, path, body), http.StatusUnauthorized, "key.missing")
		d.refused(d.ask("debitor_0_0", r.Method, path, body), http.StatusUnauthorized, "key.unknown")
		if r.Method == http.MethodPost && r.Name != "withdrawApproval" { // which needs no body
			d.refused(d.ask(keys[want], r.Method, path, "{"), http.StatusBadRequest, "api.json")
		}
		api.Calm(d.handler)
	}
}

// TestAnotherCompany: a key opens one company's books, and nothing in a request
// leads into another's.
func TestAnotherCompany(t *testing.T) {
	d := open(t)
	operator := desk.Actor{System: "test"}
	if _, err := d.Desk.AddCompany(t.Context(), operator, "second", desk.Profile{Name: "Second", Country: "BY", Currency: "BYN"}); err != nil {
		t.Fatal(err)
	}
	other, err := d.Desk.Session(t.Context(), "second", operator)
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := other.AddKey(t.Context(), desk.NewKey{Program: "theirs", Role: "head-of-sales", Scopes: desk.KeyScopes, Rate: desk.MaxKeyRate})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := other.AddKey(t.Context(), desk.NewKey{Program: "everything", Role: "admin", Scopes: desk.KeyScopes}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.all.AddKey(t.Context(), desk.NewKey{Program: "everything", Role: "admin", Scopes: desk.KeyScopes}); err == nil {
		t.Error("a key acts as a program of another company")
	}
	customer := string(d.customer())
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "`+customer+`"}`), http.StatusNotFound, "customer.unknown")
	d.refused(d.ask(secret, "GET", "/customers/"+url.PathEscape(customer), ""), http.StatusNotFound, "customer.unknown")
	for _, list := range []string{"/customers", "/invoices", "/payments", "/events", "/contracts", "/letters", "/restructurings", "/disputes", "/approvals"} {
		if page := read[api.Page[json.RawMessage]](d, d.ask(secret, "GET", list, "")); len(page.Items) != 0 {
			t.Errorf("%s shows %d of another company", list, len(page.Items))
		}
	}
}

// TestNarrowPrograms: a program that sees some customers is shown those, and may
// not write over all.
func TestNarrowPrograms(t *testing.T) {
	d := open(t)
	_, secret := d.key(desk.NewKey{Program: "narrow", Role: "sales-manager", Scopes: desk.KeyScopes, Rate: desk.MaxKeyRate})
	for _, list := range []string{"/customers", "/invoices", "/payments", "/events", "/contracts", "/letters", "/promises?from=2024-01-01", "/restructurings", "/disputes", "/approvals"} {
		if page := read[api.Page[json.RawMessage]](d, d.ask(secret, "GET", list, "")); len(page.Items) != 0 {
			t.Errorf("%s shows %d of others' customers", list, len(page.Items))
		}
	}
	customer := string(d.customer())
	d.refused(d.ask(secret, "POST", "/shipment-checks", `{"customer": "`+customer+`"}`), http.StatusNotFound, "customer.unknown")
	d.refused(d.ask(secret, "GET", "/customers/"+url.PathEscape(customer), ""), http.StatusNotFound, "customer.unknown")
	d.refused(d.ask(secret, "GET", "/holds", ""), http.StatusForbidden, "right.scope")
	d.refused(d.ask(secret, "GET", "/stop-list.csv", ""), http.StatusForbidden, "right.scope")
	d.refused(d.ask(secret, "POST", "/customers", `{"items": [{"customer": "mine", "name": "Mine", "manager": "narrow"}]}`), http.StatusForbidden, "right.scope")
}
