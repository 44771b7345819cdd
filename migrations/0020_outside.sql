-- What comes from other programs: lists of clients, and what is booked elsewhere.

-- A list of clients as it was read, until it is taken over and then forgotten. Nothing clinical stands in it.
create table client_list (
    id text primary key,
    version bigint not null,
    -- Who read it; nobody else sees it.
    person text not null references person (id),
    -- The whole file.
    text text not null,
    -- The lines that were taken over, comma-separated.
    taken text not null,
    done bigint not null,
    changed_at bigint not null
);
create index client_list_changed on client_list (changed_at);

-- A calendar of another program as it was read last, by whose it is.
create table outside_calendar (
    person text primary key references person (id),
    version bigint not null,
    taken bigint not null,
    -- What was left out, a line each: its line in the file, why, its words; parted by tabs.
    left_out text not null,
    changed_at bigint not null
);

-- What is booked there. The next reading takes the place of all of it.
create table outside_booking (
    id text primary key,
    person text not null references person (id),
    -- Who that is, where the words name one client of the directory.
    client text references client (id),
    starts_at bigint not null,
    minutes bigint not null,
    what text not null
);
create index outside_booking_starts on outside_booking (starts_at, id);
create index outside_booking_person on outside_booking (person);
create index outside_booking_client on outside_booking (client);
