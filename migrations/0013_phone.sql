-- The client's own way in, and what they say by it.

-- Who signs in as which client: one sign-in for one client.
create table own_chart (
    person text primary key references person (id),
    client text not null constraint own_chart_client unique references client (id),
    since_at bigint not null
);

-- A way in that was offered to a client. The link itself is kept nowhere, only its SHA-256.
create table client_invitation (
    token text primary key,
    client text not null references client (id),
    by text not null references person (id),
    made_at bigint not null,
    ends_at bigint not null,
    used_at bigint
);
create index client_invitation_client on client_invitation (client, made_at);

-- A device of the practice that is kept to one client's intake, for as long as its sign-in stays locked.
create table kiosk (
    -- The sign-in's token, as sign_in keeps it.
    token text primary key,
    client text not null references client (id),
    person text not null references person (id),
    -- client: they answer themselves; desk: somebody writes down what they say.
    source text not null,
    begun_at bigint not null,
    ends_at bigint not null
);

-- What a client said that is no coded statement: why they come, where it hurts, how much, how firmly they like to be treated.
-- A later row of the same `what` is what they say now.
-- record: told
create table told (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- reason, areas, pain, pressure; through: a step of the intake was gone through to its end
    what text not null,
    -- In their words; of areas, area:side by commas; of a step, its word.
    words text not null,
    -- Pain now, 0 to 10.
    pain bigint,
    -- client, desk
    source text not null
);
create index told_client on told (client, what, at);

-- Something a client said that somebody of the practice has to see to. A row with the same `of` says that it was seen to.
-- record: alert
create table alert (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- red_flag, self_harm, reaction
    kind text not null,
    -- emergency, same_day, two_days, doctor
    urgency text not null,
    -- Keys of facts, or of warnings after a session, by commas.
    about text not null,
    -- The session it followed, else empty.
    session text not null,
    -- Who has to see to it; empty where nobody treats the client yet.
    named text not null,
    -- raised, acknowledged
    state text not null,
    -- What was done about it.
    words text not null
);
create index alert_client on alert (client, at);
create index alert_of on alert (of, at);

-- A day's tick in the home programme. A row with the same `of` and done = 0 takes it back.
-- record: home_tick
create table home_tick (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- The key of the item of home care.
    item text not null,
    day_on text not null,
    done bigint not null,
    -- Pain while doing it, 0 to 10.
    pain bigint
);
create index home_tick_client on home_tick (client, day_on);
create index home_tick_of on home_tick (of, at);

-- How a client was in the days after a session.
-- record: after_check
create table after_check (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    session text not null,
    -- better, same, worse
    feeling text not null,
    -- Keys of warnings, by commas; empty where there was none of those shown.
    warnings text not null,
    words text not null
);
create index after_check_client on after_check (client, session);

-- What a client and the practice write to each other. A row with the same `of` says that it was read.
-- record: message
create table message (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- client, practice
    side text not null,
    words text not null,
    -- sent, read
    state text not null
);
create index message_client on message (client, at);
create index message_of on message (of, at);
