package payqr

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"debitor/internal/fault"
	"debitor/internal/money"
	"debitor/internal/requisite"
)

// sampleCase is one entry of qr/cases.json: a text others wrote, or values that
// must be refused.
type sampleCase struct {
	ID      string            `json:"id"`
	Input   map[string]any    `json:"input"`
	Payload string            `json:"payload"`
	Accept  map[string]string `json:"accept"`
	Reject  []string          `json:"reject"`
}

// TestCorpus writes the payments of codes that others made and compares field
// by field, for charset and trailing zeros may differ; and refuses what they do.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("DEBITOR_CORPUS")
	if dir == "" {
		t.Skip("DEBITOR_CORPUS does not name a directory of real files")
	}
	text, err := os.ReadFile(filepath.Join(dir, "qr", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []sampleCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			switch {
			case strings.HasPrefix(c.Payload, "BCD"):
				compareEPC(t, c)
			case strings.HasPrefix(c.Payload, "ST"):
				compareST(t, c)
			case strings.HasPrefix(c.ID, "epc-bic"):
				refusedBICs(t, c)
			case strings.HasPrefix(c.ID, "epc-amount"):
				amounts(t, c)
			case strings.HasPrefix(c.ID, "st-"):
				for _, header := range c.Reject {
					if fields, err := readST(header); err == nil {
						t.Errorf("%q is read as %v", header, fields)
					}
				}
			default:
				t.Errorf("no test for %+v", c)
			}
		})
	}
}

// in is a value of the input as text, "" where it is absent.
func (c sampleCase) in(key string) string {
	if v, ok := c.Input[key]; ok {
		return fmt.Sprint(v)
	}
	return ""
}

func compareEPC(t *testing.T, c sampleCase) {
	t.Helper()
	theirs := strings.Split(strings.TrimRight(c.Payload, "\n"), "\n")
	amount, err := money.Parse(c.in("amount"), "EUR")
	if err != nil {
		t.Fatal(err)
	}
	purpose := c.in("text") + c.in("unstructured")
	text, err := Text(EPC, Payment{
		PayeeName: c.in("name"), Account: c.in("iban"), BIC: c.in("bic"),
		Amount: amount.Minor, Currency: "EUR", Purpose: purpose,
	})
	if err != nil {
		t.Fatal(err)
	}
	ours := strings.Split(text, "\n")
	for _, line := range []int{0, 3, 4, 5, 6} {
		if ours[line] != theirs[line] {
			t.Errorf("line %d: %q, want %q", line+1, ours[line], theirs[line])
		}
	}
	if sum, err := money.Parse(strings.TrimPrefix(theirs[7], "EUR"), "EUR"); err != nil || ours[7] != "EUR"+sum.String() {
		t.Errorf("sum %q, want %q", ours[7], theirs[7])
	}
	if purpose != "" && ours[10] != theirs[10] {
		t.Errorf("purpose %q, want %q", ours[10], theirs[10])
	}
}

// compareST writes the mandatory fields and the sum anew. Accounts in these
// examples are often invented, so the text is built without the checks; what
// Text says of them has to agree with the fields.
func compareST(t *testing.T, c sampleCase) {
	t.Helper()
	theirs, err := readST(c.Payload)
	if err != nil {
		t.Fatal(err)
	}
	p := Payment{
		PayeeName: theirs["name"], Account: theirs["personalacc"], BankName: theirs["bankname"], BIC: theirs["bic"],
		CorrAccount: theirs["correspacc"], TaxID: theirs["payeeinn"], Purpose: theirs["purpose"], Amount: 1, Currency: "RUB",
	}
	if theirs["sum"] != "" {
		if p.Amount, err = money.ParseMinor(theirs["sum"], 0); err != nil {
			t.Fatal(err)
		}
	}
	text, err := p.st()
	if err != nil {
		t.Fatal(err)
	}
	ours, err := readST(text)
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range maps.All(ours) {
		if theirs[key] != value && (key != "sum" || theirs["sum"] != "") {
			t.Errorf("%s: %q, want %q", key, value, theirs[key])
		}
	}
	if text[7] != c.Payload[7] {
		t.Errorf("separator %q, want %q", text[7], c.Payload[7])
	}
	good := requisite.RussianAccount(p.Account, p.BIC) == nil && requisite.Correspondent(p.CorrAccount, p.BIC) == nil && (p.TaxID == "" || requisite.IsINN(p.TaxID))
	if _, err := Text(ST, p); (err == nil) != good {
		t.Errorf("keys agree: %v, but: %v", good, err)
	}
}

func refusedBICs(t *testing.T, c sampleCase) {
	t.Helper()
	for _, bic := range c.Reject {
		p := german()
		p.BIC = bic
		if _, err := Text(EPC, p); fault.Code(err) != "payqr.bic" {
			t.Errorf("%q: %v", bic, err)
		}
	}
}

func amounts(t *testing.T, c sampleCase) {
	t.Helper()
	write := func(amount string) (string, error) {
		sum, err := money.Parse(amount, "EUR")
		if err != nil {
			return "", err
		}
		p := german()
		p.Amount = sum.Minor
		return Text(EPC, p)
	}
	for amount, want := range c.Accept {
		text, err := write(amount)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(strings.Split(text, "\n")[7], ".00"); got != want {
			t.Errorf("%s: %s, want %s", amount, got, want)
		}
	}
	for _, amount := range c.Reject {
		if text, err := write(amount); err == nil {
			t.Errorf("%s is written: %q", amount, text)
		}
	}
}
