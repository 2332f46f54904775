package desk

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"debitor/internal/bank"
	"debitor/internal/cal"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/ledger"
	"debitor/internal/money"
	"debitor/internal/store"
)

// Why an entry is aside without anybody having said so.
const (
	AsideFee      = "fee"      // the bank's own charge or interest
	AsideOwn      = "own"      // between two accounts of the company
	AsideOutgoing = "outgoing" // paid to somebody who is no customer
	AsideInBooks  = "in-books" // the payment had been taken in from the books
)

// BankTaken is what became of one statement.
type BankTaken struct {
	Account   string         `json:"account"`
	Currency  money.Currency `json:"currency"`
	From      cal.Date       `json:"from"`
	To        cal.Date       `json:"to"`
	Entries   int            `json:"entries"`
	Known     int            `json:"known"` // had come in another file
	Pending   int            `json:"pending"`
	Booked    int            `json:"booked"`
	Undecided int            `json:"undecided"`
	Unknown   int            `json:"unknown"`
	Aside     int            `json:"aside"`
	In        string         `json:"in"`  // what came in, whether known or new
	Out       string         `json:"out"` // what went out, as a positive amount
	Complete  cal.Date       `json:"complete_to"`
	Gaps      []bank.Gap     `json:"gaps,omitempty"` // what is still missing of the account
}

// takeBank takes a statement file in, within an import's transaction: what is
// new is matched, what is sure is booked, the rest waits for a person.
func (s *Session) takeBank(ctx context.Context, e *entry, f *bankFile) (FileReport, error) {
	report := FileReport{File: f.name, Kind: KindStatement, Encoding: f.Encoding, Totals: []FileTotal{}, Warnings: f.warnings(), Refusals: []intake.Refusal{}}
	defer s.desk.spare()()
	t := &taking{s: s, e: e, file: f, day: s.Today()}
	if err := t.accounts(ctx); err != nil {
		return report, err
	}
	for i := range f.Statements {
		if err := t.statement(ctx, &f.Statements[i]); err != nil {
			return report, err
		}
	}
	if err := e.InsertBankStatements(ctx, t.rows); err != nil {
		return report, err
	}
	if err := t.match(ctx); err != nil {
		return report, err
	}
	if err := s.bookPayments(ctx, e, t.payments); err != nil {
		return report, err
	}
	if err := t.fresher(ctx); err != nil {
		return report, err
	}
	report.Bank = t.taken
	for _, b := range t.taken {
		report.Rows += b.Entries
		report.Unchanged += b.Known + b.Pending
		report.New += b.Entries - b.Known - b.Pending
	}
	report.Totals = t.totals()
	if report.New > 0 || len(t.rows) > 0 {
		e.note("bank.taken", "file:"+f.name, "", map[string]any{"sha256": hex.EncodeToString(f.sum[:]), "statements": t.taken, "totals": report.Totals})
	}
	return report, nil
}

// taking is a statement file on its way into the books. What is known of an
// entry is made anew whenever it is asked for, for a file may have a hundred
// thousand of them.
type taking struct {
	s        *Session
	e        *entry
	file     *bankFile
	day      cal.Date
	own      []store.BankAccount // the company's
	rows     []store.BankStatement
	frames   []frame // of each statement of the file
	fresh    []freshEntry
	taken    []BankTaken
	payments []ledger.Payment
	inBooks  map[bookKey][]store.BookPayment
}

// frame is what the entries of a statement have in common.
type frame struct {
	account string
	key     string // of the statement
	entries []bank.Entry
}

// freshEntry is an entry that the books do not have, by its name.
type freshEntry struct {
	id     string
	frame  int
	at     int // among the entries of its statement
	date   cal.Date
	amount money.Minor
	code   money.Currency
}

