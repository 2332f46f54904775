package sample

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The algorithms against numbers known to be right.
func TestCheckDigits(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want int
	}{
		{"RU ИНН 1234567894", weigh("123456789", []int{2, 4, 10, 3, 5, 9, 4, 6, 8}) % 11 % 10, 4},
		{"BY УНП 200988541", weigh("20098854", []int{29, 23, 19, 17, 13, 7, 5, 3}) % 11, 1},
		{"DE136695976", mod1110("13669597"), 6},
	} {
		if c.got != c.want {
			t.Errorf("%s: check digit %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestTaxIDsAreRightAndDistinct(t *testing.T) {
	shape := map[string]*regexp.Regexp{
		"BY": regexp.MustCompile(`^[1-7]99\d{6}$`), "RU": regexp.MustCompile(`^00\d{8}$`), "UA": regexp.MustCompile(`^9\d{7}$`),
		"BA": regexp.MustCompile(`^4999\d{9}$`), "DE": regexp.MustCompile(`^DE99\d{7}$`),
	}
	for country, want := range shape {
		seen := map[string]bool{}
		for n := range MaxCustomers {
			got := taxID(country, n)
			if !want.MatchString(got) || seen[got] || !validTaxID(country, got) {
				t.Fatalf("%s: tax id %d is %q", country, n, got)
			}
			seen[got] = true
		}
	}
	if taxID("XX", 1) != "" {
		t.Error("an unknown country has a tax id")
	}
}

// validTaxID checks from the reader's side, written apart from taxID.
func validTaxID(country, s string) bool {
	sum := func(weights ...int) int {
		total := 0
		for i, w := range weights {
			total += int(s[i]-'0') * w
		}
		return total % 11
	}
	last := int(s[len(s)-1] - '0')
	switch country {
	case "BY":
		return sum(29, 23, 19, 17, 13, 7, 5, 3) == last
	case "RU":
		return sum(2, 4, 10, 3, 5, 9, 4, 6, 8)%10 == last
	case "UA":
		check := sum(1, 2, 3, 4, 5, 6, 7)
		if check == 10 {
			check = sum(3, 4, 5, 6, 7, 8, 9)
		}
		return check%10 == last
	case "DE": // ISO 7064 MOD 11,10 over all nine digits leaves 1
		p := 10
		for _, r := range s[2:10] {
			p = (p + int(r-'0')) % 10
			if p == 0 {
				p = 10
			}
			p = p * 2 % 11
		}
		return (p+last)%10 == 1
	}
	return true // BA: the check digit's rule is not known to us
}

func TestCompanyFile(t *testing.T) {
	text := string(Company)
	for _, key := range []string{"name", "address", "city", "tax_id", "phone", "email", "bank", "signatory", "accountant"} {
		if !strings.Contains("\n"+text, "\n"+key+":") {
			t.Errorf("company.yaml has no %s", key)
		}
	}
	if !strings.Contains(text, Director) {
		t.Error("company.yaml is signed by another director")
	}
	tax := regexp.MustCompile(`tax_id: "(\d{9})"`).FindStringSubmatch(text)
	if tax == nil || !validTaxID("BY", tax[1]) {
		t.Errorf("tax id %v", tax)
	}
	dir, _ := write(t, Options{Customers: 1})
	if got, err := os.ReadFile(dir + "/company.yaml"); err != nil || string(got) != text {
		t.Errorf("company.yaml was not written as it is: %v", err)
	}
}
