// One viewer in each element of the page that holds data; they know nothing of each other.

import type { App } from "./app";
import { topology } from "./arcs";
import { type Payload, across, tiesOf, toModel } from "./data";
import { Dialogs } from "./dialogs";
import { button, fill, h, icon } from "./dom";
import { drawing } from "./drawing";
import { filtered } from "./filter";
import { type Ground, mapGround, networkGround } from "./ground";
import { Keys } from "./keys";
import { Legend } from "./legend";
import { Panel } from "./panel";
import { type Hit, Picture } from "./picture";
import { Presenter } from "./presenter";
import { Search } from "./search";
import { type State, Store, firstState, fromHash, toHash } from "./state";
import { Table } from "./table";
import { Speech } from "./text";
import { paletteOf } from "./theme";
import { Toolbar } from "./toolbar";
import { Years } from "./years";

const FILTERS: readonly (keyof State)[] = ["offTies", "offActors", "years", "undated", "only", "focus", "steps"];

function start(root: HTMLElement, name: string, alone: boolean): void {
  const read = (kind: string): unknown => JSON.parse(root.querySelector(`:scope > script.am-${kind}`)!.textContent || "null");
  const payload = read("data") as Payload;
  const model = toModel(payload);
  const first = firstState(model);
  const before = alone ? fromHash(model, location.hash, first) : fromHash(model, "", first);
  const presented = payload.preset === "presenter" && payload.steps.length > 0;
  const store = new Store(presented ? before : { ...before, step: -1 });
  const dark = matchMedia("(prefers-color-scheme: dark)"), calm = matchMedia("(prefers-reduced-motion: reduce)");
  const grounds: { map: Ground | null; network: Ground | null; upright: Ground | null } = { map: null, network: null, upright: null };
  const upright = (): boolean => stage.clientHeight > 1.2 * stage.clientWidth;
  const ground = (): Ground => {
    if (store.state.view === "map") return grounds.map ??= mapGround(model, topology(read("land")));
    if (upright()) return grounds.upright ??= networkGround(model, true);
    return grounds.network ??= networkGround(model);
  };
  let last: Ground | null = null;
  const drawnGround = (): Ground => store.state.view === "table" && last ? last : (last = ground());

  const live = h("div", { class: "am-live", role: "status", "aria-live": "polite" });
  const tip = h("div", { class: "am-tip", hidden: true, "aria-hidden": "true" });
  const stage = h("div", { class: "am-stage", tabindex: "0", role: "application" });
  const picture = new Picture({
    hover: (hit, x, y) => { showTip(hit, x, y); },
    click: (hit) => { clicked(hit); },
    moved: () => { tip.hidden = true; },
  }, () => calm.matches);

  const app: App = {
    root, model, store, picture, first, name,
    speech: new Speech(model, store.state.lang),
    shown: filtered(model, store.state),
    palette: paletteOf(store.state.theme, dark.matches),
    placed: (actor) => drawnGround().has[actor] === 1,
    announce: (text) => { live.textContent = ""; setTimeout(() => { live.textContent = text; }, 30); },
    open: (actor) => {
      store.set({ actor, tie: -1, gap: -1, ...(store.state.offActors.has(model.kind[actor]) && { offActors: new Set([...store.state.offActors].filter((kind) => kind !== model.kind[actor])) }) });
      root.classList.remove("am-side-open");
      const others = [...tiesOf(model, actor)].filter((tie) => app.shown.ties[tie]).map((tie) => across(model, tie, actor));
      if (store.state.view !== "table") picture.bring(actor, others);
      const ties = model.from[actor + 1] - model.from[actor];
      app.announce(app.speech.text("opened", { name: app.speech.label(actor), ties }));
    },
    openTie: (tie) => { store.set({ tie, gap: -1 }); if (store.state.view !== "table") picture.bring(model.tail[tie], [model.head[tie]]); app.announce(app.speech.tie(tie)); },
    openGap: (gap) => { store.set({ gap, tie: -1, gaps: true }); app.announce(`${app.speech.text("missing_tie")}: ${app.speech.gap(gap)}`); },
    link: () => {
      const hash = toHash(model, store.state, first), base = location.protocol === "about:" ? "map.html" : location.href.split("#", 1)[0];
      return hash ? `${base}#${hash}` : base;
    },
  };
  const dialogs = new Dialogs(app), table = new Table(app), years = new Years(app), legend = new Legend(app, years.element), search = new Search(app);
  const panel = new Panel(app), presenter = new Presenter(app), toolbar = new Toolbar(app, dialogs, table, drawnGround);
  const status = h("p", { class: "am-shown" }), placeless = button("", () => { store.set({ view: "network" }); }, { class: "am-placeless am-plain" }), credit = h("p", { class: "am-credit" });
  const reset = button("", () => { store.set({ offTies: new Set(), offActors: new Set(), years: null, undated: true, only: "", focus: -1 }); }, { class: "am-plain" });
  const side = h("aside", { class: "am-side" }, search.element, legend.element);
  const zooms = h("div", { class: "am-zooms" });
  const guard = h("button", { type: "button", class: "am-guard", hidden: true, on: { click: () => { free(); } } });
  const print = h("div", { class: "am-print", "aria-hidden": "true" });
  const focusBar = h("div", { class: "am-focused", hidden: true });
  stage.append(picture.element);
  const body = h("div", { class: "am-body" }, side,
    h("main", { class: "am-main" }, stage, zooms, focusBar, tip, guard, table.element, presenter.element), panel.element);
  root.append(toolbar.element, body, h("footer", { class: "am-foot" }, status, reset, placeless, credit), live, dialogs.element, print);
  root.querySelectorAll(":scope > script").forEach((script) => { if (script.className === "am-data") script.remove(); });

  new Keys(app, stage, {
    search: () => { root.classList.add("am-side-open"); search.focus(); },
    help: () => { dialogs.help(); },
    shut: () => toolbar.shut(),
    presenting: () => presenter.running,
    present: (by) => { presenter.go(store.state.step + by); },
  });

  // Inside a frame the wheel belongs to the page around it until the picture is clicked.
  const framed = window.self !== window.top || !document.body.classList.contains("am-page");
  if (framed) {
    picture.wheel = false;
    stage.addEventListener("wheel", () => { if (!picture.wheel) { guard.hidden = false; clearTimeout(guardTimer); guardTimer = window.setTimeout(() => { guard.hidden = true; }, 1400); } }, { passive: true });
    stage.addEventListener("pointerdown", () => { free(); });
  }
  let guardTimer = 0;
  function free(): void { picture.wheel = true; guard.hidden = true; }

  function showTip(hit: Hit, x: number, y: number): void {
    const text = hit.actor >= 0 ? [app.speech.label(hit.actor), [app.speech.say(payload.kinds.actors[model.kind[hit.actor]].one), app.speech.country(hit.actor)].filter(Boolean).join(" \u00b7 ")]
      : hit.tie >= 0 ? [app.speech.tie(hit.tie), `${app.speech.tieKind(hit.tie)} \u00b7 ${app.speech.dates(hit.tie)}`]
        : hit.gap >= 0 ? [app.speech.gap(hit.gap), app.speech.text("missing_tie")]
        : hit.bubble >= 0 ? [app.speech.text("members", { actors: picture.inBubble(hit.bubble).length }), app.speech.text("zoom_here")] : [];
    tip.hidden = !text.length;
    if (!text.length) return;
    fill(tip, h("b", {}, text[0]), h("span", {}, text[1]));
    const [width, height] = picture.extent;
    tip.style.left = `${Math.max(4, Math.min(x + 14, width - tip.offsetWidth - 6))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > height ? y - tip.offsetHeight - 10 : y + 18}px`;
  }

  function clicked(hit: Hit): void {
    tip.hidden = true;
    if (hit.bubble >= 0) picture.fit(true, picture.inBubble(hit.bubble));
    else if (hit.actor >= 0) app.open(hit.actor);
    else if (hit.tie >= 0) app.openTie(hit.tie);
    else if (hit.gap >= 0) { store.set({ actor: -1 }); app.openGap(hit.gap); }
    else store.set({ actor: -1, tie: -1, gap: -1 });
  }

  function texts(): void {
    const { speech } = app;
    root.lang = speech.code;
    if (document.body.classList.contains("am-page")) {
      document.documentElement.lang = speech.code;
      document.title = speech.say(payload.title);
    }
    side.setAttribute("aria-label", speech.text("legend"));
    stage.setAttribute("aria-label", speech.text("picture"));
    reset.textContent = speech.text("reset");
    guard.textContent = speech.text("click_to_zoom");
    credit.title = credit.textContent = `${speech.say(payload.credit)} ${speech.text("credit_map")}`;
    fill(zooms, button(speech.text("closer"), () => { picture.scaleBy(1.6); }, { class: "am-tool" }, icon("plus")),
      button(speech.text("further"), () => { picture.scaleBy(1 / 1.6); }, { class: "am-tool" }, icon("minus")),
      button(speech.text("whole"), () => { picture.fit(true); }, { class: "am-tool" }, icon("whole")));
    toolbar.build(); search.build(); years.build();
  }

  function counts(): void {
    const { speech, shown } = app, { state } = store;
    let seen = shown.actorCount, ties = shown.tieCount, lost = 0;
    if (state.view === "map") {
      const { has } = drawnGround();
      seen = 0; ties = 0;
      for (let a = 0; a < model.actors; a++) { if (shown.actors[a] && has[a]) seen++; else if (shown.actors[a]) lost++; }
      for (let t = 0; t < model.ties; t++) if (shown.ties[t] && has[model.tail[t]] && has[model.head[t]]) ties++;
    }
    status.textContent = speech.text("shown", { actors: seen, all_actors: model.actors, ties, all_ties: model.ties });
    placeless.title = placeless.textContent = lost ? speech.text("placeless", { actors: lost }) : "";
    placeless.hidden = !lost;
    reset.hidden = FILTERS.every((key) => key === "steps" || same(state, first, key));
    focusBar.hidden = state.focus < 0;
    if (state.focus >= 0) {
      fill(focusBar, h("span", {}, speech.text("focused", { name: speech.short(state.focus), steps: state.steps })),
        button(speech.text("unfocus"), () => { store.set({ focus: -1 }); }, { class: "am-tool am-close" }, icon("close")));
    }
  }

  function look(): void {
    const { state } = store;
    const tabled = state.view === "table";
    root.dataset.view = state.view;
    stage.hidden = tabled; zooms.hidden = tabled;
    if (tabled) table.show();
    else {
      table.hide();
      picture.show({ model, ground: drawnGround(), shown: app.shown, state, palette: app.palette, speech: app.speech });
    }
  }

  function theme(): void {
    app.palette = paletteOf(store.state.theme, dark.matches);
    root.dataset.theme = store.state.theme === "print" ? "print" : app.palette.name;
  }

  let writing = 0;
  function address(): void {
    if (!alone) return;
    clearTimeout(writing);
    writing = window.setTimeout(() => {
      const hash = toHash(model, store.state, first);
      // In a frame without an address there is nothing to write.
      try { history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search); } catch { /* as said */ }
    }, 120);
  }

  store.watch((state, changed) => {
    const any = (...keys: readonly (keyof State)[]) => keys.some((key) => changed.has(key));
    const filtering = any(...FILTERS);
    if (changed.has("lang")) app.speech = new Speech(model, state.lang);
    if (changed.has("theme")) theme();
    if (filtering) {
      app.shown = filtered(model, state);
      if (state.actor >= 0 && !app.shown.actors[state.actor]) store.state = state = { ...state, actor: -1, tie: -1, gap: -1 };
    }
    if (changed.has("lang") || changed.has("theme")) texts();
    look();
    if (any("lang", "theme", "colour", "size")) legend.build();
    else if (filtering) legend.update();
    if (any("years", "undated", "only")) years.update();
    else if (changed.has("offTies")) years.changed();
    if (changed.has("view")) { root.classList.remove("am-side-open"); toolbar.update(); }
    if (changed.has("gaps")) legend.update();
    if (any("lang", "theme", "view", "actor", "tie", "gap", "gaps", "focus", "steps", "colour") || filtering) { panel.build(); inset(); }
    if (any("lang", "theme", "rows", "colour", "size") || filtering) table.reset();
    if (any("step", "lang", "theme")) presenter.build();
    counts();
    if (filtering || changed.has("view")) app.announce(status.textContent);
    if (any("focus", "steps", "step", "view") && state.focus >= 0) {
      picture.fit(true, seen());
    } else if (any("focus", "step")) picture.fit(true);
    address();
  });

  function seen(): number[] {
    return Array.from({ length: model.actors }, (_, a) => a).filter((a) => app.shown.actors[a] === 1);
  }

  function inset(): void {
    const wide = root.clientWidth > 760;
    const side = wide && !panel.element.hidden ? panel.element.offsetWidth : 0;
    const sheet = !wide && !panel.element.hidden ? panel.element.offsetHeight : 0;
    const height = stage.clientHeight;
    picture.obstacles = presenter.running ? [] : [[0, height - zooms.offsetHeight - 14, zooms.offsetWidth + 14, height]];
    picture.inset = [0, 0, side, Math.max(sheet, presenter.running ? presenter.element.offsetHeight + 20 : 0)];
  }

  dark.addEventListener("change", () => { if (store.state.theme === "system") { theme(); texts(); look(); legend.build(); panel.build(); table.reset(); } });
  if (alone) {
    window.addEventListener("hashchange", () => { store.set(fromHash(model, location.hash, first)); });
  }
  window.addEventListener("beforeprint", () => {
    if (store.state.view !== "table") fill(print, drawing(app, drawnGround(), app.speech.say(payload.title)));
    root.classList.toggle("am-printing", store.state.view !== "table");
  });
  window.addEventListener("afterprint", () => { fill(print); root.classList.remove("am-printing"); });
  document.addEventListener("click", (event) => { if (!(event.target as Element).closest("details.am-menu")) toolbar.shut(); });

  theme();
  texts();
  if (presented) presenter.go(Math.max(0, before.step));
  look();
  legend.build();
  panel.build();
  presenter.build();
  counts();
  inset();
  let stood = upright();
  new ResizeObserver(() => {
    if (stood !== upright() && store.state.view === "network") look();
    stood = upright();
    inset(); picture.resize(stage.clientWidth, stage.clientHeight);
  }).observe(stage);
  picture.resize(stage.clientWidth, stage.clientHeight);
  if (store.state.focus >= 0) picture.fit(false, seen());
  root.dataset.ready = "1";
  (root as HTMLElement & { alianza?: unknown }).alianza = { app, store, picture, model };
}

function same(one: State, other: State, key: keyof State): boolean {
  const a = one[key], b = other[key];
  return a instanceof Set && b instanceof Set ? a.size === b.size : a === b;
}

function begin(): void {
  const roots = [...document.querySelectorAll<HTMLElement>(".am:not([data-ready])")].filter((root) => root.querySelector(":scope > script.am-data"));
  const alone = document.querySelectorAll(".am").length === 1;
  const there = document.querySelectorAll(".am[data-ready]").length;
  roots.forEach((root, place) => { start(root, `am${there + place + 1}`, alone); });
}

if (document.readyState === "loading" && !document.currentScript) document.addEventListener("DOMContentLoaded", begin);
else begin();
