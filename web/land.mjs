// Coastlines and borders: Natural Earth 1:50m (public domain), simplified and cut.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mergeArcs, meshArcs } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";
import { quantize } from "topojson-client";

const LEAST_AREA = 0.06; // of a ring, in square degrees: smaller islands are dropped
const LEAST_BEND = 0.04; // of a point, in square degrees
const STEPS = 6000; // of the grid on which points lie

export function land() {
  const file = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const atlas = JSON.parse(readFileSync(file, "utf8"));
  const kept = atlas.objects.countries.geometries.filter((one) => one.properties.name !== "Antarctica");
  let world = {
    type: "Topology",
    ...(atlas.transform && { transform: atlas.transform }),
    arcs: atlas.arcs,
    objects: { countries: { type: "GeometryCollection", geometries: kept } },
  };
  world = presimplify(world);
  world = simplify(world, LEAST_BEND);
  world = filter(world, filterWeight(world, LEAST_AREA));
  const { countries } = world.objects;
  world.objects = {
    land: mergeArcs(world, countries.geometries.filter((one) => one.type)),
    borders: meshArcs(world, countries, (one, other) => one !== other),
  };
  world = filter(world, () => true);
  delete world.bbox;
  return packed(quantize(world, STEPS));
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Write each arc as a text: its steps, zigzag, in groups of five bits, a sixth says that more follow. */
function packed(world) {
  const number = (value) => {
    let rest = value < 0 ? -2 * value - 1 : 2 * value, text = "";
    for (; rest >= 32; rest >>= 5) text += LETTERS[32 | (rest & 31)];
    return text + LETTERS[rest];
  };
  return { ...world, arcs: world.arcs.map((arc) => arc.map(([x, y]) => number(x) + number(y)).join("")) };
}
