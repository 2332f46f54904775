package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestSign is the example of the Standard Webhooks specification.
func TestSign(t *testing.T) {
	m := &Message{ID: "msg_p5jXN8AQM9LWM0D4loKWxJek", Time: 1614265330, Body: []byte(`{"test": 2432232314}`), Secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
	if got, want := Sign(m), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

// TestSend: what arrives is what was told, signed with the secret.
func TestSend(t *testing.T) {
	secret := NewSecret()
	var body []byte
	var header http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		header = r.Header
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	a := Send(t.Context(), &Message{URL: server.URL, ID: "1", Time: 5, Body: []byte(`{"a":1}`), Secret: secret, Local: true})
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(`1.5.{"a":1}`))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); !a.Delivered() || string(body) != `{"a":1}` || header.Get("Webhook-Signature") != want || header.Get("Webhook-Timestamp") != "5" || header.Get("Webhook-Id") != "1" {
		t.Errorf("answered %+v, arrived %s %v", a, body, header)
	}
}

// TestHostile: who answers with a redirect, an endless answer or a lot of
// headers gets nothing by it.
func TestHostile(t *testing.T) {
	reached, sent := false, 0
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inside.Close()
	for name, answer := range map[string]http.HandlerFunc{
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
		},
		"headers": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) },
		"endless": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil && sent < 64<<20 {
				n, err := w.Write(make([]byte, 1<<16))
				if sent += n; err != nil {
					return
				}
			}
		},
		"error": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) },
	} {
		server := httptest.NewServer(answer)
		a := Send(t.Context(), &Message{URL: server.URL, ID: "1", Secret: NewSecret(), Local: true})
		if a.Delivered() != (name == "endless") || len(a.Text) > answerSize {
			t.Errorf("%s: answered %d with %d bytes", name, a.Status, len(a.Text))
		}
		server.Close()
	}
	if reached {
		t.Error("a redirect was followed")
	}
	if sent > 14<<20 { // what lies between the two, in the system's buffers
		t.Errorf("%d bytes of an endless answer were taken", sent)
	}
}

// TestPrivate: no address of a private network is called, however it is
// written; a name is looked at when it is dialled.
func TestPrivate(t *testing.T) {
	reached := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for _, address := range []string{
		server.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://[::ffff:7f00:1%251]" + port, "http://127.1" + port, "http://2130706433" + port, "http://0" + port, "http://[::]" + port,
	} {
		if a := Send(t.Context(), &Message{URL: address, ID: "1", Secret: NewSecret()}); a.Status != 0 || reached {
			t.Errorf("%s was called: %+v", address, a)
		}
	}
	for _, address := range []string{
		"127.0.0.1:80", "10.1.2.3:80", "172.16.0.1:80", "192.168.1.1:443", "169.254.169.254:80", "100.64.0.1:80", "0.0.0.0:80", "[::1]:80", "[::]:80", "[fe80::1]:80",
		"[2001:db8::1%1]:80", "[2002:a00:1::%eth0]:80", "[64:ff9b::7f00:1%1]:80", "[::127.0.0.1]:80", "[::ffff:0:7f00:1]:80", "[64:ff9b:1::7f00:1]:80", "[fec0::1]:80", "[100::1]:80", "[3fff::1]:80",
		"[5f00::1]:80", "[ff02::1]:80", "[::ffff:127.0.0.1]:80", "[::ffff:169.254.169.254]:80", "[fe80::1%lo]:80", "[fd00::1%1]:80", "192.0.0.8:80", "203.0.113.1:80", "127.1.2.3:65535", "0177.0.0.1:80", "2130706433:80",
		"[fd00::1]:80", "[::ffff:10.0.0.1]:80", "[64:ff9b::a00:1]:80", "[2002:a00:1::]:80", "224.0.0.1:80", "255.255.255.255:80", "198.18.0.1:80", "name:80",
	} {
		if public(address) == nil {
			t.Errorf("%s may be called", address)
		}
	}
	for _, address := range []string{"93.184.215.14:443", "[::ffff:93.184.215.14]:8443", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:443"} {
		if err := public(address); err != nil {
			t.Errorf("%s may not be called: %v", address, err)
		}
	}
}

// TestCheckURL: only https, but for one's own network.
func TestCheckURL(t *testing.T) {
	for address, local := range map[string]bool{"http://a.example": false, "ftp://a.example": true, "https://": false, "https://u:p@a.example": false, "a.example": true, "https://a.example/#x": false} {
		if CheckURL(address, local) == nil {
			t.Errorf("%s is taken for an address", address)
		}
	}
	if CheckURL("https://a.example/x?y=1", false) != nil || CheckURL("http://10.0.0.1:81/", true) != nil {
		t.Error("an address is refused")
	}
}
