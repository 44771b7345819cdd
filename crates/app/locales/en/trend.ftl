# A measure over time.

trend-nothing = Not measured yet.
trend-description = { $count ->
    [one] One reading: { $first } on { $from }.
   *[other] { $count } readings: { $first } on { $from }, { $last } on { $to }.
}
trend-meaningful = A change of { $by } or more from the first is called meaningful.
trend-band-down = meaningful change (−{ $by } or more)
trend-band-up = meaningful change (+{ $by } or more)
trend-source = Meaningful change: { $by } points. { $source }
trend-no-threshold = No sourced threshold of meaningful change for this measure.
trend-numbers = The numbers
trend-when = Day
trend-value = Value
trend-change = Since the first
trend-error = Measurement error: up to { $by } points either way of the first. { $source }
trend-visits = Each mark on the lower line is a visit.
