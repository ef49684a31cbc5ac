-- Sets how long the transaction waits for a lock, and answers how long it did before.
select before.setting, pg_catalog.set_config('lock_timeout', ?, true)
from (select pg_catalog.current_setting('lock_timeout') as setting offset 0) before
