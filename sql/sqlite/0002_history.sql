-- A row is an event. EventKey is Twilio's idempotency token or a digest of the request, so that a
-- request sent twice is one row; plain INSERTs that do not name it get a random one.
-- Time is UTC, 'YYYY-MM-DD HH:MM:SS.mmm'.

-- A customer left the queue.
CREATE TABLE IF NOT EXISTS enqueue_data (
  CallSid       TEXT NOT NULL,
  "From"        TEXT,
  "To"          TEXT,
  CallStatus    TEXT,
  ApiVersion    TEXT,
  Direction     TEXT,
  ForwardedFrom TEXT,
  CallerName    TEXT,
  QueueResult   TEXT,
  QueueSid      TEXT,
  QueueTime     INTEGER,
  Time          TEXT,
  EventKey      TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(16))))
);
CREATE INDEX IF NOT EXISTS enqueue_data_call ON enqueue_data (CallSid);
CREATE INDEX IF NOT EXISTS enqueue_data_time ON enqueue_data (Time);

-- An operator answered.
CREATE TABLE IF NOT EXISTS queue_data (
  CallSid         TEXT NOT NULL,
  "From"          TEXT,
  "To"            TEXT,
  CallStatus      TEXT,
  ApiVersion      TEXT,
  Direction       TEXT,
  ForwardedFrom   TEXT,
  CallerName      TEXT,
  QueueSid        TEXT,
  QueueTime       INTEGER,
  DequeingCallSid TEXT,
  Time            TEXT,
  EventKey        TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(16))))
);
CREATE INDEX IF NOT EXISTS queue_data_call ON queue_data (CallSid);
CREATE INDEX IF NOT EXISTS queue_data_dequeing_call ON queue_data (DequeingCallSid);
CREATE INDEX IF NOT EXISTS queue_data_time ON queue_data (Time);

-- A call ended.
CREATE TABLE IF NOT EXISTS statuscallback_data (
  CallSid           TEXT NOT NULL,
  "From"            TEXT,
  "To"              TEXT,
  CallStatus        TEXT,
  ApiVersion        TEXT,
  Direction         TEXT,
  ForwardedFrom     TEXT,
  CallerName        TEXT,
  CallDuration      INTEGER,
  RecordingUrl      TEXT,
  RecordingSid      TEXT,
  RecordingDuration INTEGER,
  Time              TEXT,
  EventKey          TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(16))))
);
CREATE INDEX IF NOT EXISTS statuscallback_data_call ON statuscallback_data (CallSid);
CREATE INDEX IF NOT EXISTS statuscallback_data_time ON statuscallback_data (Time);
