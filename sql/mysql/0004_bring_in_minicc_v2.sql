-- Brings in the rows of a MiniCC v2 database that 0001 set aside. Every row is kept; its key is its
-- CallSid, MiniCC v2's own, so that running this again adds nothing. Times were NOW() in the zone
-- of the server's clock; they become UTC. @minicc_v2_time_zone names that zone where it was another.
-- The tables set aside stay as they were, to be dropped by their owner.

SET @zone = COALESCE(@minicc_v2_time_zone, @@GLOBAL.time_zone);

SET @bring_in = (SELECT IF(COUNT(*) > 0,
  'INSERT INTO operators (telnum) SELECT telnum FROM minicc_v2_operators
   ON DUPLICATE KEY UPDATE operators.telnum = operators.telnum', 'DO 0')
  FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'minicc_v2_operators');
PREPARE bring_in_operators FROM @bring_in;
EXECUTE bring_in_operators;
DEALLOCATE PREPARE bring_in_operators;

SET @bring_in = (SELECT IF(COUNT(*) > 0,
  'INSERT INTO enqueue_data (EventKey, CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     QueueResult, QueueSid, QueueTime, `Time`)
   SELECT CONCAT(''minicc-v2-'', CallSid), CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     QueueResult, QueueSid, QueueTime, CONVERT_TZ(`Time`, @zone, ''+00:00'')
   FROM minicc_v2_enqueue_data
   ON DUPLICATE KEY UPDATE enqueue_data.EventKey = enqueue_data.EventKey', 'DO 0')
  FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'minicc_v2_enqueue_data');
PREPARE bring_in_enqueue_data FROM @bring_in;
EXECUTE bring_in_enqueue_data;
DEALLOCATE PREPARE bring_in_enqueue_data;

SET @bring_in = (SELECT IF(COUNT(*) > 0,
  'INSERT INTO queue_data (EventKey, CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     QueueSid, QueueTime, DequeingCallSid, `Time`)
   SELECT CONCAT(''minicc-v2-'', CallSid), CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     QueueSid, QueueTime, DequeingCallSid, CONVERT_TZ(`Time`, @zone, ''+00:00'')
   FROM minicc_v2_queue_data
   ON DUPLICATE KEY UPDATE queue_data.EventKey = queue_data.EventKey', 'DO 0')
  FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'minicc_v2_queue_data');
PREPARE bring_in_queue_data FROM @bring_in;
EXECUTE bring_in_queue_data;
DEALLOCATE PREPARE bring_in_queue_data;

SET @bring_in = (SELECT IF(COUNT(*) > 0,
  'INSERT INTO statuscallback_data (EventKey, CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     CallDuration, RecordingUrl, RecordingSid, RecordingDuration, `Time`)
   SELECT CONCAT(''minicc-v2-'', CallSid), CallSid, `From`, `To`, CallStatus, ApiVersion, Direction, ForwardedFrom, CallerName,
     CallDuration, RecordingUrl, RecordingSid, RecordingDuration, CONVERT_TZ(`Time`, @zone, ''+00:00'')
   FROM minicc_v2_statuscallback_data
   ON DUPLICATE KEY UPDATE statuscallback_data.EventKey = statuscallback_data.EventKey', 'DO 0')
  FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'minicc_v2_statuscallback_data');
PREPARE bring_in_statuscallback_data FROM @bring_in;
EXECUTE bring_in_statuscallback_data;
DEALLOCATE PREPARE bring_in_statuscallback_data;
