package desk

import (
	"slices"
	"strings"

	"debitor/internal/fault"
	"debitor/internal/policy"
)

// Right is something a role may do. Web, API and command line all ask here.
type Right string

// The rights, each with the verbs it covers.
const (
	ReadBooks     Right = "books.read"     // plan, aging, hold, explain, simulate, diagnose, category review, approval list
	ReadRules     Right = "rules.read"     // policies, templates of letters, what steps cost
	ImportFiles   Right = "books.import"   // import
	ApplyRuns     Right = "runs.apply"     // apply
	SendMail      Right = "mail.send"      // mail send, test, bounces, settle, revive
	KeepPost      Right = "post.keep"      // post
	WriteLetters  Right = "letters.write"  // letter use
	SuspendDebts  Right = "debts.suspend"  // suspend, resume
	PublishPolicy Right = "policy.publish" // policy use
	DraftPolicies Right = "policy.draft"   // policy draft, note
	ManageCompany Right = "company.manage" // company set, company add
	CheckBooks    Right = "books.check"    // check
	AskApprovals  Right = "approvals.ask"  // approval ask, decide, withdraw: whose word counts the policy says
	DoTasks       Right = "tasks.do"       // task done, snooze; call and visit logged; promises, payment plans, comments of the weekly list
	TakePromises  Right = "promises.take"  // a promise to pay, where no rule of the policy says who accepts it
	// WithdrawPromises is over what others recorded, or on another day.
	WithdrawPromises Right = "promises.withdraw"
	OpenDisputes     Right = "disputes.open"   // a dispute opened, its papers added
	DecideDispute    Right = "disputes.decide" // a dispute answered, closed, its cause and the cure
	EditCustomers    Right = "customers.edit"  // contacts, notes, attachments, the card, papers shown
	KeepFlags        Right = "flags.keep"      // red flags raised and withdrawn, registers looked into
	TakeCash         Right = "cash.take"       // cash taken on the spot and handed in
	MatchCash        Right = "cash.match"      // bank entries booked by hand, set aside, taken back
	// WaiveStatements is the signature that letters may go without the bank's word.
	WaiveStatements Right = "bank.waive"
	KeepActs        Right = "acts.keep"     // reconciliation acts made, sent, returned, compared; netting; statements sent by themselves
	CompareBooks    Right = "books.compare" // our balances against those of other books
	KeepCredit      Right = "credit.keep"   // securities, prepayment, stop and black list; limits are decided by the policy's rules
	ReserveGoods    Right = "hold.reserve"  // an amount held for a shipment, and given back
	ReadClaims      Right = "claims.read"   // whom it pays to sue
	KeepClaims      Right = "claims.keep"   // facts that limitation goes by, warnings of it
	// KeepRestructurings is over supplementary agreements and guarantee letters; how far
	// whose word goes the policy says, and who ends a signed one SuspendDebts.
	KeepRestructurings Right = "restructurings.keep"
	UndoRuns           Right = "runs.undo"    // a run undone
	ManageUsers        Right = "users.manage" // user add, roles, scopes, invitations; keys of programs
	ReadJournal        Right = "journal.read" // who changed what
	OwnAccount         Right = "account.own"  // one's own name, language, password and second factor
	KeepCharges        Right = "charges.keep" // penalty and interest counted and proposed; payments of charges
	// ChargeLateness charges what was proposed, where no rule of the policy says who does.
	ChargeLateness Right = "charges.charge"
	// DecideApprovals is for what no rule of the policy says who decides.
	DecideApprovals Right = "approvals.decide"
	// WaivePapers is the general director's in person, where no rule of the
	// policy says otherwise.
	WaivePapers Right = "papers.waive"
	// LiftHolds has no row below: the policy's lifted-by names its roles
	// and nobody else has it, the operator included.
	LiftHolds Right = "holds.lift"
)

// operator is the role of the command line without --as: whoever may open the
// database file. He runs the machine; he does not decide for the head of sales.
const operator = "operator"

// anyone stands for every role.
const anyone = "*"

