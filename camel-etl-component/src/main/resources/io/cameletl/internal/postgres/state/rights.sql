-- What the role lacks to run pipelines and to keep their ledgers; null when it lacks nothing.
select string_agg(needed.privilege || ' on ' || needed.name, ', ' order by needed.name, needed.privilege), current_user
from (values ('etl_pipeline', 'select'), ('etl_pipeline', 'insert'), ('etl_pipeline', 'update'),
             ('etl_run', 'select'), ('etl_run', 'insert'), ('etl_run', 'delete'),
             ('etl_skipped_page', 'select'), ('etl_skipped_page', 'insert'), ('etl_skipped_page', 'delete'),
             ('etl_rejected_record', 'select'), ('etl_rejected_record', 'insert'),
             ('etl_rejected_record', 'update'), ('etl_rejected_record', 'delete'))
         needed (name, privilege)
where not has_table_privilege(cast(quote_ident(?) || '.' || needed.name as regclass), needed.privilege)
