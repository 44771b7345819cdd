-- What waits for somebody: notes to sign, alerts to see to, messages to read. Derived from the record, a row from when it opens
-- until it is done, so that the page of the day reads a short list, however long the record has grown.
create table waiting (
    -- note, alert, message
    kind text not null,
    -- The `of` of the session, the alert or the message.
    entry text not null,
    -- Whom it waits for; empty where it is whoever treats the client.
    person text not null,
    at bigint not null,
    primary key (kind, entry)
);
create index waiting_person on waiting (kind, person, at);

insert into waiting (kind, entry, person, at)
select 'note', s.of, s.by, s.at from session s
where s.id = s.of and not exists (select 1 from note n where n.session = s.of)
  and not exists (select 1 from session w where w.of = s.of and w.withdrawn_reason is not null);
insert into waiting (kind, entry, person, at)
select 'alert', a.of, '', a.at from alert a
where a.id = a.of and a.state = 'raised'
  and not exists (select 1 from alert k where k.of = a.of and k.state = 'acknowledged');
insert into waiting (kind, entry, person, at)
select 'message', m.of, '', m.at from message m
where m.id = m.of and m.side = 'client' and not exists (select 1 from message r where r.of = m.of and r.state = 'read');

-- When something was last done (a backup), and the trail of one kind of act.
create index trail_verb on trail (verb, seen_at);
