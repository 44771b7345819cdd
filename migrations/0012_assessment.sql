-- What is found at a place of the body, seen in a test or a posture, told of a life, and made of it. All of it only grows.

-- What hands and eyes found at one region on one side. What is empty was not looked at; "nothing found" is said.
-- record: finding
create table finding (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    -- When it was found.
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    region text not null,
    -- left, right; empty in the middle
    side text not null,
    -- 1 where it was looked at and nothing was found
    clear bigint not null,
    -- 0 to 10
    pain bigint,
    quality text not null,
    -- Marks of the scales of the knowledge: tenderness, tone_local, pitting, scar, temperature.
    tenderness text not null,
    tone text not null,
    oedema text not null,
    scar text not null,
    temperature text not null,
    -- active, latent, or empty
    trigger_point text not null,
    -- Where its pain is felt: names of the drawing, comma-separated.
    refers text not null,
    note text not null,
    withdrawn_reason text
);
create index finding_client on finding (client, region, effective_at);
create index finding_of on finding (of);

-- One line of a sheet: how a motion ended, a grade of strength, a test, a landmark, an answer about a life. Rows with one
-- `form` were taken in one go. Degrees, scores and times of tests are measures and stand there.
-- record: observation
create table observation (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    -- When it was so.
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    form text not null,
    -- motion, strength, test, posture, girth, gait, lifestyle, factor
    kind text not null,
    key text not null,
    -- left, right, or empty
    side text not null,
    -- A mark of a scale, positive, negative, yes, no, unsure; or empty
    grade text not null,
    value double precision,
    unit text not null,
    -- Pain with it, 0 to 10.
    pain bigint,
    note text not null,
    withdrawn_reason text
);
create index observation_client on observation (client, kind, key, effective_at);
create index observation_of on observation (of);
create index observation_form on observation (form);

-- What a practitioner makes of one suggested link between findings: a hypothesis, never a cause.
-- record: opinion
create table opinion (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- Key of the link in the knowledge.
    link text not null,
    -- confirmed, refuted, suggested
    stand text not null,
    -- 1 the first; empty where not ranked
    rank bigint,
    why text not null,
    withdrawn_reason text
);
create index opinion_client on opinion (client, link);
create index opinion_of on opinion (of);
