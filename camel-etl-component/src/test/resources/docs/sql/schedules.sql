SELECT t.trigger_name,
       t.trigger_state,
       to_timestamp(t.next_fire_time / 1000.0) AS next_tick,
       CASE WHEN t.prev_fire_time > 0 THEN to_timestamp(t.prev_fire_time / 1000.0) END AS last_tick,
       f.instance_name AS running_on
  FROM qrtz_triggers AS t
  LEFT JOIN qrtz_fired_triggers AS f
    ON f.state = 'EXECUTING'
   AND (f.sched_name, f.trigger_name, f.trigger_group) = (t.sched_name, t.trigger_name, t.trigger_group)
 WHERE t.job_group = 'etl'
 ORDER BY t.trigger_name;
