// <combo-box> around an input with a datalist: the list is shown in the page's own type, as high as a finger, found by any
// word in any order, walked with the arrow keys. Without this the browser's own list serves.

const MOST = 8;

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

customElements.define(
  "combo-box",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      const source = this.querySelector("datalist");
      if (!this.input || !source) return;
      this.choices = [...source.options].map((option) => ({ words: option.value, folded: fold(option.value) }));
      this.list = document.createElement("ul");
      this.list.id = `${this.input.id}-list`;
      this.list.className = "proposals";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", this.querySelector("input").labels?.[0]?.textContent ?? "");
      this.list.hidden = true;
      this.append(this.list);
      this.input.removeAttribute("list");
      this.input.setAttribute("role", "combobox");
      this.input.setAttribute("aria-controls", this.list.id);
      this.input.setAttribute("aria-autocomplete", "list");
      this.input.setAttribute("aria-expanded", "false");
      this.input.addEventListener("input", () => this.#propose());
      this.input.addEventListener("keydown", this.#key);
      this.input.addEventListener("blur", () => this.#close());
      // A press would blur the input and close the list before the click: keep the focus where it is.
      this.list.addEventListener("pointerdown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const row = event.target.closest("li");
        if (row) this.#take(row);
      });
    }

    #propose() {
      const words = fold(this.input.value).split(/\s+/).filter(Boolean);
      const fits = (choice) => words.every((word) => choice.folded.includes(word));
      const found = words.length === 0 ? [] : this.choices.filter(fits).slice(0, MOST);
      this.list.replaceChildren(
        ...found.map((choice, index) => {
          const row = document.createElement("li");
          row.id = `${this.list.id}-${index}`;
          row.setAttribute("role", "option");
          row.setAttribute("aria-selected", "false");
          row.textContent = choice.words;
          return row;
        }),
      );
      this.list.hidden = found.length === 0;
      this.input.setAttribute("aria-expanded", String(found.length > 0));
      this.input.removeAttribute("aria-activedescendant");
    }

    #key = (event) => {
      if (this.list.hidden) {
        if (event.key === "ArrowDown") this.#propose();
        return;
      }
      const rows = [...this.list.children];
      const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.#select(rows, (at + step + rows.length + (at < 0 && step < 0 ? 1 : 0)) % rows.length);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        this.#take(rows[at]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.#close();
      }
    };

    #select(rows, index) {
      rows.forEach((row, other) => row.setAttribute("aria-selected", String(other === index)));
      rows[index].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", rows[index].id);
    }

    #take(row) {
      this.input.value = row.textContent;
      this.#close();
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    #close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }
  },
);
