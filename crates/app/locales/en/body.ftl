# The body chart.

body-figure = Body chart, { $view }
body-front = Front
body-back = Back
body-right = Right side
body-left = Left side
body-pain = pain { $pain } of 10
body-tension = tension { $tension } of 4
body-treated = treated today
body-legend-pain = Pain 1–10
body-legend-tension = Tension
body-legend-treated = Treated today
body-near = Which one?

quality-aching = aching
quality-sharp = sharp
quality-burning = burning
quality-tingling = tingling
quality-numb = numb
quality-throbbing = throbbing
quality-stiff = stiff
