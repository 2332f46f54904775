package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"debitor/internal/db"
	"debitor/internal/db/dbtest"
	"debitor/internal/id"
	"debitor/internal/ledger"
	"debitor/internal/store"
)

// planned is a database that is asked how it will find what it is asked for.
type planned struct {
	db.Querier
	plan *strings.Builder
}

func (p planned) explain(ctx context.Context, sql string, args []any) error {
	var id, parent, unused int64
	var line string
	explain, cells := "EXPLAIN ", []any{&line}
	if p.Engine() == db.SQLite {
		explain, cells = "EXPLAIN QUERY PLAN ", []any{&id, &parent, &unused, &line}
	}
	rows, err := p.Querier.Query(ctx, explain+sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		p.plan.WriteString(line + "\n")
	}
	return rows.Err()
}

func (p planned) Query(ctx context.Context, sql string, args ...any) (db.Rows, error) {
	if err := p.explain(ctx, sql, args); err != nil {
		return nil, err
	}
	return p.Querier.Query(ctx, sql, args...)
}

func (p planned) QueryRow(ctx context.Context, sql string, args ...any) db.Row {
	_ = p.explain(ctx, sql, args) // without a plan the test fails
	return p.Querier.QueryRow(ctx, sql, args...)
}

// TestTasksAreFoundByTheirIndexes: the most at stake of very many is read in its
// order and not sorted, one's own few are found by whose they are, a customer's by
// him, however the database might like to go about it.
func TestTasksAreFoundByTheirIndexes(t *testing.T) {
	const people, tasks = 500, 10_000
	sorts := map[db.Engine]string{db.SQLite: "TEMP B-TREE", db.PostgreSQL: "Sort"}
	day := on("2026-02-03")
	dbtest.Each(t, func(t *testing.T, url string) {
		d := migrated(t, url)
		write(t, d, func(w store.Writer) error {
			customers := make([]ledger.Customer, people)
			for i := range customers {
				customers[i] = ledger.Customer{ID: id.Customer(fmt.Sprintf("C%d", i)), Name: "Co", Manager: "Ann"}
			}
			list := make([]store.Task, tasks)
			for i := range list {
				list[i] = store.Task{RunDate: day - 1, Customer: customers[i%people].ID, Step: fmt.Sprintf("call-%d", i), Currency: "BYN", Task: "call", Role: "clerk", Total: 100, Items: "[]"}
				if i%1000 == 0 {
					list[i].Assignee = "ann"
				}
			}
			if err := w.InsertCustomers(t.Context(), customers); err != nil {
				return err
			}
			if err := w.InsertTasks(t.Context(), list); err != nil {
				return err
			}
			return w.Analyze(t.Context(), "customer, task")
		})
		everybody := store.WorkQuery{Day: day, Scope: store.Scope{All: true}}
		own := store.WorkQuery{Day: day, User: "ann", Roles: []string{"chief"}, Scope: everybody.Scope}
		many := store.WorkQuery{Day: day, User: "ann", Roles: []string{"clerk"}, Scope: everybody.Scope, Many: true}
		for _, c := range []struct {
			name, index string
			sorted      bool // it may be sorted: there are few
			ask         func(store.Reader) (int, error)
			want        int
		}{
			{"everybody's", "task_open", false, func(r store.Reader) (int, error) { l, err := r.Work(t.Context(), everybody, 200); return len(l), err }, 200},
			{"very many", "task_open", false, func(r store.Reader) (int, error) { l, err := r.Work(t.Context(), many, 200); return len(l), err }, 200},
			{"her own", "task_whose", true, func(r store.Reader) (int, error) { l, err := r.Work(t.Context(), own, 200); return len(l), err }, 10},
			{"how many", "task_whose", false, func(r store.Reader) (int, error) { return r.WorkCount(t.Context(), own, 1001) }, 10},
			{"a customer's", "task_customer", true, func(r store.Reader) (int, error) { l, err := r.TasksOf(t.Context(), "C7", 50); return len(l), err }, 20},
			{"open of a customer", "task_customer", true, func(r store.Reader) (int, error) {
				l, err := r.OpenTasksFrom(t.Context(), "C7", "call-")
				return len(l), err
			}, 20},
			{"open of customers", "task_customer", true, func(r store.Reader) (int, error) {
				l, err := r.OpenTasksAmong(t.Context(), []id.Customer{"C7", "C8"}, "call-")
				return len(l), err
			}, 40},
		} {
			err := d.Read(t.Context(), func(q db.Querier) error {
				plan := &strings.Builder{}
				n, err := c.ask(store.Read(planned{q, plan}, "c"))
				if n != c.want {
					t.Errorf("%s: %d tasks, want %d", c.name, n, c.want)
				}
				if !strings.Contains(plan.String(), c.index) || !c.sorted && strings.Contains(plan.String(), sorts[d.Engine()]) {
					t.Errorf("%s are not found by %s alone:\n%s", c.name, c.index, plan)
				}
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	})
}
