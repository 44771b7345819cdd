-- What is known of a client, statement by statement, and what followed from it.

-- One answer to one question. A changed answer is a row with the same `of`; two operations are two `of`.
-- record: fact
create table fact (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- The key of the fact in the knowledge.
    fact text not null,
    -- yes, no, unsure, declined, value
    answer text not null,
    value double precision,
    -- A choice, a date, or a list (one a line).
    words text not null,
    since_from_on text,
    since_to_on text,
    ended_on text,
    -- Where: region:side, comma-separated.
    sites text not null,
    detail text not null,
    -- client, desk, practitioner, document
    source text not null,
    withdrawn_reason text
);
create index fact_client on fact (client, fact);
create index fact_of on fact (of, at);

-- A medicine as it was named, and what the name was understood to be.
-- record: medication
create table medication (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    name text not null,
    -- Keys of medicines found in the name, comma-separated; empty where none was.
    known text not null,
    source text not null,
    ended bigint not null
);
create index medication_client on medication (client);
create index medication_of on medication (of, at);

-- The questions of today were asked, or "nothing new" was said to them; with which knowledge.
-- record: checked
create table checked (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- Keys of the facts that were affirmed, comma-separated.
    facts text not null,
    -- How many questions stood open.
    open_questions bigint not null,
    -- The worst word of the screen at that moment, and the digest of the knowledge it was read over.
    verdict text not null,
    knowledge text not null
);
create index checked_client on checked (client, at);

-- Somebody entitled allowed what a rule holds back, or assessed a red flag.
-- record: clearance
create table clearance (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- The key of the rule.
    rule text not null,
    given_by text not null,
    profession text not null,
    given_on text not null,
    until_on text,
    -- cleared, or assessed
    kind text not null,
    -- What it allows, in words.
    allows text not null,
    withdrawn_reason text
);
create index clearance_client on clearance (client);
create index clearance_of on clearance (of, at);

-- This practitioner has seen this card: by the digest of what it was made of.
-- record: acknowledged
create table acknowledged (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    digest text not null
);
create index acknowledged_client on acknowledged (client, by, at);
