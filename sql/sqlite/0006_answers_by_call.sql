-- Each time that an operator answered. The plus keeps SQLite from looking for the same answer among all
-- of the operator's, who answered many, and not among those of the call, which are one or two.
DROP VIEW IF EXISTS queue_answers;
CREATE VIEW queue_answers AS
SELECT q.*
FROM queue_data q
WHERE NOT EXISTS (
  SELECT 1 FROM queue_data r
  WHERE r.CallSid = q.CallSid AND r.EventKey <> q.EventKey
    AND r.QueueSid IS q.QueueSid AND r.QueueTime IS q.QueueTime AND +r.DequeingCallSid IS q.DequeingCallSid
    AND (r."Time" < q."Time" OR q."Time" IS NULL AND r."Time" IS NOT NULL OR r."Time" IS q."Time" AND r.EventKey < q.EventKey)
    AND COALESCE(r."Time" >= strftime('%Y-%m-%d %H:%M:%f', q."Time", -MAX(60, COALESCE(q.QueueTime, 0)) || ' seconds'), 1)
    AND NOT EXISTS (
      SELECT 1 FROM enqueue_data e
      WHERE e.CallSid = q.CallSid AND e."Time" >= r."Time"
        AND e."Time" <= strftime('%Y-%m-%d %H:%M:%f', q."Time", -MAX(0, COALESCE(q.QueueTime, 0) - 1) || ' seconds')));
