-- What one person opened, in the order of time: the page of the day.
create index session_by on session (by, at);
