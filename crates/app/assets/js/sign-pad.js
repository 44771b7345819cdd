// <sign-pad>: a signature drawn with finger, pen or mouse, beside the typed name that works without it. What is kept are
// strokes as numbers (tenths of a unit in a box of 600 by 200); the server checks them and draws its own path.

const WIDTH = 6000;
const HEIGHT = 2000;
const SVG = "http://www.w3.org/2000/svg";

customElements.define(
  "sign-pad",
  class extends HTMLElement {
    #strokes = [];
    #stroke = null;
    #path = null;

    connectedCallback() {
      this.svg = this.querySelector("svg");
      this.kept = this.querySelector("input[type=hidden]");
      this.hidden = false;
      this.svg.addEventListener("pointerdown", this.#down);
      this.svg.addEventListener("pointermove", this.#move);
      this.svg.addEventListener("pointerup", this.#up);
      this.svg.addEventListener("pointercancel", this.#up);
      this.querySelector("button").addEventListener("click", this.#clear);
      this.#restore();
    }

    // A refused page gives back what was drawn.
    #restore() {
      if (!this.kept.value) return;
      this.#strokes = this.kept.value.split(";").map((stroke) => stroke.split(" ").map((point) => point.split(",").map(Number)));
      for (const stroke of this.#strokes) this.#draw(stroke);
    }

    #at(event) {
      const box = this.svg.getBoundingClientRect();
      const within = (value, most) => Math.min(most, Math.max(0, Math.round(value * most)));
      return [within((event.clientX - box.left) / box.width, WIDTH), within((event.clientY - box.top) / box.height, HEIGHT)];
    }

    #draw(stroke) {
      const path = document.createElementNS(SVG, "path");
      this.svg.append(path);
      this.#line(path, stroke);
      return path;
    }

    #line(path, stroke) {
      const [[x, y], ...rest] = stroke.map(([a, b]) => [a / 10, b / 10]);
      path.setAttribute("d", `M${x} ${y}${rest.map(([a, b]) => `L${a} ${b}`).join("") || "h.1"}`);
    }

    #down = (event) => {
      if (!event.isPrimary) return;
      event.preventDefault();
      this.svg.setPointerCapture(event.pointerId);
      this.#stroke = [this.#at(event)];
      this.#path = this.#draw(this.#stroke);
    };

    #move = (event) => {
      if (!this.#stroke) return;
      const all = event.getCoalescedEvents?.() ?? [];
      for (const one of all.length ? all : [event]) this.#stroke.push(this.#at(one));
      this.#line(this.#path, this.#stroke);
    };

    #up = () => {
      if (!this.#stroke) return;
      this.#strokes.push(this.#stroke);
      this.#stroke = null;
      this.kept.value = this.#strokes.map((stroke) => stroke.map((point) => point.join(",")).join(" ")).join(";");
      this.dispatchEvent(new Event("input", { bubbles: true }));
    };

    #clear = () => {
      this.#strokes = [];
      this.#stroke = null;
      this.kept.value = "";
      this.svg.replaceChildren();
    };
  },
);
