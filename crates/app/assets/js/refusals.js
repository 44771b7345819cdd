// A refused page opens on its list of refusals, so that a screen reader begins there.
document.getElementById("refusals")?.focus();
