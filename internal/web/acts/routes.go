// Package acts is the pages of reconciliation acts, campaigns of them, the
// comparison with customers' own, nettings, agreements on late debts, and the
// control totals against other books.
//
// It decides nothing: desk knows the states of an act and who may do what.
// Invariants: comparing changes nothing, so its answer stands on the page that
// was asked; what changes an act is a page of one form.
//
// Start with Routes.
package acts

import (
	"debitor/internal/desk"
	"debitor/internal/web/page"
)

// fileLimit bounds a file to compare: a year of many documents, as a workbook.
const fileLimit = 32 << 20

// Routes are the addresses of the family.
func Routes() []page.Route {
	return []page.Route{
		{Method: "GET", Path: "/acts", Right: desk.KeepActs, Do: list},
		{Method: "GET", Path: "/acts/campaign", Right: desk.KeepActs, Do: campaign},
		{Method: "POST", Path: "/acts/campaign", Right: desk.KeepActs, Do: campaign},
		{Method: "POST", Path: "/campaigns/{campaign}/send", Right: desk.KeepActs, Do: sendCampaign},
		{Method: "POST", Path: "/campaigns/{campaign}/go-on", Right: desk.KeepActs, Do: goOnCampaign},
		{Method: "POST", Path: "/campaigns/{campaign}/print", Right: desk.KeepActs, Do: printCampaign},
		{Method: "GET", Path: "/acts/{act}", Right: desk.KeepActs, Do: show},
		{Method: "GET", Path: "/acts/{act}/send", Right: desk.KeepActs, Do: send},
		{Method: "POST", Path: "/acts/{act}/send", Right: desk.KeepActs, Do: send},
		{Method: "GET", Path: "/acts/{act}/own", Right: desk.KeepActs, Do: own},
		{Method: "POST", Path: "/acts/{act}/own", Right: desk.KeepActs, Do: own},
		{Method: "GET", Path: "/acts/{act}/signed", Right: desk.KeepActs, Do: signed},
		{Method: "POST", Path: "/acts/{act}/signed", Right: desk.KeepActs, Do: signed},
		{Method: "GET", Path: "/acts/{act}/disagreed", Right: desk.KeepActs, Do: disagreed},
		{Method: "POST", Path: "/acts/{act}/disagreed", Right: desk.KeepActs, Do: disagreed},
		{Method: "GET", Path: "/acts/{act}/withdraw", Right: desk.KeepActs, Do: withdraw},
		{Method: "POST", Path: "/acts/{act}/withdraw", Right: desk.KeepActs, Do: withdraw},
		{Method: "GET", Path: "/acts/{act}/compare", Right: desk.KeepActs, Do: compare},
		{Method: "POST", Path: "/acts/{act}/compare", Right: desk.KeepActs, Limit: fileLimit, Do: compare},
		{Method: "GET", Path: "/customers/{customer}/act", Right: desk.KeepActs, Do: makeAct},
		{Method: "POST", Path: "/customers/{customer}/act", Right: desk.KeepActs, Do: makeAct},
		{Method: "GET", Path: "/customers/{customer}/statements", Right: desk.KeepActs, Do: order},
		{Method: "POST", Path: "/customers/{customer}/statements", Right: desk.KeepActs, Do: order},
		{Method: "POST", Path: "/customers/{customer}/statements/end", Right: desk.KeepActs, Do: endOrder},
		{Method: "GET", Path: "/customers/{customer}/netting", Right: desk.KeepActs, Do: netting},
		{Method: "POST", Path: "/customers/{customer}/netting", Right: desk.KeepActs, Do: proposeNetting},
		{Method: "GET", Path: "/nettings/{netting}", Right: desk.KeepActs, Do: kept},
		{Method: "GET", Path: "/nettings/{netting}/book", Right: desk.MatchCash, Do: bookNetting},
		{Method: "POST", Path: "/nettings/{netting}/book", Right: desk.MatchCash, Do: bookNetting},
		{Method: "GET", Path: "/nettings/{netting}/reverse", Right: desk.MatchCash, Do: reverseNetting},
		{Method: "POST", Path: "/nettings/{netting}/reverse", Right: desk.MatchCash, Do: reverseNetting},
		{Method: "GET", Path: "/nettings/{netting}/withdraw", Right: desk.KeepActs, Do: withdrawNetting},
		{Method: "POST", Path: "/nettings/{netting}/withdraw", Right: desk.KeepActs, Do: withdrawNetting},
		{Method: "GET", Path: "/restructurings", Right: desk.ReadBooks, Do: restructurings},
		{Method: "GET", Path: "/restructurings/{restructuring}", Right: desk.ReadBooks, Do: restructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/send", Right: desk.KeepRestructurings, Do: sendRestructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/charge", Right: desk.KeepCharges, Do: chargeRestructuring},
		{Method: "GET", Path: "/restructurings/{restructuring}/sign", Right: desk.KeepRestructurings, Do: signRestructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/sign", Right: desk.KeepRestructurings, Do: signRestructuring},
		{Method: "GET", Path: "/restructurings/{restructuring}/refuse", Right: desk.KeepRestructurings, Do: refuseRestructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/refuse", Right: desk.KeepRestructurings, Do: refuseRestructuring},
		{Method: "GET", Path: "/restructurings/{restructuring}/withdraw", Right: desk.KeepRestructurings, Do: withdrawRestructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/withdraw", Right: desk.KeepRestructurings, Do: withdrawRestructuring},
		{Method: "GET", Path: "/restructurings/{restructuring}/cancel", Right: desk.SuspendDebts, Do: cancelRestructuring},
		{Method: "POST", Path: "/restructurings/{restructuring}/cancel", Right: desk.SuspendDebts, Do: cancelRestructuring},
		{Method: "GET", Path: "/customers/{customer}/restructuring", Right: desk.KeepRestructurings, Do: draftRestructuring},
		{Method: "POST", Path: "/customers/{customer}/restructuring", Right: desk.KeepRestructurings, Do: draftRestructuring},
		{Method: "GET", Path: "/books", Right: desk.CompareBooks, Do: books},
		{Method: "POST", Path: "/books", Right: desk.CompareBooks, Limit: fileLimit, Do: books},
	}
}
