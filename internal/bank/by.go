package bank

import "strings"

func looksBY(text string) bool { return strings.HasPrefix(firstLine(text), "***** ^Type=") }

func readBY(s *source) (File, error) { return File{Format: "by"}, s.unknown() }
