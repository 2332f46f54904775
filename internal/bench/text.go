package main

import _ "embed"

// text is the document around the table.
//
//go:embed performance.md
var text string
