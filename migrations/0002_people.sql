-- The practice, its people, and how they sign in. Mutable by nature: each row carries a version, and what it replaced is kept.

-- One row: what holds for the whole practice.
create table practice (
    id text primary key,
    version bigint not null,
    name text not null,
    -- IANA zone, for example Europe/Madrid: where "today" begins and ends.
    zone text not null,
    -- ISO 3166-1 alpha-2, and a subdivision where law differs by it: US-TX.
    jurisdiction text not null,
    locale text not null,
    -- 'own': practitioners open the charts of their own clients; 'all': every chart.
    charts text not null,
    demo bigint not null,
    changed_at bigint not null
);

create table person (
    id text primary key,
    version bigint not null,
    -- What they type to sign in, folded to lower case.
    login text not null constraint person_login unique,
    name text not null,
    locale text not null,
    -- Practitioners only: the profession's key in the knowledge, else empty.
    profession text not null,
    active bigint not null,
    changed_at bigint not null
);

create table person_role (
    person text not null references person (id),
    role text not null,
    primary key (person, role)
);

-- A secret that proves who somebody is. Only its argon2id hash is kept.
create table credential (
    person text not null references person (id),
    -- password, pin
    kind text not null,
    hash text not null,
    changed_at bigint not null,
    primary key (person, kind)
);

-- A browser that is signed in. The token itself is only in its cookie.
create table sign_in (
    token text primary key,
    person text not null references person (id),
    device text not null,
    begun_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    locked bigint not null
);
create index sign_in_person on sign_in (person);

-- A program that acts for a person: personal, hashed, scoped, revocable.
create table token (
    id text primary key,
    hash text not null constraint token_hash unique,
    person text not null references person (id),
    name text not null,
    -- look, or act
    scope text not null,
    made_at bigint not null,
    ends_at bigint not null
);

-- How many times in a row a sign-in failed, by account and by address. Slows; never locks.
create table failed_sign_in (
    of text primary key,
    count bigint not null,
    until_at bigint not null
);

create table invitation (
    token text primary key,
    login text not null,
    name text not null,
    roles text not null,
    profession text not null,
    by text not null references person (id),
    made_at bigint not null,
    ends_at bigint not null,
    used_at bigint
);

-- What a row of practice, person or client was before it was changed.
-- record: history
create table history (
    id text primary key,
    by text not null,
    at bigint not null,
    act text not null,
    salt bytea not null,
    tbl text not null,
    row_id text not null,
    version bigint not null,
    was text not null
);
create index history_row on history (tbl, row_id, version);

-- Whose notes a supervisor reads and co-signs.
create table supervision (
    supervisor text not null references person (id),
    practitioner text not null references person (id),
    primary key (supervisor, practitioner)
);
