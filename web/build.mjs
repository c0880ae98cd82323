// Builds the viewer into the package: the same sources give the same bytes.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { land } from "./land.mjs";

const HERE = import.meta.dirname;
const INTO = join(HERE, "..", "reports", "map", "viewer");
const LIMITS = { "viewer.js": 150_000, "land.json": 260_000 };
mkdirSync(INTO, { recursive: true });

const made = await build({
  entryPoints: [join(HERE, "src", "main.ts")],
  absWorkingDir: HERE,
  bundle: true,
  alias: { "d3-transition": "./src/still.ts", "d3-interpolate": "./src/still.ts" },
  format: "iife",
  target: "es2022",
  charset: "ascii",
  minify: true,
  legalComments: "none",
  write: false,
  metafile: true,
});
const style = await build({
  entryPoints: [join(HERE, "src", "style.css")],
  bundle: true,
  charset: "ascii",
  minify: true,
  target: ["chrome111", "firefox113", "safari16.2"],
  legalComments: "none",
  write: false,
});
put("viewer.js", made.outputFiles[0].text);
put("viewer.css", style.outputFiles[0].text);
put("land.json", JSON.stringify(land()) + "\n");
put("LICENSES.txt", licences(Object.keys(made.metafile.inputs)));

function put(name, text) {
  // Nothing in it may end the script or comment of the page that holds it.
  if (!/^[\t\n\x20-\x7e]*$/.test(text) && name !== "LICENSES.txt") throw new Error(`${name} is not ASCII`);
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${name} would end its element`);
  if (text.length > (LIMITS[name] ?? Infinity)) throw new Error(`${name} is too large: ${text.length} bytes`);
  writeFileSync(join(INTO, name), text);
  console.log(`${name}: ${text.length} bytes`);
}

function licences(inputs) {
  const names = new Set();
  for (const path of inputs) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (found) names.add(found[1]);
  }
  names.add("world-atlas");
  const parts = [...names].sort().map((name) => {
    const folder = join(HERE, "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : "";
    return `${name} ${version}\n\n${text}\n`;
  });
  const head = "The viewer is part of alianza (MIT). Coastlines and borders: Natural Earth, public domain.\n" +
    "The bundle holds code of these packages:\n";
  return [head, ...parts].join("\n" + "-".repeat(72) + "\n\n");
}
