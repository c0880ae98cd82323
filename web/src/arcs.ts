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
