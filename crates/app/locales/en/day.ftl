day-find = Find a client
day-sessions = Sessions of today
day-close = Before you close today
day-all-signed = Every session is signed.
day-lately = Seen lately
day-last = Last time
day-review = { $count ->
    [one] Review and sign { $count } note
   *[other] Review and sign { $count } notes
}
day-due = Letters and answers
day-me = My day
day-rooms = Rooms
day-all = Everyone
day-by = Whose day
day-days = Days
day-before = The day before
day-after = The day after
day-book = Visit
day-to-today = Back to today
day-visits-title = Visits
day-visits = { $count ->
    [one] { $count } visit
   *[other] { $count } visits
}
day-over = { $count ->
    [one] { $count } is over
   *[other] { $count } are over
}
day-minutes = { $count } min
day-open = open
day-nobody = Nobody is booked.
day-next = Up next
day-notes-open = Note open
