-- What session mode adds to a response, and the key under which a device keeps what is not sent yet.

-- A number that belongs to it: comfort, 0 to 10.
alter table response add column level bigint;
-- The `of` of the application that it was said of.
alter table response add column about text;
-- When it was tapped, by the clock of the device, where it waited there until it could be sent; µs UTC.
alter table response add column told_at bigint;

-- What a practitioner records most is read from the end of this index.
create index application_by on application (by, at);

-- What is typed and not sent yet waits on the device, encrypted. The key comes from here at each sign-in, one for each person, so
-- that what waits can still be read after the next sign-in; the device forgets it when it is locked or signed out.
create table device_key (
    person text primary key references person (id),
    key bytea not null,
    made_at bigint not null
);
