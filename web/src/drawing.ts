// The picture as a drawing of lines (SVG): for files and for paper.

import type { App } from "./app";
import { bubbleRadius, slices } from "./bubbles";
import { arrowhead, at } from "./curves";
import { s } from "./dom";
import type { Ground } from "./ground";
import { MISSING } from "./picture";
import { outline, round } from "./shapes";

const FONTS = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const ROW = 20;

export function drawing(app: App, ground: Ground, title: string): SVGElement {
  const { model, picture, shown, palette, speech } = app, { kinds } = model.payload;
  const [width, height] = picture.extent, { k, x, y } = picture.transform;
  const parts: SVGElement[] = [];
  const halo = ground.land ? palette.sea : palette.paper;
  const [coast, borders] = ground.landPath();
  if (coast) {
    parts.push(s("g", { transform: `translate(${round(x)} ${round(y)}) scale(${k})` },
      s("path", { d: coast, fill: palette.land }),
      s("path", { d: borders, fill: "none", stroke: palette.border, "stroke-width": 0.8 / k, "stroke-linejoin": "round" })));
  }
  const markers = picture.markers;
  if (markers) {
    const inside = new Set(markers);
    for (let t = 0; t < model.ties; t++) {
      const a = model.tail[t], b = model.head[t];
      if (!shown.ties[t] || !ground.has[a] || !ground.has[b] || (!inside.has(a) && !inside.has(b))) continue;
      const kind = kinds.ties[model.tieKind[t]], curve = picture.curve(t), colour = picture.tieColour(t);
      parts.push(s("path", {
        d: `M${round(curve.x0)} ${round(curve.y0)}Q${round(curve.cx)} ${round(curve.cy)} ${round(curve.x1)} ${round(curve.y1)}`, fill: "none", stroke: colour,
        "stroke-width": model.undated[t] ? 0.9 : 1.6, "stroke-opacity": 0.72, ...(kind.dash.length && { "stroke-dasharray": kind.dash.join(" ") }),
      }));
      const head = kind.arrow ? arrowhead(curve, picture.radius(b) * 1.15 + 2, 9) : null;
      if (head) parts.push(s("path", { d: `M${head.map((point) => `${round(point.x)} ${round(point.y)}`).join("L")}Z`, fill: colour }));
    }
    for (let gap = 0; app.store.state.gaps && gap < (model.payload.gaps?.tail.length ?? 0); gap++) {
      if (!picture.misses(gap)) continue;
      const curve = picture.missing(gap);
      parts.push(s("path", {
        d: `M${round(curve.x0)} ${round(curve.y0)}Q${round(curve.cx)} ${round(curve.cy)} ${round(curve.x1)} ${round(curve.y1)}`, fill: "none", stroke: palette.ink,
        "stroke-width": 1.7, "stroke-opacity": 0.75, "stroke-dasharray": MISSING.join(" "), class: "missing",
      }));
    }
    for (const a of [...markers].sort((one, two) => picture.radius(two) - picture.radius(one) || one - two)) {
      const point = picture.place(a);
      parts.push(s("g", {}, s("title", {}, speech.label(a)),
        outline(kinds.actors[model.kind[a]].shape, point.x, point.y, picture.radius(a), { fill: picture.colour(a), stroke: halo, "stroke-width": 1.5 })));
    }
    for (const t of model.payload.ties.disputed) {
      if (!shown.ties[t] || !ground.has[model.tail[t]] || !ground.has[model.head[t]]) continue;
      const point = at(picture.curve(t), 0.5);
      parts.push(s("circle", { cx: round(point.x), cy: round(point.y), r: 6.2, fill: palette.paper, stroke: picture.tieColour(t), "stroke-width": 1.4 }),
        s("text", { x: round(point.x), y: round(point.y + 3.5), "text-anchor": "middle", "font-size": 10, "font-weight": 700, fill: picture.tieColour(t) }, "?"));
    }
  } else {
    const b = picture.bubbleState;
    if (b) {
      for (let bundle = 0; bundle < b.ties.length; bundle++) {
        const [one, two] = [b.one[bundle], b.two[bundle]];
        const x0 = b.x[one] * k + x, y0 = b.y[one] * k + y, x1 = b.x[two] * k + x, y1 = b.y[two] * k + y;
        const bent = ground.land ? `Q${round((x0 + x1) / 2)} ${round((y0 + y1) / 2 - Math.abs(x1 - x0) * 0.16)} ` : "L";
        parts.push(s("path", { d: `M${round(x0)} ${round(y0)}${bent}${round(x1)} ${round(y1)}`, stroke: palette.soft, "stroke-opacity": 0.2, "stroke-width": round(0.6 + Math.log2(1 + b.ties[bundle]) / 2), fill: "none" }));
      }
      for (let bubble = 0; bubble < b.count; bubble++) {
        const cx = round(b.x[bubble] * k + x), cy = round(b.y[bubble] * k + y), r = bubbleRadius(b.size[bubble]);
        if (b.size[bubble] === 1) {
          parts.push(outline(kinds.actors[model.kind[b.leader[bubble]]].shape, cx, cy, 4, { fill: picture.colour(b.leader[bubble]), stroke: halo, "stroke-width": 1.5 }));
          continue;
        }
        parts.push(s("g", {}, s("circle", { cx, cy, r: round(r + 1.6), fill: halo }),
          ...slices(b, bubble).map(([from, to, group]) => s("path", { d: slice(cx, cy, r, from, to), fill: picture.groupColour(group) }))));
        if (r >= 9.5) parts.push(s("circle", { cx, cy, r: round(r * 0.66), fill: palette.paper }), s("text", { x: cx, y: cy + 3, "text-anchor": "middle", "font-size": 9, "font-weight": 600, fill: palette.ink }, speech.number(b.size[bubble], 0)));
      }
    }
  }
  for (const label of picture.drawn.labels) {
    parts.push(s("text", { x: round(label.x), y: round(label.y + 4.3 * picture.unit), "font-size": round(12.5 * picture.unit), "font-weight": 600, fill: label.place ? palette.soft : palette.ink, stroke: halo, "stroke-width": 3.4, "stroke-linejoin": "round", "paint-order": "stroke" }, label.text));
  }
  const [keys, foot] = legend(app, width);
  const name = `${app.name}-clip`;
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 ${-ROW * 1.8} ${round(width)} ${round(height + foot + ROW * 1.8)}`, width: round(width), height: round(height + foot + ROW * 1.8), "font-family": FONTS, lang: speech.code, role: "img" },
    s("title", {}, title), s("desc", {}, speech.say(model.payload.sentence)),
    s("rect", { x: 0, y: -ROW * 1.8, width: round(width), height: round(height + foot + ROW * 1.8), fill: palette.paper }),
    s("text", { x: 14, y: -12, "font-size": 16, "font-weight": 700, fill: palette.ink }, title),
    s("clipPath", { id: name }, s("rect", { x: 0, y: 0, width: round(width), height: round(height) })),
    s("g", { "clip-path": `url(#${name})` }, s("rect", { width: round(width), height: round(height), fill: halo }), ...parts), ...keys);
}

/** A sector of a circle; a whole one where there is one group only. */
function slice(x: number, y: number, r: number, from: number, to: number): string {
  const on = (turn: number) => `${round(x + r * Math.cos(turn))} ${round(y + r * Math.sin(turn))}`;
  if (to - from > 6.28) return `M${on(0)}A${round(r)} ${round(r)} 0 1 1 ${on(Math.PI)}A${round(r)} ${round(r)} 0 1 1 ${on(0)}Z`;
  return `M${x} ${y}L${on(from)}A${round(r)} ${round(r)} 0 ${to - from > Math.PI ? 1 : 0} 1 ${on(to)}Z`;
}

/** The legend below the picture, in rows; and how high it is. */
export function legend(app: App, width: number): [SVGElement[], number] {
  const { model, speech, palette, shown, picture } = app, { kinds } = model.payload, dark = palette.name === "dark";
  const parts: SVGElement[] = [], [, height] = picture.extent;
  let x = 14, y = height + ROW;
  const put = (sample: (x: number, y: number) => SVGElement[], text: string) => {
    const wide = 38 + text.length * 7;
    if (x > 14 && x + wide > width) { x = 14; y += ROW; }
    parts.push(...sample(x, y - 4), s("text", { x: x + 34, y, "font-size": 12, fill: palette.ink }, text));
    x += wide;
  };
  kinds.ties.forEach((kind, place) => {
    if (!shown.byTieKind[place]) return;
    const colour = dark ? kind.dark : kind.colour;
    put((left, middle) => [s("path", { d: `M${left} ${middle}h${kind.arrow ? 20 : 28}`, stroke: colour, "stroke-width": 2, fill: "none", ...(kind.dash.length && { "stroke-dasharray": kind.dash.join(" ") }) }),
      ...(kind.arrow ? [s("path", { d: `M${left + 28} ${middle}l-9 -4.5v9z`, fill: colour })] : [])], `${speech.say(kind.many)} (${speech.number(shown.byTieKind[place], 0)})`);
  });
  if (app.store.state.gaps && model.payload.gaps) {
    put((left, middle) => [s("path", { d: `M${left} ${middle}h28`, stroke: palette.ink, "stroke-width": 2, fill: "none", "stroke-dasharray": MISSING.join(" ") })], speech.text("missing_ties"));
  }
  x = 14; y += ROW;
  kinds.actors.forEach((kind, place) => {
    if (!shown.byActorKind[place]) return;
    put((left, middle) => [outline(kind.shape, left + 14, middle, 6, { fill: dark ? kind.dark : kind.colour })], `${speech.say(kind.many)} (${speech.number(shown.byActorKind[place], 0)})`);
  });
  x = 14; y += ROW;
  const credit = `${app.speech.say(model.payload.credit)}${app.store.state.view === "map" ? ` ${speech.text("credit_map")}` : ""}`;
  parts.push(s("text", { x, y, "font-size": 10.5, fill: palette.soft }, credit));
  return [parts, y - height + 10];
}
