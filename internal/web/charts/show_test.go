package charts_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"debitor/internal/web/charts"
	"debitor/internal/web/pagetest"
)

var bareKey = regexp.MustCompile(`\b(charts|say|nav|look|day)\.[a-z_]+`)

func TestChartsShowTheirNumbersToo(t *testing.T) {
	h := pagetest.New(t, charts.Routes())
	for lang, texts := range map[string][]string{
		"ru": {"Долг по срокам", "больше 90 дней", "30.10.2026", "Крупнейшие должники", "нарастающим итогом"},
		"de": {"Forderungen nach Alter", "über 90 Tage", "30.10.2026", "Die größten Schuldner", "aufgelaufen"},
	} {
		a := h.Must(h.Get("head-of-sales", "/charts?lang="+lang), texts...)
		if key := bareKey.FindString(a.Body); key != "" {
			t.Errorf("in %s the page shows the key %s", lang, key)
		}
		if n := strings.Count(a.Body, "data-chart="); n != 7 {
			t.Errorf("in %s there are %d charts, want 7", lang, n)
		}
		if strings.Count(a.Body, "<table>") != 7 {
			t.Errorf("in %s a chart has no table", lang)
		}
	}
}

func TestWhoSeesNobodySeesEmptyCharts(t *testing.T) {
	h := pagetest.New(t, charts.Routes())
	all, none := h.Get("head-of-sales", "/charts"), h.Get("sales-manager", "/charts") // manages nobody
	h.Must(none, "Долг по срокам", "Пока ничего нет")
	if none.Body == all.Body {
		t.Error("a manager of nobody sees the debts of all")
	}
}

// TestChartsComputedAnew leads back to a page that can be loaded again; who sees
// few customers waits for nothing.
func TestChartsComputedAnew(t *testing.T) {
	h := pagetest.New(t, charts.Routes())
	if a := h.Get("head-of-sales", "/charts?fresh=1&currency=EUR"); a.Status != http.StatusSeeOther || !strings.HasSuffix(a.Location, "/charts?currency=EUR") {
		t.Errorf("computing anew answers %d %q", a.Status, a.Location)
	}
	const later = "/charts?after=9999999999999"
	h.Must(h.Get("head-of-sales", later), "Идёт расчёт")
	if a := h.Must(h.Get("sales-manager", later)); strings.Contains(a.Body, "Идёт расчёт") {
		t.Error("who sees few customers waits for figures of all")
	}
}
