// Package cli is debitor's command line: it parses flags, makes one call to
// the desk, and prints a table for people or one JSON document for programs.
//
// It holds no rule and no SQL. Messages and progress go to stderr, answers to
// stdout. Exit codes follow the kind of a fault (see exitCode); what is not a
// fault is printed as an internal error with a reference that the log has too.
//
// Start with Main and Commands; each command is one file.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"os/user"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"debitor/internal/db"
	"debitor/internal/desk"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/store"
)

// Background is the job queue of a database, which the main package brings
// along: doors do not know one another.
type Background interface {
	desk.Queue
	Work(ctx context.Context) error
}

// OpenBackground prepares the queue's tables and opens it with the jobs'
// handlers, the kinds that may take longer than others, and those that tick.
type OpenBackground func(ctx context.Context, d *db.DB,
	handlers map[string]func(context.Context, string, []byte) error, times, periodic map[string]time.Duration) (Background, error)

// Commands is the whole command line.
type Commands struct {
	DB       string `name:"db" env:"DEBITOR_DB" default:"sqlite:debitor.db" placeholder:"URL" help:"The database: sqlite:FILE or postgres://USER@HOST/NAME."`
	Company  string `placeholder:"CODE" help:"Which company, where the database has several."`
	As       string `placeholder:"USER" help:"Act with this user's rights instead of the operator's."`
	JSON     bool   `name:"json" help:"Print one JSON document for programs."`
	Language string `placeholder:"LANG" help:"Language of texts (en, ru); the company's if not given."`
	Once     string `placeholder:"KEY" help:"Carry a change out once: repeated with the same key it changes nothing."`

	Init     initCommand       `cmd:"" help:"Create the database and the first company."`
	Comp     companyCommand    `cmd:"" name:"company" help:"Show, set or add companies."`
	User     userCommand       `cmd:"" help:"Users and their roles."`
	Key      keyCommand        `cmd:"" help:"Keys by which programs call the API."`
	Webhook  webhookCommand    `cmd:"" help:"Addresses that are told what happens."`
	Import   importCommand     `cmd:"" help:"Take files in: customers, contracts, invoices, payments, events, open items."`
	Read     readCommand       `cmd:"" help:"What a bank statement file holds. Needs no database."`
	Bank     bankCommand       `cmd:"" help:"The company's bank accounts, and up to when their statements are complete."`
	Cash     cashCommand       `cmd:"" help:"Entries of the bank: whose money they are."`
	Policy   policyCommand     `cmd:"" help:"List, show, check policies and put one to use."`
	Plan     planCommand       `cmd:"" help:"What the rules ask for on a day. Changes nothing."`
	Apply    applyCommand      `cmd:"" help:"Make the day's letters and tasks; with --out, write them to files."`
	Undo     undoCommand       `cmd:"" help:"Take back what a run did: unsent letters are withdrawn, sent ones corrected."`
	Letter   letterCommand     `cmd:"" help:"Templates of letters, and letters that were written."`
	Mail     mailCommand       `cmd:"" help:"Send letters by e-mail, and deal with what did not arrive."`
	Post     postCommand       `cmd:"" help:"Take in what the post office did with printed letters."`
	Suspend  suspendCommand    `cmd:"" help:"Take an invoice or a customer out of the plans."`
	Resume   resumeCommand     `cmd:"" help:"Put an invoice or a customer back into the plans."`
	Aging    agingCommand      `cmd:"" help:"Open items by days overdue, as of any day."`
	Hold     holdCommand       `cmd:"" help:"May this customer be shipped to?"`
	StopList stopListCommand   `cmd:"" name:"stop-list" help:"The stop list as files for programs that cannot ask."`
	Limit    limitCommand      `cmd:"" help:"How much a customer may owe, what secures it, and who must pay ahead."`
	Orders   ordersCommand     `cmd:"" help:"The orders that wait to be shipped, by priority, and what of each may go."`
	Approval approvalCommand   `cmd:"" help:"Ask for what the rules keep to somebody, decide it, and see what became of it."`
	Explain  explainCommand    `cmd:"" help:"What happened to an invoice, what comes next, and what stands in the way."`
	Interest interestCommand   `cmd:"" help:"What lateness costs, by law or contract, to the kopeck. Needs no database."`
	Charges  chargesCommand    `cmd:"" help:"Penalty, interest and fees that customers are asked for: count, propose, charge, waive, note as paid."`
	Simulate simulateCommand   `cmd:"" help:"What one policy, or two, would have done over recorded history."`
	Customer customerCommand   `cmd:"" help:"A customer's card, and the papers he shows before the first shipment."`
	Category categoryCommand   `cmd:"" help:"How far each customer can be trusted, by how he pays."`
	Diagnose diagnoseCommand   `cmd:"" help:"From a company's export files alone: where the money is stuck, and who pays how."`
	Act      actCommand        `cmd:"" help:"Reconciliation acts: make, send, what came back, compare, campaigns."`
	Books    booksCommand      `cmd:"" help:"Compare our balances with those of other books, and say why they are likely to differ."`
	Netting  nettingCommand    `cmd:"" help:"Set off what a customer owes against what we owe him: propose, book, take back."`
	Stated   statedCommand     `cmd:"" name:"statement" help:"Statements of account: write one, have one mailed each month."`
	Replan   replanCommand     `cmd:"" name:"restructuring" help:"Supplementary agreements and guarantee letters: instalments, price of delay, kept and broken."`
	Claims   claimsCommand     `cmd:"" help:"Whom it pays to sue, by which way and for what fee; limitation; facts of claims and suits."`
	Deferral deferralCommand   `cmd:"" help:"What the deferral of each contract cost at a bank's rate, the discount against it, and from whom the customer would rather borrow."`
	Earned   commissionCommand `cmd:"" name:"commission" help:"The money that came in, by manager and by how it was paid, and what it counts for."`
	Formula  formulaCommand    `cmd:"" help:"The formulas of receivables, to try with your own figures. Needs no database."`
	Check    checkCommand      `cmd:"" help:"Re-derive every balance and verify the journal's seals."`
	Serve    serveCommand      `cmd:"" help:"Serve the web application, and work background jobs, until stopped."`
	Work     workCommand       `cmd:"" help:"Work background jobs until stopped."`
	Demo     demoCommand       `cmd:"" help:"Load a sample company and show what debitor does with it."`
}

