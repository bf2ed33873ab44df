// frontend/assets → frontend/static/built (or the folder given): one script and one sheet for the
// page, and what is loaded apart from them. Names carry a hash of what is inside, so that they can be
// kept for ever, but for what a script names itself; `manifest.json` says which is which. The folder
// is left as it was when a source cannot be built.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const outdir = process.argv[2] ?? `${here}static/built`;
const common = {
  absWorkingDir: here,
  outdir,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
  write: false,
};

const page = await build({
  ...common,
  entryPoints: [
    "assets/page.ts",
    "assets/api_page.ts",
    "assets/review_page.ts",
    "assets/page.css",
    "assets/styles/dark.css",
    "assets/styles/review.css",
    "assets/styles/status.css",
  ],
  entryNames: "[name]-[hash]",
  metafile: true,
});
const worklet = await build({
  ...common,
  entryPoints: ["assets/recorder_worklet.ts"],
  entryNames: "[name]",
});
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const outputFiles = [...page.outputFiles, ...worklet.outputFiles];
const files = outputFiles.map(({ path, contents }) => [`${outdir}/${basename(path)}`, contents]);
files.push([`${outdir}/manifest.json`, `${JSON.stringify(manifest(page.metafile), null, 2)}\n`]);
await Promise.all(files.map(([path, contents]) => writeFile(path, contents)));

/** The file of each entry by its name. */
function manifest({ outputs }) {
  const entries = Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
    entryPoint ? [[basename(entryPoint).replace(/\.ts$/, ".js"), basename(path)]] : [],
  );
  return Object.fromEntries(entries.sort());
}
