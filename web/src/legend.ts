// The legend: what colours, shapes and lines mean, how many are shown, and what is switched off.

import type { App } from "./app";
import { button, fill, h, s } from "./dom";
import { actorSample, dot, gapSample, tieSample } from "./sample";
import type { Colouring } from "./state";
import { GREY, SERIES, groups, ranking } from "./theme";

export class Legend {
  readonly element = h("div", { class: "am-legend" });
  private counts: { readonly cell: HTMLElement; readonly count: () => number; readonly box: HTMLInputElement; readonly on: () => boolean }[] = [];

  constructor(private readonly app: App, private readonly years: HTMLElement) {}

  /** Build anew: another language, theme or colouring. */
  build(): void {
    const { app } = this, { model, speech, store } = app, { kinds, actors } = model.payload, state = store.state;
    this.counts = [];
    const rowsOf = (which: "offTies" | "offActors") => (which === "offTies" ? kinds.ties : kinds.actors).map((kind, place) =>
      this.row(which, place, speech.say(kind.many), which === "offTies" ? tieSample(app, place) : actorSample(app, place),
        () => (which === "offTies" ? app.shown.byTieKind : app.shown.byActorKind)[place]));
    const colourings: [Colouring, string][] = [["kind", "by_kind"]];
    if (actors.areas.length > 1) colourings.push(["area", "by_area"]);
    if (actors.community) colourings.push(["community", "by_community"]);
    const measures = model.payload.measures;
    fill(this.element,
      this.group("ties", "offTies", rowsOf("offTies")),
      this.years,
      this.group("actors", "offActors", rowsOf("offActors")),
      this.marks(),
      this.gaps(),
      colourings.length > 1 && this.choice("colour", colourings.map(([value, text]) => [value, speech.text(text)]), state.colour,
        (value) => { store.set({ colour: value as Colouring }); }),
      state.colour !== "kind" && this.colours(),
      measures.length > 0 && this.choice("size", [...measures.map((one): [string, string] => [one.name, speech.say(one.label)]), ["", speech.text("same_size")]],
        state.size, (value) => { store.set({ size: value }); }),
      this.sizes(),
    );
    this.update();
  }

  /** Bring counts and boxes up to date; nothing is built, so that the focus stays. */
  update(): void {
    for (const row of this.counts) {
      row.cell.textContent = this.app.speech.number(row.count(), 0);
      row.box.checked = row.on();
    }
  }

  private group(title: string, which: "offTies" | "offActors", rows: HTMLElement[]): HTMLElement {
    const { speech } = this.app, all = rows.length;
    const set = (places: Iterable<number>) => { this.switchOff(which, new Set(places)); };
    return h("fieldset", { class: "am-group" },
      h("legend", {}, speech.text(title)),
      all > 1 && h("span", { class: "am-allnone" },
        button(speech.text("all"), () => { set([]); }, { class: "am-plain" }),
        button(speech.text("none"), () => { set(Array.from({ length: all }, (_, place) => place)); }, { class: "am-plain" })),
      ...rows);
  }

  private row(which: "offTies" | "offActors", place: number, label: string, sample: SVGElement, count: () => number): HTMLElement {
    const { store, speech } = this.app;
    const toggle = () => {
      const off = new Set(store.state[which]);
      if (!off.delete(place)) off.add(place);
      this.switchOff(which, off);
    };
    const box = h("input", { type: "checkbox", on: { change: toggle } });
    const cell = h("span", { class: "am-count" });
    this.counts.push({ cell, count, box, on: () => !store.state[which].has(place) });
    const { kinds } = this.app.model.payload, all = (which === "offTies" ? kinds.ties : kinds.actors).length;
    const only = () => { this.switchOff(which, new Set(Array.from({ length: all }, (_, one) => one).filter((one) => one !== place))); };
    return h("div", { class: "am-row" },
      h("label", {}, box, sample, h("span", { class: "am-row-name" }, label), cell),
      all > 1 && button(speech.text("only", { name: label }), only, { class: "am-only" }, h("span", { "aria-hidden": "true" }, "\u25ce")));
  }

