-- The plan of care, and what the client said to it. All of it only grows.

-- A version of a plan. Several rows with one `of` are versions of it: first, changed, superseded, ended.
-- record: plan
create table plan (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- Keys of the conditions it is for, comma-separated.
    about text not null,
    -- The `of` of the complaint it is for, else empty.
    complaint text not null,
    -- left, right, both, or empty
    side text not null,
    visits bigint,
    weeks bigint,
    minutes bigint,
    -- When it is looked at again.
    review_on text,
    -- What is said to the client beside it: care by others, the whole person. Lines.
    words text not null,
    -- Empty while it stands; superseded, ended.
    state text not null,
    reason text not null,
    -- The digest of the knowledge it was made over.
    knowledge text not null,
    withdrawn_reason text
);
create index plan_client on plan (client, of);
create index plan_of on plan (of, at);

-- What a version holds: techniques, goals, home care. `version` is the id of the plan's row.
-- record: plan_item
create table plan_item (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    version text not null,
    n bigint not null,
    -- technique, goal, home
    kind text not null,
    -- Key of the technique, the measure or the item of home care.
    key text not null,
    -- Key of the condition it was proposed for; empty for what the practitioner added.
    condition text not null,
    -- Keys of areas, regions or structures, comma-separated.
    sites text not null,
    side text not null,
    -- 1 to 5, at most
    pressure bigint,
    duration_min double precision,
    detail text not null,
    -- A goal: what is measured, from where, to where, by when.
    scale text not null,
    form_version text not null,
    recall text not null,
    method text not null,
    from_value double precision,
    target double precision,
    by_on text
);
create index plan_item_version on plan_item (version, n);
create index plan_item_client on plan_item (client);

-- One occasion of asking: the text that was read, whole, and who signed it. A row with the same `of` and a reason takes it out
-- as entered in error.
-- record: consent
create table consent (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- written, spoken
    form text not null,
    locale text not null,
    -- The whole text, and its SHA-256.
    text text not null,
    digest text not null,
    -- client, guardian, representative
    signer text not null,
    signer_name text not null,
    -- Strokes as numbers; empty where none were drawn.
    signature text not null,
    -- The full name, typed in place of a drawn signature.
    typed text not null,
    practitioner_name text not null,
    practitioner_signature text not null,
    practitioner_typed text not null,
    -- A minor's own word: yes, no, or empty.
    assent text not null,
    interpreter text not null,
    -- A question or a remark of the client's.
    words text not null,
    withdrawn_reason text
);
create index consent_client on consent (client, at);
create index consent_of on consent (of);

-- One answer to one thing asked. A later row with the same `of` is a later answer: withdrawn.
-- record: consent_item
create table consent_item (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- The `of` of the consent.
    consent text not null,
    -- general, or the key of a consent of its own
    item text not null,
    -- yes, no, question, withdrawn
    answer text not null,
    -- What a general consent names: keys, comma-separated.
    techniques text not null,
    sites text not null,
    -- The last day on which it holds.
    until_on text not null,
    words text not null
);
create index consent_item_client on consent_item (client, item, effective_at);
create index consent_item_consent on consent_item (consent);
