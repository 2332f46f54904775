package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strconv"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/policy"
	"debitor/internal/rulebook"
)

// planWriter writes a plan as the JSON of docs/commands.md, by hand: a plan may have a
// million items, and it must stream.
type planWriter struct {
	*bufio.Writer
	lang    string
	rules   *policy.Policy
	steps   int
	skipped bytes.Buffer
	b       []byte                   // scratch
	texts   map[policy.Reason]string // as JSON; a plan repeats few reasons
}

func (w *planWriter) head(p desk.Plan) {
	w.rules = p.Rules
	b := append(w.b[:0], `{"date":`...)
	b = appendDate(b, p.Date)
	b = append(b, `,"policy":`...)
	b = appendString(b, p.Policy)
	b = append(b, `,"version":`...)
	b = strconv.AppendInt(b, int64(p.Version), 10)
	b = append(b, `,"run_day":`...)
	b = strconv.AppendBool(b, p.RunDay)
	b = append(b, `,"next_run":`...)
	b = appendDate(b, p.NextRun)
	b = append(b, `,"calendar_known":`...)
	b = strconv.AppendBool(b, p.KnownYear)
	b = appendBanks(b, p.Banks)
	b = append(b, `,"steps":[`...)
	w.put(b)
}

// appendBanks appends the watched accounts, where there are any.
func appendBanks(b []byte, list []desk.Freshness) []byte {
	n := 0
	for _, f := range list {
		if !f.Watched {
			continue
		}
		if n++; n == 1 {
			b = append(b, `,"accounts":[`...)
		} else {
			b = append(b, ',')
		}
		b = append(b, `{"account":`...)
		b = appendString(b, f.Account)
		b = append(b, `,"complete_to":`...)
		b = appendDate(b, f.To)
		b = append(b, `,"stale":`...)
		b = strconv.AppendBool(b, f.Stale)
		b = append(b, '}')
	}
	if n > 0 {
		b = append(b, ']')
	}
	return b
}

// put writes scratch out; bufio keeps the first error for Flush.
func (w *planWriter) put(b []byte) {
	_, _ = w.Write(b)
	w.b = b
}

func (w *planWriter) decided(d desk.Decided) error {
	for i := range d.Actions {
		w.step(string(d.Customer), &d.Actions[i])
	}
	for i := range d.Items {
		w.skip(string(d.Customer), &d.Items[i])
	}
	return nil
}

func (w *planWriter) step(customer string, act *policy.Action) {
	b := w.b[:0]
	if w.steps++; w.steps > 1 {
		b = append(b, ',')
	}
	b = append(b, `{"customer":`...)
	b = appendString(b, customer)
	b = append(b, `,"step":`...)
	b = appendString(b, act.Step)
	b = append(b, `,"action":`...)
	b = appendString(b, string(act.Kind))
	if act.Kind == policy.Letter {
		b = append(b, `,"letter":`...)
		b = appendString(b, act.Letter)
		b = append(b, `,"channels":[`...)
		for i, c := range act.Channels {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, string(c))
		}
		b = append(b, ']')
	} else {
		b = append(b, `,"task":`...)
		b = appendString(b, act.Task)
		b = appendList(b, "options", act.Options)
		b = appendList(b, "documents", act.Documents)
		if act.Deadline != 0 {
			b = append(b, `,"deadline":`...)
			b = appendDate(b, act.Deadline)
		}
	}
	b = append(b, `,"to":`...)
	b = appendString(b, act.To)
	b = appendList(b, "with", act.With)
	if act.About != "" {
		b = append(b, `,"about":`...)
		b = appendString(b, act.About)
	}
	b = append(b, `,"currency":`...)
	b = appendString(b, string(act.Currency))
	b = append(b, `,"total":"`...)
	b = act.Total.AppendDecimal(b, act.Currency)
	b = append(b, `","items":[`...)
	for i := range act.Items {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendItem(b, act, &act.Items[i])
	}
	b = append(b, `],"because":`...)
	b = w.reasons(b, act.Because)
	w.put(append(b, '}'))
}

