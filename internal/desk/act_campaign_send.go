package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"debitor/internal/fault"
	"debitor/internal/paper"
	"debitor/internal/store"
)

// unsent are the acts of a campaign that nobody has yet, in the order they were
// made in; a fault if the actor sees none of the campaign.
func (s *Session) unsent(ctx context.Context, campaign int64) ([]store.Act, error) {
	list, err := s.Acts(ctx, store.ActQuery{Campaign: campaign, State: store.ActMade})
	if err != nil {
		return nil, err
	}
	if campaign == 0 || len(list.Counts) == 0 {
		return nil, fault.New(fault.NotFound, "act.unknown", "there is no reconciliation act %d", campaign)
	}
	slices.Reverse(list.Rows)
	return list.Rows, nil
}

// MailCampaign has the acts of a campaign that nobody has yet mailed to the
// customers' own addresses, in the background.
func (s *Session) MailCampaign(ctx context.Context, campaign int64) error {
	if err := s.queueCampaign(ctx, campaign); err != nil {
		return err
	}
	return s.atOnce(ctx, jobActs, "")
}

// queueCampaign notes which acts are to be mailed.
func (s *Session) queueCampaign(ctx context.Context, campaign int64) error {
	if _, err := s.unsent(ctx, campaign); err != nil {
		return err
	}
	profile, err := s.Profile()
	if err != nil {
		return err
	}
	if profile.Mail.Dry != "" {
		return fault.New(fault.Refused, "act.trial", "mail is set up as a trial: acts are mailed one by one then, to the address of the trial")
	}
	if err := s.canMail(&profile); err != nil {
		return err
	}
	return s.do(ctx, KeepActs, "act.campaign_send", nil, func(ctx context.Context, e *entry) error {
		n, err := e.QueueActs(ctx, s.scope(), campaign, s.desk.now().Unix())
		if err != nil || n == 0 {
			return err
		}
		e.note("act.campaign_send", actSubject(campaign), "", map[string]any{"acts": n})
		return s.later(ctx, e, jobActs, "")
	})
}

// CampaignSent is where the acts of a campaign stand that were to be mailed.
type CampaignSent struct {
	Sent    int      `json:"sent"`    // now
	Waiting int      `json:"waiting"` // for another try
	NoMail  []int64  `json:"no_mail"` // acts of customers without an address: print them
	Failed  []string `json:"failed"`  // why, the first few
}

// campaignFailures is how many failures are told one by one.
const campaignFailures = 20

// SendCampaign mails the acts of a campaign that nobody has yet to the
// customers' own addresses.
func (s *Session) SendCampaign(ctx context.Context, campaign int64) (out CampaignSent, err error) {
	if err := s.queueCampaign(ctx, campaign); err != nil {
		return out, err
	}
	var stopped error
	if out.Sent, stopped = s.SendDueActs(ctx, time.Time{}); fault.KindOf(stopped) == fault.Internal && stopped != nil {
		return out, stopped
	}
	list, err := s.Acts(ctx, store.ActQuery{Campaign: campaign})
	if err != nil {
		return out, err
	}
	for i := range list.Rows {
		switch a := &list.Rows[i]; {
		case a.State == store.ActMade && a.Due > 0:
			out.Waiting++
		case a.State == store.ActMade:
			out.NoMail = append(out.NoMail, a.Number)
		case a.State == store.ActUndelivered && len(out.Failed) < campaignFailures:
			out.Failed = append(out.Failed, string(a.Customer)+": "+fault.Plain(a.Trouble))
		}
	}
	slices.Sort(out.NoMail)
	return out, stopped
}

// PrintCampaign is the acts of a campaign that nobody has yet as one PDF, in
// the order of customers, and notes that they go on paper. It prints a volume of
// them, and tells how many are left for the next.
func (s *Session) PrintCampaign(ctx context.Context, campaign int64) (pdf []byte, left int, err error) {
	list, err := s.unsent(ctx, campaign)
	if err != nil {
		return nil, 0, err
	}
	list = slices.DeleteFunc(list, func(a store.Act) bool { return a.Due > 0 }) // it waits to be mailed
	if len(list) == 0 {
		return nil, 0, fault.New(fault.Refused, "act.campaign_printed", "all acts of campaign %d are sent, printed or taken back", campaign)
	}
	list, left = list[:min(len(list), volumeLetters)], max(0, len(list)-volumeLetters)
	job := paper.NewPrintJob(paper.Info{Title: "act-" + actSubject(campaign), Author: s.company.Name, Lang: s.company.Language, Date: s.Today()})
	for i := range list {
		a, err := s.Act(ctx, list[i].Number)
		if err != nil {
			return nil, 0, err
		}
		doc, err := s.ActDocument(&a)
		if err != nil {
			return nil, 0, err
		}
		job.Add(doc)
	}
	var b bytes.Buffer
	if err := job.Write(&b); err != nil {
		return nil, 0, err
	}
	return b.Bytes(), left, s.notePrinted(ctx, list)
}

// notePrinted notes that acts go on paper.
func (s *Session) notePrinted(ctx context.Context, list []store.Act) error {
	for piece := range slices.Chunk(list, campaignPiece) {
		if err := s.do(ctx, KeepActs, "act.send", nil, func(ctx context.Context, e *entry) error {
			for _, a := range piece {
				a.State, a.SentOn, a.SentTo, a.Term, a.Due = store.ActSent, s.Today(), PrintedAct, s.Today()+actTerm+paperDays, 0
				e.note("act.sent", actSubject(a.Number), "", actNoted(&a))
				if err := e.UpdateAct(ctx, &a); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
