package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/paper"
	"debitor/internal/reconcile"
	"debitor/internal/store"
)

// CampaignRequest asks for acts with many customers at once: all with whom
// anything is open on the last day.
type CampaignRequest struct {
	From, To  cal.Date // as of an act
	Manager   string   // empty: all
	Category  string   // empty: all
	Contracts bool     // an act for each contract, not one for all of them
	Preview   bool     // only tell how many
}

// Campaign is what one made.
type Campaign struct {
	Number    int64 `json:"number"` // that of its first act; 0 of a preview
	Acts      int   `json:"acts"`
	Customers int   `json:"customers"`
}

// campaignPiece is how many customers are read at once.
const campaignPiece = 500

// MakeCampaign makes an act for every customer of the actor with a balance: one
// for each currency, and each contract if asked.
func (s *Session) MakeCampaign(ctx context.Context, q CampaignRequest) (c Campaign, err error) {
	if err := (&ActRequest{From: q.From, To: q.To}).check(); err != nil {
		return c, err
	}
	err = s.do(ctx, KeepActs, "act.campaign", &c, func(ctx context.Context, e *entry) error {
		c = Campaign{}
		todo, err := s.campaignActs(ctx, e.Reader, q)
		if err != nil {
			return err
		}
		if len(todo) == 0 {
			return fault.New(fault.Input, "act.campaign_empty", "no customer of this choice has a balance on %s", q.To)
		}
		c.Acts = len(todo)
		for i := range todo {
			if i == 0 || todo[i].Customer != todo[i-1].Customer {
				c.Customers++
			}
		}
		if q.Preview {
			return nil
		}
		last, err := e.LastActNumber(ctx)
		if err != nil {
			return err
		}
		c.Number = last + 1
		for piece := range slices.Chunk(todo, campaignPiece) {
			if err := s.makePiece(ctx, e, piece, c.Number, last+1); err != nil {
				return err
			}
			last += int64(len(piece))
		}
		e.note("act.campaign", actSubject(c.Number), "", map[string]any{
			"acts": c.Acts, "to_day": q.To, "manager": q.Manager, "category": q.Category,
		})
		return nil
	})
	return c, err
}

// campaignActs are the acts to make, by customer.
func (s *Session) campaignActs(ctx context.Context, r store.Reader, q CampaignRequest) ([]ActRequest, error) {
	scope := s.scope()
	if q.Manager != "" {
		scope = scope.Of(q.Manager)
	}
	balances, err := r.Balances(ctx, q.To, scope)
	if err != nil {
		return nil, err
	}
	var who []id.Customer
	for _, b := range balances {
		who = append(who, b.Customer)
	}
	who = slices.Compact(who)
	of := map[id.Customer]string{}
	if q.Category != "" {
		for piece := range slices.Chunk(who, campaignPiece) {
			customers, err := r.Customers(ctx, piece)
			if err != nil {
				return nil, err
			}
			for _, c := range customers {
				of[c.ID] = c.Category
			}
		}
	}
	sums := map[ActRequest]int64{}
	var list []ActRequest
	contracts := map[ActRequest]*id.Contract{}
	for _, b := range balances {
		if q.Category != "" && of[b.Customer] != q.Category {
			continue
		}
		a := ActRequest{Customer: b.Customer, From: q.From, To: q.To, Currency: b.Currency}
		if q.Contracts {
			contract := b.Contract
			a.Contract = &contract
		} else if sums[a] += int64(b.Amount); contracts[a] == nil {
			contracts[a] = new(id.Contract)
		} else {
			continue // his other contracts are in the same act
		}
		list = append(list, a)
	}
	if !q.Contracts {
		list = slices.DeleteFunc(list, func(a ActRequest) bool { return sums[a] == 0 })
	}
	slices.SortStableFunc(list, func(a, b ActRequest) int { return cmp.Compare(a.Customer, b.Customer) })
	return list, nil
}

