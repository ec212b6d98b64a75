-- What calls are doing now, as far as the last webhooks tell: for the wallboard, and to know whose
-- an operator's call is. Written after the caller was answered, a moment late, and not kept through
-- trouble: what has to be known stands in the history tables. Rows of customers are deleted after a
-- day. Those of operators stay, so that their past calls do not become calls of customers when they
-- are removed from the operators. Times are UTC,
-- 'YYYY-MM-DD HH:MM:SS.mmm'.
CREATE TABLE IF NOT EXISTS live_calls (
  CallSid     TEXT NOT NULL PRIMARY KEY,
  "From"      TEXT,
  role        TEXT NOT NULL,
  state       TEXT NOT NULL,
  state_since TEXT NOT NULL,
  QueueSid    TEXT,
  with_call   TEXT,
  heard_at    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS live_calls_heard ON live_calls (heard_at);
CREATE INDEX IF NOT EXISTS live_calls_role_heard ON live_calls (role, heard_at);
