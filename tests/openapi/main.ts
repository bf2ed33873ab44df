// `node main.js SONG URLS`: prints what the services say of a song, as a JSON list.
import { ask } from "./program.js";

declare const process: { argv: string[]; getBuiltinModule(name: "fs"): {
  openAsBlob(path: string): Promise<Blob>;
} };

const [song = "", urls = ""] = process.argv.slice(2);
const { openAsBlob } = process.getBuiltinModule("fs");
console.log(JSON.stringify(await ask(JSON.parse(urls), await openAsBlob(song))));
