// <body-chart>: one tab stop a figure and arrow keys from region to region; a tap that could mean several regions offers
// them by name. Without this every region is a link of its own.

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const FINGER = 22; // half the width of a fingertip, in CSS pixels

customElements.define(
  "body-chart",
  class extends HTMLElement {
    connectedCallback() {
      this.svg = this.querySelector("svg");
      this.regions = [...this.querySelectorAll("a.rg")].filter((region) => this.#inFrame(region));
      for (const region of this.querySelectorAll("a.rg")) region.setAttribute("tabindex", "-1");
      const first = this.regions.find((region) => region.hasAttribute("aria-current")) ?? this.regions[0];
      first?.setAttribute("tabindex", "0");
      this.addEventListener("keydown", this.#walk);
      this.svg?.addEventListener("click", this.#tap);
    }

    #middle(region) {
      const box = region.getBBox();
      return [box.x + box.width / 2, box.y + box.height / 2];
    }

    #inFrame(region) {
      const [x, y] = this.#middle(region);
      const { x: left, y: top, width, height } = this.svg.viewBox.baseVal;
      return x >= left && x <= left + width && y >= top && y <= top + height;
    }

    #walk = (event) => {
      const step = STEPS[event.key];
      const here = event.target.closest("a.rg");
      if (!step || !here) return;
      event.preventDefault();
      const [x, y] = this.#middle(here);
      let nearest = null;
      let least = Infinity;
      for (const region of this.regions) {
        if (region === here) continue;
        const [otherX, otherY] = this.#middle(region);
        const along = (otherX - x) * step[0] + (otherY - y) * step[1];
        const aside = Math.abs((otherX - x) * step[1]) + Math.abs((otherY - y) * step[0]);
        if (along > 2 && along + 2.5 * aside < least) {
          least = along + 2.5 * aside;
          nearest = region;
        }
      }
      if (!nearest) return;
      here.setAttribute("tabindex", "-1");
      nearest.setAttribute("tabindex", "0");
      nearest.focus();
    };

    // A keyboard's Enter is a click without a place: it means exactly one region. A mouse points finely enough.
    #tap = (event) => {
      if (event.pointerType !== "touch") return;
      const found = new Set();
      for (const radius of [0, FINGER / 2, FINGER]) {
        for (let turn = 0; turn < 8; turn += 1) {
          const angle = (turn * Math.PI) / 4;
          const x = event.clientX + radius * Math.cos(angle);
          const y = event.clientY + radius * Math.sin(angle);
          const region = document.elementFromPoint(x, y)?.closest("a.rg");
          if (region && this.contains(region)) found.add(region);
        }
      }
      if (found.size < 2) return;
      event.preventDefault();
      this.#offer([...found]);
    };

    #offer(regions) {
      this.querySelector(".near")?.remove();
      const near = document.createElement("div");
      near.className = "near";
      near.setAttribute("role", "group");
      near.setAttribute("aria-label", this.dataset.near);
      for (const region of regions) {
        const link = document.createElement("a");
        link.href = region.getAttribute("href");
        link.textContent = region.getAttribute("aria-label");
        near.append(link);
      }
      this.append(near);
      near.firstElementChild.focus();
    }
  },
);
