package db

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"debitor/internal/cal"
)

// pgEpochDays is 2000-01-01, PostgreSQL's day 0, as days since 1970-01-01.
const pgEpochDays = 10957

// pgEpochMicros is the same instant in microseconds.
const pgEpochMicros = int64(pgEpochDays) * 86400 * 1_000_000

// registerTypes teaches a connection our dates and times: in binary, and with
// NULL as their zero value.
func registerTypes(m *pgtype.Map) {
	m.RegisterType(&pgtype.Type{Name: "date", OID: pgtype.DateOID, Codec: dateCodec{}})
	m.RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &timeCodec{pgtype.TimestamptzCodec{ScanLocation: time.UTC}},
	})
	m.RegisterDefaultPgType(cal.Date(0), "date")
}

type dateCodec struct{ pgtype.DateCodec }

func (c dateCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(cal.Date); ok && format == pgtype.BinaryFormatCode {
		return dateEncoder{}
	}
	return c.DateCodec.PlanEncode(m, oid, format, value)
}

func (c dateCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*cal.Date); ok && format == pgtype.BinaryFormatCode {
		return dateScanner{}
	}
	return c.DateCodec.PlanScan(m, oid, format, target)
}

type dateEncoder struct{}

func (dateEncoder) Encode(value any, buf []byte) ([]byte, error) {
	d, ok := value.(cal.Date)
	if !ok {
		return nil, fmt.Errorf("db: %T is no date", value)
	}
	if d == 0 {
		return nil, nil // NULL
	}
	return binary.BigEndian.AppendUint32(buf, uint32(d.UnixDays()-pgEpochDays)), nil
}

type dateScanner struct{}

func (dateScanner) Scan(src []byte, target any) error {
	d, ok := target.(*cal.Date)
	if !ok {
		return fmt.Errorf("db: cannot read a date into %T", target)
	}
	switch len(src) {
	case 0:
		*d = 0
	case 4:
		*d = cal.FromUnixDays(int32(binary.BigEndian.Uint32(src)) + pgEpochDays)
	default:
		return fmt.Errorf("db: a date of %d bytes", len(src))
	}
	return nil
}

type timeCodec struct{ pgtype.TimestamptzCodec }

func (c *timeCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if _, ok := value.(time.Time); ok && format == pgtype.BinaryFormatCode {
		return timeEncoder{}
	}
	return c.TimestamptzCodec.PlanEncode(m, oid, format, value)
}

func (c *timeCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if _, ok := target.(*time.Time); ok && format == pgtype.BinaryFormatCode {
		return timeScanner{}
	}
	return c.TimestamptzCodec.PlanScan(m, oid, format, target)
}

type timeEncoder struct{}

func (timeEncoder) Encode(value any, buf []byte) ([]byte, error) {
	t, ok := value.(time.Time)
	if !ok {
		return nil, fmt.Errorf("db: %T is no time", value)
	}
	if t.IsZero() {
		return nil, nil // NULL
	}
	return binary.BigEndian.AppendUint64(buf, uint64(t.UnixMicro()-pgEpochMicros)), nil
}

type timeScanner struct{}

func (timeScanner) Scan(src []byte, target any) error {
	t, ok := target.(*time.Time)
	if !ok {
		return fmt.Errorf("db: cannot read a time into %T", target)
	}
	switch len(src) {
	case 0:
		*t = time.Time{}
	case 8:
		*t = time.UnixMicro(int64(binary.BigEndian.Uint64(src)) + pgEpochMicros).UTC()
	default:
		return fmt.Errorf("db: a time of %d bytes", len(src))
	}
	return nil
}
