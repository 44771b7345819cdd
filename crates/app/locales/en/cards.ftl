# Cards that several rooms show alike.

today-with = Today with
today-known = known since { $date }
today-nothing = Nothing recorded against it.
today-unasked = { $count ->
    [one] { $count } question not asked
   *[other] { $count } questions not asked
}
today-seen = Seen
asks-pressure = Pressure
asks-avoid = Avoid
asks-position = Position
asks-products = Products
asks-ask = Ask
stop-call = Call { $number }
week-done = done on { $done } of { $of } days
ui-of = { $at } of { $of }
ui-progress = How far you are
