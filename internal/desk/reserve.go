package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"hash/fnv"
	"sync"
	"time"

	"debitor/internal/credit"
	"debitor/internal/fault"
	"debitor/internal/id"
	"debitor/internal/money"
	"debitor/internal/store"
)

// ReserveHours is how long a reservation counts if nobody says: a working day,
// in which goods that were promised to the warehouse leave it.
const ReserveHours = 8

// maxReserveHours bounds a reservation: what has not left in a week is asked
// about again.
const maxReserveHours = 7 * 24

// ReserveRequest asks whether an amount may ship today and holds it for whoever
// asks: another answer counts it as gone.
type ReserveRequest struct {
	HoldQuery     // its Amount is needed, and its Date is today whatever it says
	Hours     int // 0: ReserveHours
}

// Reserved is the answer to a ReserveRequest.
type Reserved struct {
	Answer  credit.Answer  `json:"-"`
	Key     string         `json:"reservation,omitempty"` // empty: it may not ship, and nothing is held
	Expires time.Time      `json:"expires,omitzero"`
	Amount  money.Minor    `json:"-"`
	Money   money.Currency `json:"-"`
}

// Reserve answers as Hold does and, if it may ship, holds the amount until the
// invoice arrives, the time is over, or it is released. Two who ask at the same
// moment take turns, over all of the customer's group: the second is answered
// with what the first has left. For the same order the earlier reservation is
// replaced. A refusal is an answer, not an error.
func (s *Session) Reserve(ctx context.Context, q ReserveRequest) (out Reserved, err error) {
	if q.Hours == 0 {
		q.Hours = ReserveHours
	}
	switch {
	case q.Amount == "":
		return out, fault.New(fault.Usage, "reserve.amount", "say how much is to be held: --amount N")
	case q.Hours < 0 || q.Hours > maxReserveHours:
		return out, fault.New(fault.Usage, "reserve.hours", "a reservation lasts 1 to %d hours, not %d", maxReserveHours, q.Hours)
	}
	q.Date = s.Today()
	leave, err := s.waitTurn(ctx, q.Customer)
	defer leave()
	if err != nil {
		return out, err
	}
	var kept Reserved // what a replay gives: the answer itself is made anew
	err = s.do(ctx, ReserveGoods, "hold.reserve", &kept, func(ctx context.Context, e *entry) error {
		out, kept = Reserved{}, Reserved{}
		head, err := e.HeadOf(ctx, q.Customer)
		if err != nil {
			return err
		}
		if err := e.TakeTurn(ctx, head); err != nil {
			return err
		}
		if out.Answer, err = s.hold(ctx, e.Reader, q.HoldQuery); err != nil || !out.Answer.Allowed {
			return err
		}
		if err := s.reserve(ctx, e, q, &out); err != nil {
			return err
		}
		kept = out
		return nil
	})
	if err == nil && out.Answer.Customer == "" { // the call was replayed
		out = kept
		out.Answer, err = s.Hold(ctx, q.HoldQuery)
	}
	return out, err
}

// turns are locks by the hash of a group's head.
type turns [64]sync.Mutex

// waitTurn has those of this process who ask for the same group wait for one
// another, so that their transactions do not meet and begin anew; that of two
// processes the second sees the first is the database's to keep (TakeTurn).
func (s *Session) waitTurn(ctx context.Context, customer id.Customer) (leave func(), err error) {
	var head id.Customer
	err = s.read(ctx, ReadBooks, func(r store.Reader) (err error) {
		head, err = r.HeadOf(ctx, customer)
		return err
	})
	h := fnv.New32a()
	_, _ = h.Write([]byte(string(s.company.Code) + "\x00" + string(head))) // never fails
	lock := &s.desk.turns[int(h.Sum32()%uint32(len(s.desk.turns)))]
	lock.Lock()
	return lock.Unlock, err
}

// reserve writes the reservation, in the place of an earlier one for the order.
func (s *Session) reserve(ctx context.Context, e *entry, q ReserveRequest, out *Reserved) error {
	amount, err := positive(q.Amount, out.Answer.Currency)
	if err != nil {
		return err
	}
	now := s.desk.now().UTC().Truncate(time.Second)
	out.Key, out.Expires, out.Amount, out.Money = reservationKey(), now.Add(time.Duration(q.Hours)*time.Hour), amount, out.Answer.Currency
	standing, err := e.Commitments(ctx, []id.Customer{q.Customer}, now)
	if err != nil {
		return err
	}
	for i := range standing {
		if c := &standing[i]; c.Kind == credit.Reservation && q.Order != "" && c.Order == q.Order {
			if _, err := e.CloseCommitment(ctx, c.Kind, c.Key, "replaced by "+out.Key); err != nil {
				return err
			}
		}
	}
	row := store.Commitment{
		Commitment: credit.Commitment{
			Kind: credit.Reservation, Key: out.Key, Order: q.Order, Contract: q.Contract, On: q.Date, Amount: amount, Currency: out.Money,
		},
		Customer: q.Customer, Expires: out.Expires, By: s.actorName(),
	}
	e.note("hold.reserved", "customer:"+string(q.Customer), q.Order, map[string]any{
		"reservation": out.Key, "amount": amount.Decimal(out.Money), "currency": out.Money, "expires": out.Expires,
	})
	return e.PutCommitments(ctx, []store.Commitment{row}, "")
}

// reservationKey is short enough to be read out, and nobody guesses another's.
func reservationKey() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails
	return fmt.Sprintf("%x", b)
}

// Release gives a reservation back before its time.
func (s *Session) Release(ctx context.Context, key, reason string) error {
	return s.do(ctx, ReserveGoods, "hold.release", nil, func(ctx context.Context, e *entry) error {
		rows, err := e.CommitmentsNamed(ctx, credit.Reservation, []string{key})
		if err != nil {
			return err
		}
		row, known := rows[key]
		if known {
			err = s.mustSee(ctx, e.Reader, row.Customer)
		}
		if err != nil {
			return err
		}
		done, err := e.CloseCommitment(ctx, credit.Reservation, key, "released")
		if err == nil && !done {
			err = fault.New(fault.NotFound, "reserve.unknown", "there is no reservation %q that is still held", key)
		}
		if err != nil {
			return err
		}
		e.note("hold.released", "customer:"+string(row.Customer), reason, map[string]any{"reservation": key})
		return nil
	})
}

// Standing lists what a customer will owe: orders, shipments without an
// invoice, reservations that have not run out.
func (s *Session) Standing(ctx context.Context, c id.Customer) (list []store.Commitment, err error) {
	err = s.read(ctx, ReadBooks, func(r store.Reader) error {
		if err := s.mustSee(ctx, r, c); err != nil {
			return err
		}
		list, err = r.Commitments(ctx, []id.Customer{c}, s.desk.now())
		return err
	})
	return list, err
}
