package store

import (
	"context"

	"debitor/internal/db"
	"debitor/internal/id"
)

// ApprovalLink is a row of approval_link: the link by which a person answers a
// request once. Times are seconds since 1970.
type ApprovalLink struct {
	Number  int64
	Person  id.User
	Link    string // its public part
	Content string // hash of the request as he was told of it
	Expires int64
	Mailed  int64 // 0: the mail has not gone
	Tries   int
	Due     int64 // when it is tried next
	Ended   int64 // 0: it is good
}

const approvalLinkColumns = `number, person, link, content, expires, mailed, tries, due, ended`

func scanApprovalLink(rows db.Rows, l *ApprovalLink) error {
	return rows.Scan(&l.Number, &l.Person, &l.Link, &l.Content, &l.Expires, &l.Mailed, &l.Tries, &l.Due, &l.Ended)
}

// ApprovalLinkOf is the link of a public part, false if there is none.
func (r Reader) ApprovalLinkOf(ctx context.Context, link string) (ApprovalLink, bool, error) {
	rows, err := r.q.Query(ctx, `SELECT `+approvalLinkColumns+` FROM approval_link WHERE company = $1 AND link = $2`, string(r.company), link)
	list, err := collect(rows, err, scanApprovalLink)
	if err != nil || len(list) == 0 {
		return ApprovalLink{}, false, err
	}
	return list[0], true, nil
}

// ApprovalLinks are the links of a request, by person.
func (r Reader) ApprovalLinks(ctx context.Context, number int64) ([]ApprovalLink, error) {
	rows, err := r.q.Query(ctx, `SELECT `+approvalLinkColumns+` FROM approval_link WHERE company = $1 AND number = $2 ORDER BY person`, string(r.company), number)
	return collect(rows, err, scanApprovalLink)
}

// ApprovalLinksSince counts a person's links that expire after a moment.
func (r Reader) ApprovalLinksSince(ctx context.Context, person id.User, expires int64) (n int, err error) {
	err = r.q.QueryRow(ctx, `SELECT COUNT(*) FROM approval_link WHERE company = $1 AND person = $2 AND expires > $3`, string(r.company), string(person), expires).Scan(&n)
	return n, err
}

// DueApprovalLinks are the good links whose mail is to be sent by a moment, so
// many at most.
func (r Reader) DueApprovalLinks(ctx context.Context, now int64, limit int) ([]ApprovalLink, error) {
	rows, err := r.q.Query(ctx, `SELECT `+approvalLinkColumns+` FROM approval_link
		WHERE company = $1 AND mailed = 0 AND ended = 0 AND due > 0 AND due <= $2 AND expires > $2 ORDER BY due, number, person LIMIT $3`, string(r.company), now, limit)
	return collect(rows, err, scanApprovalLink)
}

// PutApprovalLink records a link in the place of the person's earlier one to the
// request.
func (w Writer) PutApprovalLink(ctx context.Context, l ApprovalLink) error {
	_, err := w.tx.Exec(ctx, `INSERT INTO approval_link (company, number, person, link, content, expires, mailed, tries, due, ended, change)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		ON CONFLICT (company, number, person) DO UPDATE SET link = excluded.link, content = excluded.content, expires = excluded.expires, mailed = excluded.mailed,
			tries = excluded.tries, due = excluded.due, ended = excluded.ended, change = excluded.change`,
		string(w.company), l.Number, string(l.Person), l.Link, l.Content, l.Expires, l.Mailed, l.Tries, l.Due, l.Ended, w.change)
	return err
}

// ClaimApprovalLink puts a link's mail off until a later moment for who sends it
// now; false if somebody else has it.
func (w Writer) ClaimApprovalLink(ctx context.Context, l ApprovalLink, until int64) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE approval_link SET due = $4, tries = tries + 1 WHERE company = $1 AND link = $2 AND due = $3 AND mailed = 0 AND ended = 0`,
		string(w.company), l.Link, l.Due, until)
	return n > 0, err
}

// SetApprovalLinkMailed notes when a link's mail went, or when it is tried again;
// 0 for both gives it up.
func (w Writer) SetApprovalLinkMailed(ctx context.Context, link string, mailed, due int64) error {
	_, err := w.tx.Exec(ctx, `UPDATE approval_link SET mailed = $3, due = $4 WHERE company = $1 AND link = $2`, string(w.company), link, mailed, due)
	return err
}

// EndApprovalLink uses a link up; false if it was used or replaced before.
func (w Writer) EndApprovalLink(ctx context.Context, link string, now int64) (bool, error) {
	n, err := w.tx.Exec(ctx, `UPDATE approval_link SET ended = $3 WHERE company = $1 AND link = $2 AND ended = 0`, string(w.company), link, now)
	return n > 0, err
}
