package cli

import (
	"os"
	"path/filepath"

	"debitor/internal/cal"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/reconcile"
)

type actCompare struct {
	Customer string `arg:"" help:"The customer's code."`
	File     string `arg:"" help:"His act, as .xlsx or .csv."`
	Act      int64  `placeholder:"N" help:"Compare with this act of ours; else with the books."`
	Contract string `placeholder:"K" help:"One contract, by key or number; \"none\": what belongs to none; all if not given."`
	From     string `placeholder:"D" help:"First day; that of his first line if not given."`
	To       string `placeholder:"D" help:"Last day; that of his last line if not given."`
	Currency string `placeholder:"C" help:"The currency; that of the newest document if not given."`
	All      bool   `help:"Show the lines that agree too."`
}

// comparedJSON is a comparison as JSON.
type comparedJSON struct {
	Customer   id.Customer               `json:"customer"`
	From       string                    `json:"from"`
	To         string                    `json:"to"`
	Currency   money.Currency            `json:"currency"`
	Mirrored   bool                      `json:"mirrored"`
	Difference string                    `json:"difference"`
	Count      map[reconcile.Verdict]int `json:"count"`
	Lines      []comparedLine            `json:"lines"`
}

type comparedLine struct {
	Verdict    reconcile.Verdict `json:"verdict"`
	Ours       string            `json:"ours,omitempty"`
	OurDate    string            `json:"our_date,omitempty"`
	Theirs     string            `json:"theirs,omitempty"`
	TheirDate  string            `json:"their_date,omitempty"`
	TheirLine  int               `json:"their_line,omitempty"`
	Difference string            `json:"difference"`
}

func (c *actCompare) Run(a *app) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return fault.Wrap(err, fault.NotFound, "act.file", "%s cannot be read", c.File)
	}
	q := desk.CompareRequest{Customer: id.Customer(c.Customer), Currency: money.Currency(c.Currency), Act: c.Act, Name: filepath.Base(c.File), Data: data}
	for _, d := range []struct {
		flag, text string
		into       *cal.Date
	}{{"--from", c.From, &q.From}, {"--to", c.To, &q.To}} {
		if d.text == "" {
			continue
		}
		if *d.into, err = day(d.flag, d.text); err != nil {
			return err
		}
	}
	return a.with(func(s *desk.Session) error {
		if q.Contract, err = s.ContractOf(a.ctx, q.Customer, c.Contract); err != nil {
			return err
		}
		found, err := s.CompareAct(a.ctx, q)
		if err != nil {
			return err
		}
		out := comparedJSON{
			Customer: found.Customer, From: found.From.String(), To: found.To.String(), Currency: found.Currency, Mirrored: found.Mirrored,
			Difference: found.Difference.Decimal(found.Currency), Count: found.Count, Lines: []comparedLine{},
		}
		for i := range found.Pairs {
			if p := &found.Pairs[i]; c.All || p.Verdict != reconcile.Agree {
				out.Lines = append(out.Lines, comparedPair(p, found.Currency))
			}
		}
		if a.JSON {
			return a.json(out)
		}
		t := newTable("", "ours", "date", "theirs", "date", ">difference")
		for _, l := range out.Lines {
			t.add(string(l.Verdict), l.Ours, l.OurDate, l.Theirs, l.TheirDate, l.Difference)
		}
		t.print(a)
		a.say("%d agree, %d differ, %d missing here, %d missing there; difference %s %s.", found.Count[reconcile.Agree], found.Count[reconcile.Different],
			found.Count[reconcile.MissingHere], found.Count[reconcile.MissingThere], out.Difference, found.Currency)
		return nil
	})
}

func comparedPair(p *reconcile.Pair, c money.Currency) comparedLine {
	l := comparedLine{Verdict: p.Verdict, Difference: p.Difference.Decimal(c)}
	if p.Ours != nil {
		l.Ours, l.OurDate = p.Ours.Document, p.Ours.Date.String()
	}
	if p.Theirs != nil {
		l.Theirs, l.TheirDate, l.TheirLine = p.Theirs.Document, p.Theirs.Date.String(), p.Theirs.Line
	}
	return l
}
