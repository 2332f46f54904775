package aside

import (
	"bytes"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestStepIsOfOneGoroutine shows that what stepped aside has the lower priority,
// and that no other work has: neither meanwhile nor when it has ended.
func TestStepIsOfOneGoroutine(t *testing.T) {
	stepped, look, ended := make(chan string), make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		Step()
		stepped <- nice(t)
		<-look
	}()
	if got := <-stepped; got != "10" {
		t.Errorf("what stepped aside works at %s", got)
	}
	others(t, "meanwhile")
	close(look)
	<-ended
	// Its thread ends, or, if that is the first one of the process, works no more.
	others(t, "afterwards")
}

// others is other work on many threads.
func others(t *testing.T, when string) {
	t.Helper()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			time.Sleep(time.Millisecond)
			if p := nice(t); p != "0" {
				t.Errorf("%s other work is done at %s", when, p)
			}
		})
	}
	all.Wait()
}

// nice is the priority of the calling thread: the 19th field of proc_pid_stat(5),
// whose second is a name in brackets.
func nice(t *testing.T) string {
	t.Helper()
	stat, err := os.ReadFile("/proc/thread-self/stat")
	if err != nil {
		t.Error(err)
		return ""
	}
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[19-3]
}
