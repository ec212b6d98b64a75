-- Whole visits to the queue and whole calls, put together from the pieces in the history tables:
-- queue_visits and calls are for everybody, the other views are what these are made of. The pieces
-- arrive in any order, more than once, or never. What is not known is NULL, the column "missing"
-- names what lacks, and history_gaps counts it. Times are UTC.
--
-- logged_at is an indexed column of a table: where tables are large, name a range of it, too. For the
-- same reason each view but the unions can be merged into the statement that reads it: it has no
-- aggregate, and no subquery among its columns.
--
-- Pieces of one call that say the same, and are not further apart than a minute or the time that was
-- waited, are one event told twice, unless the call did something else between them: the first counts.
-- A piece without a Time comes after those that have one.

-- The end of each call.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW call_ends AS
SELECT s.*
FROM statuscallback_data s
WHERE COALESCE(s.CallStatus, '') NOT IN ('queued', 'initiated', 'ringing', 'in-progress')
  AND NOT EXISTS (
    SELECT 1 FROM statuscallback_data t
    WHERE t.CallSid = s.CallSid AND t.EventKey <> s.EventKey
      AND COALESCE(t.CallStatus, '') NOT IN ('queued', 'initiated', 'ringing', 'in-progress')
      AND (t.`Time` < s.`Time` OR s.`Time` IS NULL AND t.`Time` IS NOT NULL OR t.`Time` <=> s.`Time` AND t.EventKey < s.EventKey));

-- Each time that an operator answered.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW queue_answers AS
SELECT q.*
FROM queue_data q
WHERE NOT EXISTS (
  SELECT 1 FROM queue_data r
  WHERE r.CallSid = q.CallSid AND r.EventKey <> q.EventKey
    AND r.QueueSid <=> q.QueueSid AND r.QueueTime <=> q.QueueTime AND r.DequeingCallSid <=> q.DequeingCallSid
    AND (r.`Time` < q.`Time` OR q.`Time` IS NULL AND r.`Time` IS NOT NULL OR r.`Time` <=> q.`Time` AND r.EventKey < q.EventKey)
    AND COALESCE(r.`Time` >= q.`Time` - INTERVAL GREATEST(60, COALESCE(q.QueueTime, 0)) SECOND, 1)
    AND NOT EXISTS (
      SELECT 1 FROM enqueue_data e
      WHERE e.CallSid = q.CallSid AND e.`Time` >= r.`Time`
        AND e.`Time` <= q.`Time` - INTERVAL GREATEST(0, COALESCE(q.QueueTime, 0) - 1) SECOND));

-- Each time that a customer left the queue, or was answered and hung up; by its final word.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW queue_exits AS
SELECT e.*,
  CASE
    WHEN e.QueueResult IN ('bridged', 'redirected-from-bridged', 'redirected-from') THEN 'answered'
    WHEN e.QueueResult = 'hangup' THEN 'abandoned'
    WHEN e.QueueResult IN ('leave', 'redirected') THEN 'diverted'
    WHEN e.QueueResult = 'queue-full' THEN 'blocked'
    WHEN e.QueueResult IN ('bridging-in-process', 'bridging-in-pro') THEN 'connecting'
    ELSE 'failed'
  END AS result
FROM enqueue_data e
WHERE NOT EXISTS (
  SELECT 1 FROM enqueue_data f
  WHERE f.CallSid = e.CallSid AND f.EventKey <> e.EventKey
    AND f.QueueSid <=> e.QueueSid AND f.QueueTime <=> e.QueueTime
    AND CASE
      WHEN e.QueueResult IN ('bridging-in-process', 'bridging-in-pro') AND COALESCE(f.QueueResult, '') NOT IN ('bridging-in-process', 'bridging-in-pro') THEN 1
      WHEN f.QueueResult <=> e.QueueResult THEN
        (f.`Time` < e.`Time` OR e.`Time` IS NULL AND f.`Time` IS NOT NULL OR f.`Time` <=> e.`Time` AND f.EventKey < e.EventKey)
        AND COALESCE(f.`Time` >= e.`Time` - INTERVAL GREATEST(60, COALESCE(e.QueueTime, 0)) SECOND, 1)
        AND NOT EXISTS (
          SELECT 1 FROM queue_answers q
          WHERE q.CallSid = e.CallSid AND q.`Time` > f.`Time` AND q.`Time` <= e.`Time`)
      ELSE 0
    END = 1);

