-- Who looked at what and who changed it. One line for every request that a signed-in person makes.
-- record: trail
create table trail (
    id text primary key,
    by text not null,
    at bigint not null,
    act text not null,
    salt bytea not null,
    -- The person; empty where nobody is signed in.
    who text not null,
    seen_at bigint not null,
    verb text not null,
    -- The client whose chart it concerns, else empty.
    chart text not null,
    -- What in the chart or the practice, by id, else empty.
    subject text not null,
    -- done, refused, denied
    outcome text not null,
    reason text not null,
    -- Of an act that was done: what was sent (SHA-256) and what was answered, so that a repeat gets the same answer.
    body text,
    status bigint,
    location text
);
create index trail_chart on trail (chart, seen_at);
create index trail_seen on trail (seen_at);
create index trail_who on trail (who, seen_at);
create index trail_act on trail (act);

-- A chart opened by somebody outside the client's circle, with the reason given.
-- record: glass
create table glass (
    id text primary key,
    by text not null,
    at bigint not null,
    act text not null,
    salt bytea not null,
    chart text not null,
    reason text not null,
    until_at bigint not null
);
create index glass_by on glass (by, chart);
