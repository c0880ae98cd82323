import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowhead, at, distanceTo } from "../src/curves";
import { type Payload, across, tiesOf, toModel } from "../src/data";
import { cell } from "../src/files";
import { filtered } from "../src/filter";
import { placed } from "../src/labels";
import { firstState, fromHash, toHash } from "../src/state";
import { folded, shortened } from "../src/text";
import { unpacked } from "../src/arcs";
import { bubbles, slices } from "../src/bubbles";
import { networkGround } from "../src/ground";

const kind = (name: string) => ({ name, one: name, many: name, colour: "#000000", dark: "#ffffff", shape: "circle", dash: [], arrow: false, directed: false });

function payload(): Payload {
  return {
    languages: [["en", "English"], ["es", "Espa\u00f1ol"]], lang: "en", title: "t", description: "", sentence: "", credit: "", text: {}, width: 100, height: 100,
    kinds: { actors: [kind("city"), kind("network")], ties: [kind("agreement"), kind("membership")] },
    actors: {
      id: ["a", "b", "c", "d"], label: ["A", "B", "C", "D"], own: {}, kind: [0, 0, 1, 1], country: [-1, -1, -1, -1], countries: [], area: [-1, -1, -1, -1], areas: [],
      lon: [null, null, null, null], lat: [null, null, null, null], x: [0, 1, 50, 100], y: [0, 1, 50, 100], community: null, aliases: null, wikidata: null, note: null, dates: null, places: null,
    },
    ties: {
      id: ["t0", "t1", "t2", "t3"], tail: [0, 1, 0, 2], head: [1, 0, 2, 3], kind: [0, 0, 1, 1], bend: [0.1, -0.1, 0, 0], first: [2013, 2018, null, null], last: [2015, null, null, null],
      undated: [2, 3], disputed: [], dates: null, start: null, end: null, status: null, statuses: {}, role: null, instrument: null, theme: null, note: null, weight: null, sources: null, shared: null,
    },
    sources: [], claims: { actors: {}, ties: {} }, measures: [], gaps: null, intervals: null, preset: "", steps: [],
  };
}
const model = toModel(payload());
const first = firstState(model);

test("the ties of an actor and their other ends", () => {
  assert.deepEqual([...tiesOf(model, 0)], [0, 1, 2]);
  assert.deepEqual([...tiesOf(model, 0)].map((tie) => across(model, tie, 0)), [1, 1, 2]);
  assert.deepEqual(model.years, [2013, 2018]);
});

test("ties are filtered first and actors follow", () => {
  assert.deepEqual([filtered(model, first).actorCount, filtered(model, first).tieCount], [4, 4]);
  const without = filtered(model, { ...first, offTies: new Set([1]) });
  assert.deepEqual([...without.actors], [1, 1, 0, 0]);
  assert.deepEqual([...filtered(model, { ...first, years: [2016, 2017], undated: false }).ties], [0, 0, 0, 0]);
  assert.deepEqual([...filtered(model, { ...first, years: [2018, 2018], undated: false }).ties], [0, 1, 0, 0]);
  assert.deepEqual([...filtered(model, { ...first, years: [2014, 2018], only: "begun" }).ties], [0, 1, 0, 0]);
  assert.deepEqual([...filtered(model, { ...first, years: [2014, 2018], only: "ended" }).ties], [1, 0, 0, 0]);
  const near = filtered(model, { ...first, focus: 0, steps: 1 });
  assert.deepEqual([...near.actors], [1, 1, 1, 0]);
});

test("what is last seen in a year, or was for one day, has not ended in it", () => {
  const { ties, ...rest } = payload();
  const dated = toModel({ ...rest, ties: { ...ties, first: [2013, 2013, 2015, 2016], last: [2018, 2018, 2015, 2018], undated: [],
    start: { words: ["2013", "2015-03-01", "2016"], at: [0, 0, 1, 2] }, end: { words: ["2018-09/..", "2018", "2015-03-01"], at: [0, 1, 2, 1] } } });
  const only = (how: "begun" | "ended") => [...filtered(dated, { ...firstState(dated), years: [2014, 2020], only: how }).ties];
  assert.deepEqual(only("begun"), [0, 0, 1, 1]);
  assert.deepEqual(only("ended"), [0, 1, 0, 1]);
});

