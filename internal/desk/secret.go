package desk

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"strings"

	"debitor/internal/fault"
)

// SecretVariable is the environment variable with the key that secrets in the
// database are sealed with: 32 bytes in base64.
const SecretVariable = "DEBITOR_SECRET"

// secretSize is the size of the key: AES-256.
const secretSize = 32

// SealWith gives the desk what finds the key for secrets in the database; it
// is asked when one is sealed or opened.
func (d *Desk) SealWith(key func() ([]byte, error)) { d.secret = key }

// SecretFor finds the key for the database of a URL: in the environment, or,
// for SQLite, in a file beside it, which is made at the first need. So a copy
// of the database alone does not hold its secrets.
func SecretFor(url string) func() ([]byte, error) {
	return func() ([]byte, error) {
		if text := os.Getenv(SecretVariable); text != "" {
			return readKey(SecretVariable, text)
		}
		file, ok := strings.CutPrefix(url, "sqlite:")
		if !ok || file == ":memory:" {
			return nil, fault.New(fault.Refused, "secret.missing", "%s is not set: give it 32 random bytes in base64 (openssl rand -base64 32), the same each time", SecretVariable)
		}
		return keyFile(file + ".key")
	}
}

func keyFile(name string) ([]byte, error) {
	key := make([]byte, secretSize)
	_, _ = rand.Read(key) // never fails
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		_, err = f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
		err = errors.Join(err, f.Sync(), f.Close())
		if err != nil {
			return nil, errors.Join(fault.Wrap(err, fault.Refused, "secret.file", "the key file %s cannot be written", name), os.Remove(name))
		}
		return key, nil
	case !errors.Is(err, fs.ErrExist):
		return nil, fault.Wrap(err, fault.Refused, "secret.file", "the key file %s cannot be made", name)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Refused, "secret.file", "the key file %s cannot be read", name)
	}
	return readKey(name, string(text))
}

func readKey(where, text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != secretSize {
		return nil, fault.New(fault.Refused, "secret.bad", "%s does not hold %d bytes in base64", where, secretSize)
	}
	return key, nil
}

// seal encrypts a text for keeping; about binds it to what it is of, so that it
// cannot be moved there from elsewhere.
func (d *Desk) seal(text, about string) (string, error) {
	box, err := d.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawStdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(text), []byte(about))), nil
}

// unseal is the text that was sealed.
func (d *Desk) unseal(sealed, about string) (string, error) {
	box, err := d.box()
	if err != nil {
		return "", err
	}
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err == nil && len(b) > box.NonceSize() {
		var text []byte
		if text, err = box.Open(nil, b[:box.NonceSize()], b[box.NonceSize():], []byte(about)); err == nil {
			return string(text), nil
		}
	}
	return "", fault.Wrap(err, fault.Refused, "secret.changed", "a secret in the database was sealed with another key: put back the %s or key file it had", SecretVariable)
}

func (d *Desk) box() (cipher.AEAD, error) {
	if d.secret == nil {
		return nil, fault.New(fault.Refused, "secret.missing", "%s is not set", SecretVariable)
	}
	key, err := d.secret()
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
