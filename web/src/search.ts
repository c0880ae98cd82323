// Search by name and alias, without accents: a combobox as people know it.

import type { App } from "./app";
import { word } from "./data";
import { fill, h } from "./dom";
import { actorSample } from "./sample";
import { folded } from "./text";

const MOST = 8;

export class Search {
  readonly element = h("div", { class: "am-search" });
  private input = h("input");
  private list = h("ul");
  private keys: string[] | null = null;
  private found: number[] = [];
  private active = -1;

  constructor(private readonly app: App) {}

  build(): void {
    const { speech, name } = this.app, id = `${name}-found`;
    this.list = h("ul", { class: "am-found", role: "listbox", id, hidden: true, "aria-label": speech.text("search") });
    this.input = h("input", {
      type: "text", role: "combobox", placeholder: `${speech.text("search")}\u2026`, "aria-label": speech.text("search"), "aria-expanded": "false", "aria-controls": id,
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      on: { input: () => { this.look(); }, keydown: (event) => { this.key(event); }, blur: () => { setTimeout(() => { this.close(); }, 150); }, focus: () => { if (this.input.value) this.look(); } },
    });
    fill(this.element, this.input, this.list);
  }

  focus(): void { this.input.focus(); this.input.select(); }

  private look(): void {
    const { model, speech } = this.app, { actors } = model.payload;
    this.keys ??= actors.id.map((id, a) => `\n${folded([actors.label[a], ...Object.values(actors.own).map((own) => own[a] ?? ""), word(actors.aliases, a).replace(/;/g, "\n"), id].join("\n"))}`);
    const words = folded(this.input.value).split(/\s+/).filter(Boolean);
    this.found = [];
    if (!words.length) { this.close(); return; }
    const scored: [number, number, number][] = [];
    this.keys.forEach((key, a) => {
      if (!words.every((one) => key.includes(one))) return;
      const starts = key.includes(`\n${words.join(" ")}`) ? 0 : words.every((one) => new RegExp(`(^|[^\\p{L}\\p{N}])${one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u").test(key)) ? 1 : 2;
      scored.push([starts, model.from[a] - model.from[a + 1], a]);
    });
    scored.sort((one, two) => one[0] - two[0] || one[1] - two[1] || one[2] - two[2]);
    this.found = scored.slice(0, MOST).map(([, , a]) => a);
    this.active = this.found.length ? 0 : -1;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    fill(this.list, ...this.found.map((a, place) => h("li", {
      role: "option", id: `${this.app.name}-found-${place}`, "aria-selected": "false",
      // On the click, not before it: a tap would go on to the picture under the list.
      on: { mousedown: (event) => { event.preventDefault(); }, click: () => { this.choose(a); } },
    }, actorSample(this.app, model.kind[a]), h("span", { class: "am-row-name" }, speech.label(a)), h("small", {}, speech.country(a)))),
    !this.found.length && h("li", { class: "am-soft", role: "option", "aria-disabled": "true", "aria-selected": "false" }, speech.text("nothing")));
    if (!this.found.length) this.app.announce(speech.text("nothing"));
    this.show();
  }

  private show(): void {
    [...this.list.children].forEach((item, place) => { item.setAttribute("aria-selected", String(place === this.active)); });
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `${this.app.name}-found-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.found.length) {
      event.preventDefault();
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : this.found.length - 1)) % this.found.length;
      this.show();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.found[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.input.value = "";
      this.close();
    }
  }

  private choose(actor: number): void {
    this.input.value = "";
    this.close();
    this.app.open(actor);
    this.app.root.querySelector<HTMLElement>(".am-panel")?.focus();
  }

  private close(): void {
    this.list.hidden = true;
    this.found = [];
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
