-- The directory: who the clients are and how to reach them. No clinical word stands here.
create table client (
    id text primary key,
    version bigint not null,
    legal_name text not null,
    used_name text not null,
    -- How the name sounds, where its writing does not tell: kana for kanji.
    reading text not null,
    -- The name in the order of lists: folded, from the reading where there is one. Derived.
    name_key text not null,
    pronouns text not null,
    birth_on text,
    -- female, male, intersex, unknown: for reference values and rules, asked as such.
    clinical_sex text not null,
    phone text not null,
    phone_digits text not null,
    email text not null,
    address text not null,
    -- Comma-separated: phone, sms, email, post.
    contact_by text not null,
    emergency_name text not null,
    emergency_phone text not null,
    locale text not null,
    guardian_name text not null,
    guardian_phone text not null,
    identifier text not null,
    insurer text not null,
    pref_pressure text not null,
    pref_table text not null,
    pref_oil text not null,
    pref_talk text not null,
    made_at bigint not null,
    changed_at bigint not null
);
create index client_name on client (name_key, id);
create index client_phone on client (phone_digits);
create index client_birth on client (birth_on);

-- One row per word of a name, folded for search, and one of the phone's digits from the last to the first behind a #.
-- Derived: rebuilt when the folding changes.
create table client_key (
    key text not null,
    client text not null references client (id),
    primary key (key, client)
);
create index client_key_client on client_key (client);

-- Who treats whom: the charts a practitioner opens without a reason.
create table circle (
    client text not null references client (id),
    person text not null references person (id),
    since_at bigint not null,
    primary key (client, person)
);
create index circle_person on circle (person);

-- Two directory entries that are one person. Charts and chains stay; the reading joins them. Undone by a row with undone = 1.
-- record: merge
create table merge (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    act text not null,
    salt bytea not null,
    kept text not null,
    gone text not null,
    reason text not null,
    undone bigint not null
);
create index merge_kept on merge (kept);
create index merge_gone on merge (gone);

-- The others who care for this client.
create table care_member (
    id text primary key,
    version bigint not null,
    client text not null references client (id),
    role text not null,
    name text not null,
    organisation text not null,
    phone text not null,
    email text not null,
    may_contact bigint not null,
    ended bigint not null,
    changed_at bigint not null
);
create index care_member_client on care_member (client);

-- Which chart a client's rows are read in: their own, or after a merge the one that was kept. Derived from merge.
create table chart_of (
    client text primary key references client (id),
    chart text not null references client (id)
);
create index chart_of_chart on chart_of (chart);