// app is one run of the program.
type app struct {
	*Commands
	ctx        context.Context
	out, err   io.Writer
	background OpenBackground
	site       ServeSite
	now        func() time.Time
}

// Main runs the command line and gives the exit code. Started without arguments,
// as by a double click, it serves.
func Main(args []string, background OpenBackground, site ServeSite) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	a := &app{Commands: &Commands{}, ctx: ctx, out: os.Stdout, err: os.Stderr, background: background, site: site, now: time.Now}
	return a.run(args)
}

// exited carries the exit code that the parser asks for (--help) out of it.
type exited int

func (a *app) run(args []string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = int(e)
		}
	}()
	parser, err := kong.New(a.Commands, kong.Name("debitor"), kong.Description("Gets money in on time."), kong.UsageOnError(),
		kong.Writers(a.out, a.err), kong.Exit(func(code int) { panic(exited(code)) }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return a.fail(err)
	}
	if len(args) == 0 {
		args = clicked()
	}
	command, err := parser.Parse(args)
	if err != nil {
		return a.fail(fault.Wrap(err, fault.Usage, "usage", "%s (debitor --help shows what there is)", err))
	}
	if a.Language != "" && !slices.Contains(desk.Languages, a.Language) {
		return a.fail(fault.New(fault.Usage, "usage.language", "--language is one of %s, not %q", strings.Join(desk.Languages, ", "), a.Language))
	}
	if err := command.Run(a); err != nil {
		return a.fail(err)
	}
	return 0
}

// fail prints an error and gives its exit code.
func (a *app) fail(err error) int {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		fmt.Fprintln(a.err, "debitor: "+err.Error())
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.err, "debitor: stopped")
	default:
		reference := id.New("error", a.now().String(), err.Error())
		slog.Error("internal error", "reference", reference, "error", err)
		fmt.Fprintln(a.err, "debitor: internal error, reference "+reference)
	}
	return exitCode(err)
}

// exitCode follows docs/commands.md: 2 wrong usage, 3 bad input, 4 not found, 5
// refused, 1 anything else.
func exitCode(err error) int {
	switch fault.KindOf(err) {
	case fault.Usage:
		return 2
	case fault.Input:
		return 3
	case fault.NotFound:
		return 4
	case fault.Refused:
		return 5
	}
	return 1
}

// openDesk opens the database, brings its schema up to date, and gives the
// desk over it with its queue. create allows a SQLite file to be made.
func (a *app) openDesk(create bool) (*desk.Desk, Background, func(), error) {
	if file, ok := strings.CutPrefix(a.DB, "sqlite:"); ok && !create {
		if _, err := os.Stat(file); err != nil {
			return nil, nil, nil, fault.New(fault.NotFound, "db.none", "there is no database %s: \"debitor init --name NAME\" creates one, --db names another", file)
		}
	}
	database, err := db.Open(a.ctx, a.DB)
	if err != nil {
		return nil, nil, nil, err
	}
	closeDB := func() { _ = database.Close() } // nothing is left to lose: every change is committed
	if err := database.Migrate(a.ctx, store.Migrations); err != nil {
		closeDB()
		return nil, nil, nil, err
	}
	var d *desk.Desk
	handlers := (&desk.Desk{}).Handlers()
	for kind := range handlers {
		handlers[kind] = func(ctx context.Context, company string, payload []byte) error {
			return d.Handlers()[kind](ctx, company, payload)
		}
	}
	queue, err := a.background(a.ctx, database, handlers, desk.Times(), desk.Periodic())
	if err != nil {
		closeDB()
		return nil, nil, nil, err
	}
	d = desk.New(database, queue, a.now)
	d.SealWith(desk.SecretFor(a.DB))
	return d, queue, closeDB, nil
}

// actor is who runs the command.
func (a *app) actor() desk.Actor {
	name := "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return desk.Actor{User: id.User(a.As), System: name}
}

// session opens the books and gives what closes them.
func (a *app) session() (*desk.Session, func(), error) {
	d, _, done, err := a.openDesk(false)
	if err != nil {
		return nil, nil, err
	}
	s, err := d.Session(a.ctx, id.Company(a.Company), a.actor())
	if err != nil {
		done()
		return nil, nil, err
	}
	s.Once(a.Once)
	s.Progress = a.progress()
	return s, done, nil
}

// with opens the books for fn and closes them after it.
func (a *app) with(fn func(*desk.Session) error) error {
	s, done, err := a.session()
	if err != nil {
		return err
	}
	defer done()
	return fn(s)
}

// lang is the language of texts.
func (a *app) lang(s *desk.Session) string {
	if a.Language != "" {
		return a.Language
	}
	return s.Company().Language
}
