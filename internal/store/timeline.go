package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"debitor/internal/cal"
	"debitor/internal/db"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/money"
)

// HappeningKind is what sort of thing happened to a customer.
type HappeningKind string

// The sorts of a timeline, each from tables of its own.
const (
	HappenedInvoice  HappeningKind = "invoice"
	HappenedPayment  HappeningKind = "payment"
	HappenedLetter   HappeningKind = "letter"
	HappenedTalk     HappeningKind = "talk"    // calls, visits and what was said
	HappenedPromise  HappeningKind = "promise" // promises, payment plans, guarantees
	HappenedDispute  HappeningKind = "dispute"
	HappenedHold     HappeningKind = "hold"     // suspensions and lifts
	HappenedDocument HappeningKind = "document" // papers handed over, claims delivered
	HappenedNote     HappeningKind = "note"     // notes and files
	HappenedChange   HappeningKind = "change"   // of master data
)

// HappeningKinds lists the sorts in the order of a page's tabs.
var HappeningKinds = []HappeningKind{
	HappenedLetter, HappenedTalk, HappenedPromise, HappenedPayment, HappenedInvoice, HappenedDispute, HappenedHold, HappenedDocument, HappenedNote, HappenedChange,
}

// Happening is one line of a customer's timeline. Only what its kind has is
// set.
type Happening struct {
	Kind     HappeningKind
	What     string // the event's kind, the payment's, the letter's template, the journal's action
	Date     cal.Date
	Order    string // sorts what happened on one day
	Key      string // of the letter, payment or file
	Invoice  id.Invoice
	Amount   money.Minor
	Currency money.Currency
	Until    cal.Date
	Text     string // as people wrote it
	By       string
	Document string          // number of the paper
	Data     json.RawMessage // of a change: what it was and is
	Talk     *Talk           // of a call or visit that was recorded with all that was said
	Undone   int             // of a letter the undo that took it back, of a promise 1 if it was withdrawn; 0: it stands
}

// eventSorts says where events stand in a timeline.
var eventSorts = map[HappeningKind][]ledger.EventKind{
	HappenedTalk:     {ledger.Call, ledger.Refusal, ledger.NoContact, ledger.Notice},
	HappenedPromise:  {ledger.Promise, ledger.Plan, ledger.Guarantee, ledger.Restructured, ledger.InTransit},
	HappenedDispute:  {ledger.Dispute, ledger.DisputeClosed},
	HappenedHold:     {ledger.Suspend, ledger.Resume, ledger.Prepayment},
	HappenedDocument: {ledger.HandedOver, ledger.Accepted, ledger.ClaimSent, ledger.ClaimDelivered, ledger.Acknowledged, ledger.Lawsuit, ledger.LawsuitClosed, ledger.Uncollectable},
}

func sortOf(k ledger.EventKind) HappeningKind {
	for sort, kinds := range eventSorts {
		if slices.Contains(kinds, k) {
			return sort
		}
	}
	return HappenedDocument
}

// TimelineQuery asks for the newest of what happened to a customer.
type TimelineQuery struct {
	Customer  id.Customer
	Contracts []id.Contract // his, whose changes belong to it
	Kind      HappeningKind // empty: all
	Limit     int           // of lines
}

// Timeline is what happened, newest first. Each sort is read by itself, no
// further than the limit, and they are merged here: of no sort can more be
// needed.
func (r Reader) Timeline(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	var all []Happening
	for _, source := range []struct {
		kinds []HappeningKind
		read  func(context.Context, TimelineQuery) ([]Happening, error)
	}{
		{[]HappeningKind{HappenedInvoice}, r.happenedInvoices},
		{[]HappeningKind{HappenedPayment}, r.happenedPayments},
		{[]HappeningKind{HappenedLetter}, r.happenedLetters},
		{[]HappeningKind{HappenedTalk, HappenedPromise, HappenedDispute, HappenedHold, HappenedDocument}, r.happenedEvents},
		{[]HappeningKind{HappenedTalk}, r.happenedTalks},
		{[]HappeningKind{HappenedHold}, r.happenedLifts},
		{[]HappeningKind{HappenedNote}, r.happenedNotes},
		{[]HappeningKind{HappenedNote}, r.happenedFiles},
		{[]HappeningKind{HappenedChange}, r.happenedChanges},
	} {
		if q.Kind != "" && !slices.Contains(source.kinds, q.Kind) {
			continue
		}
		list, err := source.read(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(a, b Happening) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(b.Order, a.Order)) })
	return all[:min(len(all), q.Limit)], nil
}