// accounts refuses a statement of somebody else's account, and adds the one of
// the company's letterhead where it is met for the first time.
func (t *taking) accounts(ctx context.Context) error {
	var err error
	if t.own, err = t.e.BankAccounts(ctx); err != nil {
		return err
	}
	profile, err := t.s.Profile()
	if err != nil {
		return err
	}
	for i := range t.file.Statements {
		st := &t.file.Statements[i]
		if t.ours(st.Account).Account != "" {
			continue
		}
		account := bareAccount(st.Account)
		if account == "" || !bank.SameAccount(account, profile.Account.Number) {
			return fault.New(fault.Input, "bank.account_unknown", "%s, line %d: account %s is not one of the company's: add it first if it is (debitor bank add %s)",
				t.file.name, st.Line, cmp.Or(account, "?"), cmp.Or(account, "NUMBER"))
		}
		a := store.BankAccount{
			Account: bareAccount(profile.Account.Number), Currency: cmp.Or(st.Currency, t.s.company.Currency), Name: profile.Account.Bank, Watched: true,
			Since: cmp.Or(st.From, t.day), Lag: defaultLag,
		}
		t.e.note("bank.account_added", "bank:"+a.Account, "", a)
		if err := t.e.SaveBankAccount(ctx, a); err != nil {
			return err
		}
		t.own = append(t.own, a)
	}
	return nil
}

// ours is the company's account of a number as a bank writes it, an empty one if
// it is none of them.
func (t *taking) ours(number string) store.BankAccount {
	for _, a := range t.own {
		if bank.SameAccount(a.Account, number) {
			return a
		}
	}
	return store.BankAccount{}
}

// statement keeps what is new of one statement.
func (t *taking) statement(ctx context.Context, st *bank.Statement) error {
	own := t.ours(st.Account)
	account, currency := own.Account, cmp.Or(st.Currency, own.Currency)
	taken := BankTaken{Account: account, Currency: currency, From: st.From, To: st.To, Entries: len(st.Entries)}
	entries := booked(st.Entries, st.To, currency)
	taken.Pending = len(st.Entries) - len(entries)
	var in, out money.Minor
	for i := range entries {
		in += max(0, entries[i].Amount)
		out += max(0, -entries[i].Amount)
	}
	taken.In, taken.Out = in.Decimal(taken.Currency), out.Decimal(taken.Currency)
	from, to := period(st, entries)
	if from == 0 {
		return fault.New(fault.Input, "bank.no_period", "%s, line %d: the statement of account %s says no period and has no entry", t.file.name, st.Line, account)
	}
	first, last := reach(entries)
	known, err := t.known(ctx, account, min(from, cmp.Or(first, from)), max(to, last))
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, k := range known {
		names[k.id] = true
	}
	list := make([]bank.Known, len(known))
	for i := range known {
		list[i] = known[i].Known
	}
	key := id.New("statement", account, from.String(), to.String(), t.file.Format, st.Number, spell(st.Opening), spell(st.Closing), fmt.Sprint(len(st.Entries)))
	t.frames = append(t.frames, frame{account, key, entries})
	for i, pair := range bank.Pair(list, entries, t.file.Format) {
		if pair >= 0 {
			taken.Known++
			continue
		}
		v := t.entryOf(freshEntry{frame: len(t.frames) - 1, at: i})
		t.fresh = append(t.fresh, freshEntry{freshName(names, &v), len(t.frames) - 1, i, v.Date, v.Amount, v.Currency})
	}
	t.taken = append(t.taken, taken)
	// A statement that only repeats what is known still says up to when it is
	// complete; the same one again does not.
	t.rows = append(t.rows, store.BankStatement{
		ID: key, Account: account, Currency: currency, Number: st.Number, From: from, To: to, Opening: st.Opening, Closing: st.Closing, Interim: st.Interim,
		Format: t.file.Format, File: t.file.name, Entries: len(st.Entries), TakenOn: t.day,
	})
	return nil
}

// booked are the entries that the bank has booked. One that could not be read
// whole may lack its day, and the file may not say the currency: they are those of
// the statement, so that the same file is recognised when it comes again.
func booked(entries []bank.Entry, last cal.Date, currency money.Currency) []bank.Entry {
	if !slices.ContainsFunc(entries, func(v bank.Entry) bool { return v.Pending || v.Date == 0 || v.ValueDate == 0 || v.Currency == "" }) {
		return entries
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(v bank.Entry) bool { return v.Pending })
	for i := range entries {
		v := &entries[i]
		v.Date = cmp.Or(v.Date, v.ValueDate, last)
		v.ValueDate, v.Currency = cmp.Or(v.ValueDate, v.Date), cmp.Or(v.Currency, currency)
	}
	return entries
}

// period is the days a statement covers: what it says, or else the days of its
// entries.
func period(st *bank.Statement, entries []bank.Entry) (from, to cal.Date) {
	first, last := reach(entries)
	from, to = cmp.Or(st.From, first, st.To), cmp.Or(st.To, last, st.From)
	return from, max(from, to)
}

