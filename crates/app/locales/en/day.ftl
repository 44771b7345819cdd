day-find = Find a client
day-sessions = Sessions of today
day-none = No session opened today.
day-close = Before you close today
day-all-signed = Every session of the days before is signed.
