backup-title = Backup
backup-last = Last made and checked:
backup-hours = { $count ->
    [0] less than an hour ago
    [one] one hour ago
   *[other] { $count } hours ago
}
backup-days = { $count ->
    [one] one day ago
   *[other] { $count } days ago
}
backup-ahead = dated after now: the clock was set back
backup-none = No backup was ever made.
backup-wanting = needs you
backup-how = “palpate backup FILE” makes one; “serve --backup-dir FOLDER” makes them by itself. One on the same disk is none.
