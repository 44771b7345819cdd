-- A session: what was done, how it was answered, and the signed account of it. All of it only grows.

-- The encounter. Several rows with one `of` are versions of it.
-- record: session
create table session (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    -- When it took place; empty where that is not stated (an account taken over from elsewhere).
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- treatment, wellness, seen (findings and advice, no hands)
    kind text not null,
    title text not null,
    -- The `of` of the complaint it is for, else empty.
    complaint text not null,
    -- 1 where the content of the session was not reported by who told of it.
    unreported bigint not null,
    withdrawn_reason text
);
create index session_client on session (client, effective_at);
create index session_of on session (of);

-- The hands-on part is over: finished, stopped (something came up), escalated (somebody was called), seen.
-- record: session_end
create table session_end (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    session text not null,
    outcome text not null,
    duration_min double precision,
    detail text not null
);
create index session_end_session on session_end (session);

-- One technique on one site at one dose.
-- record: application
create table application (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    session text not null,
    technique text not null,
    site text not null,
    -- left, right, both, or empty
    side text not null,
    -- 1 to 5
    pressure bigint,
    -- I to V, where the technique is graded
    grade text not null,
    duration_min double precision,
    detail text not null,
    -- What stood against it when it was recorded: consent, block, scope. Comma-separated; empty for nothing.
    marks text not null,
    -- Why it was done all the same.
    reason text not null,
    withdrawn_reason text
);
create index application_session on application (session, at);
create index application_of on application (of);

-- What came back: feedback on pressure, an adjustment, a reaction, an adverse effect.
-- record: response
create table response (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    session text not null,
    -- feedback, response, adverse
    kind text not null,
    code text not null,
    -- mild, moderate, severe, or empty
    severity text not null,
    detail text not null,
    withdrawn_reason text
);
create index response_session on response (session, at);
create index response_of on response (of);

-- The signed account. `covers` lists what it is signed over: table, row and digest, a line each.
-- record: note
create table note (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    session text not null,
    subjective text not null,
    objective text not null,
    assessment text not null,
    plan text not null,
    covers text not null,
    -- What was not asked or not recorded when it was signed, in words for the record; empty for nothing.
    gaps text not null
);
create index note_session on note (session);
create index note_client on note (client, at);

-- What came after: an addendum, a co-signature, "entered in error".
-- record: note_mark
create table note_mark (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    note text not null,
    -- addendum, cosign, error
    kind text not null,
    words text not null
);
create index note_mark_note on note_mark (note, at);

-- The free text of a note that is not signed. The author's own; mutable; gone when it is signed or discarded.
create table draft (
    session text not null,
    author text not null references person (id),
    version bigint not null,
    subjective text not null,
    objective text not null,
    assessment text not null,
    plan text not null,
    changed_at bigint not null,
    primary key (session, author)
);
create index draft_author on draft (author);