-- Visits whose customer has left the queue, or was answered and has hung up. The answer that belongs
-- to an exit is the last one before it, with no other exit between the two. Where a call has one of
-- each, the answer may be logged a moment late, or have no Time. An answer does not belong to a
-- customer who was turned away, or came to the queue after it.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW queue_visits_ended AS
SELECT
  e.EventKey AS visit_key,
  e.CallSid,
  e.`From`,
  e.`To`,
  COALESCE(e.QueueSid, q.QueueSid) AS QueueSid,
  COALESCE(q.`Time` - INTERVAL COALESCE(q.QueueTime, e.QueueTime, 0) SECOND, e.`Time` - INTERVAL COALESCE(e.QueueTime, 0) SECOND) AS arrived_at,
  COALESCE(q.QueueTime, e.QueueTime) AS waited_seconds,
  CASE WHEN e.result = 'answered' THEN q.`Time` END AS answered_at,
  e.`Time` AS left_at,
  CASE WHEN e.result = 'answered' THEN GREATEST(0, TIMESTAMPDIFF(MICROSECOND, q.`Time`, e.`Time`) / 1000000) END AS talk_seconds,
  CASE WHEN e.result = 'connecting' AND s.EventKey IS NOT NULL THEN 'failed' ELSE e.result END AS outcome,
  e.QueueResult,
  q.DequeingCallSid,
  COALESCE(o.`From`, l.`From`) AS operator,
  CASE
    WHEN e.`Time` IS NULL OR q.EventKey IS NOT NULL AND q.`Time` IS NULL THEN 'Time'
    WHEN e.QueueResult IS NULL OR e.result = 'connecting' AND s.EventKey IS NOT NULL THEN 'QueueResult'
    WHEN e.result = 'answered' AND q.EventKey IS NULL THEN 'queue_data'
    WHEN e.result NOT IN ('blocked', 'failed') AND COALESCE(q.QueueTime, e.QueueTime) IS NULL THEN 'QueueTime'
  END AS missing,
  e.`Time` AS logged_at
FROM queue_exits e
LEFT JOIN queue_answers q ON q.CallSid = e.CallSid
  AND CASE
    WHEN q.`Time` <= e.`Time` THEN 1
    WHEN q.`Time` > e.`Time` THEN
      q.QueueSid <=> e.QueueSid AND q.QueueTime <=> e.QueueTime AND q.`Time` - INTERVAL GREATEST(5, COALESCE(q.QueueTime, 0)) SECOND <= e.`Time`
    ELSE 1
  END = 1
  AND CASE
    WHEN e.result = 'blocked' THEN 0
    WHEN e.result IN ('abandoned', 'diverted') AND ABS(e.QueueTime - q.QueueTime) > 1 AND q.`Time` < e.`Time` - INTERVAL (COALESCE(e.QueueTime, 0) + 1) SECOND THEN 0
    ELSE 1
  END = 1
  AND NOT EXISTS (
    SELECT 1 FROM queue_exits x
    WHERE x.CallSid = e.CallSid AND x.EventKey <> e.EventKey
      AND CASE WHEN q.`Time` <= e.`Time` THEN x.`Time` >= q.`Time` AND (x.`Time` < e.`Time` OR x.`Time` = e.`Time` AND x.EventKey < e.EventKey) ELSE 1 END = 1)
  AND NOT EXISTS (
    SELECT 1 FROM queue_answers r
    WHERE r.CallSid = e.CallSid AND r.EventKey <> q.EventKey
      AND CASE WHEN q.`Time` <= e.`Time` THEN (q.`Time` < r.`Time` OR q.`Time` = r.`Time` AND q.EventKey < r.EventKey) AND r.`Time` <= e.`Time` ELSE 1 END = 1)
LEFT JOIN call_ends s ON s.CallSid = CASE WHEN e.result = 'connecting' THEN e.CallSid END
LEFT JOIN call_ends o ON o.CallSid = q.DequeingCallSid
LEFT JOIN live_calls l ON l.CallSid = q.DequeingCallSid;

