// Package law holds what the laws say lateness costs, one YAML file for each
// law, and the series of rates they refer to, one CSV file each. They are data:
// package interest reads and checks them, and a person can read them as they
// are. README.md describes the files.
package law

import (
	"embed"
	"strings"
)

//go:embed *.yaml rates/*.csv
var files embed.FS

//go:embed words/warnings.yaml
var warnings []byte

// Warnings is the file of what a calculation may warn of, by code, in six
// languages.
func Warnings() []byte { return warnings }

//go:embed words/titles.yaml
var titles []byte

// Titles is the file of what series of rates are called, by their titles, in five
// languages beside English.
func Titles() []byte { return titles }

//go:embed words/notes.yaml
var notes []byte

// Notes is the file of what the laws and rates say of where they were read, by
// the text in English, in five languages beside it.
func Notes() []byte { return notes }

// Names lists the laws by the names of their files, in order.
func Names() []string { return list(".", ".yaml") }

// Source is the text of a law's file, and whether there is one.
func Source(name string) ([]byte, bool) { return text(name + ".yaml") }

// Series lists the series of rates by name, in order.
func Series() []string { return list("rates", ".csv") }

// Rates is the text of a series, and whether there is one.
func Rates(name string) ([]byte, bool) { return text("rates/" + name + ".csv") }

func list(dir, ext string) []string {
	entries, err := files.ReadDir(dir)
	if err != nil {
		panic("law: " + err.Error()) // embedded, so it cannot happen
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ext); ok {
			names = append(names, name)
		}
	}
	return names
}

func text(file string) ([]byte, bool) {
	b, err := files.ReadFile(file)
	return b, err == nil
}
