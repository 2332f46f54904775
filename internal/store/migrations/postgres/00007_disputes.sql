-- What customers complain of: the register of disputes, what they were caused
-- by, and what is done that they do not come again.

-- +goose Up
-- A dispute from the complaint to its end. amount is what is disputed; agreed
-- is what he was found right about. Whether its answer is late, and whether its
-- last day is past, the day tells.
CREATE TABLE dispute (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  customer   TEXT COLLATE "C" NOT NULL CHECK (customer <> ''),
  reason     TEXT COLLATE "C" NOT NULL CHECK (reason <> ''),
  complaint  TEXT NOT NULL,
  product    TEXT COLLATE "C" NOT NULL,
  department TEXT COLLATE "C" NOT NULL CHECK (department <> ''),
  amount     BIGINT NOT NULL CHECK (amount >= 0),
  currency   TEXT COLLATE "C" NOT NULL,
  certificate TEXT NOT NULL,
  from_date  DATE,
  until      DATE,
  opened_on  DATE NOT NULL,
  opened_by  TEXT COLLATE "C" NOT NULL,
  answer_by  DATE NOT NULL,
  answered_on DATE,
  state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'answered', 'agreed', 'closed')),
  outcome    TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('', 'credit', 'return', 'replacement', 'rejected', 'withdrawn', 'imported')),
  agreed     BIGINT NOT NULL CHECK (agreed >= 0),
  closed_on  DATE,
  cause      TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number),
  CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
  CHECK ((state IN ('open', 'answered')) = (outcome = '')),
  CHECK (state <> 'answered' OR answered_on IS NOT NULL)
);
CREATE INDEX dispute_customer ON dispute (company, customer, number);
CREATE INDEX dispute_unsettled ON dispute (company, answer_by, number) WHERE closed_on IS NULL;
CREATE INDEX dispute_opened ON dispute (company, opened_on);

-- The documents it is about, each with the disputed part; an empty invoice is
-- the whole customer. event is the fact of the ledger that keeps that part out
-- of the plans.
CREATE TABLE dispute_item (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL,
  invoice    TEXT COLLATE "C" NOT NULL,
  amount     BIGINT NOT NULL CHECK (amount >= 0),
  event      TEXT COLLATE "C" NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number, invoice)
);
CREATE INDEX dispute_item_invoice ON dispute_item (company, invoice, number);

-- What is done about the cause of a dispute, by whom and until when.
CREATE TABLE corrective_action (
  company    TEXT COLLATE "C" NOT NULL,
  number     BIGINT NOT NULL CHECK (number > 0),
  dispute    BIGINT NOT NULL,
  action     TEXT NOT NULL CHECK (action <> ''),
  owner      TEXT COLLATE "C" NOT NULL CHECK (owner <> ''),
  due        DATE NOT NULL,
  done_on    DATE,
  result     TEXT NOT NULL,
  change     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (company, number)
);
CREATE INDEX corrective_action_dispute ON corrective_action (company, dispute);

-- Disputes from before there was a register. The later fact about the same
-- document ended each; one without an amount is of the whole document; three
-- days were for the answer, and when it was given is not known.
INSERT INTO dispute (company, number, customer, reason, complaint, product, department, amount, currency, certificate, until,
    opened_on, opened_by, answer_by, state, outcome, agreed, closed_on, cause, change)
  SELECT f.company, ROW_NUMBER() OVER (PARTITION BY f.company ORDER BY f.number), f.customer, 'other', f.reason, '', 'head-of-sales',
    CASE WHEN f.amount > 0 THEN f.amount WHEN v.amount > 0 THEN v.amount ELSE 0 END, COALESCE(NULLIF(f.currency, ''), v.currency, c.currency), '', f.until,
    f.date, f.author, f.date + 3, CASE WHEN f.ended IS NULL THEN 'open' ELSE 'closed' END,
    CASE WHEN f.ended IS NULL THEN '' ELSE 'imported' END, 0, f.ended, '', f.change
  FROM (
    SELECT e.*, LEAD(e.date) OVER (PARTITION BY e.company, e.customer, e.invoice ORDER BY e.date, e.number) AS ended
    FROM event e WHERE e.kind IN ('dispute', 'dispute_closed')
  ) f JOIN company c ON c.company = f.company LEFT JOIN invoice v ON v.company = f.company AND v.invoice = f.invoice
  WHERE f.kind = 'dispute';
INSERT INTO dispute_item (company, number, invoice, amount, event, change)
  SELECT d.company, d.number, f.invoice, d.amount, f.event, f.change
  FROM (SELECT e.*, ROW_NUMBER() OVER (PARTITION BY e.company ORDER BY e.number) AS dispute FROM event e WHERE e.kind = 'dispute') f
  JOIN dispute d ON d.company = f.company AND d.number = f.dispute;

-- +goose Down
SELECT 1;
