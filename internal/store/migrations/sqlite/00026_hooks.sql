-- Programs that are told what happens.

-- +goose Up
-- events are the kinds that are told, separated by blanks; secret is sealed.
-- local: the address may be one of the company's own network.
CREATE TABLE hook (
  company    TEXT NOT NULL,
  hook       INTEGER NOT NULL,
  url        TEXT NOT NULL CHECK (url <> ''),
  events     TEXT NOT NULL,
  secret     TEXT NOT NULL,
  local      INTEGER NOT NULL CHECK (local IN (0, 1)),
  made       INTEGER NOT NULL,
  made_by    TEXT NOT NULL,
  removed    INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, hook)
) STRICT, WITHOUT ROWID;

-- What is told to a hook. Times are seconds since 1970; due is when it is tried
-- again, 0 for never by itself.
CREATE TABLE hook_event (
  company    TEXT NOT NULL,
  hook       INTEGER NOT NULL,
  event      TEXT NOT NULL CHECK (event <> ''),
  kind       TEXT NOT NULL,
  at         INTEGER NOT NULL,
  body       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  due        INTEGER NOT NULL,
  tries      INTEGER NOT NULL CHECK (tries >= 0),
  tried      INTEGER NOT NULL,
  status     INTEGER NOT NULL,
  note       TEXT NOT NULL,
  PRIMARY KEY (company, hook, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX hook_event_due ON hook_event (company, state, due);

-- What was told of states that no change makes: who is held, which promise is
-- broken.
CREATE TABLE hook_told (
  company    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL CHECK (subject <> ''),
  PRIMARY KEY (company, kind, subject)
) STRICT, WITHOUT ROWID;

-- +goose Down
SELECT 1;