// grants is the one table of rights.
var grants = map[Right][]string{
	ReadBooks:     {anyone},
	ReadRules:     inside(),
	ImportFiles:   {operator, "admin", "sales-manager", "head-of-sales", "finance-control", "accountant", "finance-director"},
	ApplyRuns:     {operator, "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "finance-director", "collector"},
	SendMail:      {operator, "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "finance-director", "collector", "assistant"},
	KeepPost:      {operator, "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "finance-director", "collector", "assistant", "lawyer"},
	WriteLetters:  {operator, "admin", "lawyer", "finance-director", "commercial-director", "director"},
	SuspendDebts:  {operator, "admin", "head-of-sales", "finance-director", "commercial-director", "director"},
	PublishPolicy: {operator, "admin", "finance-director", "commercial-director", "director"},
	DraftPolicies: {operator, "admin", "head-of-sales", "lawyer", "finance-control", "head-of-control", "finance-director", "commercial-director", "director"},
	ManageCompany: {operator, "admin", "director"},
	CheckBooks:    {anyone},
	AskApprovals:  {anyone},
	DoTasks:       {anyone},
	TakePromises: {
		operator, "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "head-of-control",
		"finance-director", "accountant", "collector", "head-of-collection", "lawyer", "law-firm", "director",
	},
	WithdrawPromises: {operator, "admin", "supervisor", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "director"},
	OpenDisputes: {
		operator, "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "head-of-control",
		"finance-director", "collector", "lawyer", "claims", "service", "director",
	},
	DecideDispute: {
		operator, "admin", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "lawyer",
		"claims", "service", "director",
	},
	EditCustomers: {
		operator, "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "finance-control", "collector", "assistant", "lawyer",
	},
	KeepFlags: {
		operator, "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "head-of-control", "finance-director", "security", "head-of-security", "lawyer",
		"director",
	},
	TakeCash:        {operator, "admin", "sales-manager", "sales-representative", "supervisor", "accountant"},
	MatchCash:       {operator, "admin", "accountant", "finance-control", "head-of-control", "finance-director", "head-of-sales", "commercial-director", "director"},
	WaiveStatements: {operator, "head-of-sales", "finance-control", "head-of-control", "finance-director", "commercial-director", "director"},
	KeepActs: {
		operator, "admin", "sales-manager", "supervisor", "head-of-sales", "finance-control", "head-of-control", "accountant", "finance-director", "collector",
		"head-of-collection", "assistant", "lawyer",
	},
	CompareBooks: {operator, "admin", "finance-control", "head-of-control", "accountant", "finance-director"},
	KeepCredit: {
		operator, "admin", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "head-of-security", "director",
	},
	ReserveGoods: {
		operator, "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "finance-director",
		"accountant", "assistant", "director",
	},
	ReadClaims: {
		operator, "admin", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "head-of-collection", "lawyer", "director",
	},
	KeepClaims: {
		operator, "admin", "finance-control", "head-of-control", "finance-director", "collector", "head-of-collection", "lawyer", "law-firm", "director",
	},
	KeepRestructurings: {
		operator, "admin", "sales-manager", "sales-representative", "supervisor", "head-of-sales", "commercial-director", "finance-control", "head-of-control",
		"finance-director", "collector", "head-of-collection", "lawyer", "director",
	},
	UndoRuns:    {operator, "admin", "head-of-sales", "finance-director", "director"},
	ManageUsers: {operator, "admin", "director"},
	ReadJournal: {operator, "admin", "finance-control", "head-of-control", "security", "head-of-security", "finance-director", "director"},

	KeepCharges: {
		operator, "admin", "sales-manager", "supervisor", "head-of-sales", "commercial-director", "finance-control", "head-of-control", "finance-director", "accountant",
		"collector", "head-of-collection", "lawyer", "law-firm", "director",
	},
	ChargeLateness: {
		operator, "admin", "commercial-director", "finance-control", "head-of-control", "finance-director", "accountant", "head-of-collection", "lawyer", "director",
	},

	OwnAccount: {anyone},

	WaivePapers: {"director"},

	DecideApprovals: {operator, "admin", "head-of-sales", "finance-director", "commercial-director", "director"},
}

// inside are the roles of the company's own people: what somebody from outside
// is shown is his customers, not how the house deals with all of them.
func inside() []string {
	return append([]string{operator}, slices.DeleteFunc(slices.Clone(policy.Roles), func(role string) bool { return role == "law-firm" })...)
}

// whole are the rights over all customers at once: who sees only some of them
// has none of these, whatever his role. A file of customers, for one, could make
// others his.
var whole = []Right{ImportFiles, ReadJournal, MatchCash, WaiveStatements, CompareBooks}

// WhoMay are the roles in the company that have a right, for who shows whom to ask:
// without the operator and the administrator, whose work it is not.
func WhoMay(right Right) []string {
	return slices.DeleteFunc(slices.Clone(grants[right]), func(role string) bool { return role == operator || role == "admin" })
}

// May says whether the actor has the right, for who shows what he can do.
func (s *Session) May(right Right) bool { return s.may(right) == nil }

// Allow refuses, with words, what May denies.
func (s *Session) Allow(right Right) error { return s.may(right) }

// may refuses unless one of the actor's roles has the right; also holds roles
// that have it in this case beside the table's.
func (s *Session) may(right Right, also ...string) error {
	if slices.Contains(whole, right) && !s.scope().All {
		return fault.New(fault.Refused, "right.scope", "this is about all customers, and you see only some; an administrator can change that")
	}
	return s.oneOf(slices.Concat(grants[right], also))
}

// oneOf refuses unless the actor has one of the roles.
func (s *Session) oneOf(allowed []string) error {
	if slices.Contains(allowed, anyone) || firstOf(s.roles, allowed) != "" {
		return nil
	}
	allowed = slices.Compact(slices.Sorted(slices.Values(allowed)))
	return fault.New(fault.Refused, "right.missing", "%s (%s) may not do this; it takes one of: %s (say who with --as USER)",
		s.actorName(), strings.Join(s.roles, ", "), strings.Join(allowed, ", "))
}

// firstOf is the first of the roles that is also wanted, empty if none is.
func firstOf(roles, wanted []string) string {
	for _, r := range roles {
		if slices.Contains(wanted, r) {
			return r
		}
	}
	return ""
}

func (s *Session) actorName() string {
	if s.actor.User == "" {
		return operator
	}
	return string(s.actor.User)
}
