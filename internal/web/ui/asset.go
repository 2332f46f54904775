package ui

import "debitor/internal/web/asset"

// Asset is the address of a file that comes with the binary; it changes with
// the file's content, so browsers may keep it for ever.
func Asset(name string) string { return asset.Path(name) }
