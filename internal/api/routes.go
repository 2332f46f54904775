package api

import (
	"sync"

	"debitor/internal/desk"
	"debitor/internal/intake"
)

// Routes is the one table of endpoints.
var Routes = sync.OnceValue(func() []Route {
	return []Route{
		endpoint(Route{
			Method: "POST", Path: "/shipment-checks", Scope: desk.KeyShipments, Right: desk.ReadBooks, Name: "checkShipment", Tag: "Shipments",
			Text: "May goods ship to a customer?",
			Long: "Decided at this moment from the books: by the holds of the policy, the limits of the contracts, and what somebody has lifted. " +
				"The answer is 200 whether or not it may ship; `allowed` says which. It changes nothing, so it needs no idempotency key.",
		}, checkShipment),
		endpoint(Route{
			Method: "POST", Path: "/reservations", Scope: desk.KeyReserve, Right: desk.ReserveGoods, Name: "reserveShipment", Tag: "Shipments",
			Text: "If goods may ship today, hold their amount, so that another answer counts it as gone.",
			Long: "Two who ask for the same customer, or for two of one group, take turns: the second is answered with what the first has left. " +
				"A refusal is an answer, not an error: `reservation` is empty then. It ends by itself, with the invoice, or by its release.",
		}, reserve),
		endpoint(Route{
			Method: "POST", Path: "/reservations/{reservation}/release", Scope: desk.KeyReserve, Right: desk.ReserveGoods, Name: "releaseReservation", Tag: "Shipments",
			Text: "Give a reservation back before its time.",
		}, release),
		endpoint(Route{
			Method: "GET", Path: "/orders", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listOrders", Tag: "Shipments",
			Text: "The order queue: what to ship, from the top.",
			Long: "Prepayers and the punctual first, then who ordered first. Each order is answered for as if all above it had gone, as far as they may.",
		}, listOrders),
		endpoint(record("/orders", "recordOrders", "Record orders taken, and goods that went without an invoice."), take[OrderRecord](intake.Orders)),
		endpoint(Route{
			Method: "GET", Path: "/holds", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listHolds", Tag: "Shipments",
			Text: "The customers to whom shipments are stopped.",
			Long: "For programs of those who see all customers: who is not in the list ships for free.",
		}, listStopped),
		csv(endpoint(Route{
			Method: "GET", Path: "/stop-list.csv", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "stopList", Tag: "Shipments",
			Text: "The stop list as a CSV file.", Long: "The same file that `apply --out` writes.",
		}, stopFile)),
		endpoint(Route{
			Method: "POST", Path: "/holds/lifts", Scope: desk.KeyHolds, Right: desk.ReadBooks, Name: "liftHold", Tag: "Shipments",
			Text: "Let goods go in spite of a hold.",
			Long: "Only programs with one of the roles that the policy names; others ask for an approval of the kind lift-hold.",
		}, liftHold),

		endpoint(Route{Method: "GET", Path: "/customers", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listCustomers", Tag: "Books", Text: "Customers, by code."}, listCustomers),
		endpoint(Route{Method: "GET", Path: "/customers/{customer}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getCustomer", Tag: "Books", Text: "One customer."}, showCustomer),
		endpoint(record("/customers", "recordCustomers", "Record customers."), take[CustomerRecord](intake.Customers)),
		endpoint(Route{Method: "GET", Path: "/contracts", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listContracts", Tag: "Books", Text: "Contracts, by key."}, listContracts),
		endpoint(Route{Method: "GET", Path: "/contracts/{contract}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getContract", Tag: "Books", Text: "One contract."}, showContract),
		endpoint(record("/contracts", "recordContracts", "Record contracts."), take[ContractRecord](intake.Contracts)),
		endpoint(Route{Method: "GET", Path: "/invoices", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listInvoices", Tag: "Books", Text: "Invoices with their instalments, by key."}, listInvoices),
		endpoint(Route{Method: "GET", Path: "/invoices/{invoice}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getInvoice", Tag: "Books", Text: "One invoice with its instalments."}, showInvoice),
		endpoint(record("/invoices", "recordInvoices", "Record invoices, acts, waybills and credit notes."), take[InvoiceRecord](intake.Invoices)),
		endpoint(Route{Method: "GET", Path: "/payments", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listPayments", Tag: "Books", Text: "Payments, by key."}, listPayments),
		endpoint(Route{Method: "GET", Path: "/payments/{payment}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getPayment", Tag: "Books", Text: "One payment."}, showPayment),
		endpoint(record("/payments", "recordPayments", "Record payments."), take[PaymentRecord](intake.Payments)),
		endpoint(Route{Method: "GET", Path: "/events", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listEvents", Tag: "Books", Text: "Facts that are neither documents nor money, by key."}, listEvents),
		endpoint(record("/events", "recordEvents", "Record facts: papers handed over, a suspension, a payment on its way."), take[EventRecord](intake.Events)),
		endpoint(Route{Method: "GET", Path: "/aging", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getAging", Tag: "Books", Text: "Open items by days overdue, as of any day."}, showAging),

		endpoint(Route{
			Method: "GET", Path: "/plan", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getPlan", Tag: "Runs", Text: "What the rules ask for on a day.",
			Long: "It is decided when it is asked for and changes nothing. On a day that is no run day it has no steps.",
		}, showPlan),
		endpoint(Route{Method: "GET", Path: "/runs", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listRuns", Tag: "Runs", Text: "The last runs, and the run days to come."}, listRuns),
		endpoint(Route{Method: "GET", Path: "/runs/{date}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getRun", Tag: "Runs", Text: "A run, and how far it has come."}, showRun),
		endpoint(Route{
			Method: "POST", Path: "/runs", Scope: desk.KeyRuns, Right: desk.ApplyRuns, Name: "applyRun", Tag: "Runs", Text: "Apply the run of a day.",
			Long: "It is worked in the background; the run tells how far it has come. Applied twice, nothing happens twice.",
		}, startRun),
		endpoint(Route{Method: "GET", Path: "/letters", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listLetters", Tag: "Runs", Text: "Letters, the newest first."}, listLetters),
		endpoint(Route{Method: "GET", Path: "/letters/{letter}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getLetter", Tag: "Runs", Text: "One letter and the ways it goes."}, showLetter),
		pdf(endpoint(Route{Method: "GET", Path: "/letters/{letter}/file.pdf", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getLetterFile", Tag: "Runs", Text: "A letter as it was written."}, letterFile)),

		endpoint(Route{Method: "GET", Path: "/promises", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listPromises", Tag: "Promises", Text: "Promises to pay and how they were kept, the latest day first."}, listPromises),
		endpoint(Route{Method: "GET", Path: "/promises/{promise}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getPromise", Tag: "Promises", Text: "One promise."}, showPromise),
		endpoint(Route{
			Method: "POST", Path: "/promises", Scope: desk.KeyPromises, Right: desk.DoTasks, Name: "takePromise", Tag: "Promises", Text: "Record a promise to pay, or a payment plan.",
			Long: "What goes beyond the program's authority becomes a request for approval; `waiting` has its number.",
		}, takePromise),
		endpoint(Route{Method: "POST", Path: "/promises/{promise}/withdrawal", Scope: desk.KeyPromises, Right: desk.DoTasks, Name: "withdrawPromise", Tag: "Promises", Text: "Take back a promise that was recorded by mistake."}, withdrawPromise),

		endpoint(Route{
			Method: "GET", Path: "/restructurings", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listRestructurings", Tag: "Restructurings",
			Text: "Supplementary agreements and guarantee letters with their instalments, the newest first.",
		}, listRestructurings),
		endpoint(Route{Method: "GET", Path: "/restructurings/{number}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getRestructuring", Tag: "Restructurings", Text: "One agreement or guarantee letter."}, showRestructuring),

		endpoint(Route{Method: "GET", Path: "/disputes", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listDisputes", Tag: "Disputes", Text: "Disputes, by number."}, listDisputes),
		endpoint(Route{Method: "GET", Path: "/disputes/{number}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getDispute", Tag: "Disputes", Text: "One dispute."}, showDispute),
		endpoint(Route{Method: "POST", Path: "/disputes", Scope: desk.KeyDisputes, Right: desk.OpenDisputes, Name: "openDispute", Tag: "Disputes", Text: "Open a dispute: what is disputed is not chased."}, openDispute),
		endpoint(Route{Method: "POST", Path: "/disputes/{number}/answer", Scope: desk.KeyDisputes, Right: desk.DecideDispute, Name: "answerDispute", Tag: "Disputes", Text: "Note what the customer was answered."}, answerDispute),
		endpoint(Route{Method: "POST", Path: "/disputes/{number}/settlement", Scope: desk.KeyDisputes, Right: desk.DecideDispute, Name: "settleDispute", Tag: "Disputes", Text: "Decide a dispute."}, settleDispute),

		endpoint(Route{Method: "GET", Path: "/approvals", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "listApprovals", Tag: "Approvals", Text: "Requests for approval, in the order of asking."}, listApprovals),
		endpoint(Route{Method: "GET", Path: "/approvals/{number}", Scope: desk.KeyRead, Right: desk.ReadBooks, Name: "getApproval", Tag: "Approvals", Text: "One request and what became of it."}, showApproval),
		endpoint(Route{
			Method: "POST", Path: "/approvals", Scope: desk.KeyApprovals, Right: desk.AskApprovals, Name: "askApproval", Tag: "Approvals", Text: "Ask to be allowed something.",
			Long: "Where the rules let the program decide it itself, it is decided and carried out at once; else it waits for those whom `waits` names.",
		}, askApproval),
		endpoint(Route{Method: "POST", Path: "/approvals/{number}/decision", Scope: desk.KeyApprovals, Right: desk.AskApprovals, Name: "decideApproval", Tag: "Approvals", Text: "Approve or refuse a request, where the rules name the program's role."}, decideApproval),
		endpoint(Route{Method: "POST", Path: "/approvals/{number}/evidence", Scope: desk.KeyApprovals, Right: desk.AskApprovals, Name: "showEvidence", Tag: "Approvals", Text: "Show a document for a request of one's own."}, showEvidence),
		endpoint(Route{Method: "POST", Path: "/approvals/{number}/withdrawal", Scope: desk.KeyApprovals, Right: desk.AskApprovals, Name: "withdrawApproval", Tag: "Approvals", Text: "Take back a request of one's own."}, withdrawApproval),
	}
})

// record is the route by which records of a kind are taken in.
func record(path, name, text string) Route {
	return Route{
		Method: "POST", Path: path, Scope: desk.KeyWrite, Right: desk.ImportFiles, Name: name, Tag: "Books", Text: text,
		Long: "By the rules of imports (docs/import.md): all of the batch or none, and the same records again change nothing. Every refused value is in `errors`.",
	}
}

func csv(r Route) Route { r.file = "text/csv"; return r }
func pdf(r Route) Route { r.file = "application/pdf"; return r }
