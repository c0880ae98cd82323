// Samples of what the legend, the panel and the table speak of.

import { s } from "./dom";
import type { App } from "./app";
import { MISSING } from "./picture";
import { outline } from "./shapes";
import { GREY } from "./theme";

export function actorSample(app: App, kind: number, colour?: string): SVGElement {
  const row = app.model.payload.kinds.actors[kind], dark = app.palette.name === "dark";
  return s("svg", { viewBox: "0 0 30 18", width: 30, height: 18, "aria-hidden": "true" },
    outline(row.shape, 15, 9, 6, { fill: colour ?? (app.store.state.colour === "kind" ? (dark ? row.dark : row.colour) : GREY[app.palette.name]) }));
}

export function tieSample(app: App, kind: number): SVGElement {
  const row = app.model.payload.kinds.ties[kind], colour = app.palette.name === "dark" ? row.dark : row.colour;
  const line = s("path", { d: row.arrow ? "M1 9h20" : "M1 9h28", stroke: colour, "stroke-width": 2.2, fill: "none", ...(row.dash.length && { "stroke-dasharray": row.dash.join(" ") }) });
  return s("svg", { viewBox: "0 0 30 18", width: 30, height: 18, "aria-hidden": "true" }, line,
    row.arrow ? s("path", { d: "M29 9l-9 -4.5v9z", fill: colour }) : null);
}

export function gapSample(app: App): SVGElement {
  return s("svg", { viewBox: "0 0 30 18", width: 30, height: 18, "aria-hidden": "true" },
    s("path", { d: "M1 9h28", stroke: app.palette.ink, "stroke-width": 2, fill: "none", "stroke-dasharray": MISSING.join(" ") }));
}

export function dot(colour: string): SVGElement {
  return s("svg", { viewBox: "0 0 30 18", width: 30, height: 18, "aria-hidden": "true" }, s("circle", { cx: 15, cy: 9, r: 6, fill: colour }));
}
