reports-title = Published case reports
reports-about = What the demonstration is made of beside invented clients: figures and citations of published reports, as far as each goes. What a report does not state stays empty.
reports-group = { $id }: a group, shown as reference
reports-group-say = { $count ->
    [one] One person together: no client is made of them, because the report gives no single person's values.
   *[other] { $count } people together: no client is made of them, because the report gives no single person's values.
}
reports-who = Who
reports-women = { $count ->
    [one] one woman
   *[other] { $count } women
}
reports-men = { $count ->
    [one] one man
   *[other] { $count } men
}
reports-age = Age in years
reports-months = Months with a stiff shoulder before
reports-what = What was done
reports-what-say = End-range mobilisation of the shoulder joint, twice a week for three months.
reports-spread = Mean, and in brackets standard deviation; smallest to largest value.
reports-group-table = Shoulder before and after three months
reports-measured = Measured
reports-before = Before
reports-after = After 3 months
reports-abduction = Lifting sideways
reports-flexion = Lifting forward
reports-rotation = Turning outward
reports-capacity = Room in the joint capsule
reports-active = by oneself
reports-passive = moved by another
reports-degrees = °
reports-millilitres = ml
reports-rated = The shoulder as the people rated it at the end:
reports-excellent = { $count ->
    [one] one excellent
   *[other] { $count } excellent
}
reports-good = { $count ->
    [one] one good
   *[other] { $count } good
}
reports-unread = { $count ->
    [one] one in a third category, whose word could not be read
   *[other] { $count } in a third category, whose word could not be read
}
reports-group-limit = Certainty is low: nobody was left untreated for comparison, and a stiff shoulder often loosens by itself within months. It shows what was seen in these people, not what did it.
reports-single = Single clients
reports-single-demo = Each is entered as a client of this demonstration, named for its report; look under Clients for “Case report”.
reports-single-say = In the demonstration each is entered as a client, named for its report.
reports-one = Case report { $id }
reports-read = Read it
