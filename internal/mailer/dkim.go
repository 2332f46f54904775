package mailer

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"

	"github.com/emersion/go-msgauth/dkim"

	"debitor/internal/fault"
)

// DKIM is the signature under every message (RFC 6376), by which a receiver
// knows that the domain's owner sent it. The public half stands in the DNS; see
// Record.
type DKIM struct {
	Domain   string // "example.by": that of the sender's address, or one above it
	Selector string // "debitor2026": which of the domain's keys
	Key      Secret // a private key in PEM: RSA (PKCS #1 or #8, from 1024 bits on; better 2048) or Ed25519 (PKCS #8)
}

// minBits is the smallest RSA key a signature may have (RFC 8301, 3.2).
const minBits = 1024

// signed are the headers under the signature (RFC 6376, 5.4.1). From, Subject,
// To and Cc stand twice: so nobody can add another one on the way.
var signed = []string{
	"From", "From", "Subject", "Subject", "To", "To", "Cc", "Cc", "Date", "Message-ID", "Reply-To",
	"Auto-Submitted", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}

// signer signs messages; nil signs none.
type signer struct{ options dkim.SignOptions }

func (d DKIM) signer() (*signer, error) {
	if d.Domain == "" && d.Selector == "" && d.Key.IsZero() {
		return nil, nil //nolint:nilnil // no DKIM is no signer, and a nil signer signs nothing
	}
	key, err := d.key()
	if err != nil {
		return nil, err
	}
	return &signer{dkim.SignOptions{
		Domain: d.Domain, Selector: d.Selector, Signer: key, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	}}, nil
}

func (d DKIM) key() (crypto.Signer, error) {
	bad := func(text string, args ...any) error { return fault.New(fault.Input, "mailer.dkim", text, args...) }
	if d.Domain == "" || d.Selector == "" || unsafe(d.Domain) || unsafe(d.Selector) {
		return nil, bad("DKIM wants domain, selector and key together, the first two as they stand in the DNS")
	}
	block, _ := pem.Decode([]byte(d.Key.value()))
	if block == nil {
		return nil, bad("the DKIM key is not in PEM: it begins with -----BEGIN PRIVATE KEY-----")
	}
	key, err := parseKey(block)
	if err != nil {
		return nil, fault.Wrap(err, fault.Input, "mailer.dkim", "the DKIM key cannot be read: it must be an RSA or Ed25519 private key without a pass phrase")
	}
	switch k := key.(type) {
	case ed25519.PrivateKey:
		return k, nil
	case *rsa.PrivateKey:
		if k.N.BitLen() < minBits {
			return nil, bad("the DKIM key has %d bits; receivers want %d at least, better 2048", k.N.BitLen(), minBits)
		}
		return k, nil
	}
	return nil, bad("the DKIM key is of a kind DKIM does not know: make an RSA or Ed25519 key")
}

func parseKey(block *pem.Block) (any, error) {
	if block.Type == "RSA PRIVATE KEY" {
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	return x509.ParsePKCS8PrivateKey(block.Bytes)
}

// Record is what the domain's owner puts into the DNS: the name of a TXT record
// and its text (RFC 6376, 3.6; RFC 8463 for Ed25519).
func (d DKIM) Record() (name, text string, err error) {
	key, err := d.key()
	if err != nil {
		return "", "", err
	}
	var kind string
	var public []byte
	switch k := key.Public().(type) {
	case ed25519.PublicKey:
		kind, public = "ed25519", k
	case *rsa.PublicKey:
		if public, err = x509.MarshalPKIXPublicKey(k); err != nil {
			return "", "", fault.Wrap(err, fault.Internal, "mailer.dkim", "the DKIM key has no public half")
		}
		kind = "rsa"
	}
	return d.Selector + "._domainkey." + d.Domain, "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(public), nil
}

// sign is the message with its signature on top.
func (s *signer) sign(message []byte) ([]byte, error) {
	if s == nil {
		return message, nil
	}
	var out bytes.Buffer
	if err := dkim.Sign(&out, bytes.NewReader(message), &s.options); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
