# How it goes: for one client, and for the practice. Words of what was followed, never of cause.
tab-outcomes = Outcomes
outcome-title = Outcomes
outcome-none = Nothing was measured yet.
outcome-none-more = A course shows from two readings of the same measure on.
outcome-once = measured once
outcome-proposed = Proposed next
outcome-responding = responding
outcome-plateaued = plateau
outcome-worsening = worsening
outcome-unknown = too early to say
outcome-continue = go on as planned
outcome-change-plan = change technique, dose or home care
outcome-reassess = measure and examine again
outcome-discharge = end this course of care
outcome-refer = ask somebody else to see the client
outcome-why-worse = Worse by more than measurement error.
outcome-why-goal = The goal of this measure is reached.
outcome-why-better-still = Better than at the start, and no longer moving.
outcome-why-done-still = The planned sessions are done without a change beyond error.
outcome-why-still = Several readings without a change beyond error.
outcome-why-better-done = Better beyond error, and the planned sessions are done.
outcome-why-better = Better by more than measurement error.
outcome-why-too-little = Too little was measured to say how it goes.
outcome-why-early = No change beyond error yet.
outcome-due-half = half of the planned sessions are done: a re-assessment is due
outcome-due-end = the planned sessions are done: a re-assessment is due
outcome-goals = Goals
outcome-rule = The rule behind it
outcome-rule-responding = Responding: better than the first reading by more than measurement error.
outcome-rule-plateau = { $count ->
    [one] Plateau: one reading without a change beyond error.
   *[other] Plateau: { $count } readings in a row without a change beyond error.
}
outcome-rule-worsening = { $count ->
    [one] Worsening: worse than the first by more than error, or one reading worse than the best by more than error.
   *[other] Worsening: worse than the first by more than error, or { $count } readings in a row worse than the best by more than error.
}
outcome-rule-response = { $count ->
    [one] After one session something should have been measured.
   *[other] Within { $count } sessions at least one measure should show a change beyond error.
}
outcome-rule-say = The rule proposes; you decide.
outcome-certainty-high = high certainty
outcome-certainty-moderate = moderate certainty
outcome-certainty-low = low certainty
outcome-visits = Visits on this line of time
outcome-no-technique = no technique recorded
outcome-followed = What was followed by change
outcome-followed-say = Readings before and after the visits in which a technique was used. A record cannot show a cause: other things were done and happened in the same time.
outcome-followed-none = Nothing can be said yet: it needs three pairs of readings around a technique.
outcome-followed-few = { $count ->
    [one] One technique has fewer than three pairs of readings: nothing is said of it.
   *[other] { $count } techniques have fewer than three pairs of readings: nothing is said of them.
}
outcome-within = before and after the hands-on part of the same session
outcome-between = before the visit and at the next measuring on a later day
outcome-better = followed by { $mean } { $unit } better, interval { $low } to { $high }
outcome-worse = followed by { $mean } { $unit } worse, interval { $low } to { $high }
outcome-nothing = no more than measurement error, or no change within the interval: nothing is claimed
outcome-too-few = too few to say anything
outcome-share-error = better beyond error: { $count } of { $of }
outcome-share-matters = by a size that matters: { $count } of { $of }
outcome-share-worse = worse beyond error: { $count } of { $of }
outcome-caution-within = Measured in the same session: it says nothing of the days after.
outcome-caution-recovery = Much of this would have happened anyway.
outcome-caution-regression = The worse the start, the larger the change: part of it is regression to the mean.
outcome-caution-few = Fewer than ten pairs: the interval is wide and unsure.
outcome-caution-no-error = No measurement error is published for this measure: a change cannot be told from error.
outcome-practice-title = Outcomes of the practice
outcome-as-of = Worked out anew every ten minutes at most; last:
outcome-practice-say = From the first to the last reading of each client’s measure in the period, where these lie on two days. Groups are not comparable: who comes for what, and how bad it was, differs. No client is named.
outcome-practice-none = Nothing was measured yet.
outcome-practice-link = See the outcomes of the practice
outcome-measure = Measure
outcome-period = Period
outcome-years = { $count ->
    [one] last year
   *[other] last { $count } years
}
outcome-look = Show
outcome-all = All clients with this measure
outcome-clients = { $count ->
    [one] one client
   *[other] { $count } clients
}
outcome-all-few = { $count ->
    [one] Nobody was measured on two days.
   *[other] Fewer than { $count } clients were measured on two days in this period: nothing is shown.
}
outcome-by-condition = By condition
outcome-by-technique = By technique
outcome-by-practitioner = By practitioner
outcome-hidden = { $count ->
    [one] One group with fewer than { $fewest } clients is not shown.
   *[other] { $count } groups with fewer than { $fewest } clients are not shown.
}
outcome-group-none = No course of this period falls into such a group.
outcome-lines = Published lines, and which are reached
