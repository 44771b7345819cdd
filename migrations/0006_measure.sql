-- What the client comes with, and what is measured of it. Both only grow.

-- A complaint. Several rows with one `of` are versions of it: what was said first, what it became, that it ended.
-- record: complaint
create table complaint (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    words text not null,
    -- `region:side`, comma-separated; the side may be empty.
    sites text not null,
    -- 2024, 2024-05 or 2024-05-17: as far as it is known; empty where it is not.
    onset text not null,
    mechanism text not null,
    aggravating text not null,
    easing text not null,
    day_pattern text not null,
    goal text not null,
    -- resolved, ended; empty while it lasts
    outcome text not null,
    ended_on text,
    withdrawn_reason text
);
create index complaint_client on complaint (client, at);
create index complaint_of on complaint (of);

-- One value of one measure. Rows with one `form` were taken in one go.
-- record: measure
create table measure (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    -- When it was true; empty where that is not stated.
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    form text not null,
    -- Key of the instrument, motion or test in the knowledge.
    key text not null,
    scale text not null,
    version text not null,
    recall text not null,
    site text not null,
    side text not null,
    method text not null,
    value double precision not null,
    unit text not null,
    -- 0 where it rests on fewer answers than its source asks for
    firm bigint not null,
    -- The answers as given, a line an item.
    items text not null,
    -- What an answer raised that always needs a conversation, such as self_harm; else empty.
    alarm text not null,
    loinc text not null,
    -- The `of` of the session it was taken in, else empty.
    session text not null,
    -- before, after, or empty
    moment text not null,
    withdrawn_reason text
);
create index measure_client on measure (client, key, effective_at);
create index measure_of on measure (of);
create index measure_form on measure (form);
create index measure_session on measure (session);