-- Visits that were answered and have no exit: their customers are talking, or it was lost. Where
-- nothing else is known of the call after that, its end is taken for that of the visit.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW queue_visits_unended AS
SELECT
  q.EventKey AS visit_key,
  q.CallSid,
  q.`From`,
  q.`To`,
  q.QueueSid,
  q.`Time` - INTERVAL COALESCE(q.QueueTime, 0) SECOND AS arrived_at,
  q.QueueTime AS waited_seconds,
  q.`Time` AS answered_at,
  CASE WHEN r.EventKey IS NULL AND x.EventKey IS NULL THEN s.`Time` END AS left_at,
  CASE WHEN r.EventKey IS NULL AND x.EventKey IS NULL THEN GREATEST(0, TIMESTAMPDIFF(MICROSECOND, q.`Time`, s.`Time`) / 1000000) END AS talk_seconds,
  CASE WHEN COALESCE(s.EventKey, r.EventKey, x.EventKey) IS NULL THEN 'talking' ELSE 'answered' END AS outcome,
  NULL AS QueueResult,
  q.DequeingCallSid,
  COALESCE(o.`From`, l.`From`) AS operator,
  CASE
    WHEN q.`Time` IS NULL THEN 'Time'
    WHEN COALESCE(s.EventKey, r.EventKey, x.EventKey) IS NOT NULL THEN 'enqueue_data'
    WHEN q.QueueTime IS NULL THEN 'QueueTime'
  END AS missing,
  q.`Time` AS logged_at
FROM queue_answers q
LEFT JOIN call_ends s ON s.CallSid = q.CallSid
LEFT JOIN queue_data r ON r.CallSid = q.CallSid AND r.EventKey = (
  SELECT MIN(a.EventKey) FROM queue_answers a WHERE a.CallSid = q.CallSid AND a.`Time` > q.`Time`)
LEFT JOIN enqueue_data x ON x.CallSid = q.CallSid AND x.EventKey = (
  SELECT MIN(b.EventKey) FROM queue_exits b WHERE b.CallSid = q.CallSid AND b.`Time` > q.`Time`)
LEFT JOIN call_ends o ON o.CallSid = q.DequeingCallSid
LEFT JOIN live_calls l ON l.CallSid = q.DequeingCallSid
WHERE NOT EXISTS (
  SELECT 1 FROM queue_exits e
  WHERE q.CallSid = e.CallSid
    AND CASE
      WHEN q.`Time` <= e.`Time` THEN 1
      WHEN q.`Time` > e.`Time` THEN
        q.QueueSid <=> e.QueueSid AND q.QueueTime <=> e.QueueTime AND q.`Time` - INTERVAL GREATEST(5, COALESCE(q.QueueTime, 0)) SECOND <= e.`Time`
      ELSE 1
    END = 1
    AND CASE
      WHEN e.result = 'blocked' THEN 0
      WHEN e.result IN ('abandoned', 'diverted') AND ABS(e.QueueTime - q.QueueTime) > 1 AND q.`Time` < e.`Time` - INTERVAL (COALESCE(e.QueueTime, 0) + 1) SECOND THEN 0
      ELSE 1
    END = 1
    AND NOT EXISTS (
      SELECT 1 FROM queue_exits x
      WHERE x.CallSid = e.CallSid AND x.EventKey <> e.EventKey
        AND CASE WHEN q.`Time` <= e.`Time` THEN x.`Time` >= q.`Time` AND (x.`Time` < e.`Time` OR x.`Time` = e.`Time` AND x.EventKey < e.EventKey) ELSE 1 END = 1)
    AND NOT EXISTS (
      SELECT 1 FROM queue_answers r
      WHERE r.CallSid = e.CallSid AND r.EventKey <> q.EventKey
        AND CASE WHEN q.`Time` <= e.`Time` THEN (q.`Time` < r.`Time` OR q.`Time` = r.`Time` AND q.EventKey < r.EventKey) AND r.`Time` <= e.`Time` ELSE 1 END = 1));

-- One row for each entry into a queue.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW queue_visits AS
SELECT v.*, n.name AS operator_name FROM queue_visits_ended v LEFT JOIN operators n ON n.telnum = v.operator
UNION ALL
SELECT v.*, n.name AS operator_name FROM queue_visits_unended v LEFT JOIN operators n ON n.telnum = v.operator;

-- Each call of a customer that ended. Operators are known by their number, by having answered, or by
-- what their call did while it lasted; who came to a queue was a customer.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_calls_ended AS
SELECT
  c.CallSid,
  c.`From`,
  c.`To`,
  c.`Time` - INTERVAL c.CallDuration SECOND AS started_at,
  c.`Time` AS ended_at,
  c.CallDuration AS duration_seconds,
  c.CallStatus,
  CASE WHEN COALESCE(e.EventKey, q.EventKey) IS NULL THEN 0 ELSE 1 END AS was_queued,
  c.`Time` AS logged_at