// reach is the first and the last day of the entries, 0 if none has a day.
func reach(entries []bank.Entry) (first, last cal.Date) {
	for i := range entries {
		if d := entries[i].Date; d != 0 {
			first, last = min(cmp.Or(first, d), d), max(last, d)
		}
	}
	return first, last
}

func spell(m *money.Minor) string {
	if m == nil {
		return ""
	}
	return fmt.Sprint(int64(*m))
}

// knownEntry is an entry of the books as the readers have them.
type knownEntry struct {
	bank.Known
	id string
}

// known are the entries of the days that the books have, and those that an
// earlier statement of this file brought.
func (t *taking) known(ctx context.Context, account string, from, to cal.Date) ([]knownEntry, error) {
	rows, err := t.e.BankEntriesOf(ctx, account, from, to)
	if err != nil {
		return nil, err
	}
	for _, v := range t.fresh {
		if t.frames[v.frame].account == account && v.date >= from && v.date <= to {
			rows = append(rows, t.entryOf(v))
		}
	}
	list := make([]knownEntry, len(rows))
	for i, v := range rows {
		list[i] = knownEntry{id: v.ID, Known: bank.Known{Format: v.Format, Entry: bank.Entry{
			Date: v.Date, ValueDate: v.ValueDate, Amount: v.Amount, Currency: v.Currency, Counterparty: v.Payer, TaxID: v.TaxID, Account: v.PayerAccount, Bank: v.PayerBank,
			Purpose: v.Purpose, Reference: v.Reference, BankRef: v.BankRef,
		}}}
	}
	return list, nil
}

// entryOf is an entry as the books keep it.
func (t *taking) entryOf(f freshEntry) store.BankEntry {
	of := &t.frames[f.frame]
	v := &of.entries[f.at]
	e := store.BankEntry{
		ID: f.id, Statement: of.key, Account: of.account, Date: v.Date, ValueDate: v.ValueDate, Amount: v.Amount, Currency: v.Currency,
		Payer: v.Counterparty, TaxID: v.TaxID, PayerAccount: bareAccount(v.Account), PayerBank: v.Bank, Purpose: v.Purpose, Reference: v.Reference, BankRef: v.BankRef,
		Format: t.file.Format, Raw: v.Raw, Problem: v.Problem, State: store.EntryUnknown, Answer: "{}",
	}
	switch {
	case v.Problem != "":
	case v.Fee:
		e.State, e.Reason = store.EntryAside, AsideFee
	case t.ours(e.PayerAccount).Account != "":
		e.State, e.Reason = store.EntryAside, AsideOwn
	}
	return e
}

// freshName names an entry after its day and what it says; a second equal one
// of the day gets a name of its own.
func freshName(taken map[string]bool, v *store.BankEntry) string {
	for copies := 0; ; copies++ {
		name := strings.ReplaceAll(v.Date.String(), "-", "")[2:] + "-" + id.New("bank", v.Account, v.Date.String(), fmt.Sprint(int64(v.Amount)), string(v.Currency),
			v.Payer, v.PayerAccount, v.Purpose, v.Reference, v.BankRef, fmt.Sprint(copies))
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// fresher says of each account up to when it is complete now.
func (t *taking) fresher(ctx context.Context) error {
	list, err := t.s.freshness(ctx, t.e.Reader, t.day)
	for i := range t.taken {
		for _, f := range list {
			if f.Account == t.taken[i].Account {
				t.taken[i].Complete, t.taken[i].Gaps = f.To, f.Gaps
			}
		}
	}
	return err
}

// totals are the sums of what is new.
func (t *taking) totals() []FileTotal {
	of := map[money.Currency]*FileTotal{}
	for i := range t.fresh {
		v := &t.fresh[i]
		if of[v.code] == nil {
			of[v.code] = &FileTotal{Kind: KindStatement, Currency: v.code}
		}
		of[v.code].Records++
		of[v.code].minor += v.amount
	}
	list := []FileTotal{}
	for _, v := range of {
		v.Amount = v.minor.Decimal(v.Currency)
		list = append(list, *v)
	}
	slices.SortFunc(list, func(a, b FileTotal) int { return cmp.Compare(a.Currency, b.Currency) })
	return list
}
