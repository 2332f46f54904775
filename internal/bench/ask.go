package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// askWarm is how long is asked before, at the same rate.
	askWarm = 5 * time.Second
	// askCallers is how many questions can be under way at once; who finds all of
	// them busy waits, and that counts too.
	askCallers = 64
)

// answered is what who asked has seen.
type answered struct {
	Rate     int           `json:"rate"`     // asked for, per second
	Answered int           `json:"answered"` // per second, in truth
	Failed   int           `json:"failed"`
	P50      time.Duration `json:"p50"`
	P99      time.Duration `json:"p99"`
	Max      time.Duration `json:"max"`
	Asking   float64       `json:"asking"` // cores that asking took
}

// ask asks whether something may ship at a fixed rate, one customer after
// another, and prints as JSON what came of it: ADDRESS CUSTOMERS.CSV SECRET RATE
// SECONDS. It is a process of its own, so that its work is not counted as the
// server's, and speaks HTTP by itself, so that it is little work.
func ask(args []string) error {
	customers, err := codes(args[1])
	if err != nil {
		return err
	}
	rate, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	seconds, err := strconv.Atoi(args[4])
	if err != nil {
		return err
	}
	callers := make([]*caller, askCallers)
	for i := range callers {
		if callers[i], err = newCaller(args[0], args[2], customers); err != nil {
			return err
		}
	}
	if _, _, err := atRate(callers, rate, askWarm); err != nil {
		return err
	}
	used := ownTime()
	times, took, err := atRate(callers, rate, time.Duration(seconds)*time.Second)
	a := answered{Rate: rate, Asking: (ownTime() - used).Seconds() / took.Seconds()}
	if err != nil {
		return err
	}
	for _, c := range callers {
		a.Failed += c.failed
	}
	slices.Sort(times)
	a.P50, a.P99, a.Max = times[len(times)/2], times[len(times)*99/100], times[len(times)-1]
	a.Answered = int(float64(len(times)-a.Failed) / took.Seconds())
	return json.NewEncoder(os.Stdout).Encode(a)
}

// atRate asks at a rate. Each question has its moment; how long it took is
// counted from that, not from when there was somebody to ask it.
func atRate(callers []*caller, rate int, lasts time.Duration) (times []time.Duration, took time.Duration, err error) {
	total := int(lasts.Seconds() * float64(rate))
	times = make([]time.Duration, total)
	numbers := make(chan int, total)
	began := time.Now()
	due := func(n int) time.Time { return began.Add(time.Duration(n) * time.Second / time.Duration(rate)) }
	var wait sync.WaitGroup
	broken := make([]error, len(callers))
	for i, c := range callers {
		wait.Go(func() {
			for n := range numbers {
				if broken[i] = c.ask(n); broken[i] != nil {
					return
				}
				times[n] = time.Since(due(n))
			}
		})
	}
	for n := range total {
		if pause := time.Until(due(n)); pause > 0 {
			time.Sleep(pause)
		}
		numbers <- n
	}
	close(numbers)
	wait.Wait()
	return times, time.Since(began), errors.Join(broken...)
}

// caller is one connection.
type caller struct {
	conn      net.Conn
	in        *bufio.Reader
	out       bytes.Buffer
	head      string // of each request, up to its length
	customers []string
	failed    int
}

func newCaller(address, secret string, customers []string) (*caller, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	head := "POST /api/v1/shipment-checks HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer " + secret + "\r\nContent-Type: application/json\r\nContent-Length: "
	return &caller{conn: conn, in: bufio.NewReader(conn), head: head, customers: customers}, nil
}

// ask asks the question of a number; an answer that is none is counted.
func (c *caller) ask(n int) error {
	body := `{"customer": "` + c.customers[n*7919%len(c.customers)] + `", "amount": "1000.00"}`
	c.out.Reset()
	fmt.Fprintf(&c.out, "%s%d\r\n\r\n%s", c.head, len(body), body)
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return err
	}
	status, length := "", 0
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return err
		}
		line = strings.TrimSpace(line)
		if line == "" {
			break
		}
		if status == "" {
			status = line
		}
		if text, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			if length, err = strconv.Atoi(text); err != nil {
				return err
			}
		}
	}
	text, err := c.in.Peek(length)
	if err != nil {
		return err
	}
	if status != "HTTP/1.1 200 OK" {
		if c.failed++; c.failed == 1 {
			tell("%s: %s", status, text)
		}
	}
	_, err = c.in.Discard(length)
	return err
}

// codes are the first cells of a CSV file below its heading.
func codes(path string) (list []string, err error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	read := csv.NewReader(bufio.NewReader(in))
	read.FieldsPerRecord = -1
	for n := 0; ; n++ {
		record, err := read.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, record[0])
		}
	}
}
