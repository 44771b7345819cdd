# What is measured of the client, over time.
tab-measures = Measures
measure-list-title = Measures
measure-none-yet = Nothing measured yet
measure-new = Measure
measure-all = All measures
measure-forms = Questionnaires and scales
measure-motions = Ranges of motion
measure-tests = Tests of function
measure-readings = { $count ->
    [one] { $count } reading
   *[other] { $count } readings
}
measure-day-not-stated = day not stated
measure-as-entered = no day stated, in the order entered
measure-left-out = { $count ->
    [one] { $count } reading without a day is not in the row
   *[other] { $count } readings without a day are not in the row
}
measure-record = Record
measure-taken = Recorded
measure-in-session = To the session
measure-withdraw-title = Entered in error
measure-withdraw = Take it out
measure-why = Why
measure-reason = Give a reason of 3 to 500 characters.

measure-moment-label = When in the session
measure-before = before
measure-after = after
measure-moment = Choose before or after, within a session.
measure-session = There is no such session in this chart.
measure-when = On another day
measure-on = Day
measure-time = Time
measure-not-stated = The day is not stated
measure-future = This day has not come yet.

measure-site = Where
measure-site-none = no one place
measure-way = Who moves
measure-active = active
measure-passive = passive
measure-not-noted = not noted
measure-tool = Measured with
measure-tool-goniometer = goniometer
measure-tool-inclinometer = inclinometer
measure-tool-crom = CROM device
measure-tool-smartphone = smartphone
measure-tool-tape = tape
measure-tool-ruler = ruler
measure-tool-estimate = by eye
measure-value = Value
measure-from-to = { $least } to { $most } { $unit }
measure-between = { $least } to { $most }
measure-item = Item { $n }
measure-totals = Or the finished score
measure-none = None of these today
measure-activity-n = Activity { $n }
measure-able = How able today?
measure-unable = cannot do it
measure-as-before = as well as before

measure-number = Give a number.
measure-range = From { $least } to { $most }.
measure-not-offered = This is not one of the answers of this form.
measure-missing = Not answered.
measure-blank = Nothing is marked. Answer at least one question; where a form offers “none of these”, mark that if it is so.
measure-none-and-some = “None of these” cannot stand beside a marked sentence.
measure-twice = Give the answers or the finished score, not both.
measure-activity = Name the activity.
measure-activity-long = At most { $most } characters.
measure-activity-twice = This activity stands twice.

measure-recall = asked about: { $recall }
measure-line-error = Measurement error
measure-line-matters = A change that matters
measure-size = { $size } { $unit }
measure-percent = { $size } %
measure-reached = reached
measure-not-reached = not reached
measure-better-matters = better: beyond error, and a meaningful change
measure-better = better: beyond error
measure-better-size = better by a published size; no error is published
measure-worse = worse: beyond error
measure-worse-size = worse by a published size; no error is published
measure-within-error = no more than error
measure-too-few = too few answers to compare
measure-no-error = smaller than the published size; no error is published
measure-no-line = no published line to judge it by
measure-ref-other = other side: { $value } { $unit }
measure-ref-other-apart = other side: { $value } { $unit }; the sides differ by more than error
measure-ref-age = mean for age and sex: { $value } { $unit }; people differ
measure-ref-textbook = textbook: { $value } { $unit }

measure-alarm-title = An answer about self-harm: talk about it now
measure-alarm-talk = Ask in plain words, stay with the person, and write down what was said and who was called. The session may go on if they wish and there is no plan and no intent.
measure-alarm-mark = self-harm answered
measure-trends = Trends
measure-more = { $count ->
    [one] One more is among all measures.
   *[other] { $count } more are among all measures.
}
measure-brief = Trend
