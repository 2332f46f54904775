package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// TimelineQuery asks for a piece of a customer's timeline.
type TimelineQuery struct {
	Customer id.Customer
	Kind     store.HappeningKind // empty: all
	Page     int                 // from 1
	Size     int
}

// Timeline is a piece of what happened to a customer, newest first.
type Timeline struct {
	Entries []TimelineEntry
	Total   int // of the kind asked for
	Counts  map[store.HappeningKind]int
}

// TimelineEntry is one thing that happened.
type TimelineEntry struct {
	store.Happening
	Deliveries []store.Delivery // of a letter: how it went
	Changes    []FieldChange    // of a change: what it was and is
}

// FieldChange is one field of a record that was changed.
type FieldChange struct{ Field, Before, After string }

// Timeline gives a piece of it.
func (s *Session) Timeline(ctx context.Context, q TimelineQuery) (t Timeline, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, q.Customer); err != nil {
			return err
		}
		contracts, err := r.ContractsOf(ctx, q.Customer)
		if err != nil {
			return err
		}
		ask := store.TimelineQuery{Customer: q.Customer, Kind: q.Kind, Limit: q.Page * q.Size}
		for _, k := range contracts {
			ask.Contracts = append(ask.Contracts, k.ID)
		}
		if t.Counts, err = r.TimelineCounts(ctx, ask); err != nil {
			return err
		}
		for kind, n := range t.Counts {
			if q.Kind == "" || q.Kind == kind {
				t.Total += n
			}
		}
		list, err := r.Timeline(ctx, ask)
		if err != nil {
			return err
		}
		t.Entries, err = timelineEntries(ctx, r, list[min(len(list), (q.Page-1)*q.Size):])
		return err
	})
	return t, err
}

// timelineEntries adds what the lines themselves do not hold.
func timelineEntries(ctx context.Context, r store.Reader, list []store.Happening) ([]TimelineEntry, error) {
	var letters []id.Letter
	for _, h := range list {
		if h.Kind == store.HappenedLetter {
			letters = append(letters, id.Letter(h.Key))
		}
	}
	ways := map[id.Letter][]store.Delivery{}
	if len(letters) > 0 {
		deliveries, err := r.Deliveries(ctx, letters)
		if err != nil {
			return nil, err
		}
		for _, d := range deliveries {
			ways[d.Letter] = append(ways[d.Letter], d)
		}
	}
	entries := make([]TimelineEntry, len(list))
	for i, h := range list {
		entries[i] = TimelineEntry{Happening: h}
		switch h.Kind {
		case store.HappenedLetter:
			entries[i].Deliveries = ways[id.Letter(h.Key)]
		case store.HappenedChange:
			entries[i].Changes = changedFields(h.Data)
		default: // its line says it all
		}
	}
	return entries, nil
}

// ChangedFields are the fields that a line of the journal says were changed.
func ChangedFields(j store.JournalEntry) []FieldChange { return changedFields(json.RawMessage(j.Data)) }

// changedFields are the fields in which the before and after of a journal line
// differ, by name.
func changedFields(data json.RawMessage) []FieldChange {
	var c struct {
		Before map[string]any `json:"before"`
		After  map[string]any `json:"after"`
	}
	if json.Unmarshal(data, &c) != nil {
		return nil // the data of other actions
	}
	var list []FieldChange
	differ := func(before, after map[string]any, shown func(string) bool) {
		fields := map[string]any{}
		maps.Copy(fields, after)
		maps.Copy(fields, before)
		for _, f := range slices.Sorted(maps.Keys(fields)) {
			if before, after := asText(before[f]), asText(after[f]); before != after && shown(f) {
				list = append(list, FieldChange{f, before, after})
			}
		}
	}
	differ(c.Before, c.After, func(f string) bool { return f != "Attrs" })
	before, _ := c.Before["Attrs"].(map[string]any)
	after, _ := c.After["Attrs"].(map[string]any)
	differ(before, after, func(f string) bool { return slices.Contains(ledger.CardFields, f) })
	return list
}

// asText is a JSON value as a person reads it, empty if it is none.
func asText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
