// The coastlines as the build packs them: each arc a text, each step two numbers of five bits a letter.

import type { Topology } from "topojson-specification";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

export function unpacked(text: string): [number, number][] {
  const numbers: number[] = [];
  let value = 0, shift = 0;
  for (const letter of text) {
    const bits = VALUES.get(letter) ?? 0;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value + 1) / 2 : value / 2);
    value = 0; shift = 0;
  }
  return Array.from({ length: numbers.length / 2 }, (_, step) => [numbers[2 * step], numbers[2 * step + 1]]);
}

export function topology(land: unknown): Topology | null {
  if (land === null) return null;
  const { arcs, ...rest } = land as Omit<Topology, "arcs"> & { arcs: readonly string[] };
  return { ...rest, arcs: arcs.map(unpacked) } as Topology;
}

/** The rings or lines of a shape as points on the plane: x and y in turn. */
export function* lines(land: Topology, name: string, plane: readonly Float64Array[]): Generator<Float64Array> {
  const shape = land.objects[name] as { type: string; arcs: readonly unknown[] };
  const rows = (shape.type === "MultiPolygon" ? (shape.arcs as number[][][]).flat() : shape.arcs) as readonly (readonly number[])[];
  for (const row of rows) {
    const points = new Float64Array(row.reduce((sum, arc) => sum + plane[arc < 0 ? ~arc : arc].length, 0));
    let at = 0;
    for (const arc of row) {
      const of = plane[arc < 0 ? ~arc : arc];
      if (arc >= 0) points.set(of, at);
      else for (let place = 0; place < of.length; place += 2) { points[at + place] = of[of.length - place - 2]; points[at + place + 1] = of[of.length - place - 1]; }
      at += of.length;
    }
    yield points;
  }
}
