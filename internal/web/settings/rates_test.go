package settings_test

import (
	"net/url"
	"testing"

	"debitor/internal/web/pagetest"
	"debitor/internal/web/settings"
)

// A file of rates is brought as any file, and the page shows what it holds.
func TestRatesAreBrought(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	h.Must(h.Get("admin", "/settings/rates"), "курсов нет")
	where := brought(t, h, map[string]string{"rates.csv": "date,currency,nominal,rate,base,source\n" + pagetest.Today.String() + ",EUR,1,3.4012,BYN,НБРБ\n"})
	h.Must(h.Get("admin", where), "курсы валют")
	h.Post("admin", where+"/take", url.Values{})
	h.Must(h.Get("admin", "/settings/rates"), "1 EUR = 3.4012 BYN", "НБРБ", "не проверен")
}
