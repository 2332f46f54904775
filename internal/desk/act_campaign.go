package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
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

// Campaign is a campaign and what a call added to it.
type Campaign struct {
	Number    int64 `json:"number"` // that of its first act; 0 of a preview
	Acts      int   `json:"acts"`   // it is to have
	Customers int   `json:"customers"`
	Made      int   `json:"made"` // now
}

// campaignPiece is how many acts are made in one change.
const campaignPiece = 500

// MakeCampaign makes an act for every customer of the actor with a balance: one
// for each currency, and each contract if asked. It goes in pieces, each a change
// of its own: asked for again, it makes what is missing and nothing twice.
func (s *Session) MakeCampaign(ctx context.Context, q CampaignRequest) (c Campaign, err error) {
	todo, err := s.campaignTodo(ctx, q)
	if err != nil {
		return c, err
	}
	if c = counted(todo); q.Preview {
		return c, nil
	}
	if c.Number, c.Made, err = s.openCampaign(ctx, q, todo, func(*entry, int64) error { return nil }); err != nil {
		return c, err
	}
	made, err := s.goOn(ctx, c.Number, todo)
	c.Made += made
	return c, err
}

// StartCampaign makes the first acts of a campaign at once and has the rest made
// in the background.
func (s *Session) StartCampaign(ctx context.Context, q CampaignRequest) (c Campaign, err error) {
	todo, err := s.campaignTodo(ctx, q)
	if err != nil {
		return c, err
	}
	c = counted(todo)
	c.Number, c.Made, err = s.openCampaign(ctx, q, todo, func(e *entry, number int64) error { return s.later(ctx, e, jobCampaign, s.campaignJob(number)) })
	if err != nil {
		return c, err
	}
	return c, s.atOnce(ctx, jobCampaign, s.campaignJob(c.Number))
}

// campaignJob is what the job is told that makes a campaign.
func (s *Session) campaignJob(number int64) string {
	return strconv.FormatInt(number, 10) + " " + string(s.actor.User)
}

// Campaign is how a campaign was asked for (fault act.unknown).
func (s *Session) Campaign(ctx context.Context, number int64) (c store.Campaign, err error) {
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		var found bool
		if c, found, err = r.CampaignOf(ctx, number); err == nil && !found {
			err = fault.New(fault.NotFound, "act.unknown", "there is no reconciliation act %d", number)
		}
		return err
	})
	return c, err
}

// CampaignStands tells how many acts a campaign of the actor's has and is to
// have; of another's, nothing.
func (s *Session) CampaignStands(ctx context.Context, number int64) (made, of int, err error) {
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		c, _, err := r.CampaignOf(ctx, number)
		if err != nil || c.MadeBy != s.actorName() {
			return err
		}
		has, err := r.CampaignHas(ctx, number, nil)
		made, of = len(has), c.Acts
		return err
	})
	return made, of, err
}

// GoOnCampaign has the acts made that a campaign lacks, as it was asked for.
func (s *Session) GoOnCampaign(ctx context.Context, number int64) (Campaign, error) {
	c, err := s.Campaign(ctx, number)
	if err != nil {
		return Campaign{}, err
	}
	return s.StartCampaign(ctx, requestOf(&c))
}

func requestOf(c *store.Campaign) CampaignRequest {
	return CampaignRequest{From: c.From, To: c.To, Manager: c.Manager, Category: c.Category, Contracts: c.Contracts}
}

// campaignTodo are the acts that a campaign is to have.
func (s *Session) campaignTodo(ctx context.Context, q CampaignRequest) (todo []ActRequest, err error) {
	if err := (&ActRequest{From: q.From, To: q.To}).check(); err != nil {
		return nil, err
	}
	err = s.read(ctx, KeepActs, func(r store.Reader) error {
		if todo, err = s.campaignActs(ctx, r, q); err == nil && len(todo) == 0 {
			err = fault.New(fault.Input, "act.campaign_empty", "no customer of this choice has a balance on %s", q.To)
		}
		return err
	})
	return todo, err
}

func counted(todo []ActRequest) Campaign {
	c := Campaign{Acts: len(todo)}
	for i := range todo {
		if i == 0 || todo[i].Customer != todo[i-1].Customer {
			c.Customers++
		}
	}
	return c
}

