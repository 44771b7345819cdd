// Texts side by side, of which the reader takes one: `[title, text, words of the button]` each.

const made = (tag, set) => Object.assign(document.createElement(tag), set);

export function besides(label, texts, choose) {
  const all = made("div", { className: "pair besides" });
  all.setAttribute("role", "group");
  all.setAttribute("aria-label", label);
  for (const [title, text, take] of texts) {
    const button = made("button", { type: "button", className: "btn", textContent: take });
    button.addEventListener("click", () => {
      all.remove();
      choose(text);
    });
    const one = document.createElement("div");
    one.append(made("p", { className: "word", textContent: title }), made("p", { className: "prose", dir: "auto", textContent: text }), button);
    all.append(one);
  }
  return all;
}
