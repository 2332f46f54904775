-- People, who belong to the installation and not to one company, and which
-- customers they see in each.

-- +goose Up
-- password is a PHC string, empty for one who cannot sign in by password; totp
-- is the sealed secret of the second factor, empty for none, and totp_step the
-- last moment a code of it was good for, so that none is taken twice.
CREATE TABLE person (
  name       TEXT COLLATE "C" NOT NULL CHECK (name <> ''),
  full_name  TEXT NOT NULL,
  email      TEXT COLLATE "C" NOT NULL,
  language   TEXT NOT NULL,
  theme      TEXT COLLATE "C" NOT NULL CHECK (theme IN ('', 'light', 'dark')),
  password   TEXT NOT NULL,
  totp       TEXT NOT NULL,
  totp_step  BIGINT NOT NULL,
  disabled   BIGINT NOT NULL CHECK (disabled IN (0, 1)),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (name)
);
CREATE UNIQUE INDEX person_email ON person (email) WHERE email <> '';

INSERT INTO person (name, full_name, email, language, theme, password, totp, totp_step, disabled, change)
  SELECT name, '', '', '', '', '', '', 0, 0, MIN(change) FROM member GROUP BY name;

-- Codes for whoever has lost his second factor; each is used once.
CREATE TABLE recovery_code (
  person     TEXT COLLATE "C" NOT NULL,
  code_hash  TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (person, code_hash)
);

-- Times are seconds since 1970. In the state code the password was right and
-- the second factor is still to come.
CREATE TABLE session (
  token_hash TEXT COLLATE "C" NOT NULL,
  person     TEXT COLLATE "C" NOT NULL,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('code', 'in')),
  agent      TEXT NOT NULL,
  started    BIGINT NOT NULL,
  seen       BIGINT NOT NULL,
  PRIMARY KEY (token_hash)
);
CREATE INDEX session_person ON session (person);

-- A one-time link by which a person chooses a password; he has one of a
-- purpose at most.
CREATE TABLE password_link (
  person     TEXT COLLATE "C" NOT NULL,
  purpose    TEXT COLLATE "C" NOT NULL CHECK (purpose IN ('invite', 'reset')),
  token_hash TEXT COLLATE "C" NOT NULL,
  expires    BIGINT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (person, purpose)
);
CREATE UNIQUE INDEX password_link_token ON password_link (token_hash);

-- Wrong tries to sign in, by what was typed as a name, whether there is such a
-- person or not.
CREATE TABLE sign_in_failure (
  name_hash  TEXT COLLATE "C" NOT NULL,
  failures   BIGINT NOT NULL CHECK (failures > 0),
  at         BIGINT NOT NULL,
  PRIMARY KEY (name_hash)
);

-- Whose customers a member sees, if it is not what his roles say.
CREATE TABLE member_scope (
  company    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  scope      TEXT COLLATE "C" NOT NULL CHECK (scope IN ('own', 'team', 'all')),
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, name)
);

-- A customer whom a member sees besides, such as a law firm.
CREATE TABLE handed_customer (
  company    TEXT COLLATE "C" NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  customer   TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, name, customer)
);

-- Whoever sees his own customers only, reads them by their manager.
CREATE INDEX customer_manager ON customer (company, manager, customer);

-- +goose Down
SELECT 1;
