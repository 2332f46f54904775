package desk

import (
	"runtime/debug"
	"sync"
)

// spareGC is how much garbage, in per cent of what is in use, may lie about while
// something large is in memory; Go's own measure is 100.
const spareGC = 25

// roomSize is how much garbage may lie about at least in a process that answers
// people and programs.
const roomSize = 64 << 20

// memory counts those who hold something large.
type memory struct {
	sync.Mutex
	holders, usual int
	room           []byte
}

// MakeRoom prepares a process that answers people and programs. The database
// may keep in memory what is read often (db.DB.ReadOften), and garbage is
// collected seldom: by Go's own measure that is as often as the little in use
// has been used up again, ten times a second when many ask, and answers wait for
// it. The room is never touched, so it takes no memory; garbage may take as much.
func (d *Desk) MakeRoom() {
	d.db.ReadOften()
	d.memory.Lock()
	defer d.memory.Unlock()
	d.memory.room = make([]byte, roomSize)
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
