package desk

import (
	"testing"

	"debitor/internal/fault"
	"debitor/internal/store"
)

// TestRoomForAttachments counts what is there, and not what was removed.
func TestRoomForAttachments(t *testing.T) {
	list := []store.Attachment{{Size: MaxAttached - 10}, {Size: MaxAttached, Removed: 1}}
	if err := hasRoom(list, 10); err != nil {
		t.Error(err)
	}
	if err := hasRoom(list, 11); fault.Code(err) != "attachment.many" {
		t.Errorf("a byte more: %v", err)
	}
}
