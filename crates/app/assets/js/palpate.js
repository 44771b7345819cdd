// Everything here only adds to pages that work without it: one custom element or one habit a file.
import "./body-chart.js";
import "./combobox.js";
import "./out-box.js";
import "./print-page.js";
import "./refusals.js";
import "./session-timer.js";
import "./sign-pad.js";
import "./wake-lock.js";

// Only where they are needed.
for (const tag of ["kept-forms", "outbox-list"]) if (document.querySelector(tag)) import(`./${tag}.js`);