test("an address comes back as it was", () => {
  const hash = "view=table&lang=es&hide=membership&without=network&years=2014-2015&undated=0&only=begun&focus=c&steps=3&actor=a&rows=ties";
  assert.equal(toHash(model, fromHash(model, `#${hash}`, first), first), hash);
  assert.equal(toHash(model, fromHash(model, "#view=x&years=a&focus=%E0%A4%A", first), first), "");
});

test("a curve passes its middle and knows its distance", () => {
  const curve = { x0: 0, y0: 0, cx: 50, cy: -50, x1: 100, y1: 0 };
  assert.deepEqual(at(curve, 0.5), { x: 50, y: -25 });
  assert.ok(distanceTo(curve, 50, -25) < 0.5);
  assert.ok(Math.abs(distanceTo(curve, 50, 0) - 25) < 0.5);
  const head = arrowhead(curve, 10, 8)!;
  assert.ok(Math.abs(Math.hypot(head[0].x - 100, head[0].y) - 10) < 1.2);
  assert.equal(arrowhead({ ...curve, x1: 5 }, 10, 8), null);
});

test("labels lie over nothing and inside the frame", () => {
  const wishes = Array.from({ length: 30 }, (_, key) => ({ key, text: "name", x: 20 + (key % 6) * 25, y: 20 + Math.floor(key / 6) * 25, radius: 5, width: 30, must: false }));
  const labels = placed(wishes, wishes.map(({ x, y, key }) => ({ box: [x - 5, y - 5, x + 5, y + 5] as const, key })), [0, 0, 200, 150]);
  assert.ok(labels.length > 3);
  for (const [place, one] of labels.entries()) {
    assert.ok(one.x >= 0 && one.x + one.width <= 200);
    for (const other of labels.slice(place + 1)) assert.ok(one.x + 30 <= other.x || other.x + 30 <= one.x || Math.abs(one.y - other.y) >= 15);
  }
});

test("near actors are one bubble and their ties one bundle", () => {
  const found = bubbles(model, networkGround(model), filtered(model, first), 0, [0, 0, 1, 1], 2);
  // Cells are 58 wide: the first three actors share one.
  assert.equal(found.count, 2);
  assert.deepEqual([...found.of], [0, 0, 0, 1]);
  assert.deepEqual([...found.parts], [2, 1, 0, 1]);
  assert.deepEqual([...found.ties], [1]);
});

test("names are shortened and folded, cells are no formulas", () => {
  assert.equal(shortened("Andalusian Fund of Municipalities for International Solidarity (FAMSI)"), "FAMSI");
  assert.equal(shortened("Notebook 1: The institutional framework of international action"), "Notebook 1");
  assert.equal(folded("MEDELL\u00cdN"), "medellin");
  assert.equal(cell("=1+1"), "'=1+1");
  assert.equal(cell(-5), "-5");
  assert.equal(cell('a"b,c'), '"a""b,c"');
});

test("an arc comes out of its letters", () => {
  assert.deepEqual(unpacked("AC"), [[0, 1]]);
  assert.deepEqual(unpacked("gBF"), [[16, -3]]);
});

test("the slices of a ring close it", () => {
  const found = bubbles(model, networkGround(model), filtered(model, first), -8, [0, 0, 1, 1], 2);
  const ring = slices(found, 0);
  assert.equal(found.size[0], 4);
  assert.deepEqual(ring.map(([, , group]) => group), [0, 1]);
  assert.ok(Math.abs(ring[1][1] - ring[0][0] - 2 * Math.PI) < 1e-9);
});
