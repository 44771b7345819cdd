# What is booked in another program, as its calendar tells.
outside-title = Booked elsewhere
outside-say = Read the calendar of your booking tool into Today, from a file or by its address. It is seen here and changed there; a new reading takes the place of the one before. What stands in it holds its practitioner’s time: nothing is booked over it here.
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
outside-feed-chip = read every 15 minutes
outside-feed-asked = Asked
outside-feed-soon = It will be asked within a minute.
outside-feed-stands = What was read before stands.
outside-feed-no-answer = Nobody answered at this address.
outside-feed-private = This address lies in the own network, which the program asks only where its settings allow it.
outside-feed-refused = The address answered with something else than the calendar. Look whether it still holds.
outside-feed-elsewhere = The address leads on to another host, which is not followed. Give the other address.
outside-feed-too-large = The calendar is larger than 2 MB. Export a shorter time.
outside-feed-no-calendar = What stands at this address is no calendar.
outside-feed-too-many = More than 5000 events. Export a shorter time.
outside-address-title = By its address
outside-address-say = The program asks the address again every 15 minutes. Whoever knows the address can read the calendar: it is kept, and never shown whole again.
outside-address = Address of the calendar
outside-address-help = Begins with https:// or webcal:// and mostly ends in .ics; booking tools call it a private or secret calendar address.
outside-address-https = Give an address that begins with https:// or webcal://, without a name or password in it.
outside-follow = Read it from now on
