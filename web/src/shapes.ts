// The shapes of markers: a kind of actor is known by its shape as well as by its colour.

import type { Point } from "./curves";
import { s } from "./dom";

// The turn of the first corner from upright, the number of corners, the reach of a corner.
const CORNERS: Readonly<Record<string, readonly [number, number, number]>> = {
  square: [Math.PI / 4, 4, 1.22], diamond: [0, 4, 1.22], hexagon: [Math.PI / 6, 6, 1.08],
  triangle: [0, 3, 1.3], "triangle-down": [Math.PI / 3, 3, 1.3],
};

/** The corners of a shape around 0, 0 with about the area of a circle of radius 1; none for a circle. */
export function corners(shape: string): readonly Point[] {
  if (Object.hasOwn(CORNERS, shape)) {
    const [turn, count, reach] = CORNERS[shape];
    return Array.from({ length: count }, (_, corner) => {
      const angle = (2 * Math.PI * corner) / count + turn;
      return { x: reach * Math.sin(angle), y: -reach * Math.cos(angle) };
    });
  }
  if (shape === "star") {
    return Array.from({ length: 10 }, (_, corner) => {
      const reach = corner % 2 ? 0.58 : 1.3;
      return { x: reach * Math.sin((Math.PI * corner) / 5), y: -reach * Math.cos((Math.PI * corner) / 5) };
    });
  }
  if (shape === "document") {
    return [[-0.75, -1], [0.15, -1], [0.75, -0.4], [0.75, 1], [-0.75, 1]].map(([x, y]) => ({ x, y }));
  }
  return [];
}

const KNOWN = new Map<string, readonly Point[]>();

/** Add a marker to the current path. */
export function trace(path: CanvasRenderingContext2D, shape: string, x: number, y: number, size: number): void {
  let points = KNOWN.get(shape);
  if (!points) { points = corners(shape); KNOWN.set(shape, points); }
  if (!points.length) { path.moveTo(x + size, y); path.arc(x, y, size, 0, 2 * Math.PI); return; }
  points.forEach((point, place) => {
    if (place) path.lineTo(x + size * point.x, y + size * point.y);
    else path.moveTo(x + size * point.x, y + size * point.y);
  });
  path.closePath();
}

export function outline(shape: string, x: number, y: number, size: number, paint: Readonly<Record<string, string | number>>): SVGElement {
  const points = corners(shape);
  if (!points.length) return s("circle", { cx: round(x), cy: round(y), r: round(size), ...paint });
  return s("polygon", { points: points.map((point) => `${round(x + size * point.x)},${round(y + size * point.y)}`).join(" "), ...paint });
}

export const round = (value: number): number => Math.round(value * 10) / 10;