  private switchOff(which: "offTies" | "offActors", off: ReadonlySet<number>): void {
    this.app.store.set(which === "offTies" ? { offTies: off } : { offActors: off });
  }

  /** The switch of the layer of missing ties. */
  private gaps(): HTMLElement | null {
    const { model, speech, store } = this.app, { gaps } = model.payload;
    if (!gaps) return null;
    const box = h("input", { type: "checkbox", on: { change: () => { store.set({ gaps: box.checked, gap: -1 }); } } });
    const cell = h("span", { class: "am-count" });
    this.counts.push({ cell, count: () => gaps.tail.length, box, on: () => store.state.gaps });
    return h("div", { class: "am-row am-missing", title: speech.text("missing_note") },
      h("label", {}, box, gapSample(this.app), h("span", { class: "am-row-name" }, speech.text("missing_ties")), cell));
  }

  private marks(): HTMLElement | null {
    const { model, speech, palette } = this.app;
    const line = (child: SVGElement) => s("svg", { viewBox: "0 0 30 18", width: 30, height: 18, "aria-hidden": "true" }, child);
    const colour = GREY[palette.name];
    const rows: HTMLElement[] = [];
    if (model.payload.ties.undated.length) rows.push(h("li", {}, line(s("path", { d: "M1 9h28", stroke: colour, "stroke-width": 1 })), speech.text("undated_key")));
    if (model.payload.ties.disputed.length) {
      rows.push(h("li", {}, line(s("g", {}, s("circle", { cx: 15, cy: 9, r: 6.5, fill: "none", stroke: colour, "stroke-width": 1.4 }),
        s("text", { x: 15, y: 12.5, "text-anchor": "middle", "font-size": 10, "font-weight": 700, fill: colour }, "?"))), speech.text("disputed_key")));
    }
    return rows.length ? h("ul", { class: "am-marks" }, ...rows) : null;
  }

  private choice(title: string, options: readonly (readonly [string, string])[], value: string, pick: (value: string) => void): HTMLElement {
    const select = h("select", { on: { change: () => { pick(select.value); } } }, ...options.map(([code, text]) => h("option", { value: code, selected: code === value }, text)));
    return h("label", { class: "am-choice" }, h("span", { class: "am-title" }, this.app.speech.text(title)), select);
  }

  private colours(): HTMLElement {
    const { model, speech, store, palette } = this.app, { colour } = store.state, dark = palette.name === "dark" ? 1 : 0;
    const of = groups(model, colour), ranked = ranking(of);
    const count = (group: number) => speech.number(of.reduce((sum, one) => sum + Number(one === group), 0), 0);
    const rows = ranked.map((group, place) => h("li", {}, dot(SERIES[place][dark]),
      h("span", { class: "am-row-name" }, colour === "area" ? speech.say(model.payload.actors.areas[group]) : speech.community(group)), h("span", { class: "am-count" }, count(group))));
    if (of.includes(-1)) rows.push(h("li", {}, dot(GREY[palette.name]), h("span", { class: "am-row-name" }, speech.text(colour === "area" ? "unknown_area" : "other")), h("span", { class: "am-count" }, count(-1))));
    return h("ul", { class: "am-marks am-colours" }, ...rows);
  }

  private sizes(): HTMLElement | null {
    const { picture, model, store, speech } = this.app, samples = picture.samples();
    const measure = model.payload.measures.find((one) => one.name === store.state.size);
    if (!measure || samples.length < 2) return null;
    return h("ul", { class: "am-sizes", title: speech.say(measure.definition) }, ...samples.map(({ value, radius }) => h("li", {},
      s("svg", { viewBox: "0 0 30 30", width: 30, height: 30, "aria-hidden": "true" }, s("circle", { cx: 15, cy: 15, r: radius, fill: "none", stroke: "currentColor", "stroke-width": 1.4 })),
      speech.number(value, measure.digits))));
  }
}
