// What the reader takes along: pictures, drawings, tables.

import type { App } from "./app";
import { word } from "./data";
import { drawing } from "./drawing";
import { h } from "./dom";
import type { Ground } from "./ground";

export function save(app: App, blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name, hidden: true });
  app.root.append(link);
  link.click();
  link.remove();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}

export function fileName(app: App, suffix: string): string {
  const base = app.speech.say(app.model.payload.title).normalize("NFD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60).toLowerCase();
  return `${base || "alianza"}${suffix}`;
}

export function svgText(app: App, ground: Ground): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing(app, ground, app.speech.say(app.model.payload.title)))}\n`;
}

/** The drawing with its legend, painted three times as large. */
export function png(app: App, ground: Ground): Promise<Blob> {
  const [width] = app.picture.extent;
  const scale = Math.min(3, 8000 / width);
  const canvas = h("canvas");
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => { if (blob) resolve(blob); else reject(new Error("no picture")); }, "image/png");
    };
    image.onerror = () => { reject(new Error("no picture")); };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(app, ground))}`;
  });
}

export function csv(app: App, which: "actors" | "ties", rows: readonly number[]): string {
  const { model, speech } = app, { actors, ties, measures, sources, kinds } = model.payload;
  const lines: (string | number | null)[][] = [];
  if (which === "actors") {
    lines.push(["id", "label", "kind", "country", "area", "lat", "lon", ...measures.flatMap((one) => [one.name, `${one.name}_rank`])]);
    for (const a of rows) {
      lines.push([actors.id[a], speech.label(a), kinds.actors[model.kind[a]].name, actors.country[a] < 0 ? "" : actors.countries[actors.country[a]].code, speech.area(a),
        actors.lat[a], actors.lon[a], ...measures.flatMap((one) => [one.values[a], one.ranks[a]])]);
    }
  } else {
    lines.push(["id", "from", "to", "from_label", "to_label", "kind", "role", "instrument", "theme", "start", "end", "status", "weight", "sources", "note"]);
    for (const t of rows) {
      lines.push([ties.id[t], actors.id[model.tail[t]], actors.id[model.head[t]], speech.label(model.tail[t]), speech.label(model.head[t]), kinds.ties[model.tieKind[t]].name,
        speech.cell(ties.role, t), speech.cell(ties.instrument, t), speech.cell(ties.theme, t), word(ties.start, t), word(ties.end, t), word(ties.status, t), ties.weight?.[t] ?? null,
        (ties.sources?.[t] ?? []).map((place) => sources[place].title ?? sources[place].url ?? "").join("; "), word(ties.note, t)]);
    }
  }
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A cell that no program takes for a formula. */
export function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
