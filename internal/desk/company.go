package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"debitor/internal/db"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/paper"
	"debitor/internal/payqr"
	"debitor/internal/store"
)

// Profile is a company's file: what its letters say of it, and its defaults.
type Profile struct {
	Name       string         `yaml:"name" json:"name"`
	Country    string         `yaml:"country" json:"country"`
	Currency   money.Currency `yaml:"currency" json:"currency"`
	Language   string         `yaml:"language" json:"language"`
	Address    string         `yaml:"address" json:"address"`
	City       string         `yaml:"city" json:"city"`
	TaxID      string         `yaml:"tax_id" json:"tax_id"`
	Phone      string         `yaml:"phone" json:"phone"`
	Email      string         `yaml:"email" json:"email"`
	Bank       []string       `yaml:"bank" json:"bank"`
	Letterhead []string       `yaml:"letterhead" json:"letterhead"`
	Signatory  Person         `yaml:"signatory" json:"signatory"`
	Accountant Person         `yaml:"accountant" json:"accountant"` // signs claims beside the signatory
	// Signatories sign the letters of steps that name them: signed-by: legal.
	Signatories map[string]Person `yaml:"signatories,omitempty" json:"signatories,omitempty"`
	LawFirm     LawFirm           `yaml:"law_firm,omitempty" json:"law_firm,omitzero"`
	Stamp       bool              `yaml:"stamp,omitempty" json:"stamp,omitempty"`                   // room for a stamp beside the signature
	Automatic   bool              `yaml:"automatic_note,omitempty" json:"automatic_note,omitempty"` // "formed automatically under clause …"
	Teams       []Team            `yaml:"teams,omitempty" json:"teams,omitempty"`                   // who leads whom: whose superior a policy's role means
	Soft        []string          `yaml:"soft,omitempty" json:"soft,omitempty"`                     // categories of customers written to softly
	Logo        string            `yaml:"logo,omitempty" json:"logo,omitempty"`                     // a PNG or JPEG file beside the company file; once set, sha256:…
	Envelope    string            `yaml:"envelope,omitempty" json:"envelope,omitempty"`             // DL, C5 or C6
	Labels      string            `yaml:"labels,omitempty" json:"labels,omitempty"`                 // a sheet of labels for envelopes, such as 3x8; empty: none
	Account     Account           `yaml:"account,omitempty" json:"account,omitzero"`                // for the payment code
	Mail        MailSettings      `yaml:"mail,omitempty" json:"mail,omitzero"`
	// PromiseTolerance is for how many days beyond its day a promise is waited for.
	PromiseTolerance int `yaml:"promise_tolerance,omitempty" json:"promise_tolerance,omitempty"`
	// CrossContracts says that money which names no document may settle debts of
	// any contract of its customer.
	CrossContracts bool `yaml:"cross_contracts,omitempty" json:"cross_contracts,omitempty"`
	// PaymentOrder is what of a debt payments cover first where a contract says
	// nothing: invoices (no charges), law, or a list as "costs,use+late,principal,penalty";
	// empty: invoices.
	PaymentOrder string `yaml:"payment_order,omitempty" json:"payment_order,omitempty"`
	// LegalCost is what suing one customer costs the company, beside the court's
	// fee, in its currency; empty: not said.
	LegalCost string `yaml:"legal_cost,omitempty" json:"legal_cost,omitempty"`
	// BankRate is what a loan costs that a customer could have of a bank, in per
	// cent a year; empty: not said.
	BankRate  string      `yaml:"bank_rate,omitempty" json:"bank_rate,omitempty"`
	CallHours []CallHours `yaml:"call_hours,omitempty" json:"call_hours,omitempty"` // when nothing but calling is done
	// StopList is where and when the stop list is written as files.
	StopList StopFiles `yaml:"stop_list,omitempty" json:"stop_list,omitzero"`
	// Runs is "automatic" in a company that lets runs apply themselves.
	Runs string `yaml:"runs" json:"runs"`

	logo []byte // the bytes of a logo that is to be set
}

