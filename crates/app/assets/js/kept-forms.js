// <kept-forms> around forms: what is typed is kept on this device until it is sent, an act that cannot be sent waits in the outbox,
// and what the record says otherwise meanwhile is shown beside it. A secret is never kept: what is signed is signed with a
// connection. Without script, or where the browser can keep nothing, the forms are sent as forms are.

import { besides } from "./besides.js";
import { able, draftOf, dropDraft, keepDraft, keyOf, newAct, outbox, post, takeOut } from "./device.js";
import { sendAll, sendOne } from "./sending.js";
import { together } from "./three-ways.js";

/** How long after the last letter typed it is kept, ms. */
const PAUSE = 150;
/** Within which a second touch of the same button is meant as the first, ms. */
const TWICE = 600;
const SCROLL = "palpate-scroll";

const pathOf = (url) => new URL(url, location.href).pathname;
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && one.matches("input, select, textarea") && !one.matches("[type=hidden], [type=password], [readonly]"));
const isTick = (field) => field.matches("[type=radio], [type=checkbox]");
const nameOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isTick(field) ? String(field.checked) : field.value);
const baseOf = (field) => {
  if (isTick(field)) return String(field.defaultChecked);
  return field.matches("select") ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue;
};
const fill = (field, value) => (isTick(field) ? (field.checked = value === "true") : (field.value = value));

