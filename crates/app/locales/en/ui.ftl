# The shell and the widgets: words that stand on every page.

nav-today = Today
nav-clients = Clients
nav-inbox = Inbox
nav-outcomes = Outcomes
nav-reference = Reference
nav-admin = Admin

ui-skip = Skip to content
ui-home = Palpate, home
ui-nav = Rooms
ui-waiting = waiting
ui-saved = Saved
ui-unsent = not sent
ui-lock = Lock
ui-signed-in-as = Signed in as { $name }
ui-demo = A demonstration: the clients are invented, but for published case reports named as such.
ui-knowledge = Knowledge in force
ui-knowledge-loosened = { $count ->
    [one] This practice has loosened or retired one statement of the knowledge; { $owners } answers for it.
   *[other] This practice has loosened or retired { $count } statements of the knowledge; { $owners } answers for them.
}
ui-knowledge-unread = { $count ->
    [one] One overlay of this practice does not fit this version of the program and is not in force.
   *[other] { $count } overlays of this practice do not fit this version of the program and are not in force.
}
ui-knowledge-see = What is in force
ui-about-page = About this page
ui-optional = (optional)
ui-refusals = { $count ->
    [one] One answer needs another look
   *[other] { $count } answers need another look
}
ui-out-of-reach = not to be chosen today
ui-source = Source: { $source }
ui-pages = Pages
ui-earlier = Earlier
ui-later = Later

ui-save = Save
ui-choose = Choose one of these.
ui-text-40 = Give 1 to 40 characters.
ui-text-200 = Give 1 to 200 characters.
ui-meanwhile = Somebody changed this while you did. What you typed is still here; look at it again before you save.

chart-head = Client
chart-legal-name = Legal name
chart-born = born { $date } ({ $age })
chart-born-unknown = birth date not recorded
chart-marks = To know before you begin
chart-parts = Chart

# The four marks: each is a word, a shape and a colour.
mark-stop = Stop
mark-avoid = Avoid
mark-care = Care
mark-note = Note

answer-yes = Yes
answer-no = No
answer-unsure = Not sure

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
ui-text-2000 = At most 2000 characters.
ui-date = Give a day, for example 2026-11-24.
ui-time = Give a time, for example 10:15.
ui-choose-one = Choose …
