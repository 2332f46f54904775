-- Programs that are told what happens.

-- +goose Up
-- events are the kinds that are told, separated by blanks; secret is sealed.
-- local: the address may be one of the company's own network.
CREATE TABLE hook (
  company    TEXT COLLATE "C" NOT NULL,
  hook       BIGINT NOT NULL,
  url        TEXT NOT NULL CHECK (url <> ''),
  events     TEXT NOT NULL,
  secret     TEXT NOT NULL,
  local      BIGINT NOT NULL CHECK (local IN (0, 1)),
  made       BIGINT NOT NULL,
  made_by    TEXT NOT NULL,
  removed    BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, hook)
);

-- What is told to a hook. Times are seconds since 1970; due is when it is tried
-- again, 0 for never by itself.
CREATE TABLE hook_event (
  company    TEXT COLLATE "C" NOT NULL,
  hook       BIGINT NOT NULL,
  event      TEXT COLLATE "C" NOT NULL CHECK (event <> ''),
  kind       TEXT COLLATE "C" NOT NULL,
  at         BIGINT NOT NULL,
  body       TEXT NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  due        BIGINT NOT NULL,
  tries      BIGINT NOT NULL CHECK (tries >= 0),
  tried      BIGINT NOT NULL,
  status     BIGINT NOT NULL,
  note       TEXT NOT NULL,
  PRIMARY KEY (company, hook, event)
);
CREATE INDEX hook_event_due ON hook_event (company, state, due);

-- What was told of states that no change makes: who is held, which promise is
-- broken.
CREATE TABLE hook_told (
  company    TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  subject    TEXT COLLATE "C" NOT NULL CHECK (subject <> ''),
  PRIMARY KEY (company, kind, subject)
);

-- +goose Down
SELECT 1;
