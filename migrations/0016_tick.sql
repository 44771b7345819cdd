-- What the program does by itself: when each is next due. Whoever moves the row on, under the lock of the practice's
-- chain, does it; so one of many processes does.
create table tick (
    verb text primary key,
    due_at bigint not null
);
