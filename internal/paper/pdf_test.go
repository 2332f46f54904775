package paper

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"debitor/internal/id"
	"debitor/internal/letter"
)

// job prints a few letters of every kind.
func job(t testing.TB) ([]byte, int) {
	var b bytes.Buffer
	j := StreamPrintJob(&b, Info{Title: "Письма (1)", Author: "ООО «Северный свет»", Lang: "ru", Date: day})
	for _, lang := range []string{"ru", "en"} {
		for _, kind := range []letter.Kind{letter.Reminder, letter.Warning, letter.Claim} {
			for _, n := range []int{1, 30} {
				j.Add(doc(t, kind, lang, n, nil))
			}
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), j.Pages()
}

// valid reads a file back and counts its pages.
func valid(t *testing.T, what string, pdf []byte, pages int) []string {
	t.Helper()
	texts := readPDF(t, pdf)
	if len(texts) != pages {
		t.Errorf("%s: %d pages, want %d", what, len(texts), pages)
	}
	return texts
}

func TestPapersAreValidPDF(t *testing.T) {
	pdf, pages := job(t)
	valid(t, "job", pdf, pages)

	single, err := Single(doc(t, letter.Claim, "ru", 80, nil))
	if err != nil {
		t.Fatal(err)
	}
	valid(t, "single", single, 3)

	var b bytes.Buffer
	to := []Party{{"ООО «Ромашка»", "224000, г. Брест"}, {fmt.Sprintf("%0300d", 1), fmt.Sprintf("%0300d", 2)}, {}}
	if err := Envelopes(&b, Info{Title: "e", Lang: "ru", Date: day}, Party{"ООО", "Минск"}, to); err != nil {
		t.Fatal(err)
	}
	valid(t, "envelopes", b.Bytes(), 3)

	b.Reset()
	if err := (Register{Lang: "ru", Sender: Party{"ООО", "Минск"}, Date: day, Rows: rowsOf(60)}).Write(&b); err != nil {
		t.Fatal(err)
	}
	valid(t, "register", b.Bytes(), 2)
}

// TestManyPages crosses several nodes of the page tree.
func TestManyPages(t *testing.T) {
	var b bytes.Buffer
	d := newFile(&b, Info{Title: "many", Date: day}, 100, 100)
	for i := range 2*branch + 1 {
		d.page(&sheet{ops: []op{{x: 10, y: 10, size: 10, text: fmt.Sprint(i)}}})
	}
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	for i, text := range valid(t, "many", b.Bytes(), 2*branch+1) {
		if text != fmt.Sprintf("%d\n", i) {
			t.Fatalf("page %d says %q", i, text)
		}
	}
}

// TestOneCustomersDataIsNotOnAnothersPage reads a job back: each letter's
// pages carry its own number and its own customer's name, and only those.
func TestOneCustomersDataIsNotOnAnothersPage(t *testing.T) {
	var b bytes.Buffer
	j := StreamPrintJob(&b, Info{Title: "job", Date: day})
	var owner []int
	for i := range 20 {
		d := doc(t, letter.Claim, "ru", 1+i*5, func(f *letter.Facts) {
			f.ID = id.Letter(fmt.Sprintf("LETTER-%02d", i))
			f.Debtor.Name = fmt.Sprintf("Должник-%02d", i)
		})
		for range j.Add(d) {
			owner = append(owner, i)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for p, text := range valid(t, "job", b.Bytes(), len(owner)) {
		for i := range 20 {
			mine := i == owner[p]
			if strings.Contains(text, fmt.Sprintf("LETTER-%02d", i)) != mine || !mine && strings.Contains(text, fmt.Sprintf("Должник-%02d", i)) {
				t.Fatalf("page %d of letter %d, letter %d:\n%s", p, owner[p], i, text)
			}
		}
	}
}

func TestTwoRunsGiveTheSameBytes(t *testing.T) {
	first, _ := job(t)
	for range 3 {
		if again, _ := job(t); !bytes.Equal(first, again) {
			t.Fatal("two jobs differ")
		}
	}
	a, err := Single(doc(t, letter.Claim, "ru", 9, nil))
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := Single(doc(t, letter.Claim, "ru", 9, nil)); !bytes.Equal(a, b) {
		t.Fatal("two singles differ")
	}
}

func TestAKeptJobIsTheStreamedOne(t *testing.T) {
	info := Info{Title: "job", Lang: "ru", Date: day}
	d := doc(t, letter.Claim, "ru", 30, nil)
	var streamed, kept bytes.Buffer
	s, k := StreamPrintJob(&streamed, info), NewPrintJob(info)
	for range 3 {
		s.Add(d)
		k.Add(d)
	}
	if err := errors.Join(s.Close(), k.Write(&kept)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(streamed.Bytes(), kept.Bytes()) || k.Letters() != 3 {
		t.Error("they differ")
	}
}

type broken struct{ left int }

var errBroken = errors.New("disk full")

func (w *broken) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestErrorsOfTheWriterAreNotLost(t *testing.T) {
	d := doc(t, letter.Warning, "ru", 5, nil)
	for _, left := range []int{0, 100, 4000} {
		j := StreamPrintJob(&broken{left}, Info{Date: day})
		j.Add(d)
		if err := j.Close(); !errors.Is(err, errBroken) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	d := doc(b, letter.Warning, "ru", 15, nil)
	j := StreamPrintJob(io.Discard, Info{Date: day})
	for b.Loop() {
		j.Add(d)
	}
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}
