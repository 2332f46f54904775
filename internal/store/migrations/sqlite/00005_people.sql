-- People, who belong to the installation and not to one company, and which
-- customers they see in each.

-- +goose Up
-- password is a PHC string, empty for one who cannot sign in by password; totp
-- is the sealed secret of the second factor, empty for none, and totp_step the
-- last moment a code of it was good for, so that none is taken twice.
CREATE TABLE person (
  name       TEXT NOT NULL CHECK (name <> ''),
  full_name  TEXT NOT NULL,
  email      TEXT NOT NULL,
  language   TEXT NOT NULL,
  theme      TEXT NOT NULL CHECK (theme IN ('', 'light', 'dark')),
  password   TEXT NOT NULL,
  totp       TEXT NOT NULL,
  totp_step  INTEGER NOT NULL,
  disabled   INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  change     TEXT NOT NULL,
  PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> '';

INSERT INTO person (name, full_name, email, language, theme, password, totp, totp_step, disabled, change)
  SELECT name, '', '', '', '', '', '', 0, 0, MIN(change) FROM member GROUP BY name;

-- Codes for whoever has lost his second factor; each is used once.
CREATE TABLE recovery_code (
  person     TEXT NOT NULL,
  code_hash  TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (person, code_hash)
) STRICT, WITHOUT ROWID;

-- Times are seconds since 1970. In the state code the password was right and
-- the second factor is still to come.
CREATE TABLE session (
  token_hash TEXT NOT NULL,
  person     TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('code', 'in')),
  agent      TEXT NOT NULL,
  started    INTEGER NOT NULL,
  seen       INTEGER NOT NULL,
  PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

-- A one-time link by which a person chooses a password; he has one of a
-- purpose at most.
CREATE TABLE password_link (
  person     TEXT NOT NULL,
  purpose    TEXT NOT NULL CHECK (purpose IN ('invite', 'reset')),
  token_hash TEXT NOT NULL,
  expires    INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (person, purpose)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX password_link_token ON password_link (token_hash);

-- Wrong tries to sign in, by what was typed as a name, whether there is such a
-- person or not.
CREATE TABLE sign_in_failure (
  name_hash  TEXT NOT NULL,
  failures   INTEGER NOT NULL CHECK (failures > 0),
  at         INTEGER NOT NULL,
  PRIMARY KEY (name_hash)
) STRICT, WITHOUT ROWID;

-- Whose customers a member sees, if it is not what his roles say.
CREATE TABLE member_scope (
  company    TEXT NOT NULL,
  name       TEXT NOT NULL,
  scope      TEXT NOT NULL CHECK (scope IN ('own', 'team', 'all')),
  change     TEXT NOT NULL,
  PRIMARY KEY (company, name)
) STRICT, WITHOUT ROWID;

-- A customer whom a member sees besides, such as a law firm.
CREATE TABLE handed_customer (
  company    TEXT NOT NULL,
  name       TEXT NOT NULL,
  customer   TEXT NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY (company, name, customer)
) STRICT, WITHOUT ROWID;

-- Whoever sees his own customers only, reads them by their manager.
CREATE INDEX customer_manager ON customer (company, manager, customer);

-- +goose Down
SELECT 1;