// happened runs the query of one sort; it is called with the company, the
// customer and the limit as its first arguments.
func (r Reader) happened(ctx context.Context, q TimelineQuery, sql string, scan func(db.Rows, *Happening) error, more ...any) ([]Happening, error) {
	rows, err := r.q.Query(ctx, sql, append([]any{string(r.company), string(q.Customer), q.Limit}, more...)...)
	return collect(rows, err, scan)
}

func (r Reader) happenedInvoices(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT issued, invoice, currency, CAST(SUM(amount) AS BIGINT), MAX(due) FROM instalment
		WHERE company = $1 AND customer = $2 GROUP BY issued, invoice, currency ORDER BY issued DESC, invoice DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind = HappenedInvoice
			return rows.Scan(&h.Date, &h.Invoice, &h.Currency, &h.Amount, &h.Until)
		})
}

func (r Reader) happenedPayments(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT date, payment, kind, invoice, currency, amount, purpose, change FROM payment
		WHERE company = $1 AND customer = $2 ORDER BY date DESC, payment DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind = HappenedPayment
			return rows.Scan(&h.Date, &h.Key, &h.What, &h.Invoice, &h.Currency, &h.Amount, &h.Text, &h.Order)
		})
}

func (r Reader) happenedLetters(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT run_date, letter, template, currency, total, change, undone FROM letter
		WHERE company = $1 AND customer = $2 ORDER BY run_date DESC, letter LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind = HappenedLetter
			return rows.Scan(&h.Date, &h.Key, &h.What, &h.Currency, &h.Amount, &h.Order, &h.Undone)
		})
}

func (r Reader) happenedTalks(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	talks, err := r.TalksOf(ctx, q.Customer, q.Limit)
	list := make([]Happening, len(talks))
	for i, t := range talks {
		list[i] = Happening{Kind: HappenedTalk, What: t.Kind, Date: t.Date, Text: t.Note, By: string(t.Person), Talk: &talks[i]}
	}
	return list, err
}

// apart leaves out the events of a talk that its own line tells. Customers are
// asked for as ranges for the reason that ContractsOf gives.
const apart = ` AND NOT (kind IN ('call', 'refusal', 'no_contact', 'notice') AND EXISTS (
	SELECT 1 FROM talk t WHERE t.company = event.company AND t.customer >= event.customer AND t.customer <= event.customer AND t.change = event.change))`