FROM call_ends c
LEFT JOIN enqueue_data e ON e.CallSid = c.CallSid
  AND NOT EXISTS (SELECT 1 FROM enqueue_data f WHERE f.CallSid = e.CallSid AND f.EventKey < e.EventKey)
LEFT JOIN queue_data q ON q.CallSid = c.CallSid
  AND NOT EXISTS (SELECT 1 FROM queue_data r WHERE r.CallSid = q.CallSid AND r.EventKey < q.EventKey)
LEFT JOIN operators n ON n.telnum = c.`From`
LEFT JOIN live_calls l ON l.CallSid = c.CallSid AND l.role = 'operator'
WHERE COALESCE(c.Direction, 'inbound') = 'inbound'
  AND (COALESCE(e.EventKey, q.EventKey) IS NOT NULL
    OR COALESCE(n.telnum, l.CallSid) IS NULL
      AND COALESCE(c.`From`, '') NOT LIKE 'client:%'
      AND NOT EXISTS (SELECT 1 FROM queue_data a WHERE a.DequeingCallSid = c.CallSid));

-- Each call of a customer that was answered and whose end is not known.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_calls_answered AS
SELECT
  q.CallSid,
  q.`From`,
  q.`To`,
  NULL AS started_at,
  NULL AS ended_at,
  NULL AS duration_seconds,
  q.CallStatus,
  1 AS was_queued,
  q.`Time` AS logged_at
FROM queue_data q
WHERE NOT EXISTS (SELECT 1 FROM call_ends c WHERE c.CallSid = q.CallSid)
  AND NOT EXISTS (
    SELECT 1 FROM queue_data r
    WHERE r.CallSid = q.CallSid AND r.EventKey <> q.EventKey
      AND (r.`Time` < q.`Time` OR q.`Time` IS NULL AND r.`Time` IS NOT NULL OR r.`Time` <=> q.`Time` AND r.EventKey < q.EventKey));

-- Each call of a customer that left the queue, was never answered, and whose end is not known.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_calls_unanswered AS
SELECT
  e.CallSid,
  e.`From`,
  e.`To`,
  NULL AS started_at,
  NULL AS ended_at,
  NULL AS duration_seconds,
  e.CallStatus,
  1 AS was_queued,
  e.`Time` AS logged_at
FROM enqueue_data e
WHERE NOT EXISTS (SELECT 1 FROM call_ends c WHERE c.CallSid = e.CallSid)
  AND NOT EXISTS (SELECT 1 FROM queue_data q WHERE q.CallSid = e.CallSid)
  AND NOT EXISTS (
    SELECT 1 FROM enqueue_data f
    WHERE f.CallSid = e.CallSid AND f.EventKey <> e.EventKey
      AND (f.`Time` < e.`Time` OR e.`Time` IS NULL AND f.`Time` IS NOT NULL OR f.`Time` <=> e.`Time` AND f.EventKey < e.EventKey));

-- Each call of a customer that has ended, or came to the queue.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_calls AS
SELECT * FROM customer_calls_ended
UNION ALL
SELECT * FROM customer_calls_answered
UNION ALL
SELECT * FROM customer_calls_unanswered;

-- One row for each call of a customer, from first ring to end.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW calls AS
SELECT t.*,
  CASE
    WHEN t.visits = 0 THEN 'menu'
    WHEN t.answered_visits = 0 THEN 'menu > queue'
    ELSE 'menu > queue > operator'
  END AS path,
  CASE
    WHEN t.visits = 0 THEN 'menu'
    WHEN t.talking_visits > 0 THEN 'talking'
    WHEN t.answered_visits > 0 THEN 'answered'
    ELSE t.last_outcome
  END AS outcome