// Person is somebody who signs.
type Person struct {
	Name     string `yaml:"name" json:"name"`
	Position string `yaml:"position" json:"position"`
}

// LawFirm writes letters of the kind law-firm on its own letterhead.
type LawFirm struct {
	Name       string   `yaml:"name" json:"name"`
	Letterhead []string `yaml:"letterhead" json:"letterhead"`
	Signatory  Person   `yaml:"signatory" json:"signatory"`
	Authority  string   `yaml:"authority" json:"authority"` // the power of attorney
}

// Account is where payment codes send the money.
type Account struct {
	Number string `yaml:"number" json:"number"` // IBAN; in Russia the account of 20 digits
	Bank   string `yaml:"bank" json:"bank"`
	BIC    string `yaml:"bic" json:"bic"`
	Corr   string `yaml:"correspondent,omitempty" json:"correspondent,omitempty"` // Russia
	KPP    string `yaml:"kpp,omitempty" json:"kpp,omitempty"`                     // Russia
}

// Languages are the languages of the program and its letters.
var Languages = []string{"en", "ru", "uk", "be", "bs", "de"}

// ReadProfile reads a company file and the logo beside it.
func ReadProfile(file string) (Profile, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return Profile{}, fault.Wrap(err, fault.NotFound, "company.no_file", "%s cannot be read", file)
	}
	p, err := ParseProfile(src)
	if err != nil || p.Logo == "" || strings.HasPrefix(p.Logo, logoKept) {
		return p, err
	}
	p.logo, err = readLogo(filepath.Join(filepath.Dir(file), p.Logo))
	return p, err
}

// ParseProfile reads a company file; errors name line and column.
func ParseProfile(src []byte) (Profile, error) {
	var p Profile
	if len(bytes.TrimSpace(src)) == 0 {
		return p, fault.New(fault.Input, "company.file", "the company file is empty; \"debitor company show\" prints the one that is set")
	}
	if err := yaml.UnmarshalWithOptions(src, &p, yaml.Strict()); err != nil {
		return p, fault.Wrap(err, fault.Input, "company.file", "the company file cannot be read:\n%s", yaml.FormatError(err, false, true))
	}
	return p, nil
}

// complete fills what the file left empty and refuses what cannot be.
func (p *Profile) complete(defaults Profile) error {
	for _, f := range []struct{ field, other *string }{
		{&p.Name, &defaults.Name}, {&p.Country, &defaults.Country}, {&p.Language, &defaults.Language},
	} {
		if *f.field = strings.TrimSpace(*f.field); *f.field == "" {
			*f.field = *f.other
		}
	}
	if p.Currency == "" {
		p.Currency = defaults.Currency
	}
	p.Country = strings.ToUpper(p.Country)
	currency, err := money.ParseCurrency(string(p.Currency))
	p.Currency = currency
	switch {
	case err != nil:
		return err
	case p.Name == "":
		return fault.New(fault.Usage, "company.name", "a company needs a name: --name NAME")
	case len(p.Country) != 2:
		return fault.New(fault.Input, "company.country", "%q is not a country code of two letters (such as RU, BY, UA, BA, DE)", p.Country)
	case !slices.Contains(Languages, p.Language):
		return fault.New(fault.Input, "company.language", "%q is not a language of debitor (one of %s)", p.Language, strings.Join(Languages, ", "))
	case p.Envelope != "" && !slices.Contains(paper.EnvelopeSizes(), paper.EnvelopeSize(p.Envelope)):
		return fault.New(fault.Input, "company.envelope", "envelope: %q is not a size of envelope (DL, C5, C6)", p.Envelope)
	case p.Labels != "" && !labelSheet(p.Labels):
		return fault.New(fault.Input, "company.labels", "labels: %q is not a sheet of labels (3x8, 2x7, 3x7, 2x8)", p.Labels)
	case p.Runs != "" && p.Runs != "automatic" && p.Runs != "reviewed":
		return fault.New(fault.Input, "company.runs", "runs: %q is neither automatic nor reviewed", p.Runs)
	}
	if err := checkPaymentOrder(p.PaymentOrder); err != nil {
		return err
	}
	if err := p.checkAccount(); err != nil {
		return err
	}
	if err := p.checkRequisites(); err != nil {
		return err
	}
	if err := checkTeams(p.Teams); err != nil {
		return err
	}
	if err := p.checkCalls(); err != nil {
		return err
	}
	if err := p.StopList.check(); err != nil {
		return err
	}
	return p.Mail.check()
}