func (r Reader) happenedEvents(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	filter, more := ``, []any(nil)
	if kinds := eventSorts[q.Kind]; q.Kind != "" {
		filter, more = ` AND `+r.q.Engine().Among("kind", 4), []any{texts(kinds)}
	}
	return r.happened(ctx, q, `SELECT date, kind, invoice, amount, currency, until, reason, author, document, change,
			(SELECT COUNT(*) FROM withdrawn w WHERE w.company = event.company AND w.event = event.event) FROM event
		WHERE company = $1 AND customer >= $2 AND customer <= $2`+filter+apart+` ORDER BY date DESC, number DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			err := rows.Scan(&h.Date, &h.What, &h.Invoice, &h.Amount, &h.Currency, &h.Until, &h.Text, &h.By, &h.Document, &h.Order, &h.Undone)
			h.Kind = sortOf(ledger.EventKind(h.What))
			return err
		}, more...)
}

func (r Reader) happenedLifts(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT c.at, l.reason, l.amount, l.currency, l.until, l.author, l.change FROM hold_lift l
		JOIN change c ON c.company = l.company AND c.change = l.change
		WHERE l.company = $1 AND l.customer = $2 ORDER BY l.number DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind, h.What = HappenedHold, "lift"
			return h.scanAt(rows, &h.Text, &h.Amount, &h.Currency, &h.Until, &h.By, &h.Order)
		})
}

func (r Reader) happenedNotes(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT date, invoice, author, text, change FROM note
		WHERE company = $1 AND customer = $2 ORDER BY number DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind, h.What = HappenedNote, "note"
			return rows.Scan(&h.Date, &h.Invoice, &h.By, &h.Text, &h.Order)
		})
}

func (r Reader) happenedFiles(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	return r.happened(ctx, q, `SELECT date, CAST(number AS TEXT), invoice, author, name, change FROM attachment
		WHERE company = $1 AND customer = $2 AND removed_on IS NULL ORDER BY number DESC LIMIT $3`,
		func(rows db.Rows, h *Happening) error {
			h.Kind, h.What = HappenedNote, "attachment"
			return rows.Scan(&h.Date, &h.Key, &h.Invoice, &h.By, &h.Text, &h.Order)
		})
}

// changesTold are the journal's actions that nothing else of a timeline tells.
var changesTold = []string{
	"customer.changed", "contract.changed", "contact.added", "contact.changed", "contact.verified", "contact.wrong", "contact.removed", "statement.sent",
	"attachment.removed",
}

func (r Reader) happenedChanges(ctx context.Context, q TimelineQuery) ([]Happening, error) {
	subjects := []string{"customer:" + string(q.Customer)}
	for _, k := range q.Contracts {
		subjects = append(subjects, "contract:"+string(k))
	}
	// The lines about a customer are few, those of an action or of a day may be
	// many; the empty texts keep a database from beginning with the latter.
	rows, err := r.q.Query(ctx, `SELECT c.at, j.action, j.subject, j.reason, j.data, c.actor, j.change FROM journal j
		JOIN change c ON c.company = j.company AND c.change = j.change
		WHERE j.company = $1 AND `+r.q.Engine().Among("j.subject", 3)+` AND `+r.q.Engine().Among("(j.action || '')", 4)+`
		ORDER BY j.change || '' DESC, j.line DESC LIMIT $2`, string(r.company), q.Limit, subjects, changesTold)
	return collect(rows, err, func(rows db.Rows, h *Happening) error {
		h.Kind = HappenedChange
		var data string
		err := h.scanAt(rows, &h.What, &h.Key, &h.Text, &data, &h.By, &h.Order)
		h.Data = json.RawMessage(data)
		return err
	})
}

// scanAt scans a row whose first column is a time, of which the day is kept.
func (h *Happening) scanAt(rows db.Rows, rest ...any) error {
	var c Change
	err := rows.Scan(append([]any{&c.At}, rest...)...)
	h.Date = cal.Of(c.At)
	return err
}

// TimelineCounts is how many lines each sort has.
func (r Reader) TimelineCounts(ctx context.Context, q TimelineQuery) (map[HappeningKind]int, error) {
	subjects := []string{"customer:" + string(q.Customer)}
	for _, k := range q.Contracts {
		subjects = append(subjects, "contract:"+string(k))
	}
	rows, err := r.q.Query(ctx, `SELECT 'invoice', COUNT(DISTINCT invoice) FROM instalment WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'payment', COUNT(*) FROM payment WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'letter', COUNT(*) FROM letter WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'talk', COUNT(*) FROM talk WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'hold', COUNT(*) FROM hold_lift WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'note', COUNT(*) FROM note WHERE company = $1 AND customer = $2
		UNION ALL SELECT 'note', COUNT(*) FROM attachment WHERE company = $1 AND customer = $2 AND removed_on IS NULL
		UNION ALL SELECT 'change', COUNT(*) FROM journal WHERE company = $1 AND `+r.q.Engine().Among("subject", 3)+` AND `+r.q.Engine().Among("action", 4)+`
		UNION ALL SELECT kind, COUNT(*) FROM event WHERE company = $1 AND customer >= $2 AND customer <= $2`+apart+` GROUP BY kind`,
		string(r.company), string(q.Customer), subjects, changesTold)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[HappeningKind]int{}
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			return nil, err
		}
		sort := HappeningKind(kind)
		if slices.Contains(ledger.EventKinds, ledger.EventKind(kind)) {
			sort = sortOf(ledger.EventKind(kind))
		}
		counts[sort] += n
	}
	return counts, rows.Err()
}

// LettersAbout are the letters that named an invoice, newest first: those of
// the steps that were taken for it.
func (r Reader) LettersAbout(ctx context.Context, customer id.Customer, invoice id.Invoice) ([]Letter, error) {
	rows, err := r.q.Query(ctx, `SELECT `+letterColumns+` FROM letter l WHERE l.company = $1 AND l.customer = $2 AND EXISTS (
			SELECT 1 FROM decision d WHERE d.company = l.company AND d.customer = l.customer AND d.invoice = $3
			AND d.run_date = l.run_date AND d.currency = l.currency)
		ORDER BY l.run_date DESC, l.letter`, string(r.company), string(customer), string(invoice))
	list, err := collect(rows, err, func(rows db.Rows, l *Letter) error { return rows.Scan(l.fields()...) })
	return slices.DeleteFunc(list, func(l Letter) bool { return !l.names(invoice) }), err
}

// names says whether the frozen facts of a letter have the invoice among their
// documents.
func (l *Letter) names(invoice id.Invoice) bool {
	var facts struct {
		Items []struct {
			Invoice id.Invoice `json:"inv"`
		} `json:"items"`
	}
	if json.Unmarshal([]byte(l.Facts), &facts) != nil {
		return false
	}
	for _, it := range facts.Items {
		if it.Invoice == invoice {
			return true
		}
	}
	return false
}