// openCampaign finds the campaign that was asked for before in the same words,
// or begins one with its first acts; then does what is to be done with it in the
// same change.
func (s *Session) openCampaign(ctx context.Context, q CampaignRequest, todo []ActRequest, then func(*entry, int64) error) (number int64, made int, err error) {
	err = s.do(ctx, KeepActs, "act.campaign", nil, func(ctx context.Context, e *entry) error {
		number, made = 0, 0
		row := store.Campaign{From: q.From, To: q.To, Manager: q.Manager, Category: q.Category, Contracts: q.Contracts, Acts: len(todo), MadeOn: s.Today(), MadeBy: s.actorName()}
		before, err := e.Campaigns(ctx, q.To)
		if err != nil {
			return err
		}
		for _, c := range before {
			if c.From == q.From && c.Manager == q.Manager && c.Category == q.Category && c.Contracts == q.Contracts {
				number = c.Number
				return then(e, number) // goOn makes what it lacks
			}
		}
		last, err := e.LastActNumber(ctx)
		if err != nil {
			return err
		}
		row.Number = last + 1
		number = row.Number
		e.note("act.campaign", actSubject(number), "", map[string]any{"acts": len(todo), "to_day": q.To, "manager": q.Manager, "category": q.Category})
		if err := e.SaveCampaign(ctx, &row); err != nil {
			return err
		}
		if made, err = s.makePiece(ctx, e, number, todo[:min(len(todo), campaignPiece)]); err != nil {
			return err
		}
		return then(e, number)
	})
	return number, made, err
}

// goOn makes the acts that a campaign lacks, a piece at a time.
func (s *Session) goOn(ctx context.Context, number int64, todo []ActRequest) (made int, err error) {
	done := 0
	for piece := range slices.Chunk(todo, campaignPiece) {
		n := 0
		if err := s.do(ctx, KeepActs, "act.campaign", nil, func(ctx context.Context, e *entry) (err error) {
			n, err = s.makePiece(ctx, e, number, piece)
			return err
		}); err != nil {
			return made, err
		}
		made += n
		done += len(piece)
		s.progress("acts", done, len(todo))
	}
	return made, nil
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
	var list []ActRequest
	sums := map[store.ActKey]money.Minor{} // of all his contracts, where they are in one act
	for _, b := range balances {
		if q.Category != "" && of[b.Customer] != q.Category {
			continue
		}
		a := ActRequest{Customer: b.Customer, From: q.From, To: q.To, Currency: b.Currency}
		if q.Contracts {
			a.Contract = &b.Contract
			list = append(list, a)
			continue
		}
		key := store.ActKey{Customer: b.Customer, Currency: b.Currency}
		if _, there := sums[key]; !there {
			list = append(list, a)
		}
		sums[key] += b.Amount
	}
	if !q.Contracts {
		list = slices.DeleteFunc(list, func(a ActRequest) bool { return sums[store.ActKey{Customer: a.Customer, Currency: a.Currency}] == 0 })
	}
	slices.SortStableFunc(list, func(a, b ActRequest) int { return cmp.Compare(a.Customer, b.Customer) })
	return list, nil
}

// makePiece makes those of some of a campaign's acts that it lacks.
func (s *Session) makePiece(ctx context.Context, e *entry, campaign int64, wanted []ActRequest) (made int, err error) {
	who := make([]id.Customer, len(wanted))
	for i := range wanted {
		who[i] = wanted[i].Customer
	}
	who = slices.Compact(who)
	has, err := e.CampaignHas(ctx, campaign, who)
	if err != nil {
		return 0, err
	}
	piece := slices.DeleteFunc(slices.Clone(wanted), func(q ActRequest) bool { return has[q.key()] })
	if len(piece) == 0 {
		return 0, nil
	}
	rows, err := s.campaignRows(ctx, e.Reader, piece, who)
	if err != nil {
		return 0, err
	}
	last, err := e.LastActNumber(ctx)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		rows[i].Number, rows[i].Campaign = last+1+int64(i), campaign
		e.note("act.made", "customer:"+string(rows[i].Customer), "", actNoted(&rows[i]))
	}
	return len(rows), e.InsertActs(ctx, rows)
}

// key is what a campaign has one act of.
func (q *ActRequest) key() store.ActKey {
	k := store.ActKey{Customer: q.Customer, Currency: q.Currency}
	if q.Contract != nil {
		k.Contract = *q.Contract
	}
	return k
}

// campaignRows are the acts of customers, without their numbers.
func (s *Session) campaignRows(ctx context.Context, r store.Reader, piece []ActRequest, who []id.Customer) ([]store.Act, error) {
	customers, err := r.Customers(ctx, who)
	if err != nil {
		return nil, err
	}
	all, err := movements(ctx, r, who, piece[0].To)
	if err != nil {
		return nil, err
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
	if err := printed(ctx, r, lines...); err != nil {
		return nil, err
	}
	rows := make([]store.Act, len(piece))
	for i, q := range piece {
		rows[i] = s.actOf(&list[i], q, 0)
	}
	return rows, nil
}

// campaignTime is how long the background may make the acts of one campaign.
const campaignTime = 30 * time.Minute

// workCampaign is the job that makes the rest of a campaign, in the name of who
// asked for it.
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
	c, err := s.Campaign(ctx, campaign)
	if err != nil {
		return err
	}
	_, err = s.MakeCampaign(ctx, requestOf(&c))
	return err
}
