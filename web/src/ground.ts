// Where actors and ties lie before any zoom: on the map, and in the network.

import { geoInterpolate, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryObject, Topology } from "topojson-specification";
import { lines } from "./arcs";
import type { Model } from "./data";

export interface Ground {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The control points of the ties. */
  readonly cx: Float64Array;
  readonly cy: Float64Array;
  /** Those of the missing ties. */
  readonly gx: Float64Array;
  readonly gy: Float64Array;
  /** 1 for actors that have a place. */
  readonly has: Uint8Array;
  /** The box that is shown at first: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  readonly land: Path2D | null;
  readonly borders: Path2D | null;
  readonly landPath: () => readonly [string, string];
}

/** The network as Python placed it; `upright` turns it by a quarter, for frames that are higher than wide. */
export function networkGround(model: Model, upright = false): Ground {
  const { actors } = model.payload;
  const x = Float64Array.from(upright ? actors.y : actors.x), y = Float64Array.from(upright ? actors.x : actors.y);
  const has = new Uint8Array(model.actors).fill(1);
  const cx = new Float64Array(model.ties), cy = new Float64Array(model.ties);
  for (let t = 0; t < model.ties; t++) {
    const a = model.tail[t], b = model.head[t];
    cx[t] = (x[a] + x[b]) / 2 + model.bend[t] * (y[b] - y[a]);
    cy[t] = (y[a] + y[b]) / 2 - model.bend[t] * (x[b] - x[a]);
  }
  const [gx, gy] = controls(model, (a, b) => [(x[a] + x[b]) / 2 + 0.07 * (y[b] - y[a]), (y[a] + y[b]) / 2 - 0.07 * (x[b] - x[a])]);
  return { x, y, cx, cy, gx, gy, has, box: boxOf(x, y, has), land: null, borders: null, landPath: () => ["", ""] };
}

/** How wide the world is, and the part of the plane on which there is land. */
const WORLD = 1000;
export const EDGE = [-WORLD / 2, -420, WORLD / 2, 300] as const;

/** The arcs of coasts and borders in Mercator's projection; d3-geo takes ten times as long, as it cuts them at the edge. */
function arcsOnPlane(land: Topology, middle: number): Float64Array[] {
  const { scale: [sx, sy], translate: [tx, ty] } = land.transform!;
  return land.arcs.map((arc) => {
    const points = new Float64Array(2 * arc.length);
    let lon = 0, lat = 0;
    arc.forEach((step, place) => {
      lon += step[0]; lat += step[1];
      points[2 * place] = ((lon * sx + tx - middle) * WORLD) / 360;
      points[2 * place + 1] = (-WORLD / (2 * Math.PI)) * Math.log(Math.tan(Math.PI / 4 + ((lat * sy + ty) * Math.PI) / 360));
    });
    return points;
  });
}

export function mapGround(model: Model, land: Topology | null): Ground {
  const { lon, lat } = model.payload.actors;
  const has = new Uint8Array(model.actors);
  let east = 0, north = 0;
  for (let a = 0; a < model.actors; a++) {
    if (lon[a] === null || lat[a] === null) continue;
    has[a] = 1;
    east += Math.cos((lon[a]! * Math.PI) / 180);
    north += Math.sin((lon[a]! * Math.PI) / 180);
  }
  // The middle of the actors lies in the middle of the map, so that the map's edge is far from them.
  const middle = east || north ? Math.round((Math.atan2(north, east) * 180) / Math.PI) : 0;
  const projection = geoMercator().rotate([-middle, 0]).scale(WORLD / (2 * Math.PI)).translate([0, 0]);
  projection.clipExtent([[EDGE[0], EDGE[1]], [EDGE[2], EDGE[3]]]);
  const x = new Float64Array(model.actors), y = new Float64Array(model.actors);
  for (let a = 0; a < model.actors; a++) {
    if (has[a]) [x[a], y[a]] = onMap(projection, lon[a]!, lat[a]!);
  }
  const cx = new Float64Array(model.ties), cy = new Float64Array(model.ties);
  for (let t = 0; t < model.ties; t++) {
    const a = model.tail[t], b = model.head[t];
    if (!has[a] || !has[b]) continue;
    const [mx, my] = halfway(projection, [lon[a]!, lat[a]!], [lon[b]!, lat[b]!], x[a], x[b], (y[a] + y[b]) / 2);
    // Through the middle of the great circle, moved aside for parallel ties.
    cx[t] = 2 * mx - (x[a] + x[b]) / 2 + model.bend[t] * (y[b] - y[a]);
    cy[t] = 2 * my - (y[a] + y[b]) / 2 - model.bend[t] * (x[b] - x[a]);
  }
  const [gx, gy] = controls(model, (a, b) => {
    if (!has[a] || !has[b]) return [0, 0];
    const [mx, my] = halfway(projection, [lon[a]!, lat[a]!], [lon[b]!, lat[b]!], x[a], x[b], (y[a] + y[b]) / 2);
    return [2 * mx - (x[a] + x[b]) / 2 + 0.07 * (y[b] - y[a]), 2 * my - (y[a] + y[b]) / 2 - 0.07 * (x[b] - x[a])];
  });
  // Straight pieces between the points of a coast are what the eye expects here, and cost a third of bent ones.
  projection.precision(0);
  const shape = (name: string) => land ? feature(land, land.objects[name] as GeometryObject) : null;
  const plane = land ? arcsOnPlane(land, middle) : [];
  const drawn = (name: string): Path2D | null => {
    if (!land) return null;
    const path = new Path2D();
    for (const points of lines(land, name, plane)) {
      let left = Infinity, right = -Infinity;
      for (let at = 0; at < points.length; at += 2) {
        // A coast that jumps to the other edge of the atlas goes on here.
        if (at && Math.abs(points[at] - points[at - 2]) > WORLD / 2) points[at] -= WORLD * Math.round((points[at] - points[at - 2]) / WORLD);
        left = Math.min(left, points[at]); right = Math.max(right, points[at]);
      }
      // What lies over the edge of the map is seen at the other edge too.
      for (const turn of [-WORLD, 0, WORLD]) {
        if (left + turn > WORLD / 2 || right + turn < -WORLD / 2) continue;
        path.moveTo(points[0] + turn, points[1]);
        for (let at = 2; at < points.length; at += 2) path.lineTo(points[at] + turn, points[at + 1]);
      }
    }
    return path;
  };
  const text = (name: string): string => {
    const of = shape(name);
    return of ? geoPath(projection).digits(2)(of) ?? "" : "";
  };
  return {
    x, y, cx, cy, gx, gy, has, box: nearBox(x, y, has),
    land: drawn("land"), borders: drawn("borders"),
    landPath: () => [text("land"), text("borders")],
  };
}

/** The control point of every missing tie. */
function controls(model: Model, of: (a: number, b: number) => [number, number]): [Float64Array, Float64Array] {
  const { gaps } = model.payload, points = (gaps?.tail ?? []).map((a, place) => of(a, gaps!.head[place]));
  return [Float64Array.from(points, ([x]) => x), Float64Array.from(points, ([, y]) => y)];
}

type LonLat = [number, number];

function onMap(projection: GeoProjection, lon: number, lat: number): [number, number] {
  return projection([lon, Math.max(-84, Math.min(84, lat))]) ?? [0, 0];
}

/** The middle of the great circle; where that leaves over the edge, a point above the straight line. */
function halfway(projection: GeoProjection, one: LonLat, other: LonLat, x0: number, x1: number, level: number): [number, number] {
  const [lon, lat] = geoInterpolate(one, other)(0.5);
  const [x, y] = onMap(projection, lon, lat);
  const wide = Math.abs(x1 - x0);
  const between = Math.abs(x - (x0 + x1) / 2) <= wide / 2 + 1;
  return between ? [x, y] : [(x0 + x1) / 2, level - wide * 0.12];
}

function boxOf(x: Float64Array, y: Float64Array, has: Uint8Array): [number, number, number, number] {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (let a = 0; a < x.length; a++) {
    if (!has[a]) continue;
    left = Math.min(left, x[a]); right = Math.max(right, x[a]);
    top = Math.min(top, y[a]); bottom = Math.max(bottom, y[a]);
  }
  return left > right ? [-500, -300, 500, 300] : [left, top, right, bottom];
}

const FAR = 0.025, WORTH = 0.75;

/** The box without the few actors that are far from all others, if much is won by it. */
function nearBox(x: Float64Array, y: Float64Array, has: Uint8Array): [number, number, number, number] {
  const whole = boxOf(x, y, has);
  const left = has.slice();
  let count = left.reduce((sum, one) => sum + one, 0);
  let spare = Math.min(10, Math.floor(count * FAR)), box = whole;
  const area = (one: readonly number[]) => Math.max(1, one[2] - one[0]) * Math.max(1, one[3] - one[1]);
  for (; spare > 0 && count > 8; spare--, count--) {
    // The actor at whichever side of the box leaves the smallest box behind.
    let best = -1, least = Infinity;
    for (const [values, side] of [[x, 0], [y, 1], [x, 2], [y, 3]] as const) {
      const actor = left.findIndex((one, a) => one === 1 && values[a] === box[side]);
      left[actor] = 0;
      const size = area(boxOf(x, y, left));
      left[actor] = 1;
      if (size < least) { least = size; best = actor; }
    }
    left[best] = 0;
    box = boxOf(x, y, left);
  }
  return area(box) < WORTH * area(whole) ? box : whole;
}
