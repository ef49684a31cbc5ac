-- The state of camel-etl's pipelines. Creates its tables in the first schema of the session's search_path; to have
-- them elsewhere, run it after:  set search_path to "the schema";
-- What the pipelines' role needs afterwards: usage on the schema; select, insert, update, delete on the tables.
-- Running it again changes nothing; where the tables of an earlier version are, it adds what they lack. A column that is
-- added stands at the end, below the tables as the first version had them, and in inspect.sql.

create table if not exists etl_pipeline (
    name                 text primary key,
    -- json, not jsonb: a cursor must come back to the digit, and jsonb rewrites numbers and the order of keys
    cursor               json,
    cursor_type          text,
    -- the window [from_at, before_at): both null before the first, equal when it is drained
    from_at              timestamptz,
    before_at            timestamptz,
    -- counts every change of the position and every claim: a change names the version it starts from
    version              bigint      not null default 0,
    run_number           bigint      not null default 0,
    lease_owner          text,
    lease_until          timestamptz,
    consecutive_failures integer     not null default 0,
    last_error           text,
    last_error_at        timestamptz,
    -- CLOSED or OPEN
    breaker_state        text        not null default 'CLOSED',
    breaker_until        timestamptz,
    paused               boolean     not null default false
);

comment on table etl_pipeline is 'camel-etl: where each pipeline stands, and who runs it';

create table if not exists etl_run (
    pipeline   text        not null,
    run_number bigint      not null,
    -- DRAINED, PAGE_LIMIT, STOPPED, FAILED, VERIFIED, RECONCILED, or SEEK for a cursor set by hand, RESET, ADOPT
    outcome    text        not null,
    started_at timestamptz not null,
    took       interval    not null,
    pages      integer     not null,
    rows       bigint      not null,
    -- by table: {"orders": {"staged": 3, "inserted": 1, "updated": 1, "deleted": 0, "unchanged": 1,
    -- "postponed": 0, "rejected": 0}}
    tables     json        not null,
    message    text,
    primary key (pipeline, run_number)
);

comment on table etl_run is 'camel-etl: the runs of each pipeline that did something, for as long as historyRetention';

create table if not exists etl_skipped_page (
    pipeline     text        not null,
    id           bigint      not null generated always as identity,
    run_number   bigint      not null,
    cursor_type  text        not null,
    -- the rows of the page: after the one cursor (null: from the start) up to the other, within [from_at, before_at)
    after_cursor json,
    end_cursor   json        not null,
    from_at      timestamptz not null,
    before_at    timestamptz not null,
    rows         integer     not null,
    reason       text        not null,
    skipped_at   timestamptz not null default clock_timestamp(),
    primary key (pipeline, id)
);

comment on table etl_skipped_page is 'camel-etl: pages that were given up; a replay loads and removes them';

create table if not exists etl_rejected_record (
    pipeline     text        not null,
    id           bigint      not null generated always as identity,
    -- 0 for a record of a page that was loaded outside a run
    run_number   bigint      not null,
    target_table text        not null,
    record_key   text        not null,
    -- json, not jsonb, which refuses \u0000: that may be the very reason why the record is here
    record       json        not null,
    sql_state    text,
    reason       text        not null,
    rejected_at  timestamptz not null default clock_timestamp(),
    -- null for a rejected record; for one that waits for a row which it refers to, the source's time when it was read,
    -- or the first version of its key that has waited since
    postponed_at timestamptz,
    primary key (pipeline, id)
);

alter table etl_rejected_record add column if not exists postponed_at timestamptz;

-- every claim of a lease asks how many there are
create index if not exists etl_postponed_record on etl_rejected_record (pipeline, id) where postponed_at is not null;

comment on table etl_rejected_record is
    'camel-etl: records that the target refused; a replay loads and removes them, the pages that follow those with postponed_at';

-- the records that the source rows were made into; null for runs of before this column
alter table etl_run add column if not exists records bigint;
-- how many records a source row was made into, by the latest runs; null before the first that tell
alter table etl_pipeline add column if not exists records_per_row double precision;
-- rows and records of the runs since that was last reckoned
alter table etl_pipeline add column if not exists recent_rows bigint not null default 0;
alter table etl_pipeline add column if not exists recent_records bigint not null default 0;
-- the table of the row that a postponed record waits for, where another pipeline has to bring it; else null
alter table etl_rejected_record add column if not exists waits_for text;

-- what tells the pipeline from another of its name: {"source": ..., "cursorType": ..., "cursorColumns": [...], "tables": [...]}.
-- Null before its first start, and once it was adopted
alter table etl_pipeline add column if not exists made_of json;

