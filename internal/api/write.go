package api

import (
	"fmt"
	"reflect"

	"debitor/internal/desk"
	"debitor/internal/id"
	"debitor/internal/intake"
	"debitor/internal/money"
	"debitor/internal/web/say"
)

// Batch is records to be taken in: all or none.
type Batch[T any] struct {
	Items []T `json:"items" doc:"1 to 500 records."`
}

// Taken tells what became of a batch.
type Taken struct {
	New       int       `json:"new" example:"1"`
	Corrected int       `json:"corrected" doc:"Known before, and put right." example:"0"`
	Unchanged int       `json:"unchanged" doc:"Known before, as they are." example:"0"`
	Warnings  []Warning `json:"warnings"`
}

// Warning is something to be known about a record that was taken in.
type Warning struct {
	Pointer string `json:"pointer,omitempty" example:"/items/0"`
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// CustomerRecord is a customer to be recorded, as a row of customers.csv. What
// is left out of all records of a batch stays as it is.
type CustomerRecord struct {
	Customer id.Customer `json:"customer" doc:"The code, by which other records name him." example:"00017"`
	Name     string      `json:"name" example:"Bakery Rye Ltd"`
	TaxID    string      `json:"tax_id,omitempty" example:"190000179"`
	Language string      `json:"language,omitempty" doc:"Of his letters: two letters." example:"ru"`
	Country  string      `json:"country,omitempty" doc:"Two letters." example:"BY"`
	Email    string      `json:"email,omitempty" example:"accounts@rye.example"`
	Phone    string      `json:"phone,omitempty"`
	Address  string      `json:"address,omitempty"`
	Category string      `json:"category,omitempty" example:"A"`
	Manager  string      `json:"manager,omitempty" example:"anna"`
	Parent   id.Customer `json:"parent,omitempty" doc:"The head of his group."`
}

// ContractRecord is a contract to be recorded, as a row of contracts.csv.
type ContractRecord struct {
	Contract      id.Contract `json:"contract" example:"K-17"`
	Customer      id.Customer `json:"customer" example:"00017"`
	Number        string      `json:"number,omitempty" example:"17/2025"`
	Date          Day         `json:"date,omitempty" example:"2025-03-01"`
	Law           string      `json:"law,omitempty" example:"BY"`
	PaymentDays   *int        `json:"payment_days,omitempty" example:"14"`
	DaysUnit      string      `json:"days_unit,omitempty" enum:"calendar,working,banking" example:"calendar"`
	TermFrom      string      `json:"term_from,omitempty" enum:"shipment,invoice,handed_over,accepted,demand" example:"shipment"`
	Terms         string      `json:"terms,omitempty" doc:"Instalments, such as 30%@0;70%@20."`
	PenaltyPerDay Amount      `json:"penalty_per_day,omitempty" doc:"Per cent a day." example:"0.1"`
	LimitAmount   Amount      `json:"limit_amount,omitempty" doc:"In the company's currency." example:"5000.00"`
	LimitDays     *int        `json:"limit_days,omitempty"`
	PaymentClause string      `json:"payment_clause,omitempty" example:"4.2"`
	PenaltyClause string      `json:"penalty_clause,omitempty" example:"6.1"`
	PaymentOrder  string      `json:"payment_order,omitempty" doc:"What of a debt payments cover first: invoices, law, or a list; left out: as the company has it." example:"law"`
}

// InvoiceRecord is a document of debt to be recorded, as a row of invoices.csv.
type InvoiceRecord struct {
	Invoice    id.Invoice     `json:"invoice" doc:"The key of the document." example:"00000152"`
	Customer   id.Customer    `json:"customer" example:"00017"`
	Contract   id.Contract    `json:"contract,omitempty" example:"K-17"`
	Kind       string         `json:"kind,omitempty" doc:"As a letter calls it." example:"TTN"`
	Document   string         `json:"document,omitempty" doc:"Number as printed." example:"AB 1234567"`
	Date       Day            `json:"date" example:"2026-01-11"`
	Due        Day            `json:"due,omitempty" doc:"Left out where the contract gives the term." example:"2026-01-25"`
	Amount     Amount         `json:"amount" doc:"Negative: a credit note." example:"72.27"`
	Currency   money.Currency `json:"currency" example:"BYN"`
	Shipped    Day            `json:"shipped,omitempty" example:"2026-01-11"`
	HandedOver Day            `json:"handed_over,omitempty"`
	Accepted   Day            `json:"accepted,omitempty"`
}

// PaymentRecord is a payment to be recorded, as a row of payments.csv.
type PaymentRecord struct {
	Payment  id.Payment     `json:"payment" doc:"The key of the payment." example:"PP-77"`
	Customer id.Customer    `json:"customer" example:"00017"`
	Contract id.Contract    `json:"contract,omitempty" example:"K-17"`
	Date     Day            `json:"date" example:"2026-02-02"`
	Amount   Amount         `json:"amount" example:"72.27"`
	Currency money.Currency `json:"currency" example:"BYN"`
	Invoice  id.Invoice     `json:"invoice,omitempty" doc:"What it is for; left out: the oldest first." example:"00000152"`
	Purpose  string         `json:"purpose,omitempty"`
}

// EventRecord is a fact to be recorded, as a row of events.csv.
type EventRecord struct {
	Date     Day            `json:"date" example:"2026-02-02"`
	Kind     string         `json:"kind" doc:"handed_over, accepted, promise, dispute, dispute_closed, suspend, resume, in_transit and the others of the manual." example:"handed_over"`
	Customer id.Customer    `json:"customer,omitempty" doc:"May be left out where the document is named." example:"00017"`
	Invoice  id.Invoice     `json:"invoice,omitempty" doc:"Left out: the whole customer." example:"00000152"`
	Amount   Amount         `json:"amount,omitempty"`
	Currency money.Currency `json:"currency,omitempty"`
	Until    Day            `json:"until,omitempty"`
	Reason   string         `json:"reason,omitempty"`
	By       string         `json:"by,omitempty"`
	Document string         `json:"document,omitempty"`
}

// OrderRecord is an order taken, or a shipment without an invoice, as a row of
// orders.csv.
type OrderRecord struct {
	Customer id.Customer    `json:"customer" example:"00017"`
	Order    string         `json:"order" example:"З-118"`
	ToShip   Amount         `json:"to_ship" doc:"What is left of the order; 0: all of it has gone, or was called off. Of a shipment: what went." example:"7000.00"`
	Shipment string         `json:"shipment,omitempty" doc:"The waybill, where goods went without an invoice; left out: it is about the order."`
	Contract id.Contract    `json:"contract,omitempty"`
	Date     Day            `json:"date,omitempty" doc:"The day it was taken; today if not given." example:"2026-02-02"`
	Currency money.Currency `json:"currency,omitempty" doc:"The company's if not given."`
}

// take records a batch by the rules of imports.
func take[T any](kind intake.Kind) func(*call, *Batch[T]) (Taken, error) {
	columns := fieldsOf(reflect.TypeFor[T]())
	return func(c *call, b *Batch[T]) (Taken, error) {
		r := desk.Records{Kind: kind}
		used := make([]bool, len(columns))
		for i := range b.Items {
			row := cellsOf(reflect.ValueOf(&b.Items[i]).Elem(), used)
			r.Rows = append(r.Rows, row)
		}
		narrow(&r, columns, used)
		report, err := c.TakeRecords(c, r)
		if err != nil {
			return Taken{}, refusedRows(c.lang, &report, err)
		}
		t := Taken{New: report.New, Corrected: report.Corrected, Unchanged: report.Unchanged, Warnings: []Warning{}}
		for _, w := range report.Warnings {
			at := ""
			if w.Line > 0 {
				at = pointer("items", w.Line-1, "")
			}
			t.Warnings = append(t.Warnings, Warning{at, w.Code, say.For(c.lang).Refusal(w.Code, w.Text, w.Args)})
		}
		return t, nil
	}
}

// cellsOf is a record as a row; used notes the columns that say something.
func cellsOf(v reflect.Value, used []bool) []string {
	row := make([]string, v.NumField())
	for i := range row {
		f := v.Field(i)
		if f.Kind() == reflect.Pointer {
			if f.IsNil() {
				continue
			}
			f = f.Elem()
			used[i] = true
		}
		row[i] = fmt.Sprint(f.Interface())
		used[i] = used[i] || row[i] != ""
	}
	return row
}

// narrow leaves out the columns that no record of the batch has, as a file does
// that lacks them: what is in the books stays.
func narrow(r *desk.Records, columns []field, used []bool) {
	for i, f := range columns {
		if used[i] || f.need {
			r.Columns = append(r.Columns, f.name)
		}
	}
	for n, row := range r.Rows {
		cells := make([]string, 0, len(r.Columns))
		for i, f := range columns {
			if used[i] || f.need {
				cells = append(cells, row[i])
			}
		}
		r.Rows[n] = cells
	}
}