// appendList appends a list under its name, unless it is empty.
func appendList(b []byte, name string, list []string) []byte {
	if len(list) == 0 {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":[`...)
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

func appendItem(b []byte, act *policy.Action, it *policy.ActionItem) []byte {
	b = append(b, `{"invoice":`...)
	b = appendString(b, string(it.Invoice))
	b = append(b, `,"part":`...)
	b = strconv.AppendInt(b, int64(it.Part), 10)
	b = append(b, `,"due":`...)
	b = appendDate(b, it.Due)
	b = append(b, `,"days":`...)
	b = strconv.AppendInt(b, int64(it.Days), 10)
	b = append(b, `,"open":"`...)
	b = it.Open.AppendDecimal(b, act.Currency)
	b = append(b, '"')
	if it.Open != it.Gross { // what else is open, and why it is not asked for
		b = append(b, `,"ledger_open":"`...)
		b = it.Gross.AppendDecimal(b, act.Currency)
		b = append(b, `","credit":"`...)
		b = it.Credit.AppendDecimal(b, act.Currency)
		b = append(b, `","disputed":"`...)
		b = it.Disputed.AppendDecimal(b, act.Currency)
		b = append(b, `","in_transit":"`...)
		b = it.InTransit.AppendDecimal(b, act.Currency)
		b = append(b, '"')
	}
	return append(b, '}')
}

func (w *planWriter) reasons(b []byte, list []policy.Reason) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"code":`...)
		b = appendString(b, list[i].Code)
		b = append(b, `,"text":`...)
		b = append(b, w.text(list[i])...)
		b = append(b, '}')
	}
	return append(b, ']')
}

// maxTexts bounds the texts that are kept: reasons with an amount of their own
// do not come again.
const maxTexts = 10_000

// text is a reason in words as JSON.
func (w *planWriter) text(r policy.Reason) string {
	text, known := w.texts[r]
	if !known {
		text = string(appendString(nil, rulebook.Reason(w.rules, r, w.lang)))
		if w.texts == nil || len(w.texts) == maxTexts {
			w.texts = map[policy.Reason]string{}
		}
		w.texts[r] = text
	}
	return text
}

// skip keeps a skipped item until the steps are out.
func (w *planWriter) skip(customer string, it *policy.Skipped) {
	b := w.b[:0]
	if w.skipped.Len() > 0 {
		b = append(b, ',')
	}
	b = append(b, `{"invoice":`...)
	b = appendString(b, string(it.Invoice))
	b = append(b, `,"part":`...)
	b = strconv.AppendInt(b, int64(it.Part), 10)
	b = append(b, `,"customer":`...)
	b = appendString(b, customer)
	b = append(b, `,"blockers":`...)
	b = w.reasons(b, it.Blockers)
	if it.Next != nil {
		b = append(b, `,"next":{"step":`...)
		b = appendString(b, it.Next.Step)
		if it.Next.Date != 0 {
			b = append(b, `,"date":`...)
			b = appendDate(b, it.Next.Date)
		}
		b = append(b, '}')
	}
	b = append(b, '}')
	w.skipped.Write(b)
	w.b = b
}

func (w *planWriter) tail(p desk.Plan) {
	b := append(w.b[:0], ']')
	b = appendCharges(b, p.Charges)
	b = append(b, `,"skipped":{"count":`...)
	b = strconv.AppendInt(b, int64(p.Skipped), 10)
	b = append(b, `,"by_blocker":{`...)
	counts := p.Blocked.Counts()
	for i, code := range sortedKeys(counts) {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, code)
		b = append(b, ':')
		b = strconv.AppendInt(b, int64(counts[code]), 10)
	}
	b = append(b, `},"items":[`...)
	w.put(b)
	_, _ = w.skipped.WriteTo(w.Writer) // bufio keeps the first error for Flush
	w.put(append(w.b[:0], "]}}\n"...))
}

func appendDate(b []byte, d cal.Date) []byte {
	b = append(b, '"')
	b = append(b, d.String()...)
	return append(b, '"')
}

// appendString appends a JSON string; plain ASCII, which identifiers are, goes
// without the encoder.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			return appendEncoded(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendEncoded(b []byte, s string) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}

// appendCharges appends what charge steps would propose, where there are any.
func appendCharges(b []byte, list []desk.PlannedCharge) []byte {
	for i := range list {
		if i == 0 {
			b = append(b, `,"charges":[`...)
		} else {
			b = append(b, ',')
		}
		c := &list[i]
		b = append(b, `{"customer":`...)
		b = appendString(b, string(c.Customer))
		b = append(b, `,"step":`...)
		b = appendString(b, c.Step)
		b = append(b, `,"currency":`...)
		b = appendString(b, string(c.Currency))
		b = append(b, `,"amount":"`...)
		b = c.Amount.AppendDecimal(b, c.Currency)
		b = append(b, '"')
		if c.Why != nil {
			b = append(b, `,"uncounted":`...)
			b = appendString(b, c.Why.Error())
		}
		b = append(b, '}')
	}
	if len(list) > 0 {
		b = append(b, ']')
	}
	return b
}
