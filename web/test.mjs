// Bundles the tests and runs them with Node's own runner.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const names = readdirSync(join(HERE, "tests")).filter((name) => name.endsWith(".test.ts"));
await build({
  entryPoints: names.map((name) => join(HERE, "tests", name)), absWorkingDir: HERE, bundle: true, platform: "node", format: "esm",
  alias: { "d3-transition": "./src/still.ts", "d3-interpolate": "./src/still.ts" }, outdir: join(HERE, ".test"), outExtension: { ".js": ".mjs" },
});
const { status } = spawnSync(process.execPath, ["--test", ...names.map((name) => join(HERE, ".test", name.replace(/\.ts$/, ".mjs")))], { stdio: "inherit" });
process.exit(status ?? 1);
