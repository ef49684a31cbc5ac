-- The state of camel-etl's pipelines. Creates its tables in the first schema of the session's search_path; to have
-- them elsewhere, run it after:  set search_path to "the schema";
-- What the pipelines' role needs afterwards: usage on the schema; select, insert, update, delete on the tables.
-- Running it again changes nothing.

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
    breaker_state        text        not null default 'CLOSED',
    breaker_until        timestamptz,
    paused               boolean     not null default false
);

comment on table etl_pipeline is 'camel-etl: where each pipeline stands, and who runs it';

create table if not exists etl_run (
    pipeline   text        not null,
    run_number bigint      not null,
    -- DRAINED, PAGE_LIMIT, STOPPED, FAILED, or SEEK for a cursor set by hand
    outcome    text        not null,
    started_at timestamptz not null,
    took       interval    not null,
    pages      integer     not null,
    rows       bigint      not null,
    -- by table: {"orders": {"staged": 3, "inserted": 1, "updated": 1, "deleted": 0, "unchanged": 1}}
    tables     json        not null,
    message    text,
    primary key (pipeline, run_number)
);

comment on table etl_run is 'camel-etl: the newest 1,000 runs of each pipeline';
