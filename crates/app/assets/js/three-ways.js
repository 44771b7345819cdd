// Two texts that grew out of one: what was typed here and what the record says now.

const lines = (text) => text.split("\n").filter((line) => line.trim() !== "");

/** The typed text with the lines that the record gained, and without those that it lost and that were not touched here. */
export function together(base, record, typed) {
  const [was, is] = [new Set(lines(base)), new Set(lines(record))];
  const here = typed.split("\n").filter((line) => !was.has(line) || is.has(line) || line.trim() === "");
  const known = new Set(here);
  const gained = lines(record).filter((line) => !was.has(line) && !known.has(line));
  return [...here.join("\n").trimEnd().split("\n"), ...gained].join("\n").replace(/^\n+/, "");
}
