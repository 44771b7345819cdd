-- Letters and referrals: what leaves the practice about a client, and what is awaited from others.

-- A signed letter. Rows with one `of` are its versions; the text as signed, and the very bytes that were printed.
-- record: letter
create table letter (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- referral, reply, discharge, programme, receipt, handover, chart
    kind text not null,
    -- The care team's entry it goes to, else empty; then who, in what role, where, as printed.
    member text not null,
    recipient text not null,
    role text not null,
    organisation text not null,
    -- The `of` of the complaint it is about, else empty.
    complaint text not null,
    locale text not null,
    who text not null,
    asked text not null,
    found text not null,
    changed text not null,
    question text not null,
    body text not null,
    pdf bytea not null,
    -- SHA-256 of the PDF.
    digest text not null,
    -- Where the chart's chain stood when the PDF was made, as printed on it.
    head text not null,
    withdrawn_reason text
);
create index letter_client on letter (client, at);
create index letter_of on letter (of, at);

-- It left: how and to whom.
-- record: letter_sent
create table letter_sent (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- The `of` of the letter, and the version that left.
    letter text not null,
    version_id text not null,
    -- printed, handed, posted, faxed, emailed
    how text not null,
    whom text not null
);
create index letter_sent_letter on letter_sent (letter, at);

-- The text of a letter that is not signed. The author's own; mutable; gone when it is signed or discarded.
create table letter_draft (
    id text primary key,
    version bigint not null,
    client text not null references client (id),
    author text not null references person (id),
    -- The `of` of the signed letter that it becomes a version of, else empty.
    letter text not null,
    kind text not null,
    member text not null,
    recipient text not null,
    role text not null,
    organisation text not null,
    complaint text not null,
    who text not null,
    asked text not null,
    found text not null,
    changed text not null,
    question text not null,
    body text not null,
    changed_at bigint not null
);
create index letter_draft_client on letter_draft (client, author);
create index letter_draft_author on letter_draft (author);

-- A client sent to somebody, or sent by somebody. Rows with one `of`: asked, answered, closed.
-- record: referral
create table referral (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- out, in
    direction text not null,
    whom text not null,
    -- The key of the safety rule that asks for it, or `scope`; empty where the reason is in words only.
    rule text not null,
    why text not null,
    complaint text not null,
    -- By when an answer is awaited.
    due_on text,
    -- open, answered, closed
    state text not null,
    answer text not null,
    withdrawn_reason text
);
create index referral_client on referral (client, at);
create index referral_of on referral (of, at);
create index referral_due on referral (by, state, due_on);
