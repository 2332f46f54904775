package payqr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/requisite"
)

// Format is one of the payment codes, None where a country and currency have
// no code.
type Format string

// The formats.
const (
	None Format = ""        // no code: details by hand only
	ST   Format = "ST00012" // GOST R 56042-2014 in UTF-8
	EPC  Format = "EPC069"  // EPC069-12 version 002
	NBU  Format = "NBU002"  // National Bank of Ukraine, resolution 11 of 2021, format 002
)

// Payment is what is to be paid to whom, as it stands on the letter. Numbers
// may be grouped by spaces.
type Payment struct {
	PayeeName   string         // the payee as the bank knows it
	Account     string         // IBAN; in Russia the account of 20 digits
	BankName    string         // the payee's bank; read by ST only
	BIC         string         // SWIFT code of 8 or 11; in Russia the BIC of 9 digits
	CorrAccount string         // the bank's correspondent account, 20 digits; ST only, empty if it has none
	TaxID       string         // INN in Russia, EDRPOU or RNOKPP in Ukraine; EPC has no place for it
	KPP         string         // ST only; empty for entrepreneurs
	Amount      money.Minor    // what is to be paid, above zero
	Currency    money.Currency // of Amount
	Purpose     string         // what the payment is for, as a sentence
	Reference   string         // what finds the payment later: an ISO 11649 reference (RF…) or a document's number
}

// For is the format for a payee whose account is in the country (ISO 3166-1
// alpha-2) and who is paid in the currency; None if there is no code.
func For(country string, c money.Currency) Format {
	switch {
	case country == "RU" && c == "RUB":
		return ST
	case country == "UA" && c == "UAH":
		return NBU
	case requisite.SEPA(country) && c == "EUR":
		return EPC
	}
	return None
}

// Text is the text to be put into the code. Its errors are faults of kind
// Input whose code names the field: payqr.account, payqr.bic, payqr.amount,
// payqr.tax_id and so on.
func Text(f Format, p Payment) (string, error) {
	p, err := p.clean()
	if err != nil {
		return "", err
	}
	switch f {
	case ST:
		if err := p.checkST(); err != nil {
			return "", err
		}
		return p.st()
	case EPC:
		if err := p.checkEPC(); err != nil {
			return "", err
		}
		return p.epc(), nil
	case NBU:
		if err := p.checkNBU(); err != nil {
			return "", err
		}
		return p.nbu(), nil
	}
	return "", bad("format", "there is no payment code %q; payment details are printed to be typed", f)
}

// clean takes the spaces out of numbers and makes every text one line: in two
// of the formats a line break begins the next field.
func (p Payment) clean() (Payment, error) {
	for _, text := range []*string{&p.PayeeName, &p.BankName, &p.Purpose, &p.Reference} {
		if !utf8.ValidString(*text) {
			return p, bad("text", "%q is not UTF-8: correct it where it was entered", *text)
		}
		*text = strings.Join(strings.FieldsFunc(*text, blank), " ")
	}
	for _, number := range []*string{&p.Account, &p.BIC, &p.CorrAccount, &p.TaxID, &p.KPP} {
		*number = strings.ToUpper(strings.Join(strings.FieldsFunc(*number, blank), ""))
	}
	if p.PayeeName == "" {
		return p, bad("payee", "the payee has no name: set the company's name")
	}
	if p.Amount <= 0 {
		return p, bad("amount", "%s %s cannot be paid: a payment code needs an amount above zero", p.Amount.Decimal(p.Currency), p.Currency)
	}
	return p, p.Amount.Check()
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// text is the purpose, shortened, with the reference: in front of it where the
// shortened purpose does not say it.
func (p *Payment) text(chars, size int) string {
	short := shorten(p.Purpose, chars, size)
	switch {
	case p.Reference == "" || strings.Contains(short, p.Reference):
		return short
	case p.Purpose == "":
		return shorten(p.Reference, chars, size)
	}
	return shorten(p.Reference+", "+p.Purpose, chars, size)
}

func (p *Payment) inCurrency(c money.Currency) error {
	if p.Currency != c {
		return bad("currency", "the code carries %s only, not %s", c, p.Currency)
	}
	return nil
}

// bad is a fault of one field.
func bad(field, text string, args ...any) error {
	return fault.New(fault.Input, "payqr."+field, text, args...)
}

// wrong is what is wrong with a requisite, as a fault of the field.
func wrong(field string, f *fault.Fault) error { return bad(field, "%s", f.Text) }
