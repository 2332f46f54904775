package bank

import "strings"

func looksOneC(text string) bool { return strings.HasPrefix(firstLine(text), "1CClientBankExchange") }

func readOneC(s *source) (File, error) { return File{Format: "1c"}, s.unknown() }