customElements.define(
  "kept-forms",
  class extends HTMLElement {
    /** Acts that were tapped and are not in the outbox yet: the page must not go before they are. */
    #posting = 0;
    #timers = new Map();
    #onward = null;
    /** Buttons whose act is on its way: a finger that touches twice means it once. */
    #sending = new WeakSet();
    /** What was typed and the record says otherwise, until somebody has chosen: fields and the version they were typed over. */
    #apart = new Map();
    /** What was kept when the page came: a page that refuses holds it as its own, and it is not sent for all that. */
    #before = new Map();

    async connectedCallback() {
      this.#scrollBack();
      this.of = document.querySelector("out-box")?.getAttribute("of");
      if (!able || !this.of) return;
      this.words = this.querySelector("template.kept-words")?.dataset ?? {};
      this.mine = await keyOf(this.of).catch(() => null);
      if (!this.mine) return;
      this.addEventListener("submit", this.#submit);
      this.addEventListener("input", this.#typed);
      this.addEventListener("change", this.#typed);
      addEventListener("pagehide", this.#keepAll);
      document.addEventListener("palpate:sent", this.#showWaiting);
      await this.#restoreAll();
      await this.#showWaiting();
      this.dataset.ready = "";
    }

    disconnectedCallback() {
      removeEventListener("pagehide", this.#keepAll);
      document.removeEventListener("palpate:sent", this.#showWaiting);
    }

    /** The page that these forms are of, whatever address a refused one stands under. */
    get page() {
      return this.getAttribute("page") ?? location.pathname;
    }

    /** Are these the questions of today? What was answered to them yesterday is neither given back nor sent. */
    get isOfToday() {
      return this.hasAttribute("today");
    }

    get forms() {
      return [...this.querySelectorAll('form[method="post"]')];
    }

    // ---- what is typed ----

    #typed = ({ target }) => {
      const form = target.form;
      if (this.isOfToday || !form || form.method !== "post" || target.matches("[type=password]")) return;
      clearTimeout(this.#timers.get(form));
      this.#timers.set(form, setTimeout(() => this.#keep(form), PAUSE));
    };

    #keepAll = () => {
      for (const form of this.#timers.keys()) this.#keep(form);
    };

    async #keep(form) {
      if (this.isOfToday) return;
      clearTimeout(this.#timers.get(form));
      this.#timers.delete(form);
      const path = pathOf(form.action);
      const dirty = fieldsOf(form).filter((field) => valueOf(field) !== baseOf(field));
      try {
        const apart = this.#apart.get(form);
        const typed = dirty.map((field) => [nameOf(field), [valueOf(field), field.dataset.base ?? baseOf(field)]]);
        const before = fieldsOf(form).map((field) => [nameOf(field), this.#before.get(form)?.[nameOf(field)]]);
        const same = before.filter(([name, kept]) => kept && fieldsOf(form).some((field) => nameOf(field) === name && valueOf(field) === kept[0]));
        const fields = { ...Object.fromEntries(same), ...Object.fromEntries(typed), ...apart?.fields };
        if (Object.keys(fields).length === 0) await dropDraft(this.mine, path);
        else {
          const version = apart?.version ?? form.elements._version?.value ?? "";
          await keepDraft(this.mine, { path, page: this.page, what: this.#whatOf(form), fields, version, at: Date.now() });
          this.#say(this.words.kept);
        }
      } catch {
        this.#say(this.words.full);
      }
      document.dispatchEvent(new Event("palpate:kept"));
    }

    async #restoreAll() {
      for (const form of this.forms) {
        const draft = await draftOf(this.mine, pathOf(form.action)).catch(() => null);
        if (!draft) continue;
        const differs = fieldsOf(form).some((field) => (draft.fields[nameOf(field)]?.[0] ?? baseOf(field)) !== baseOf(field));
        if (!differs && location.pathname === this.page) {
          await dropDraft(this.mine, draft.path);
          continue;
        }
        this.#before.set(form, draft.fields);
        this.#restore(form, draft);
      }
    }

    #restore(form, draft) {
      const moved = draft.version !== (form.elements._version?.value ?? "");
      let restored = 0;
      for (const field of fieldsOf(form)) {
        const [typed, base] = draft.fields[nameOf(field)] ?? [];
        const record = baseOf(field);
        if (typed === undefined || typed === record) continue;
        if (record === base) fill(field, typed);
        else if (moved || !field.matches("textarea")) this.#besides(form, field, draft);
        else {
          field.dataset.base = record;
          fill(field, together(base, record, typed));
        }
        field.closest("details")?.setAttribute("open", "");
        restored += 1;
      }
      if (restored > 0) this.#say(this.#apart.has(form) ? this.words.moved : this.words.restored);
    }

    /** The record moved on: both texts side by side, and who reads them chooses. Until then the record's stands. */
    #besides(form, field, { fields, version }) {
      const [name, record] = [nameOf(field), baseOf(field)];
      const [typed] = fields[name];
      const apart = this.#apart.get(form) ?? { version, fields: {} };
      apart.fields[name] = fields[name];
      this.#apart.set(form, apart);
      const { here, takeHere, record: now, takeRecord, both, takeBoth, moved } = this.words;
      const texts = [[here, typed, takeHere], [now, record, takeRecord]];
      if (field.matches("textarea")) texts.push([both, together("", record, typed), takeBoth]);
      const choice = besides(moved, texts, (text) => {
        fill(field, text);
        field.dataset.base = record;
        delete apart.fields[name];
        if (Object.keys(apart.fields).length === 0) this.#apart.delete(form);
        field.focus();
        this.#keep(form);
      });
      field.closest(".field, .check")?.append(choice);
    }

    // ---- what is sent ----

    #submit = (event) => {
      const { target: form, submitter } = event;
      if (form.method !== "post" || form.dataset.plain) return;
      event.preventDefault();
      if (this.#apart.has(form)) {
        this.#say(this.words.moved);
        form.querySelector(".besides button").focus();
      } else if (!this.#sending.has(submitter ?? form)) {
        this.#sending.add(submitter ?? form);
        if (form.querySelector("[type=password]")) this.#sendNow(form, submitter);
        else this.#send(form, submitter);
      }
    };

    #act(form, submitter) {
      for (const stamp of form.querySelectorAll('[name="told_at"]')) stamp.value = new Date().toISOString();
      const sent = new FormData(form, submitter);
      const body = new URLSearchParams();
      for (const [name, value] of sent) {
        const secret = form.elements[name] instanceof HTMLInputElement && form.elements[name].type === "password";
        if (typeof value === "string" && !secret) body.append(name, value);
      }
      const url = pathOf(submitter?.getAttribute("formaction") ?? form.action);
      return { url, body: body.toString(), page: this.page, draft: pathOf(form.action), at: Date.now(), today: this.isOfToday, what: this.#whatOf(form, submitter), labels: this.#labelsOf(form) };
    }

    /** An act without a secret: first safely into the outbox, then on its way. */
    async #send(form, submitter) {
      const act = this.#act(form, submitter);
      this.#posting += 1;
      this.dataset.busy = "";
      let n;
      try {
        n = await post(this.mine, act);
      } catch {
        return this.#plain(form, submitter);
      } finally {
        this.#posting -= 1;
      }
      if (form.elements._act) form.elements._act.value = newAct();
      const came = (await sendAll(this.mine)).find((one) => one.n === n) ?? { state: "waits" };
      await this.#came(form, submitter, act, n, came);
    }

    async #came(form, submitter, act, n, came) {
      if (came.state === "sent") {
        clearTimeout(this.#timers.get(form));
        this.#timers.delete(form);
        await dropDraft(this.mine, act.draft);
        this.#onward = came.to;
      } else if (came.state === "refused" || came.state === "moved") {
        // Nothing of it was done: the server says why on its own page, with what was typed.
        await takeOut(n);
        if (form.elements._act) form.elements._act.value = newAct();
        await this.#keep(form);
        if (form.isConnected) return this.#plain(form, submitter);
      } else {
        this.#say(came.state === "signed-out" ? this.words.signedOut : this.words.offline);
        await dropDraft(this.mine, act.draft);
        form.reset();
        setTimeout(() => this.#sending.delete(submitter ?? form), TWICE);
      }
      document.dispatchEvent(new Event("palpate:kept"));
      await this.#showWaiting();
      this.#go();
    }

    /** What stands beside a PIN is sent now or not at all, for a PIN is not kept; what was typed stays on the device. */
    async #sendNow(form, submitter) {
      await this.#keep(form);
      const signs = !submitter?.hasAttribute("formaction");
      const { url, body, draft } = this.#act(form, submitter);
      const sent = signs ? new URLSearchParams(new FormData(form, submitter)).toString() : body;
      const came = await sendOne({ url, body: sent });
      if (came.state === "sent") {
        await dropDraft(this.mine, draft);
        location.assign(came.to);
      } else if (came.state === "waits") {
        this.#sending.delete(submitter ?? form);
        this.#say(signs ? this.words.unsigned : this.words.kept);
      } else this.#plain(form, submitter);
    }

    #plain(form, submitter) {
      delete this.dataset.busy;
      form.dataset.plain = "yes";
      form.requestSubmit(submitter);
    }

    /** On to where the last act leads, when no other is on its way into the outbox. */
    #go() {
      if (this.#posting > 0 || !this.#onward) return void (this.#posting === 0 && delete this.dataset.busy);
      for (const form of this.#timers.keys()) this.#keep(form);
      if (pathOf(this.#onward) === location.pathname) sessionStorage.setItem(SCROLL, JSON.stringify([location.pathname, scrollY]));
      location.assign(this.#onward);
    }

    #scrollBack() {
      const [path, top] = JSON.parse(sessionStorage.getItem(SCROLL) ?? "[]");
      sessionStorage.removeItem(SCROLL);
      if (path === location.pathname && !document.getElementById("refusals")) scrollTo({ top, behavior: "instant" });
    }

    // ---- what is shown ----

    /** What was tapped here and waits: each can be taken back. */
    #showWaiting = async () => {
      const all = (await outbox(this.mine).catch(() => [])).filter((act) => act.page === this.page);
      let list = this.querySelector("ul.waiting");
      if (!list && all.length > 0) {
        list = document.createElement("ul");
        list.className = "list card waiting";
        list.setAttribute("aria-label", this.words.waiting);
        this.prepend(list);
      }
      list?.replaceChildren(...all.map((act) => this.#waits(act)));
      if (list && all.length === 0) list.remove();
    };

    #waits(act) {
      const [row, words, undo] = [document.createElement("li"), document.createElement("span"), document.createElement("button")];
      row.className = "item";
      words.className = "grow";
      words.textContent = `${act.what} · ${act.state === "waits" ? this.words.waits : this.words.mend}`;
      undo.type = "button";
      undo.className = "btn quiet";
      undo.textContent = this.words.undo;
      undo.addEventListener("click", async () => {
        await navigator.locks.request("palpate-outbox", () => takeOut(act.n));
        document.dispatchEvent(new Event("palpate:kept"));
        this.#showWaiting();
      });
      row.append(words, undo);
      return row;
    }

    #whatOf(form, submitter) {
      const near = submitter?.closest(".item")?.querySelector(".grow")?.textContent;
      const heading = form.closest("section, details")?.querySelector("h2, h3, summary, legend")?.textContent;
      const typed = fieldsOf(form).map((field) => (field.matches("select") ? field.selectedOptions[0]?.textContent : "")).filter(Boolean);
      const words = [near ?? heading, ...typed, submitter?.textContent].filter(Boolean).map((text) => text.replace(/\s+/g, " ").trim());
      return [...new Set(words)].join(" · ");
    }

    #labelsOf(form) {
      const named = fieldsOf(form).map((field) => [field.name, (field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0])?.textContent.trim()]);
      return Object.fromEntries(named.filter(([, label]) => label));
    }

    #say(words) {
      let line = this.querySelector("p.kept-says");
      if (!line) {
        line = document.createElement("p");
        line.className = "kept-says sm muted";
        line.setAttribute("role", "status");
        this.prepend(line);
      }
      line.textContent = words ?? "";
    }
  },
);