FROM (
  SELECT c.*,
    (SELECT COUNT(*) FROM queue_visits_ended v WHERE v.CallSid = c.CallSid)
      + (SELECT COUNT(*) FROM queue_visits_unended v WHERE v.CallSid = c.CallSid) AS visits,
    (SELECT COUNT(*) FROM queue_visits_ended v WHERE v.CallSid = c.CallSid AND v.outcome = 'answered')
      + (SELECT COUNT(*) FROM queue_visits_unended v WHERE v.CallSid = c.CallSid) AS answered_visits,
    (SELECT COUNT(*) FROM queue_visits_unended v WHERE v.CallSid = c.CallSid AND v.outcome = 'talking') AS talking_visits,
    (SELECT v.outcome FROM queue_visits_ended v WHERE v.CallSid = c.CallSid ORDER BY v.left_at DESC, v.visit_key DESC LIMIT 1) AS last_outcome,
    1 + (SELECT COUNT(DISTINCT q.DequeingCallSid) FROM queue_data q WHERE q.CallSid = c.CallSid) AS legs
  FROM customer_calls c) t;

-- One row for each call of an operator that has ended.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW operator_calls AS
SELECT
  c.CallSid,
  c.`From` AS operator,
  n.name AS operator_name,
  c.`Time` - INTERVAL c.CallDuration SECOND AS started_at,
  c.`Time` AS ended_at,
  c.CallDuration AS duration_seconds,
  c.`Time` AS logged_at
FROM call_ends c
LEFT JOIN operators n ON n.telnum = c.`From`
LEFT JOIN live_calls l ON l.CallSid = c.CallSid AND l.role = 'operator'
WHERE COALESCE(c.Direction, 'inbound') = 'inbound'
  AND NOT EXISTS (SELECT 1 FROM enqueue_data e WHERE e.CallSid = c.CallSid)
  AND NOT EXISTS (SELECT 1 FROM queue_data q WHERE q.CallSid = c.CallSid)
  AND (COALESCE(n.telnum, l.CallSid) IS NOT NULL
    OR COALESCE(c.`From`, '') LIKE 'client:%'
    OR EXISTS (SELECT 1 FROM queue_data a WHERE a.DequeingCallSid = c.CallSid));

-- How many rows, visits and calls there are of which something is not known, or which are not
-- counted. Looks at everything that was ever recorded.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW history_gaps AS
SELECT 'rows of enqueue_data without Time' AS what, COUNT(*) AS row_count FROM enqueue_data WHERE `Time` IS NULL
UNION ALL
SELECT 'rows of queue_data without Time', COUNT(*) FROM queue_data WHERE `Time` IS NULL
UNION ALL
SELECT 'rows of statuscallback_data without Time', COUNT(*) FROM statuscallback_data WHERE `Time` IS NULL
UNION ALL
SELECT 'rows of enqueue_data that repeat another', (SELECT COUNT(*) FROM enqueue_data) - (SELECT COUNT(*) FROM queue_exits)
UNION ALL
SELECT 'rows of queue_data that repeat another', (SELECT COUNT(*) FROM queue_data) - (SELECT COUNT(*) FROM queue_answers)
UNION ALL
SELECT 'rows of statuscallback_data that repeat another, or are not an end', (SELECT COUNT(*) FROM statuscallback_data) - (SELECT COUNT(*) FROM call_ends)
UNION ALL
SELECT 'visits that lack Time', COUNT(*) FROM queue_visits WHERE missing = 'Time'
UNION ALL
SELECT 'visits that lack QueueResult', COUNT(*) FROM queue_visits WHERE missing = 'QueueResult'
UNION ALL
SELECT 'visits that lack their row in queue_data', COUNT(*) FROM queue_visits WHERE missing = 'queue_data'
UNION ALL
SELECT 'visits that lack their row in enqueue_data', COUNT(*) FROM queue_visits WHERE missing = 'enqueue_data'
UNION ALL
SELECT 'visits that lack QueueTime', COUNT(*) FROM queue_visits WHERE missing = 'QueueTime'
UNION ALL
SELECT 'visits without an end, a day after their answer', COUNT(*) FROM queue_visits_unended WHERE outcome = 'talking' AND logged_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY
UNION ALL
SELECT 'visits whose operator is not known', COUNT(*) FROM queue_visits WHERE outcome = 'answered' AND operator IS NULL
UNION ALL
SELECT 'calls without an end, a day after their last row', COUNT(*) FROM customer_calls WHERE ended_at IS NULL AND logged_at < UTC_TIMESTAMP(3) - INTERVAL 1 DAY
UNION ALL
SELECT 'calls without a duration', COUNT(*) FROM customer_calls WHERE ended_at IS NOT NULL AND duration_seconds IS NULL
UNION ALL
SELECT 'calls of operators without a duration', COUNT(*) FROM operator_calls WHERE duration_seconds IS NULL;
