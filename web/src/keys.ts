// The keyboard: from actor to actor in the picture, and everywhere the same few keys.

import type { App } from "./app";
import { across, tiesOf } from "./data";
import { VIEWS } from "./state";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Keys {
  cursor = -1;

  constructor(private readonly app: App, stage: HTMLElement, private readonly act: {
    search(): void; help(): void; shut(): boolean; presenting(): boolean; present(by: number): void;
  }) {
    stage.addEventListener("keydown", (event) => { this.inPicture(event); });
    stage.addEventListener("focus", () => { if (stage.matches(":focus-visible")) this.enter(); });
    stage.addEventListener("blur", () => { this.mark(-1); });
    // Where the map is the whole page, its keys work wherever the focus is.
    const whole: EventTarget = document.body.classList.contains("am-page") ? document : app.root;
    whole.addEventListener("keydown", (event) => { this.anywhere(event as KeyboardEvent); });
  }

  private visible(actor: number): boolean { return this.app.shown.actors[actor] === 1 && this.app.placed(actor); }

  private enter(): void {
    const { model, store } = this.app;
    if (this.cursor >= 0 && this.visible(this.cursor)) { this.mark(this.cursor); return; }
    let best = store.state.actor >= 0 && this.visible(store.state.actor) ? store.state.actor : -1;
    for (let a = 0; a < model.actors && store.state.actor < 0; a++) {
      if (this.visible(a) && (best < 0 || degree(this.app, a) > degree(this.app, best))) best = a;
    }
    this.mark(best);
  }

  private mark(actor: number): void {
    if (actor >= 0) {
      const { model, speech } = this.app;
      this.cursor = actor;
      this.app.picture.reveal(actor);
      this.app.announce(`${speech.label(actor)}, ${speech.say(model.payload.kinds.actors[model.kind[actor]].one)}`);
    }
    this.app.picture.mark(actor);
  }

  private inPicture(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && !this.act.presenting()) {
      event.preventDefault();
      if (event.shiftKey) { this.app.picture.panBy(-80 * arrow[0], -80 * arrow[1]); return; }
      if (this.cursor < 0 || !this.visible(this.cursor)) { this.enter(); return; }
      const next = this.towards(this.cursor, arrow);
      if (next >= 0) this.mark(next);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (this.cursor >= 0) this.app.open(this.cursor);
    } else if (event.key === "+" || event.key === "=") this.app.picture.scaleBy(1.5);
    else if (event.key === "-") this.app.picture.scaleBy(1 / 1.5);
    else if (event.key === "0") this.app.picture.fit(true);
  }

  /** The nearest neighbour in a direction; where there is none, the nearest actor. */
  private towards(from: number, [dx, dy]: readonly [number, number]): number {
    const { model, picture, shown } = this.app, here = picture.place(from);
    const best = (candidates: Iterable<number>) => {
      let found = -1, least = Infinity;
      for (const a of candidates) {
        if (a === from || !this.visible(a)) continue;
        const there = picture.place(a), x = there.x - here.x, y = there.y - here.y, along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
        if (along <= 0 || aside > along * 1.4) continue;
        const far = along + 1.6 * aside;
        if (far < least) { least = far; found = a; }
      }
      return found;
    };
    const neighbours = [...tiesOf(model, from)].filter((tie) => shown.ties[tie]).map((tie) => across(model, tie, from));
    const near = best(neighbours);
    if (near >= 0) return near;
    function* all() { for (let a = 0; a < model.actors; a++) yield a; }
    return best(all());
  }

  private anywhere(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const typing = target.matches("input:not([type=checkbox]):not([type=range]), textarea, select");
    const { store } = this.app;
    if (event.key === "Escape") {
      if (target.closest("dialog")) return;
      if (this.act.shut()) return;
      if (this.app.root.classList.contains("am-side-open")) this.app.root.classList.remove("am-side-open");
      else if (store.state.actor >= 0 || store.state.tie >= 0 || store.state.gap >= 0) store.set({ actor: -1, tie: -1, gap: -1 });
      else if (store.state.focus >= 0) store.set({ focus: -1 });
      return;
    }
    if (typing) return;
    if (this.act.presenting() && ["ArrowRight", "PageDown", "ArrowLeft", "PageUp"].includes(event.key) && !target.matches("input")) {
      event.preventDefault();
      this.act.present(event.key === "ArrowRight" || event.key === "PageDown" ? 1 : -1);
    } else if (event.key === "/") { event.preventDefault(); this.act.search(); }
    else if (event.key === "?") { event.preventDefault(); this.act.help(); }
    else if (["1", "2", "3"].includes(event.key)) {
      const view = VIEWS[Number(event.key) - 1];
      if (view !== "map" || this.app.model.payload.actors.lon.some((lon) => lon !== null)) store.set({ view });
    }
  }
}

const degree = (app: App, actor: number): number => app.model.from[actor + 1] - app.model.from[actor];
