-- The address at which a calendar of another program is read again and again.
create table outside_feed (
    person text primary key references person (id),
    version bigint not null,
    -- Whoever knows it can read the calendar: only its host is ever shown.
    url text not null,
    -- When it was asked last; 0 before the first time.
    asked_at bigint not null,
    -- Why it then brought nothing; empty where it did. What was read before stands.
    problem text not null,
    -- SHA-256 of the day and of what was read, so that the same is not read into the same day twice.
    digest text not null,
    changed_at bigint not null
);

-- A link between two points of the map that the practitioner draws themselves: a hypothesis, without a source but who drew it.
-- record: own_link
create table own_link (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- Kind, key and side: region:trapezius_upper:right, condition:neck_pain:, factor:stress:
    from_point text not null,
    to_point text not null,
    -- contributes_to, compensates_for, aggravates
    kind text not null,
    why text not null,
    withdrawn_reason text
);
create index own_link_client on own_link (client, at);
create index own_link_of on own_link (of);

-- The `of` of the session of its author that was open when it was found; empty where none was.
alter table finding add column session text;
alter table observation add column session text;
create index finding_session on finding (session);
create index observation_session on observation (session);
