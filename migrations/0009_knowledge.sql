-- What was known when: the whole knowledge behind each digest, and what a practice laid over it.

-- The whole knowledge of one digest, once: what the columns `knowledge` of other tables name. The row proves itself: the
-- digest of what `body` holds is `digest`.
create table knowledge_text (
    digest text primary key,
    -- When something was first recorded over it.
    kept_at bigint not null,
    -- The version of the program that did.
    program text not null,
    -- Every file with its path, compressed.
    body bytea not null
);

-- A practice's own folder, laid over what the program carries. Several rows with one `of` are its versions.
-- record: knowledge_overlay
create table knowledge_overlay (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    -- The word by which it is loaded again or taken out.
    name text not null,
    -- The owner who answers for it: id and name; empty where nothing in it needs one.
    owner text not null,
    owner_name text not null,
    reason text not null,
    -- What it does to what it was laid over, as it was when it was loaded: a line each.
    changes text not null,
    -- The digest of its own files, and the files, compressed.
    digest text not null,
    body bytea not null,
    withdrawn_reason text
);
create index knowledge_overlay_at on knowledge_overlay (at, id);
create index knowledge_overlay_of on knowledge_overlay (of);

-- The digest of the knowledge that was in force when it was recorded; empty on rows from before this migration.
alter table acknowledged add column knowledge text;
alter table clearance add column knowledge text;
alter table session add column knowledge text;