// makePiece makes some of a campaign's acts.
func (s *Session) makePiece(ctx context.Context, e *entry, piece []ActRequest, campaign, first int64) error {
	who := make([]id.Customer, len(piece))
	for i := range piece {
		who[i] = piece[i].Customer
	}
	who = slices.Compact(who)
	customers, err := e.Customers(ctx, who)
	if err != nil {
		return err
	}
	all, err := movements(ctx, e.Reader, who, piece[0].To)
	if err != nil {
		return err
	}
	debtors, of := map[id.Customer]ledger.Customer{}, map[id.Customer][]movement{}
	for i := range customers {
		debtors[customers[i].ID] = customers[i]
	}
	for i := range all {
		of[all[i].line.Customer] = append(of[all[i].line.Customer], all[i])
	}
	list := make([]Statement, len(piece))
	lines := make([][]reconcile.Line, len(piece))
	for i, q := range piece {
		list[i] = Statement{StatementQuery: q.statement(), Debtor: debtors[q.Customer]}
		list[i].settle(of[q.Customer])
		lines[i] = list[i].Lines
	}
	if err := printed(ctx, e.Reader, lines...); err != nil {
		return err
	}
	rows := make([]store.Act, len(piece))
	for i, q := range piece {
		rows[i] = s.actOf(&list[i], q, first+int64(i))
		rows[i].Campaign = campaign
		e.note("act.made", "customer:"+string(q.Customer), "", actNoted(&rows[i]))
	}
	return e.InsertActs(ctx, rows)
}

// jobActs mails the acts of a campaign; its number is the payload.
const jobActs = "acts"

// StartCampaign has the acts of a campaign mailed in the background.
func (s *Session) StartCampaign(ctx context.Context, campaign int64) error {
	if _, err := s.unsent(ctx, campaign); err != nil {
		return err
	}
	payload := strconv.FormatInt(campaign, 10) + " " + string(s.actor.User)
	if err := s.do(ctx, KeepActs, "act.campaign_send", nil, func(ctx context.Context, e *entry) error {
		e.note("act.campaign_send", actSubject(campaign), "", nil)
		return s.later(ctx, e, jobActs, payload)
	}); err != nil {
		return err
	}
	return s.atOnce(ctx, jobActs, payload)
}

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

// workCampaign is the job, in the name of who asked for it.
func (d *Desk) workCampaign(ctx context.Context, company string, payload []byte) error {
	number, user, _ := strings.Cut(string(payload), " ")
	s, err := d.Session(ctx, id.Company(company), Actor{User: id.User(user), System: "worker"})
	if err != nil {
		return err
	}
	campaign, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	_, err = s.SendCampaign(ctx, campaign)
	return err
}

// CampaignSent is what became of sending a campaign.
type CampaignSent struct {
	Sent   int      `json:"sent"`
	NoMail []int64  `json:"no_mail"` // acts of customers without an address: print them
	Failed []string `json:"failed"`  // why, the first few
}

// campaignFailures is how many failures are told one by one.
const campaignFailures = 20

// SendCampaign mails the acts of a campaign that nobody has yet to the
// customers' own addresses.
func (s *Session) SendCampaign(ctx context.Context, campaign int64) (out CampaignSent, err error) {
	if err := s.may(KeepActs); err != nil {
		return out, err
	}
	list, err := s.unsent(ctx, campaign)
	if err != nil {
		return out, err
	}
	for i := range list {
		a, err := s.Act(ctx, list[i].Number)
		if err != nil {
			return out, err
		}
		if a.Debtor.Email == "" {
			out.NoMail = append(out.NoMail, a.Number)
			continue
		}
		var f *fault.Fault
		switch err := s.SendAct(ctx, a.Number, a.Debtor.Email); {
		case err == nil:
			out.Sent++
		case !errors.As(err, &f) || f.Kind == fault.Internal:
			return out, err
		case len(out.Failed) < campaignFailures:
			out.Failed = append(out.Failed, string(a.Customer)+": "+f.Text)
		}
		s.progress("acts", i+1, len(list))
	}
	return out, nil
}

// PrintCampaign is the acts of a campaign that nobody has yet as one PDF, in
// the order of customers, and notes that they go on paper.
func (s *Session) PrintCampaign(ctx context.Context, campaign int64) ([]byte, error) {
	list, err := s.unsent(ctx, campaign)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.Refused, "act.campaign_printed", "all acts of campaign %d are sent, printed or taken back", campaign)
	}
	job := paper.NewPrintJob(paper.Info{Title: "act-" + actSubject(campaign), Author: s.company.Name, Lang: s.company.Language, Date: s.Today()})
	for i := range list {
		a, err := s.Act(ctx, list[i].Number)
		if err != nil {
			return nil, err
		}
		doc, err := s.ActDocument(&a)
		if err != nil {
			return nil, err
		}
		job.Add(doc)
	}
	var b bytes.Buffer
	if err := job.Write(&b); err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.SendAct(ctx, list[i].Number, PrintedAct); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
