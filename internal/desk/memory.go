package desk

import (
	"runtime/debug"
	"sync"
)

// spareGC is how much garbage, in per cent of what is in use, may lie about while
// something large is in memory; Go's own measure is 100.
const spareGC = 25

// memory counts those who hold something large.
type memory struct {
	sync.Mutex
	holders, usual int
}

// spare has memory collected more often, which costs a little time, until end is
// called: a book of a million instalments would take twice its size otherwise.
func (d *Desk) spare() (end func()) {
	d.memory.Lock()
	defer d.memory.Unlock()
	if d.memory.holders++; d.memory.holders == 1 {
		d.memory.usual = debug.SetGCPercent(spareGC)
	}
	return func() {
		d.memory.Lock()
		defer d.memory.Unlock()
		if d.memory.holders--; d.memory.holders == 0 {
			debug.SetGCPercent(d.memory.usual)
		}
	}
}
