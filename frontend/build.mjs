// frontend/assets → frontend/static/built (or the folder given): what the page loads, in pieces.
// `page.js` is loaded with the page; what it imports lazily gets files of its own, and so does what
// runs outside of it. The folder is left as it was when a source cannot be built.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = process.argv[2] ?? `${here}static/built`;

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["assets/page.ts", "assets/recorder_worklet.ts"],
  outdir,
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
  write: false,
});
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));
