-- What the outcomes are read by: one measure of everybody over a time, what was done in that time, and what was done in one chart.
create index measure_outcome on measure (key, scale, recall, method, effective_at) where id = of;
create index application_client on application (client, session);
create index application_when on application (effective_at) where id = of;
create index session_when on session (effective_at) where id = of;
