# What is booked in another program, as its calendar tells.
outside-title = Booked elsewhere
outside-say = Read the calendar of your booking tool into Today. It is seen here and changed there; a new reading takes the place of the one before. The program itself asks no address of the internet for it.
outside-none = No calendar was read yet.
outside-new = Read a calendar
outside-person = Whose
outside-file = Calendar file
outside-file-help = An .ics file, as booking tools export it. The next 400 days are kept.
outside-file-needed = Choose the file.
outside-no-calendar = This is no calendar file. Export it as iCalendar (.ics).
outside-too-many = More than { $most } events. Export a shorter time.
outside-read = Read it
outside-taken = { $count ->
    [0] Nothing lies ahead.
    [one] One booking lies ahead.
   *[other] { $count } bookings lie ahead.
}
outside-read-at = read
outside-left = { $count ->
    [one] One event was not read whole
   *[other] { $count } events were not read whole
}
outside-whole-day = takes whole days; left out
outside-unknown-zone = names a time zone that is not known; left out
outside-repeats = repeats; only the first time was read
outside-no-beginning = has no time at which it begins; left out
outside-forget = Forget this calendar
outside-chip = elsewhere
outside-link = Booked elsewhere
