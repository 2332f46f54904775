//go:build !unix

package dbtest

import "os/exec"

func detach(*exec.Cmd) {}
