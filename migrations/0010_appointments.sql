-- What is booked: who comes when, to whom and where. Nothing clinical stands here; the desk reads and writes it.
create table treatment_room (
    id text primary key,
    version bigint not null,
    name text not null,
    active bigint not null,
    changed_at bigint not null
);

create table appointment (
    id text primary key,
    version bigint not null,
    -- Empty where the time is kept free: a pause, a closed afternoon.
    client text references client (id),
    person text not null references person (id),
    room text references treatment_room (id),
    -- As it was agreed on the practice's clock, 2026-11-24T10:15, and the instant that this was.
    starts text not null,
    zone text not null,
    starts_at bigint not null,
    minutes bigint not null,
    -- Kept free after it, to air the room and to write.
    after_minutes bigint not null,
    what text not null,
    -- booked, arrived, started, finished, missed, cancelled
    state text not null,
    changed_at bigint not null
);
create index appointment_starts on appointment (starts_at, id);
create index appointment_client on appointment (client, starts_at);
