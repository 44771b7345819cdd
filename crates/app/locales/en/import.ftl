# Clients from a list of another program.
import-title = Import clients
import-link = Import a list
import-file-title = A list from your booking tool
import-say = Export your clients there as CSV. You see what becomes of every row before anything is kept.
import-columns-say = Columns are known by their headings in English or Spanish: name, or first and last name; birth date, phone, e-mail, address, city, postcode, language, guardian, emergency contact.
import-sex-say = Gender is not taken over: the chart asks for the sex for clinical use by itself.
import-kept-say = Nothing clinical is read. The list is forgotten after a week.
import-file = CSV file
import-file-help = { $count ->
    [one] At most one row at once.
   *[other] At most { $count } rows at once.
}
import-file-needed = Choose the file.
import-empty = The file holds no heading with rows below it. Export it as CSV (text), not as a spreadsheet.
import-no-name = No heading names the client. Call one column “name”, or two “first name” and “last name”.
import-too-many = More than { $most } rows. Part the file and import one part after the other.
import-read = Read the list
import-other = Another list
import-nothing-yet = Nothing was kept yet.
import-ready = { $count ->
    [one] One row can be taken over
   *[other] { $count } rows can be taken over
}
import-doubtful = { $count ->
    [one] One row may be somebody who is here already
   *[other] { $count } rows may be people who are here already
}
import-doubtful-say = They are left out unless you say that this is another person.
import-doubtful-left = These were left out.
import-another = another person
import-twice = the same person seems to stand on line { $line }
import-refused = { $count ->
    [one] One row is refused
   *[other] { $count } rows are refused
}
import-refused-say = Mend these in the file and import it again: who is here already is recognised.
import-line = Line { $line }
import-row = Row
import-columns = It has { $has } columns where the heading has { $wants }. Look for a comma or quotation mark too many.
import-unknown = Columns that are not taken over:
import-take = Take over
import-done = { $count ->
    [0] No client was taken over.
    [one] One client was taken over.
   *[other] { $count } clients were taken over.
}
