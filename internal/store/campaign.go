package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/money"
)

// Campaign is a row of campaign: acts with many customers at once, by what was
// asked for.
type Campaign struct {
	Number            int64 // that of its first act
	From, To          cal.Date
	Manager, Category string
	Contracts         bool
	Acts              int // how many there are to make
	MadeOn            cal.Date
	MadeBy            string
}

// Campaigns are those of acts as of a day, by number.
func (r Reader) Campaigns(ctx context.Context, to cal.Date) ([]Campaign, error) {
	rows, err := r.q.Query(ctx, `SELECT campaign, from_date, to_date, manager, category, contracts, acts, made_on, made_by FROM campaign
		WHERE company = $1 AND to_date = $2 ORDER BY campaign`, string(r.company), to)
	return collect(rows, err, scanCampaign)
}

// CampaignOf is one of them, false if there is none.
func (r Reader) CampaignOf(ctx context.Context, number int64) (Campaign, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT campaign, from_date, to_date, manager, category, contracts, acts, made_on, made_by FROM campaign
		WHERE company = $1 AND campaign = $2`, string(r.company), number)
	list, err := collect(rows, err, scanCampaign)
	if err != nil || len(list) == 0 {
		return Campaign{}, false, err
	}
	return list[0], true, nil
}

func scanCampaign(rows db.Rows, c *Campaign) error {
	contracts := 0
	err := rows.Scan(&c.Number, &c.From, &c.To, &c.Manager, &c.Category, &contracts, &c.Acts, &c.MadeOn, &c.MadeBy)
	c.Contracts = contracts == 1
	return err
}

// SaveCampaign records one, or how many acts it has to make.
func (w Writer) SaveCampaign(ctx context.Context, c *Campaign) error {
	contracts := 0
	if c.Contracts {
		contracts = 1
	}
	_, err := w.tx.Exec(ctx, `INSERT INTO campaign (company, campaign, from_date, to_date, manager, category, contracts, acts, made_on, made_by, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (company, campaign) DO UPDATE SET acts = excluded.acts, change = excluded.change`,
		string(w.company), c.Number, c.From, c.To, c.Manager, c.Category, contracts, c.Acts, c.MadeOn, c.MadeBy, w.change)
	return err
}

// ActKey is what a campaign has one act of.
type ActKey struct {
	Customer id.Customer
	Contract id.Contract
	Currency money.Currency
}

// CampaignHas are the acts with customers (nil: with all) that a campaign has,
// those taken back aside.
func (r Reader) CampaignHas(ctx context.Context, campaign int64, customers []id.Customer) (map[ActKey]bool, error) {
	sql, args := `SELECT customer, contract, currency FROM act WHERE company = $1 AND campaign > 0 AND campaign = $2 AND state <> 'withdrawn'`, []any{string(r.company), campaign}
	if customers != nil {
		sql, args = sql+` AND `+r.q.Engine().Among("customer", 3), append(args, texts(customers))
	}
	rows, err := r.q.Query(ctx, sql, args...)
	list, err := collect(rows, err, func(rows db.Rows, k *ActKey) error { return rows.Scan(&k.Customer, &k.Contract, &k.Currency) })
	has := make(map[ActKey]bool, len(list))
	for _, k := range list {
		has[k] = true
	}
	return has, err
}

// QueueActs has the acts of a campaign with customers of a scope that nobody has
// yet mailed at a time to the customers' own addresses, and tells how many.
func (w Writer) QueueActs(ctx context.Context, scope Scope, campaign, due int64) (int64, error) {
	args := []any{string(w.company), campaign, due, w.change}
	his := ` FROM customer c WHERE c.company = act.company AND c.customer = act.customer`
	return w.tx.Exec(ctx, `UPDATE act SET due = $3, change = $4, sent_to = (SELECT c.email`+his+`)
		WHERE company = $1 AND campaign = $2 AND state = 'made' AND due = 0 AND EXISTS (SELECT 1`+his+` AND c.email <> ''`+scope.filter("c", &args)+`)`, args...)
}
