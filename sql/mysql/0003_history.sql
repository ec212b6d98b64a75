-- A row is an event. EventKey is Twilio's idempotency token or a digest of the request, so that a
-- request sent twice is one row; plain INSERTs that do not name it get a random one.
-- Time is UTC. Text compares by its bytes (utf8mb4_bin): SIDs that differ in case are different.

-- A customer left the queue.
CREATE TABLE IF NOT EXISTS enqueue_data (
  CallSid       VARCHAR(34) NOT NULL,
  `From`        VARCHAR(512) NULL,
  `To`          VARCHAR(512) NULL,
  CallStatus    VARCHAR(32) NULL,
  ApiVersion    VARCHAR(32) NULL,
  Direction     VARCHAR(32) NULL,
  ForwardedFrom VARCHAR(512) NULL,
  CallerName    VARCHAR(255) NULL,
  QueueResult   VARCHAR(64) NULL,
  QueueSid      VARCHAR(34) NULL,
  QueueTime     INT NULL,
  `Time`        DATETIME(3) NULL,
  EventKey      VARCHAR(64) NOT NULL DEFAULT (UUID()) PRIMARY KEY,
  INDEX (CallSid),
  INDEX (`Time`),
  INDEX (CallStatus),
  INDEX (QueueResult),
  INDEX (QueueSid)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- An operator answered.
CREATE TABLE IF NOT EXISTS queue_data (
  CallSid         VARCHAR(34) NOT NULL,
  `From`          VARCHAR(512) NULL,
  `To`            VARCHAR(512) NULL,
  CallStatus      VARCHAR(32) NULL,
  ApiVersion      VARCHAR(32) NULL,
  Direction       VARCHAR(32) NULL,
  ForwardedFrom   VARCHAR(512) NULL,
  CallerName      VARCHAR(255) NULL,
  QueueSid        VARCHAR(34) NULL,
  QueueTime       INT NULL,
  DequeingCallSid VARCHAR(34) NULL,
  `Time`          DATETIME(3) NULL,
  EventKey        VARCHAR(64) NOT NULL DEFAULT (UUID()) PRIMARY KEY,
  INDEX (CallSid),
  INDEX (`Time`),
  INDEX (CallStatus),
  INDEX (QueueSid),
  INDEX (DequeingCallSid)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A call ended.
CREATE TABLE IF NOT EXISTS statuscallback_data (
  CallSid           VARCHAR(34) NOT NULL,
  `From`            VARCHAR(512) NULL,
  `To`              VARCHAR(512) NULL,
  CallStatus        VARCHAR(32) NULL,
  ApiVersion        VARCHAR(32) NULL,
  Direction         VARCHAR(32) NULL,
  ForwardedFrom     VARCHAR(512) NULL,
  CallerName        VARCHAR(255) NULL,
  CallDuration      INT NULL,
  RecordingUrl      VARCHAR(1024) NULL,
  RecordingSid      VARCHAR(34) NULL,
  RecordingDuration INT NULL,
  `Time`            DATETIME(3) NULL,
  EventKey          VARCHAR(64) NOT NULL DEFAULT (UUID()) PRIMARY KEY,
  INDEX (CallSid),
  INDEX (`Time`),
  INDEX (CallStatus),
  INDEX (RecordingSid)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
