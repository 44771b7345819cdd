judge-title = Judgement
judge-about = The answer to what was asked, as data. It shows published precautions and evidence; it does not diagnose and does not declare a treatment safe.
