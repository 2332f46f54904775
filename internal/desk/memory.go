package desk

import (
	"runtime"
	"runtime/debug"
	"sync"

	"debitor/internal/aside"
	"debitor/internal/db"
)

// spareGC is how much garbage, in per cent of what is in use, may lie about while
// something large is in memory; Go's own measure is 100.
const spareGC = 25

// roomSize is how much garbage may lie about at least in a process that answers
// people and programs.
const roomSize = 64 << 20

// cores is how many there are for the process, as Go found at its start.
var cores = runtime.GOMAXPROCS(0)

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
// A job that makes way may wait for a core while it holds one of the places that
// Go gives to as many threads as there are cores: there is one more.
func (d *Desk) MakeRoom() {
	d.db.ReadOften()
	runtime.GOMAXPROCS(cores + 1)
	d.memory.Lock()
	defer d.memory.Unlock()
	d.memory.room = make([]byte, roomSize)
}

// MakeWay has the calling goroutine, which works at what nobody waits for, make
// way for answers until its end. On SQLite it does the database's work itself;
// PostgreSQL has processes of its own, which no priority of ours reaches.
func (d *Desk) MakeWay() {
	if d.db.Engine() == db.SQLite {
		aside.Step()
	}
}

// MakeWay is Desk.MakeWay.
func (s *Session) MakeWay() { s.desk.MakeWay() }

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
