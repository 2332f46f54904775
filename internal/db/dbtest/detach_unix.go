//go:build unix

package dbtest

import (
	"os/exec"
	"syscall"
)

// detach keeps an interrupt from the keyboard from the server, which is to
// outlive the last statement of the test.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
