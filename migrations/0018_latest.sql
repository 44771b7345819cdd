-- The latest sessions of a client are read from the end of this index, so that a page does not grow with the years. What
-- has no stated day stands before all time. Only first rows: withdrawals and corrections are found by `of`.
create index session_latest on session (client, (coalesce(effective_at, -9223372036854775807)), id) where id = of;
