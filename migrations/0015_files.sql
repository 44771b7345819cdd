-- Papers: scans, pictures and old charts that belong to a client, and papers that lie in a cabinet.

-- What a paper is and where it belongs. Rows with one `of`: filed, then perhaps taken out as filed in error.
-- record: paper
create table paper (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    -- When it was filed.
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- old_chart, paper_intake, letter, picture, other
    kind text not null,
    -- clearance or referral, and the `of` of that entry; both empty where it belongs to the chart as a whole.
    about text not null,
    entry text not null,
    -- What is written on it, in a few words.
    title text not null,
    -- The day that the paper itself bears, where it was noted.
    dated_on text,
    -- image/png, image/jpeg, application/pdf; empty where the paper lies in a cabinet only.
    media text not null,
    -- The name it had where it came from.
    name text not null,
    size_bytes bigint not null,
    -- SHA-256 of the whole file in hexadecimal; empty without one.
    digest text not null,
    withdrawn_reason text
);
create index paper_client on paper (client, at);
create index paper_of on paper (of, at);
create index paper_entry on paper (entry);

-- A piece of the file, so that no row is large; `paper` is the `of` of what it belongs to.
-- record: paper_piece
create table paper_piece (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    paper text not null,
    n bigint not null,
    bytes bytea not null
);
create index paper_piece_paper on paper_piece (paper, n);
