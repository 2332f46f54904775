package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/store"
)

// schema is the tables of a database: "table.column" with type and nullability,
// and the keys of each table.
type schema struct {
	Columns map[string]string
	Primary map[string]string
	Unique  map[string][]string // indexes that are unique, and where
	Index   map[string][]string // the others
}

// notOurs are the tables of the migrations and the job queue.
func notOurs(table string) bool {
	return strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "river") || strings.HasPrefix(table, "sqlite")
}

func migrated(t *testing.T, url string) *db.DB {
	t.Helper()
	d := dbtest.Open(t, url)
	if err := d.Migrate(t.Context(), store.Migrations); err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, d *db.DB, sql string, row func(cells []string)) {
	t.Helper()
	err := d.Read(t.Context(), func(q db.Querier) error {
		rows, err := q.Query(t.Context(), sql)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var a, b, c, e string
			if err := rows.Scan(&a, &b, &c, &e); err != nil {
				return err
			}
			if !notOurs(a) {
				row([]string{a, b, c, e})
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func newSchema() schema {
	return schema{map[string]string{}, map[string]string{}, map[string][]string{}, map[string][]string{}}
}

// sqliteTypes gives a column its type of PostgreSQL: SQLite has TEXT for days,
// times and JSON, and the name and the CHECK tell which.
func sqliteSchema(t *testing.T, d *db.DB) schema {
	t.Helper()
	s := newSchema()
	ddl := map[string]string{}
	read(t, d, `SELECT name, sql, '', '' FROM sqlite_master WHERE type = 'table'`, func(c []string) { ddl[c[0]] = c[1] })
	read(t, d, `SELECT m.name, p.name, p.type || CASE WHEN p."notnull" = 1 THEN ' NOT NULL' ELSE '' END, CAST(p.pk AS TEXT)
		FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.pk, p.cid`, func(c []string) {
		kind := c[2]
		if strings.Contains(ddl[c[0]], "date("+c[1]+")") {
			kind = strings.Replace(kind, "TEXT", "DATE", 1)
		}
		s.Columns[c[0]+"."+c[1]] = kind
		if c[3] != "0" {
			s.Primary[c[0]] += " " + c[1]
		}
	})
	indexes := map[string]string{}
	where := map[string]string{}
	read(t, d, `SELECT tbl_name, name, COALESCE(sql, ''), '' FROM sqlite_master WHERE type = 'index'`, func(c []string) {
		if _, w, ok := strings.Cut(c[2], " WHERE "); ok {
			where[c[1]] = " WHERE " + strings.NewReplacer("(", "", ")", "").Replace(w)
		}
	})
	unique := map[string]bool{}
	read(t, d, `SELECT m.name, l.name, i.name, l.origin || CAST(l."unique" AS TEXT) FROM sqlite_master m JOIN pragma_index_list(m.name) l
		JOIN pragma_index_info(l.name) i WHERE m.type = 'table' ORDER BY m.name, l.name, i.seqno`, func(c []string) {
		if c[3] != "pk1" {
			indexes[c[0]+"|"+c[1]] += " " + c[2]
			unique[c[0]+"|"+c[1]] = strings.HasSuffix(c[3], "1")
		}
	})
	for key, columns := range indexes {
		table, name, _ := strings.Cut(key, "|")
		s.put(table, columns+where[name], unique[key])
	}
	return s.sorted()
}

func postgresSchema(t *testing.T, d *db.DB) schema {
	t.Helper()
	s := newSchema()
	read(t, d, `SELECT c.table_name::text, c.column_name::text, c.data_type || CASE WHEN c.is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END, ''
		FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY c.ordinal_position`, func(c []string) {
		kind := strings.NewReplacer("bigint", "INTEGER", "text", "TEXT", "jsonb", "TEXT", "timestamp with time zone", "TEXT", "date", "DATE", "bytea", "BLOB").Replace(c[2])
		s.Columns[c[0]+"."+c[1]] = kind
	})
	read(t, d, `SELECT t.relname::text, CASE WHEN i.indisprimary THEN 'primary' WHEN i.indisunique THEN 'unique' ELSE 'index' END,
			(SELECT string_agg(' ' || a.attname, '' ORDER BY k.n) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(num, n)
				JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num), COALESCE(pg_get_expr(i.indpred, i.indrelid), '')
		FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'public'`, func(c []string) {
		where := ""
		if c[3] != "" {
			where = " WHERE " + strings.NewReplacer("(", "", ")", "", "::text", "").Replace(c[3])
		}
		if c[1] == "primary" {
			s.Primary[c[0]] = c[2]
			return
		}
		s.put(c[0], c[2]+where, c[1] == "unique")
	})
	return s.sorted()
}

func (s schema) put(table, columns string, unique bool) {
	if unique {
		s.Unique[table] = append(s.Unique[table], columns)
	} else {
		s.Index[table] = append(s.Index[table], columns)
	}
}

func (s schema) sorted() schema {
	for _, list := range s.Unique {
		slices.Sort(list)
	}
	for _, list := range s.Index {
		slices.Sort(list)
	}
	return s
}

// TestSchemasAgree: both migrations make the same tables, columns, nullability
// and keys.
func TestSchemasAgree(t *testing.T) {
	lite, pg := sqliteSchema(t, migrated(t, dbtest.SQLite(t))), postgresSchema(t, migrated(t, dbtest.Postgres(t)))
	if diff := cmp.Diff(lite, pg); diff != "" {
		t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
	}
	if len(lite.Columns) < 100 {
		t.Errorf("only %d columns were compared", len(lite.Columns))
	}
}

// ofPeople are the tables about those who sign in, and the keys by which programs
// are known before their company is: they belong to the
// installation and not to one of its companies.
var ofPeople = []string{"person", "recovery_code", "session", "password_link", "sign_in_failure", "api_key"}

// TestCompanyComesFirst: every table but those of people is keyed by company,
// and so is every unique key and index, so that books can be sharded by it.
func TestCompanyComesFirst(t *testing.T) {
	s := sqliteSchema(t, migrated(t, dbtest.SQLite(t)))
	tables := map[string]bool{}
	for column := range s.Columns {
		table, _, _ := strings.Cut(column, ".")
		tables[table] = true
	}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		if slices.Contains(ofPeople, table) {
			continue
		}
		keys := append([]string{s.Primary[table]}, slices.Concat(s.Unique[table], s.Index[table])...)
		for _, key := range keys {
			if key != " company" && !strings.HasPrefix(key, " company ") {
				t.Errorf("%s has the key%s", table, key)
			}
		}
		if s.Columns[table+".company"] != "TEXT NOT NULL" {
			t.Errorf("%s.company is %q", table, s.Columns[table+".company"])
		}
	}
}

// TestIdentifiersSortByBytes: whatever people sort by, identifiers do not.
func TestIdentifiersSortByBytes(t *testing.T) {
	d := migrated(t, dbtest.PostgresICU(t))
	s := postgresSchema(t, d)
	read(t, d, `SELECT c.table_name::text, c.column_name::text, COALESCE(c.collation_name::text, ''), '' FROM information_schema.columns c
		WHERE c.table_schema = 'public' AND c.data_type = 'text'`, func(c []string) {
		inKey := false
		for _, key := range append([]string{s.Primary[c[0]]}, slices.Concat(s.Unique[c[0]], s.Index[c[0]])...) {
			inKey = inKey || slices.Contains(strings.Fields(key), c[1])
		}
		if inKey && c[2] != "C" {
			t.Errorf("%s.%s is part of a key and sorts by %q", c[0], c[1], c[2])
		}
	})
}
