package store

import (
	"context"

	"debitor/internal/cal"
	"debitor/internal/db"
)

// PolicyVersion is a published policy file; it never changes.
type PolicyVersion struct {
	Policy  string
	Version int
	Source  string
}

// LastPolicyVersion is the newest version of a policy, Version 0 if none.
func (r Reader) LastPolicyVersion(ctx context.Context, policy string) (PolicyVersion, error) {
	return r.onePolicy(ctx, `SELECT policy, version, source FROM policy_version WHERE company = $1 AND policy = $2
		ORDER BY version DESC LIMIT 1`, string(r.company), policy)
}

// PolicyInForce is the version that was last put to use for the day, Version 0
// if none: of several uses that cover it, the one said last.
func (r Reader) PolicyInForce(ctx context.Context, day cal.Date) (PolicyVersion, error) {
	return r.onePolicy(ctx, `SELECT v.policy, v.version, v.source FROM policy_use u
		JOIN policy_version v ON v.company = u.company AND v.policy = u.policy AND v.version = u.version
		WHERE u.company = $1 AND (u.from_date IS NULL OR u.from_date <= $2) ORDER BY u.number DESC LIMIT 1`, string(r.company), day)
}

// RulingOn is the version that decides on a day, without its text, Version 0 if
// none does: that of the day's run if there is one, else that in force.
func (r Reader) RulingOn(ctx context.Context, day cal.Date) (v PolicyVersion, err error) {
	rows, err := r.q.Query(ctx, `SELECT policy, version FROM (
			SELECT 0 AS place, 0 AS number, policy, version FROM run WHERE company = $1 AND date = $2
			UNION ALL SELECT 1, number, policy, version FROM policy_use WHERE company = $1 AND (from_date IS NULL OR from_date <= $2)
		) AS either ORDER BY place, number DESC LIMIT 1`, string(r.company), day)
	list, err := collect(rows, err, func(rows db.Rows, v *PolicyVersion) error { return rows.Scan(&v.Policy, &v.Version) })
	if err == nil && len(list) == 1 {
		v = list[0]
	}
	return v, err
}

// Policy is one version of a policy, Version 0 if there is none.
func (r Reader) Policy(ctx context.Context, policy string, version int) (PolicyVersion, error) {
	return r.onePolicy(ctx, `SELECT policy, version, source FROM policy_version WHERE company = $1 AND policy = $2 AND version = $3`,
		string(r.company), policy, version)
}

func (r Reader) onePolicy(ctx context.Context, sql string, args ...any) (PolicyVersion, error) {
	rows, err := r.q.Query(ctx, sql, args...)
	list, err := collect(rows, err, func(rows db.Rows, v *PolicyVersion) error { return rows.Scan(&v.Policy, &v.Version, &v.Source) })
	if err != nil || len(list) == 0 {
		return PolicyVersion{}, err
	}
	return list[0], nil
}

// PolicyVersions are all published versions, by name and version.
func (r Reader) PolicyVersions(ctx context.Context) ([]PolicyVersion, error) {
	rows, err := r.q.Query(ctx, `SELECT policy, version, source FROM policy_version WHERE company = $1 ORDER BY policy, version`, string(r.company))
	return collect(rows, err, func(rows db.Rows, v *PolicyVersion) error { return rows.Scan(&v.Policy, &v.Version, &v.Source) })
}

// InsertPolicyVersion publishes a version.
func (w Writer) InsertPolicyVersion(ctx context.Context, v PolicyVersion) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO policy_version (company, policy, version, source, change) VALUES ($1,$2,$3,$4,$5)`,
		string(w.company), v.Policy, v.Version, v.Source, w.change)
	return err
}

// UsePolicy puts a version to use from a day on; no date means for every day.
func (w Writer) UsePolicy(ctx context.Context, v PolicyVersion, from cal.Date) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO policy_use (company, number, policy, version, from_date, change)
		SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM policy_use WHERE company = $1`,
		string(w.company), v.Policy, v.Version, from, w.change)
	return err
}

// PolicyUse says that a version is to rule from a day on; no date means every
// day. Of several that cover a day, the one said last rules it.
type PolicyUse struct {
	Policy  string
	Version int
	From    cal.Date
}

// PolicyUses are all that was said, in its order.
func (r Reader) PolicyUses(ctx context.Context) ([]PolicyUse, error) {
	rows, err := r.q.Query(ctx, `SELECT policy, version, from_date FROM policy_use WHERE company = $1 ORDER BY number`, string(r.company))
	return collect(rows, err, func(rows db.Rows, u *PolicyUse) error { return rows.Scan(&u.Policy, &u.Version, &u.From) })
}