func labelSheet(name string) bool {
	_, err := paper.LabelSheetNamed(name)
	return err == nil
}

// checkAccount sees that a payment code can be made, so that a slip in the
// account is found before a customer's bank finds it.
func (p *Profile) checkAccount() error {
	if p.Account.Number != "" && len(p.Bank) == 0 {
		return fault.New(fault.Input, "company.bank", "account: is for the payment code; write bank: too, line by line, for those who type the payment")
	}
	format := payqr.For(p.Country, p.Currency)
	if p.Account.Number == "" || format == payqr.None {
		return nil
	}
	_, err := payqr.Text(format, payqr.Payment{
		PayeeName: p.Name, Account: p.Account.Number, BankName: p.Account.Bank, BIC: p.Account.BIC, CorrAccount: p.Account.Corr,
		TaxID: p.TaxID, KPP: p.Account.KPP, Amount: 1, Currency: p.Currency, Purpose: p.Name,
	})
	if err != nil {
		return fault.Wrap(err, fault.Input, "company.account", "account: no payment code can be made of it: %s", err)
	}
	return nil
}

// Check refuses what no new company can be opened with.
func (p Profile) Check() error { return p.found() }

// Home is what a country's companies keep their books in, and the language of
// their letters.
type Home struct {
	Country, Language string
	Currency          money.Currency
}

// homes are the countries whose currency and language a new company takes if
// nothing else is said; in the order in which they are offered.
var homes = []Home{
	{"BY", "ru", "BYN"}, {"RU", "ru", "RUB"}, {"UA", "uk", "UAH"}, {"BA", "bs", "BAM"}, {"DE", "de", "EUR"}, {"AT", "de", "EUR"}, {"EU", "en", "EUR"},
}

// Homes are the countries whose currency and language are known.
func Homes() []Home { return slices.Clone(homes) }

// found completes the file of a new company: what it leaves empty is the
// country's own, and Russia's where the country is not named or not known.
func (p *Profile) found() error {
	own := Profile{Country: "RU", Currency: "RUB", Language: "ru"}
	for _, h := range homes {
		if h.Country == strings.ToUpper(strings.TrimSpace(p.Country)) {
			own.Currency, own.Language = h.Currency, h.Language
		}
	}
	return p.complete(own)
}

// YAML is the profile as a company file.
func (p Profile) YAML() (string, error) {
	b, err := yaml.Marshal(p)
	return string(b), err
}

func (p Profile) row(code id.Company) store.Company {
	b, _ := json.Marshal(p) // plain strings always marshal
	return store.Company{Code: code, Name: p.Name, Country: p.Country, Currency: p.Currency, Language: p.Language, Profile: b}
}

// Profile is the company's file as it stands.
func (s *Session) Profile() (Profile, error) {
	var p Profile
	err := json.Unmarshal(s.company.Profile, &p)
	return p, err
}

// Opened is what opening a company answers.
type Opened struct {
	Company id.Company `json:"company"`
	Name    string     `json:"name"`
	Home    Home       `json:"-"`
	Token   string     `json:"-"` // of the administrator's one-time link; shown once, kept nowhere
}

// invitationDays is how long the administrator's one-time link stays good.
const invitationDays = 7

// defaultPolicy is what a new company starts with (policy A).
const defaultPolicy = "aktivmarket"

// Companies are all of the installation, for who has not said which; none
// before the first is opened.
func (d *Desk) Companies(ctx context.Context) (list []store.Company, err error) {
	err = d.db.Read(ctx, func(q db.Querier) error {
		list, err = store.Companies(ctx, q)
		return err
	})
	return list, err
}

