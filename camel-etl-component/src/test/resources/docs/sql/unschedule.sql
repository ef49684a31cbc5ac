DELETE FROM qrtz_cron_triggers AS c USING qrtz_triggers AS t
 WHERE t.job_group = 'etl' AND t.job_name = 'customers'
   AND (c.sched_name, c.trigger_name, c.trigger_group) = (t.sched_name, t.trigger_name, t.trigger_group);
DELETE FROM qrtz_simple_triggers AS s USING qrtz_triggers AS t
 WHERE t.job_group = 'etl' AND t.job_name = 'customers'
   AND (s.sched_name, s.trigger_name, s.trigger_group) = (t.sched_name, t.trigger_name, t.trigger_group);
DELETE FROM qrtz_triggers WHERE job_group = 'etl' AND job_name = 'customers';
DELETE FROM qrtz_job_details WHERE job_group = 'etl' AND job_name = 'customers';
