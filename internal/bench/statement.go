package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// benchAccount is the account the invented statement is of.
const benchAccount = "BY13AKBB30120000000010000000"

// statementEntries is how many entries the statement has, where there are as
// many invoices.
const statementEntries = 100_000

// statement writes a bank statement in 1C's format in which the first invoices
// are paid, one entry each, spread over the ledger: INVOICES CUSTOMERS OUT N.
// Every tenth payer leaves the document's number out.
func statement(args []string) error {
	n, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	payers := map[string]string{}
	if err := eachRecord(args[1], func(r map[string]string) bool {
		payers[r["customer"]] = r["name"] + "\t" + r["tax_id"]
		return true
	}); err != nil {
		return err
	}
	out, err := os.Create(args[2])
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	day := statementDay()
	fmt.Fprintf(w, "1CClientBankExchange\r\nВерсияФормата=1.03\r\nКодировка=UTF-8\r\nДатаНачала=%[1]s\r\nДатаКонца=%[1]s\r\nРасчСчет=%[2]s\r\n", day, benchAccount)
	written := 0
	err = eachRecord(args[0], func(r map[string]string) bool {
		if r["currency"] != "BYN" {
			return true
		}
		name, taxID, _ := strings.Cut(payers[r["customer"]], "\t")
		purpose := "Оплата за товар по " + r["document"] + " в т.ч. НДС 20%"
		if written%10 == 9 {
			purpose = "Оплата за товар по договору"
		}
		fmt.Fprintf(w, "СекцияДокумент=Платежное поручение\r\nНомер=%d\r\nДата=%[2]s\r\nСумма=%[3]s\r\nДатаПоступило=%[2]s\r\nПлательщикСчет=BY20OLMP3135%016[1]d\r\nПлательщик1=%[4]s\r\nПлательщикИНН=%[5]s\r\nПолучательСчет=%[6]s\r\nНазначениеПлатежа=%[7]s\r\nКонецДокумента\r\n",
			written, day, r["amount"], name, taxID, benchAccount, purpose)
		written++
		return written < n
	})
	if err != nil {
		return err
	}
	fmt.Fprint(w, "КонецФайла\r\n")
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Close()
}

// statementDay is today as 1C writes it.
func statementDay() string { return today[8:10] + "." + today[5:7] + "." + today[:4] }

// eachRecord gives the rows of a CSV file by their headings until fn says no.
func eachRecord(path string, fn func(map[string]string) bool) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	rows := csv.NewReader(bufio.NewReader(in))
	head, err := rows.Read()
	if err != nil {
		return err
	}
	for {
		cells, err := rows.Read()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		}
		r := make(map[string]string, len(head))
		for i, h := range head {
			r[h] = cells[i]
		}
		if !fn(r) {
			return nil
		}
	}
}

// bankBooks takes a statement in: what is read, matched and booked.
func (b *bench) bankBooks(k *books, n int, f invented) error {
	if _, err := k.debitor("bank", "add", benchAccount, "--currency", "BYN", "--since", today); err != nil {
		return err
	}
	entries := min(n, statementEntries)
	return b.step(k, row{work: "take in a bank statement of " + grouped(entries) + " entries", amount: grouped(n) + " invoices", target: targetBank}, nil, "import", f.statement)
}
