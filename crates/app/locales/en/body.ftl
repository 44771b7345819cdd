# The body chart.

body-figure = Body chart, { $view }
body-front = Front
body-back = Back
body-right = Right side
body-left = Left side
body-soles = Soles
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

body-place-right = { $region }, right
body-place-left = { $region }, left
body-place-both = { $region }, both sides

body-group-abdomen = Abdomen
body-group-ankle-and-foot = Ankle and foot
body-group-arm = Arm
body-group-back = Back
body-group-chest = Chest
body-group-elbow = Elbow
body-group-forearm = Forearm
body-group-head-and-jaw = Head and jaw
body-group-hip = Hip
body-group-knee = Knee
body-group-lower-leg = Lower leg
body-group-neck = Neck
body-group-pelvis = Pelvis
body-group-shoulder-girdle = Shoulder girdle
body-group-shoulder = Shoulder
body-group-spine = Spine
body-group-thigh = Thigh
body-group-wrist-and-hand = Wrist and hand
body-told = told by the client, not examined
