day-find = Find a client
day-sessions = Sessions of today
day-none = No session opened today.
day-close = Before you close today
day-all-signed = Every session is signed.
day-lately = Seen lately
day-last = Last time
day-review = { $count ->
    [one] Review and sign { $count } note
   *[other] Review and sign { $count } notes
}
day-due = Letters and answers
