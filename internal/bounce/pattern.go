package bounce

import (
	"regexp"
	"sync"
)

// pattern is an expression that is compiled when it is first asked for. There
// are many here, and most commands of the program read no mail.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