create table if not exists etl_action (
    pipeline text        not null,
    id       bigint      not null generated always as identity,
    -- PAUSE, RESUME, SEEK, REPLAY, ADOPT, CLOSE_BREAKER, RUN, STOP, DISCARD, VERIFY, RESET, RELOAD, RECONCILE
    action   text        not null,
    -- the user, the id of the route, or 'local' for a JMX client without a name
    done_by  text        not null,
    -- ROUTE, JMX, HTTP, CONSOLE
    way      text        not null,
    done_at  timestamptz not null default clock_timestamp(),
    -- what exactly: {"cursor": "..."}, {"pages": "3,5"}
    details  json        not null,
    primary key (pipeline, id)
);

comment on table etl_action is 'camel-etl: the newest 1,000 things done to each pipeline by hand, by whom and when';

-- since when the holder of the lease has run, and how far it had come when it last renewed the lease, three times per
-- leaseDuration: what it did and since when, in which page, and how many source rows were committed
alter table etl_pipeline add column if not exists lease_since timestamptz;
alter table etl_pipeline add column if not exists lease_phase text;
alter table etl_pipeline add column if not exists lease_phase_since timestamptz;
alter table etl_pipeline add column if not exists lease_page integer;
alter table etl_pipeline add column if not exists lease_rows bigint;

-- runs that found nothing to do are counted: how many since the newest run in etl_run, and when the last of them was
alter table etl_pipeline add column if not exists idle_runs bigint not null default 0;
alter table etl_pipeline add column if not exists last_idle_at timestamptz;
-- how many of them came right before the run; null for what no run did
alter table etl_run add column if not exists idle_before bigint;
-- how far the target was behind after the run; null where that is not known
alter table etl_run add column if not exists lag interval;

create table if not exists etl_load (
    pipeline  text        not null,
    -- by the database's clock
    minute    timestamptz not null,
    loads     bigint      not null,
    -- sums over all loads and tables, as in etl_run.tables
    staged    bigint      not null,
    inserted  bigint      not null,
    updated   bigint      not null,
    deleted   bigint      not null,
    unchanged bigint      not null,
    postponed bigint      not null,
    rejected  bigint      not null,
    primary key (pipeline, minute)
);

comment on table etl_load is 'camel-etl: what pages loaded outside of runs did, in sums per minute, for as long as historyRetention';

-- the number of the run that holds the lease, or held it last: others that take part in its first load have later ones
alter table etl_pipeline add column if not exists lease_run bigint;

create table if not exists etl_shard (
    pipeline     text    not null,
    -- from 1, in the order of the cursors
    number       integer not null,
    cursor_type  text    not null,
    -- the rows of the range: after the one cursor (null: from the start) up to the other (null: to the window's end)
    after_cursor json,
    end_cursor   json,
    -- after the last committed page of the range; null before the first
    cursor       json,
    -- counts every step and every claim, as that of etl_pipeline does
    version      bigint  not null default 0,
    lease_owner  text,
    lease_until  timestamptz,
    -- source rows that the source's statistics promise, and those that are committed
    expected     bigint  not null,
    rows         bigint  not null default 0,
    -- whether all rows of the range are in
    done         boolean not null default false,
    primary key (pipeline, number)
);

comment on table etl_shard is 'camel-etl: the ranges of each first load that is under way, and who loads them';

create table if not exists etl_verification (
    pipeline    text        not null,
    id          bigint      not null generated always as identity,
    run_number  bigint      not null,
    target_table text       not null,
    -- tells what is compared: a pass that was interrupted goes on only where it is the same
    setup       text        not null,
    started_at  timestamptz not null default clock_timestamp(),
    -- when it has come so far; a pass without an end is under way, or was interrupted
    updated_at  timestamptz not null default clock_timestamp(),
    ended_at    timestamptz,
    took        interval    not null default '0',
    -- source rows that changed from then on were not compared
    before_at   timestamptz,
    -- the last key that was compared, as the texts of its columns; null once it is done
    up_to       json,
    ranges      integer     not null default 0,
    source_rows bigint      not null default 0,
    target_rows bigint      not null default 0,
    missing     bigint      not null default 0,
    different   bigint      not null default 0,
    surplus     bigint      not null default 0,
    -- rows that differ, and that a ledger knows of
    waiting     bigint      not null default 0,
    -- in how many rows a column differs: {"name": 2}
    columns     json        not null default '{}',
    -- some of the differences: [{"kind": "MISSING", "key": "id=7", "columns": []}]
    examples    json        not null default '[]',
    primary key (pipeline, id)
);

comment on table etl_verification is 'camel-etl: the newest 100 comparisons of source and target of each pipeline, and what they found';

-- how many surplus rows a pass that repairs may still delete; null for one that only compares
alter table etl_verification add column if not exists allowed bigint;

-- fullPassEvery, fullPassCron: when the last full pass besides the increments ended, or since when they are counted
alter table etl_pipeline add column if not exists full_pass_at timestamptz;
-- since when the pipeline is there; of pipelines of before this column, since the column is
alter table etl_pipeline add column if not exists created_at timestamptz not null default clock_timestamp();
-- of a pipeline with several tables, what was found of each: [{"table": "orders", "missing": 1, ...}]
alter table etl_verification add column if not exists tables json not null default '[]';
