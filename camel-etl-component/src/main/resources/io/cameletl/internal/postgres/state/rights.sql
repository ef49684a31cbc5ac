-- What the role lacks to run pipelines and to keep their ledgers; null when it lacks nothing. Records that waited in vain
-- become rejected ones: of the ledger's columns, no others are updated.
select pg_catalog.string_agg(
           pg_catalog.concat(needed.privilege, ' (' operator(pg_catalog.||) needed.of_column operator(pg_catalog.||) ')', ' on ', needed.name),
           ', ' order by needed.name, needed.privilege, needed.of_column),
       current_user
from (values ('etl_pipeline', 'select', null), ('etl_pipeline', 'insert', null), ('etl_pipeline', 'update', null),
             ('etl_run', 'select', null), ('etl_run', 'insert', null), ('etl_run', 'delete', null),
             ('etl_skipped_page', 'select', null), ('etl_skipped_page', 'insert', null),
             ('etl_skipped_page', 'delete', null),
             ('etl_rejected_record', 'select', null), ('etl_rejected_record', 'insert', null),
             ('etl_rejected_record', 'delete', null),
             ('etl_action', 'select', null), ('etl_action', 'insert', null), ('etl_action', 'delete', null),
             ('etl_load', 'select', null), ('etl_load', 'insert', null), ('etl_load', 'update', null),
             ('etl_load', 'delete', null),
             ('etl_shard', 'select', null), ('etl_shard', 'insert', null), ('etl_shard', 'update', null),
             ('etl_shard', 'delete', null),
             ('etl_verification', 'select', null), ('etl_verification', 'insert', null),
             ('etl_verification', 'update', null), ('etl_verification', 'delete', null),
             ('etl_rejected_record', 'update', 'postponed_at'), ('etl_rejected_record', 'update', 'rejected_at'))
         needed (name, privilege, of_column),
     lateral pg_catalog.to_regclass(
             pg_catalog.concat(pg_catalog.quote_ident(?), '.', pg_catalog.quote_ident(needed.name))) found (id)
where not case
              when needed.of_column is null then pg_catalog.has_table_privilege(found.id, needed.privilege)
              else pg_catalog.has_column_privilege(found.id, needed.of_column, needed.privilege)
          end
