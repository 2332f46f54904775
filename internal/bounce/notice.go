package bounce

import (
	"encoding/json"
	"strings"
)

// sesNotice is what Amazon SES publishes about a mail, which its notification
// service sends on as the text of a mail. Either of the first two fields names
// the kind, by the way it was ordered.
type sesNotice struct {
	NotificationType string `json:"notificationType"`
	EventType        string `json:"eventType"`
	Bounce           struct {
		Type       string         `json:"bounceType"`
		Recipients []sesRecipient `json:"bouncedRecipients"`
	} `json:"bounce"`
	Complaint struct {
		Type       string         `json:"complaintFeedbackType"`
		Recipients []sesRecipient `json:"complainedRecipients"`
	} `json:"complaint"`
	Delivery struct {
		Recipients []string `json:"recipients"`
	} `json:"delivery"`
	Mail struct {
		Headers struct {
			MessageID string `json:"messageId"`
		} `json:"commonHeaders"`
	} `json:"mail"`
}

type sesRecipient struct {
	Address    string `json:"emailAddress"`
	Status     string `json:"status"`
	Diagnostic string `json:"diagnosticCode"`
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
	if err != nil && len(n.Bounce.Recipients) == 0 {
		return Report{}, false
	}
	r := Report{MessageID: strings.Trim(n.Mail.Headers.MessageID, "<>")}
	switch n.NotificationType + n.EventType {
	case "Bounce":
		for _, b := range n.Bounce.Recipients {
			x := Recipient{Address: address(b.Address), Action: ActionFailed}
			x.judge(b.Diagnostic, statusIn(b.Status), "")
			x.Hard = x.Hard && n.Bounce.Type == "Permanent"
			r.Recipients = include(r.Recipients, x)
		}
		r.Kind = gravest(r.Recipients)
	case "Complaint":
		r.Kind, r.Complaint = Feedback, clean(n.Complaint.Type)
		for _, c := range n.Complaint.Recipients {
			r.Recipients = include(r.Recipients, Recipient{Address: address(c.Address), Action: ActionDelivered})
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
