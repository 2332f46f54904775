package bounce

import (
	"strings"
	"testing"
)

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		phrase, text string
		want         bool
	}{
		{"user unknown", "550 User unknown", true},
		{"user unknown", "superuser unknown", false},
		{"undeliver", "Undeliverable mail", true},
		{"user .. not found", "user not found", true},
		{"user .. not found", "User <anna@kunde.example> could be not found", true},
		{"user .. not found", "user a b c d e not found", true},
		{"user .. not found", "user a b c d e f not found", false},
		{"user .. not found", "user is here. Another user: not found", true},
		{"user .. not found", "user not", false},
		{"users .. not found", "user not found", false},
		{"doesnt exist", "doesn’t EXIST", true},
		{"не найден", "Пользователь не\nнайден", true},
		{"不存在", "收件人不存在", true},
	} {
		if got := says(plainWords(c.text), phrases(c.phrase)); got != c.want {
			t.Errorf("%q in %q: %v", c.phrase, c.text, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"<anna@kunde.example>:":                    "anna@kunde.example",
		"x rfc822;anna+l=1@kunde.example. y":       "anna+l=1@kunde.example",
		"'anna@kunde.example'":                     "anna@kunde.example",
		"анна@почта.example!":                      "анна@почта.example",
		"@x @ y@":                                  "",
		"name=anna@host":                           "name=anna@host",
		"a@b@kunde.example":                        "a@b",
		strings.Repeat("x", 70) + "@kunde.example": strings.Repeat("x", 64) + "@kunde.example",
	} {
		if got := address(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCodes(t *testing.T) {
	for text, want := range map[string]int{
		"550 5.1.1 unknown":                  550,
		"host mx[192.0.2.1] said: 452 full":  452,
		"<anna@kunde.example>: 554-denied":   554,
		"at port 550 of 2500":                0,
		"id 20260303550 on Tue, 3 Mar":       0,
		"server 192.0.2.1 refused (#5.1.1)":  0,
		"error: 550 #5.1.0 Address rejected": 550,
	} {
		if got := replyIn(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"550 5.1.1 unknown":     "5.1.1",
		"(#5.1.10)":             "5.1.10",
		"from 5.1.1.1 (5.2.1.)": "5.2.1",
		"1.5.1.1":               "",
		"version 2.0.0":         "",
	} {
		if got := statusIn(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
