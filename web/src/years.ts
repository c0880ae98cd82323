// The years: how many dated ties hold in each, which are shown, and a button that plays them.

import type { App } from "./app";
import { button, fill, h, icon, s } from "./dom";
import { changes } from "./filter";

const PACE = 700;

export class Years {
  readonly element = h("div", { class: "am-years" });
  private from = h("input"); private to = h("input");
  private low = h("input"); private high = h("input");
  private readonly changes = h("div", { class: "am-small am-changes" });
  private bars: SVGElement[] = [];
  private playing = 0;
  private player: HTMLButtonElement | null = null;
  private undated: HTMLInputElement | null = null;

  constructor(private readonly app: App) {}

  build(): void {
    const { model, speech, store } = this.app;
    this.stop();
    if (!model.years) { this.element.hidden = true; return; }
    const [low, high] = model.years;
    const slider = (name: string, change: () => void) => h("input", { type: "range", min: low, max: high, step: 1, "aria-label": speech.text(name), on: { input: change } });
    const moved = (first: boolean) => () => {
      this.stop();
      let a = Number(this.from.value), b = Number(this.to.value);
      if (a > b) { if (first) b = a; else a = b; }
      this.choose(a, b);
    };
    this.from = slider("first", moved(true));
    this.to = slider("last", moved(false));
    const typed = (name: string, first: boolean) => h("input", { type: "number", class: "am-year", min: low, max: high, "aria-label": speech.text(name), on: { change: () => {
      const year = (box: HTMLInputElement, otherwise: number) => box.value === "" ? otherwise : Math.min(high, Math.max(low, Math.trunc(Number(box.value))));
      const a = year(this.low, low), b = year(this.high, high);
      this.stop();
      this.choose(first ? a : Math.min(a, b), first ? Math.max(a, b) : b);
      this.update();
    } } });
    this.low = typed("first", true);
    this.high = typed("last", false);
    this.player = button(speech.text("play"), () => { if (this.playing) this.stop(); else this.play(); }, { class: "am-tool" }, icon("play"));
    this.undated = h("input", { type: "checkbox", on: { change: () => { store.set({ undated: this.undated!.checked }); } } });
    fill(this.element,
      h("div", { class: "am-range" }, this.histogram(low, high), h("div", { class: "am-track" }, this.from, this.to)),
      h("div", { class: "am-years-foot" }, this.player, h("span", { class: "am-typed" }, this.low, "\u2013", this.high),
      model.payload.ties.undated.length > 0 && h("div", { class: "am-row" }, h("label", {}, this.undated, h("span", { class: "am-row-name" }, speech.text("undated")),
        h("span", { class: "am-count" }, speech.number(model.payload.ties.undated.length, 0))))), this.changes);
    this.update();
  }

  update(): void {
    const { model, store } = this.app;
    if (!model.years) return;
    const [low, high] = store.state.years ?? model.years;
    this.from.value = String(low);
    this.to.value = String(high);
    // Where both stand at the right end, the left one must be the one that is grasped.
    this.from.style.zIndex = low > (model.years[0] + model.years[1]) / 2 ? "2" : "1";
    this.low.value = String(low);
    this.high.value = String(high);
    this.changed();
    this.bars.forEach((bar, place) => {
      const year = model.years![0] + place;
      bar.setAttribute("class", year >= low && year <= high ? "am-bar am-bar-in" : "am-bar");
    });
    if (this.undated) {
      this.undated.checked = store.state.undated && !store.state.only;
      this.undated.disabled = store.state.only !== "";
    }
  }

  /** Say what changed in the years chosen, of the kinds of ties that are shown. */
  changed(): void {
    const { model, store, speech } = this.app, { years, offTies, only } = store.state;
    this.changes.hidden = years === null;
    if (!years) return;
    const row = (how: "begun" | "ended") => {
      let ties = 0;
      for (let t = 0; t < model.ties; t++) if (!offTies.has(model.tieKind[t]) && changes(model, t, how, years[0], years[1])) ties++;
      return button(speech.text(how, { ties }), () => { store.set({ only: only === how ? "" : how }); }, { "aria-pressed": String(only === how), "data-only": how });
    };
    const held = this.changes.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.only : null;
    fill(this.changes, h("span", { class: "am-segments" }, row("begun"), row("ended")));
    if (held) this.changes.querySelector<HTMLElement>(`[data-only="${held}"]`)?.focus();
  }

  private choose(low: number, high: number): void {
    const [first, last] = this.app.model.years!;
    const all = low === first && high === last;
    this.app.store.set({ years: all ? null : [low, high], ...(all && { only: "" as const }) });
  }

  private histogram(low: number, high: number): SVGElement {
    const { model } = this.app, counts = new Array<number>(high - low + 1).fill(0);
    for (let t = 0; t < model.ties; t++) {
      if (model.undated[t]) continue;
      for (let year = Math.max(low, model.first[t]); year <= Math.min(high, model.last[t]); year++) counts[year - low]++;
    }
    const most = Math.max(1, ...counts), wide = 100 / counts.length;
    this.bars = counts.map((count, place) => s("rect", { x: place * wide + 0.2, y: 24 - (22 * count) / most, width: Math.max(0.5, wide - 0.4), height: (22 * count) / most, class: "am-bar" }));
    return s("svg", { viewBox: "0 0 100 24", preserveAspectRatio: "none", class: "am-histogram", "aria-hidden": "true" }, ...this.bars);
  }

  private play(): void {
    const [first, last] = this.app.model.years!, [low, high] = this.app.store.state.years ?? [first, last];
    let year = high >= last ? Math.max(low, first) : high;
    const begin = low;
    const next = () => {
      this.choose(Math.min(begin, year), year);
      if (year >= last) { this.stop(); return; }
      year++;
      this.playing = window.setTimeout(next, PACE);
    };
    this.face("pause");
    next();
  }

  private stop(): void {
    clearTimeout(this.playing);
    this.playing = 0;
    this.face("play");
  }

  private face(name: "play" | "pause"): void {
    if (!this.player) return;
    const text = this.app.speech.text(name);
    this.player.setAttribute("aria-label", text);
    this.player.title = text;
    fill(this.player, icon(name));
  }
}
