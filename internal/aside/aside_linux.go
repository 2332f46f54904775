package aside

import (
	"log/slog"
	"runtime"
	"syscall"
)

// step lowers the thread's priority: on Linux each thread has its own.
func step() {
	runtime.LockOSThread() // and never unlocks
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), priority); err != nil {
		slog.Debug("work does not make way", "error", err)
	}
}
