package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// contactSheet draws the first page of every kind into one picture, with the
// tools of poppler and ImageMagick. Without them the old picture stays.
func contactSheet(dir string, b *book) error {
	for _, tool := range []string{"pdftoppm", "montage"} {
		if _, err := exec.LookPath(tool); err != nil {
			fmt.Fprintf(os.Stderr, "gallery: %s is missing, the picture of %s stays as it is\n", tool, b.lang)
			return nil
		}
	}
	temp, err := os.MkdirTemp("", "gallery")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	var pages []string
	for _, n := range b.fronts() {
		page := filepath.Join(temp, fmt.Sprintf("%04d", n))
		at := strconv.Itoa(n)
		if err := run("pdftoppm", "-png", "-gray", "-r", "40", "-f", at, "-l", at, "-singlefile", filepath.Join(dir, b.lang+".pdf"), page); err != nil {
			return err
		}
		pages = append(pages, page+".png")
	}
	args := append([]string{"-tile", "6x", "-geometry", "200x+3+3", "-background", "gray70", "-strip"}, pages...)
	return run("montage", append(args, "-colors", "12", "-depth", "8", "PNG8:"+filepath.Join(dir, b.lang+".png"))...)
}

func run(tool string, args ...string) error {
	if out, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", tool, err, out)
	}
	return nil
}
