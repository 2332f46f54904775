package backtest

import (
	"debitor/internal/policy"
)

func needsRecord(p *policy.Policy) bool { return false }

func conditional(h *policy.Hold) bool { return false }
