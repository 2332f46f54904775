// Package customer is the pages of one customer, everything about him: what he
// owes and why, what was agreed, who is spoken with, what is kept; and the
// pages of one document of debt.
//
// It holds no rule. Start with Routes.
package customer

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// Routes are the addresses of the family.
func Routes() []page.Route {
	const attachmentForm = desk.MaxAttachment + page.BodyLimit // the file and what is typed beside it
	return []page.Route{
		{Method: "GET", Path: "/customers/{customer}", Right: desk.ReadBooks, Do: show},
		{Method: "GET", Path: "/customers/{customer}/contacts/edit", Right: desk.EditCustomers, Do: editContact},
		{Method: "POST", Path: "/customers/{customer}/contacts/edit", Right: desk.EditCustomers, Do: editContact},
		{Method: "POST", Path: "/customers/{customer}/contacts/verify", Right: desk.EditCustomers, Do: verifyContact},
		{Method: "POST", Path: "/customers/{customer}/contacts/wrong", Right: desk.EditCustomers, Do: wrongContact},
		{Method: "POST", Path: "/customers/{customer}/contacts/remove", Right: desk.EditCustomers, Do: removeContact},
		{Method: "GET", Path: "/customers/{customer}/contacts/revive", Right: desk.SendMail, Do: reviveAddress},
		{Method: "POST", Path: "/customers/{customer}/contacts/revive", Right: desk.SendMail, Do: reviveAddress},
		{Method: "GET", Path: "/customers/{customer}/card", Right: desk.ReadBooks, Do: showCard},
		{Method: "GET", Path: "/customers/{customer}/card/edit", Right: desk.EditCustomers, Do: editCard},
		{Method: "POST", Path: "/customers/{customer}/card/edit", Right: desk.EditCustomers, Do: editCard},
		{Method: "GET", Path: "/customers/{customer}/papers/{paper}", Right: desk.EditCustomers, Do: showPaper},
		{Method: "POST", Path: "/customers/{customer}/papers/{paper}", Right: desk.EditCustomers, Limit: attachmentForm, Do: showPaper},
		{Method: "GET", Path: "/customers/{customer}/papers/{paper}/remove", Right: desk.EditCustomers, Do: removePaper},
		{Method: "POST", Path: "/customers/{customer}/papers/{paper}/remove", Right: desk.EditCustomers, Do: removePaper},
		{Method: "GET", Path: "/customers/{customer}/check", Right: desk.KeepFlags, Do: checkCustomer},
		{Method: "POST", Path: "/customers/{customer}/check", Right: desk.KeepFlags, Do: checkCustomer},
		{Method: "GET", Path: "/customers/{customer}/flags/{flag}", Right: desk.KeepFlags, Do: withdrawFlag},
		{Method: "POST", Path: "/customers/{customer}/flags/{flag}", Right: desk.KeepFlags, Do: withdrawFlag},
		{Method: "GET", Path: "/customers/{customer}/notes", Right: desk.EditCustomers, Do: writeNote},
		{Method: "POST", Path: "/customers/{customer}/notes", Right: desk.EditCustomers, Do: writeNote},
		{Method: "GET", Path: "/customers/{customer}/attachments", Right: desk.EditCustomers, Do: attach},
		{Method: "POST", Path: "/customers/{customer}/attachments", Right: desk.EditCustomers, Limit: attachmentForm, Do: attach},
		{Method: "GET", Path: "/customers/{customer}/attachments/{number}", Right: desk.ReadBooks, Do: download},
		{Method: "GET", Path: "/customers/{customer}/attachments/{number}/remove", Right: desk.EditCustomers, Do: detach},
		{Method: "POST", Path: "/customers/{customer}/attachments/{number}/remove", Right: desk.EditCustomers, Do: detach},
		{Method: "GET", Path: "/customers/{customer}/limits", Right: desk.ReadBooks, Do: limits},
		{Method: "GET", Path: "/customers/{customer}/limits/set", Right: desk.AskApprovals, Do: setLimit},
		{Method: "POST", Path: "/customers/{customer}/limits/set", Right: desk.AskApprovals, Do: setLimit},
		{Method: "GET", Path: "/customers/{customer}/limits/secure", Right: desk.KeepCredit, Do: secure},
		{Method: "POST", Path: "/customers/{customer}/limits/secure", Right: desk.KeepCredit, Do: secure},
		{Method: "GET", Path: "/customers/{customer}/limits/stop", Right: desk.KeepCredit, Do: stop},
		{Method: "POST", Path: "/customers/{customer}/limits/stop", Right: desk.KeepCredit, Do: stop},
		{Method: "GET", Path: "/customers/{customer}/limits/{number}/end", Right: desk.KeepCredit, Do: endTerm},
		{Method: "POST", Path: "/customers/{customer}/limits/{number}/end", Right: desk.KeepCredit, Do: endTerm},
		{Method: "GET", Path: "/customers/{customer}/statement", Right: desk.ReadBooks, Do: statement},
		{Method: "POST", Path: "/customers/{customer}/statement", Right: desk.SendMail, Do: sendStatement},
		{Method: "GET", Path: "/customers/{customer}/suspend", Right: desk.SuspendDebts, Do: suspend},
		{Method: "POST", Path: "/customers/{customer}/suspend", Right: desk.SuspendDebts, Do: suspend},
		{Method: "GET", Path: "/customers/{customer}/resume", Right: desk.SuspendDebts, Do: resume},
		{Method: "POST", Path: "/customers/{customer}/resume", Right: desk.SuspendDebts, Do: resume},
		{Method: "GET", Path: "/customers/{customer}/lift", Right: desk.ReadBooks, Do: lift},
		{Method: "POST", Path: "/customers/{customer}/lift", Right: desk.ReadBooks, Do: lift},
		{Method: "GET", Path: "/invoices/{invoice}", Right: desk.ReadBooks, Do: showInvoice},
		{Method: "GET", Path: "/invoices/{invoice}/originals/{paper}", Right: desk.EditCustomers, Do: returnOriginal},
		{Method: "POST", Path: "/invoices/{invoice}/originals/{paper}", Right: desk.EditCustomers, Do: returnOriginal},
		{Method: "GET", Path: "/invoices/{invoice}/why", Right: desk.ReadBooks, Do: why},
	}
}
