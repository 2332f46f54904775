package ledger

// CardFields are what is known of a customer besides his master data, by the
// names under which Attrs and customers.csv have it: requisites, his outlet
// and by what he is guided when he pays.
var CardFields = []string{
	CardKPP, CardRegistration, CardAccount, CardBIC, CardBank,
	"outlet_status", "outlet_place", "outlet_goods", "outlet_brands", "outlet_prices", "outlet_stock",
	CardPayDays, CardPayOrder,
}

// The fields of a card that something is done with.
const (
	CardKPP          = "kpp"          // Russia
	CardRegistration = "registration" // the number in the register of companies: ОГРН in Russia
	CardAccount      = "account"      // where he pays from: IBAN; in Russia the account of 20 digits
	CardBIC          = "bic"
	CardBank         = "bank"      // its name
	CardPayDays      = "pay_days"  // the days he pays on, see ParsePayDays
	CardPayOrder     = "pay_order" // whom he pays first, in words
)
