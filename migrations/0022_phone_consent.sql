-- Consent on the client's own phone.

-- A sheet that a practitioner put before a client on their phone, as it will be read. A later row with the same `of` says what
-- became of it.
-- record: consent_request
create table consent_request (
    id text primary key,
    of text not null,
    by text not null,
    at bigint not null,
    effective_at bigint not null,
    act text not null,
    salt bytea not null,
    client text not null references client (id),
    -- asked, answered, taken_back
    state text not null,
    -- The sheet in every language it can be read in, as JSON; empty in later rows.
    sheets text not null,
    -- The last day on which a yes to it holds at most.
    until_on text not null,
    -- The key of the asking practitioner's profession, by which the terms of the place are found again on the day of the answer.
    profession text not null,
    practitioner_name text not null,
    practitioner_signature text not null,
    practitioner_typed text not null,
    -- The `of` of the consent that answers it, else empty.
    consent text not null
);
create index consent_request_client on consent_request (client, at);
create index consent_request_of on consent_request (of);

-- phone: on the client's own device, by their own sign-in; kiosk: on a device of the practice kept to them. Empty: on paper or the
-- practitioner's device.
alter table consent add column device text;
-- The `of` of the request that it answers.
alter table consent add column request text;
