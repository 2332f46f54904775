// Package intake turns other people's tables into the records of the ledger:
// customers, contacts, contracts, invoices, payments, events, and snapshots of
// open items; and the tables of banks into movements, of which package bank
// makes statements.
//
// A file is read twice. Open reads it once to learn what it is: which of the
// kinds, which heading stands for which column, and how each column writes its
// dates and numbers, which often only one row in a thousand tells ("1.234" may
// be one or a thousand). File.Each reads it again and gives typed records.
//
// It is not: the table itself (sheet), and not the ledger's opinion; whether a
// customer exists or a payment is known already is asked elsewhere and reported
// back with File.Refuse, so that the user gets one list.
//
// Invariants: nothing is guessed and nothing rounded unless a map file says so;
// a bad row is never given and never ends the reading, all its bad values are
// reported with file, line, column and value; memory is bounded.
//
// Start with Open and File.Each; columns.go holds what is known of the kinds,
// synonyms.go the headings in five languages, map.go the map files.
package intake
