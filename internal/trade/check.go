package trade

import (
	"strings"

	"debitor/internal/money"
)

// totals are the sums of a document as EN 16931 has them (BG-22).
type totals struct {
	lines     sum // BT-106: of the lines, without VAT
	allowance sum // BT-107
	charge    sum // BT-108
	net       sum // BT-109: without VAT
	vat       sum // BT-110
	gross     sum // BT-112: with VAT
	prepaid   sum // BT-113
	rounding  sum // BT-114
	payable   sum // BT-115: what is to be paid
	ofLines   []sum
	ofVAT     []sum // VAT of each rate
}

// check compares the sums of an invoice of EN 16931 with their own parts. A sum
// that is not stated is not compared.
func (r *reader) check(t *totals) {
	if t.lines.said() && len(t.ofLines) > 0 {
		r.agree(t.lines, added(t.ofLines), "BR-CO-10")
	}
	if t.net.said() && t.lines.said() {
		r.agree(t.net, t.lines.Minor-t.allowance.Minor+t.charge.Minor, "BR-CO-13")
	}
	if t.vat.said() && len(t.ofVAT) > 0 {
		r.agree(t.vat, added(t.ofVAT), "BR-CO-14")
	}
	if t.gross.said() && t.net.said() {
		r.agree(t.gross, t.net.Minor+t.vat.Minor, "BR-CO-15")
	}
	if t.payable.said() && t.gross.said() {
		r.agree(t.payable, t.gross.Minor-t.prepaid.Minor+t.rounding.Minor, "BR-CO-16")
	}
}

func added(list []sum) (total money.Minor) {
	for _, s := range list {
		total += s.Minor
	}
	return total
}

// agree refuses a sum that its parts do not add up to.
func (r *reader) agree(stated sum, parts money.Minor, rule string) {
	if stated.Minor != parts && !r.unread {
		adds := parts.Decimal(r.currency)
		r.refuse(stated.n, stated.attr, stated.value, "trade.sum", "is not what its parts add up to, %s%s", adds, ruled(rule))
	}
}

// differs warns of a sum that its parts do not add up to, where the sum counts
// all the same.
func (r *reader) differs(stated sum, parts money.Minor) {
	if stated.said() && stated.Minor != parts && !r.unread {
		adds := parts.Decimal(r.currency)
		r.warn(stated.n, stated.attr, stated.value, "trade.sum", "is not what its parts add up to, %s%s", adds, "")
	}
}

// vatID warns of a VAT number without the country that gave it (BR-CO-09).
func (r *reader) vatID(n *node) {
	if n == nil || n.text == "" {
		return
	}
	if prefix := strings.ToUpper(n.text[:min(2, len(n.text))]); !countries[prefix] && prefix != "EL" {
		r.warn(n, "", n.text, "trade.vat_country", "begins with no country%s", ruled("BR-CO-09"))
	}
}

// period warns of a period that ends before it begins (BR-29, BR-30).
func (r *reader) period(n, from, to *node, rule string) {
	if from == nil || to == nil {
		return
	}
	if a, b := r.day(from), r.day(to); a != 0 && b != 0 && b < a {
		r.warn(n, "", joined(" ", from.text, to.text), "trade.period", "ends before it begins%s", ruled(rule))
	}
}

// account warns of a transfer to no account (BR-50).
func (r *reader) account(n *node, account string) {
	if n != nil && account == "" {
		r.warn(n, "", "", "trade.account", "names no account to pay to%s", ruled("BR-50"))
	}
}

// countries are the codes of ISO 3166-1 alpha-2, with XI of Northern Ireland
// and 1A of Kosovo as VAT numbers have them.
var countries = func() map[string]bool {
	all := map[string]bool{}
	for c := range strings.FieldsSeq(`1A AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
		CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP
		GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA
		MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA
		RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC
		VE VG VI VN VU WF WS XI YE YT ZA ZM ZW`) {
		all[c] = true
	}
	return all
}()

// Types of documents (UNTDID 1001), as UBL and CII number them.
var (
	credits   = map[string]bool{"81": true, "83": true, "261": true, "262": true, "296": true, "308": true, "381": true, "396": true, "420": true, "458": true, "532": true}
	noDebts   = map[string]bool{"325": true, "751": true} // a proforma invoice; one for the books only
	ublCredit = "CreditNote"
)

// finish completes a document of EN 16931 by its sums: what is owed, with its
// sign.
func (r *reader) finish(d *Document, t *totals, credit bool) {
	r.check(t)
	d.Total, d.VAT, d.Prepaid, d.Amount = t.gross.Minor, t.vat.Minor, t.prepaid.Minor, t.payable.Minor
	d.Key = d.Number
	if d.Prepaid != 0 && d.NoDebt == "" {
		r.warn(t.prepaid.n, "", t.prepaid.value, "trade.prepaid", "was paid before %s was issued and is not asked for again; an advance of the books for it would be counted twice", d.Number)
	}
	if !credit {
		return
	}
	d.Key = "CN-" + d.Number // credit notes may be numbered apart from invoices
	d.Total, d.VAT, d.Prepaid, d.Amount = -d.Total, -d.VAT, -d.Prepaid, -d.Amount
	for i := range d.Lines {
		d.Lines[i].Net, d.Lines[i].VAT = -d.Lines[i].Net, -d.Lines[i].VAT
	}
}
