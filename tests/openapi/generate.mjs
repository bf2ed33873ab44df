// OpenAPI documents → TypeScript: `node generate.mjs DOCUMENT.json TYPES.ts`. Files are blobs.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const BLOB = ts.factory.createTypeReferenceNode(ts.factory.createIdentifier("Blob"));
const [document, types] = process.argv.slice(2);
const nodes = await openapiTS(JSON.parse(readFileSync(document, "utf8")), {
  transform: (schema) => (schema.format === "binary" ? BLOB : undefined),
});
writeFileSync(types, astToString(nodes));
