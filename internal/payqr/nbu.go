package payqr

import (
	"encoding/base64"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"debitor/internal/requisite"
)

// The bounds of the National Bank's format 002: of names and purposes in
// characters, of the whole text in bytes.
const (
	nbuNameMost    = 70
	nbuPurposeMost = 140
	nbuMost        = 500
)

// nbuStart is what every text begins with; a telephone without a bank's
// application opens it as an address.
const nbuStart = "https://bank.gov.ua/qr/"

// nbuOpen is how many bytes fit behind it before they become Base64.
const nbuOpen = (nbuMost - len(nbuStart)) * 3 / 4

// passport is the number of a passport, old or new, of an entrepreneur who for
// religious reasons has no tax number [K].
var passport = regexp.MustCompile(`^([А-ЯІЇЄҐ]{2}[0-9]{6}|[0-9]{9})$`)

func (p *Payment) checkNBU() error {
	if err := p.inCurrency("UAH"); err != nil {
		return err
	}
	if p.Amount > largest {
		return bad("amount", "%s UAH is more than the code carries (999999999.99): ask for it in parts", p.Amount.Decimal("UAH"))
	}
	if f := requisite.IBAN(p.Account); f != nil {
		return wrong("account", f)
	}
	if p.Account[:2] != "UA" {
		return bad("account", "IBAN %s is not Ukrainian: this code pays within Ukraine only", p.Account)
	}
	if !requisite.IsEDRPOU(p.TaxID) && !requisite.IsRNOKPP(p.TaxID) && !passport.MatchString(p.TaxID) {
		return bad("tax_id", "%q is not an EDRPOU code (8 digits) or RNOKPP (10 digits): the code cannot do without it", p.TaxID)
	}
	if p.Purpose == "" && p.Reference == "" {
		return bad("purpose", "the payment has no purpose: the code cannot do without it")
	}
	return nil
}

// nbu writes the open rows and encodes them. UTF-8 is used where everything
// fits; Windows-1251, which the resolution allows as well, where only it fits;
// and if some letter is not in it, the purpose is shortened.
func (p *Payment) nbu() string {
	purpose := p.text(nbuPurposeMost, 4*nbuPurposeMost)
	open := p.nbuRows("1", purpose)
	if len(open) > nbuOpen {
		if narrow, err := charmap.Windows1251.NewEncoder().String(p.nbuRows("2", purpose)); err == nil {
			open = narrow
		} else {
			open = p.nbuRows("1", p.text(nbuPurposeMost, len(purpose)-(len(open)-nbuOpen)))
		}
	}
	return nbuStart + base64.RawURLEncoding.EncodeToString([]byte(open))
}

// nbuRows are rows 2 to 14; every one ends with its line feed, the reserved
// ones being nothing else.
func (p *Payment) nbuRows(charset, purpose string) string {
	return strings.Join([]string{
		"BCD", "002", charset, "UCT",
		"", // BIC
		shortName(p.PayeeName, nbuNameMost, 2*nbuNameMost),
		p.Account,
		decimal(p.Amount, "UAH"),
		p.TaxID,
		"", // purpose code
		"", // reference
		purpose,
		"", // text to display
	}, "\n") + "\n"
}
