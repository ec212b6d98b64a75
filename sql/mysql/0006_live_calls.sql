-- What calls are doing now, as far as the last webhooks tell: for the wallboard, and to know whose
-- an operator's call is. Written after the caller was answered, a moment late, and not kept through
-- trouble: what has to be known stands in the history tables. Rows of customers are deleted after a
-- day. Those of operators stay, so that their past calls do not become calls of customers when they
-- are removed from the operators. Times are UTC.
CREATE TABLE IF NOT EXISTS live_calls (
  CallSid     VARCHAR(34) NOT NULL PRIMARY KEY,
  `From`      VARCHAR(512) NULL,
  role        VARCHAR(16) NOT NULL,
  state       VARCHAR(16) NOT NULL,
  state_since DATETIME(3) NOT NULL,
  QueueSid    VARCHAR(34) NULL,
  with_call   VARCHAR(34) NULL,
  heard_at    DATETIME(3) NOT NULL,
  INDEX (heard_at),
  INDEX (role, heard_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
