package settings_test

import (
	"net/url"
	"strings"
	"testing"

	"debitor/internal/web/pagetest"
	"debitor/internal/web/settings"
)

// An order as XML is brought as any file: it is told why it is no debt, and
// that it is one if a person says so.
func TestXMLIsBrought(t *testing.T) {
	h := pagetest.New(t, settings.Routes())
	where := brought(t, h, map[string]string{"orders.xml": `<КоммерческаяИнформация><Документ><Номер>77</Номер><Дата>2026-01-15</Дата><ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>BYN</Валюта><Сумма>71.25</Сумма>
<Контрагенты><Контрагент><Ид>k77</Ид><Наименование>Кафе</Наименование><Роль>Покупатель</Роль></Контрагент></Контрагенты></Документ></КоммерческаяИнформация>`})
	a := h.Must(h.Get("admin", where), "Заказ товара 77: это заказ")
	if strings.Contains(a.Body, "71,25") || strings.Contains(a.Body, `name="column.0.0"`) {
		t.Errorf("an order is a debt by itself, or has columns:\n%s", a.Body)
	}
	h.Post("admin", where+"/check", url.Values{"kind.0": {"invoices"}})
	h.Must(h.Get("admin", where), "71,25")
	h.Post("admin", where+"/take", url.Values{})
	h.Must(h.Get("admin", where), "71,25")

	where = brought(t, h, map[string]string{"meta.xml": `<ContainerDescription/>`})
	h.Must(h.Get("admin", where), "описание пакета документов")
}
