// <outbox-list>: what waits on this device, to be sent, opened and mended, or taken out; and texts that were typed and not sent.

import { able, drafts, dropDraft, keyOf, newAct, outbox, post, takeOut } from "./device.js";
import { sendAll } from "./sending.js";

const DAY = 86_400_000;
/** Fields of the form itself, which nobody mends. */
const OWN = new Set(["_act", "_version", "told_at", "session", "moment", "place", "about", "then"]);

const made = (tag, set = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), set);
  node.append(...inside.filter(Boolean));
  return node;
};

customElements.define(
  "outbox-list",
  class extends HTMLElement {
    async connectedCallback() {
      this.words = this.querySelector("template").dataset;
      const of = document.querySelector("out-box")?.getAttribute("of");
      this.mine = able ? await keyOf(of).catch(() => null) : null;
      if (!this.mine) return;
      document.addEventListener("palpate:sent", this.show);
      await this.show();
    }

    disconnectedCallback() {
      document.removeEventListener("palpate:sent", this.show);
    }

    show = async () => {
      const [acts, texts] = await Promise.all([outbox(this.mine), drafts(this.mine)]);
      const rows = [...acts.map((act) => this.#act(act)), ...texts.map((text) => this.#text(text))];
      const list = made("ul", { className: "list card" }, ...rows);
      this.querySelector("[data-shown]").replaceChildren(rows.length > 0 ? list : made("p", { className: "muted", textContent: this.words.empty }));
      document.dispatchEvent(new Event("palpate:kept"));
    };

    #button(words, tone, press) {
      const button = made("button", { type: "button", className: `btn ${tone}`, textContent: words });
      button.addEventListener("click", async () => {
        await press();
        await this.show();
      });
      return button;
    }

    #when(at) {
      const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
      return made("span", { className: "muted sm" }, words, Date.now() - at > DAY ? ` · ${this.words.old}` : "");
    }

    #act(act) {
      const state = made("span", { className: act.state === "waits" ? "chip amber" : "chip clay", textContent: this.words[act.state] });
      const page = made("a", { className: "lone", href: act.page, textContent: act.what });
      const row = made("li", { className: "item" }, made("span", { className: "grow" }, page, made("br"), this.#when(act.at), " ", state));
      const mendable = act.state === "past" ? null : this.#mend(act);
      if (act.state !== "past") row.append(this.#button(this.words.send, "", () => this.#again(act, act.body)));
      row.append(this.#button(this.words.drop, "quiet", () => takeOut(act.n)));
      if (mendable) row.append(mendable);
      return row;
    }

    /** Its fields, open to be mended. What is mended is another act: the one that was refused was never done. */
    #mend(act) {
      const fields = [...new URLSearchParams(act.body)].filter(([name]) => !OWN.has(name));
      if (fields.length === 0) return null;
      const inputs = fields.map(([name, value]) => made("textarea", { name, value, rows: value.length > 60 ? 4 : 1, dir: "auto" }));
      const labels = inputs.map((input) => {
        const label = made("label", { textContent: act.labels?.[input.name] ?? input.name });
        input.id = `o-${act.n}-${input.name}`;
        label.htmlFor = input.id;
        return made("div", { className: "field" }, label, input);
      });
      const send = this.#button(this.words.sendMended, "primary", () => {
        const body = new URLSearchParams([...new URLSearchParams(act.body)].filter(([name]) => OWN.has(name)));
        for (const input of inputs) body.append(input.name, input.value);
        return this.#again(act, body.toString());
      });
      return made("details", { className: "gap" }, made("summary", { textContent: this.words.mend }), made("div", { className: "stack" }, ...labels, send));
    }

    /** Once more: as it was, under the same id; mended, or after a refusal, under a new one. */
    async #again(act, body) {
      if (act.state === "waits" && body === act.body) return void (await sendAll(this.mine));
      const fresh = new URLSearchParams(body);
      fresh.set("_act", newAct());
      const { n: _, state: __, ...rest } = act;
      await post(this.mine, { ...rest, body: fresh.toString() });
      await takeOut(act.n);
      await sendAll(this.mine);
    }

    #text(text) {
      const page = made("a", { className: "lone", href: text.page, textContent: text.what });
      const first = Object.values(text.fields)[0]?.[0] ?? "";
      const chip = made("span", { className: "chip amber", textContent: this.words.typed });
      const words = made("span", { className: "grow" }, page, made("br"), made("bdi", { textContent: first.slice(0, 80) }), made("br"), this.#when(text.at), " ", chip);
      return made("li", { className: "item" }, words, this.#button(this.words.drop, "quiet", () => dropDraft(this.mine, text.path)));
    }
  },
);
