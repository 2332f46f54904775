package mailer

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"debitor/internal/mailer/smtptest"
)

func pemKey(t *testing.T, key crypto.Signer) Secret {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
}

func ed25519Key(t *testing.T) Secret {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return pemKey(t, key)
}

func rsaKey(t *testing.T, bits int) Secret {
	t.Helper()
	t.Setenv("GODEBUG", "rsa1024min=0")
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return pemKey(t, key)
}

func rsaPKCS1(t *testing.T) Secret {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})))
}

// verify checks the signature of a message by what Record says is in the DNS.
func verify(t *testing.T, d DKIM, message []byte) error {
	t.Helper()
	name, text, err := d.Record()
	if err != nil {
		t.Fatal(err)
	}
	found, err := dkim.VerifyWithOptions(bytes.NewReader(message), &dkim.VerifyOptions{LookupTXT: func(asked string) ([]string, error) {
		if asked != name {
			return nil, fmt.Errorf("%s was looked up, the record is %s", asked, name)
		}
		return []string{text}, nil
	}})
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0].Domain != d.Domain {
		return fmt.Errorf("%d signatures", len(found))
	}
	return found[0].Err
}

func TestSignaturesHold(t *testing.T) {
	for name, key := range map[string]Secret{"rsa": rsaKey(t, 2048), "rsa, PKCS #1": rsaPKCS1(t), "ed25519": ed25519Key(t)} {
		t.Run(name, func(t *testing.T) {
			d := DKIM{Domain: "firma.example", Selector: "debitor2026", Key: key}
			s := serve(t, smtptest.Options{})
			m := connect(t, s, func(c *Config) { c.DKIM = d })
			if o := m.SendOne(t.Context(), letters(1)[0]); o[0].State != Sent {
				t.Fatalf("%+v", o)
			}
			got := []byte(strings.ReplaceAll(string(s.Received()[0].Data), "\n", "\r\n"))
			if err := verify(t, d, got); err != nil {
				t.Fatal(err)
			}
			for _, tampered := range [][]byte{
				bytes.Replace(got, []byte("body"), []byte("Body"), 1),
				bytes.Replace(got, []byte("\r\nSubject: "), []byte("\r\nSubject: Re: "), 1),
				append([]byte("Subject: another\r\n"), got...),
				append([]byte("Cc: another@kunde.example\r\n"), got...),
			} {
				if verify(t, d, tampered) == nil {
					t.Errorf("the signature holds for\n%s", tampered)
				}
			}
		})
	}
}

func TestWithoutDKIMTheBytesStayAsTheyAre(t *testing.T) {
	var none *signer
	if got, err := none.sign([]byte("x")); err != nil || !slices.Equal(got, []byte("x")) {
		t.Errorf("%q, %v", got, err)
	}
}
