package bank

func readTable(s *source) (File, error) { return File{Format: "table"}, s.unknown() }