// Init creates the first company of an empty database.
func (d *Desk) Init(ctx context.Context, actor Actor, p Profile) (Opened, error) {
	var opened Opened
	err := d.db.Read(ctx, func(q db.Querier) error {
		list, err := store.Companies(ctx, q)
		if err == nil && len(list) > 0 {
			return fault.New(fault.Refused, "init.exists", "this database already holds %q; \"debitor company add\" adds another company", list[0].Name)
		}
		return err
	})
	if err != nil {
		return opened, err
	}
	return d.open(ctx, actor, "main", p)
}

// AddCompany creates another company under its code. Only the operator may:
// users belong to the companies there are.
func (d *Desk) AddCompany(ctx context.Context, actor Actor, code id.Company, p Profile) (Opened, error) {
	if actor.User != "" {
		return Opened{}, fault.New(fault.Refused, "right.operator", "only the operator may add a company: leave --as out")
	}
	clean, err := id.Clean(string(code))
	if err != nil {
		return Opened{}, fault.New(fault.Usage, "company.code", "the company's code %s", err)
	}
	opened, err := d.open(ctx, actor, id.Company(clean), p)
	if db.IsUnique(err) {
		return opened, fault.New(fault.Refused, "company.exists", "there is already a company %q", code)
	}
	return opened, err
}

func (d *Desk) open(ctx context.Context, actor Actor, code id.Company, p Profile) (Opened, error) {
	if err := p.found(); err != nil {
		return Opened{}, err
	}
	opened := Opened{Company: code, Name: p.Name, Home: Home{p.Country, p.Language, p.Currency}, Token: NewToken()}
	s := &Session{desk: d, company: p.row(code), actor: actor, roles: []string{operator}, sight: store.Scope{All: true}}
	err := s.do(ctx, ManageCompany, "init", nil, func(ctx context.Context, e *entry) error {
		if err := p.keepLogo(ctx, e, ""); err != nil {
			return err
		}
		s.company = p.row(code)
		if err := e.InsertCompany(ctx, s.company); err != nil {
			return err
		}
		e.note("company.opened", "company:"+string(code), "", p)
		if err := e.InsertInvitation(ctx, tokenHash(opened.Token), "admin", s.Today()+invitationDays); err != nil {
			return err
		}
		return s.usePolicy(ctx, e, defaultPolicy, 0)
	})
	if err != nil {
		return opened, err
	}
	return opened, s.Seal(ctx)
}

// NewToken is 192 random bits for a one-time link or a sign-in.
func NewToken() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// tokenHash is what is kept of a token: enough to know it again.
func tokenHash(token string) string {
	hash := sha256.Sum256([]byte(token))
	return hex.EncodeToString(hash[:])
}

// SetCompany replaces the company's file; what it leaves empty of name,
// country, currency and language stays.
func (s *Session) SetCompany(ctx context.Context, p Profile) error {
	if err := s.may(ManageCompany); err != nil {
		return err
	}
	before, err := s.Profile()
	if err != nil {
		return err
	}
	if err := p.complete(before); err != nil {
		return err
	}
	if err := p.Mail.keepsSecret(&before.Mail, s.actor.Remote); err != nil {
		return err
	}
	if err := p.StopList.staysPut(&before.StopList, s.actor.Remote); err != nil {
		return err
	}
	var row store.Company
	err = s.do(ctx, ManageCompany, "company.set", nil, func(ctx context.Context, e *entry) error {
		if err := p.keepLogo(ctx, e, before.Logo); err != nil {
			return err
		}
		row = p.row(s.company.Code)
		e.note("company.changed", "company:"+string(s.company.Code), "", changed{before, p})
		if err := e.UpdateCompany(ctx, row); err != nil || p.PaymentOrder == before.PaymentOrder {
			return err
		}
		return s.reorder(ctx, e, p.PaymentOrder)
	})
	if err == nil {
		s.company = row
	}
	return err
}
