// How large a marker is: its area follows a measure.

import type { Model } from "./data";

const SMALLEST = 4.5, LARGEST = 13, SAME = 6.5;

export interface Sizes {
  readonly radius: Float64Array;
  /** Values for a legend, each with its radius; none where all are the same. */
  readonly samples: readonly { readonly value: number; readonly radius: number }[];
}

export function sizesBy(model: Model, name: string, scale: number): Sizes {
  const measure = model.payload.measures.find((one) => one.name === name);
  const radius = new Float64Array(model.actors);
  if (!measure) return { radius: radius.fill(SAME * scale), samples: [] };
  let most = 0;
  for (const value of measure.values) if (value !== null) most = Math.max(most, value);
  const of = (value: number) => scale * (SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, value) / (most || 1)));
  for (let a = 0; a < model.actors; a++) radius[a] = of(measure.values[a] ?? 0);
  const samples = most ? [most, most / 4, 0].map((value) => rounded(value, measure.digits)).filter((value, place, all) => all.indexOf(value) === place) : [];
  return { radius, samples: samples.map((value) => ({ value, radius: of(value) })) };
}

function rounded(value: number, digits: number): number {
  const unit = 10 ** digits;
  return Math.round(value * unit) / unit;
}
