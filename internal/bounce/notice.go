package bounce

import (
	"encoding/json"
	"strings"
)

// sesNotice is what Amazon SES publishes about a mail, which its notification
// service sends on as the text of a mail. Either of the first two fields names
// the kind, by the way it was ordered.
type sesNotice struct {
	NotificationType string
	EventType        string
	Bounce           struct {
		BounceType        string
		BouncedRecipients []struct{ EmailAddress, Status, DiagnosticCode string }
	}
	Complaint struct {
		ComplaintFeedbackType string
		ComplainedRecipients  []struct{ EmailAddress string }
	}
	Delivery struct{ Recipients []string }
	Mail     struct {
		MessageID     string
		CommonHeaders struct{ MessageID string }
	}
}

// notice reads such a text; no if it is another.
func notice(text string) (Report, bool) {
	at := strings.IndexByte(text, '{')
	if at < 0 || strings.TrimSpace(text[:at]) != "" {
		return Report{}, false
	}
	var n sesNotice
	// What was folded for the mail is one line again; decoding stops behind the
	// object, and one that was cut off counts as far as it goes.
	err := json.NewDecoder(strings.NewReader(strings.ReplaceAll(text[at:], "\n", ""))).Decode(&n)
	if err != nil && len(n.Bounce.BouncedRecipients) == 0 {
		return Report{}, false
	}
	r := Report{MessageID: strings.Trim(n.Mail.CommonHeaders.MessageID, "<>")}
	switch n.NotificationType + n.EventType {
	case "Bounce":
		for _, b := range n.Bounce.BouncedRecipients {
			x := Recipient{Address: address(b.EmailAddress), Action: ActionFailed}
			x.judge(b.DiagnosticCode, statusIn(b.Status), "")
			x.Hard = x.Hard && n.Bounce.BounceType == "Permanent"
			r.Recipients = include(r.Recipients, x)
		}
		r.Kind = gravest(r.Recipients)
	case "Complaint":
		r.Kind, r.Complaint = Feedback, clean(n.Complaint.ComplaintFeedbackType)
		for _, c := range n.Complaint.ComplainedRecipients {
			r.Recipients = include(r.Recipients, Recipient{Address: address(c.EmailAddress), Action: ActionDelivered})
		}
	case "Delivery":
		r.Kind = Delivered
		for _, a := range n.Delivery.Recipients {
			r.Recipients = include(r.Recipients, Recipient{Address: address(a), Action: ActionDelivered})
		}
	default:
		return Report{}, false
	}
	return r, true
}
