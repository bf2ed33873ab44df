// The page about the API: its examples repeat the last request that this window made.

import { lastRequest } from "./basic/last_request";

const { file_name, models } = lastRequest();
for (const place of document.querySelectorAll<HTMLElement>("[data-file-name]")) {
  if (file_name) place.textContent = quoted(file_name, place.dataset.fileName ?? "");
}
for (const place of document.querySelectorAll<HTMLElement>("[data-models]")) {
  if (models) place.textContent = (place.dataset.models ?? "").replace("MODELS", models);
}
for (const place of document.querySelectorAll<HTMLElement>("[data-repeats]")) {
  place.hidden = !file_name;
}

/** A name as a language of code writes it, so that it can be copied as it stands. */
function quoted(name: string, kind: string): string {
  return kind === "shell" ? `'file=@"${shellQuoted(name)}"'` : JSON.stringify(name);
}

/** Within double quotes of curl, within single quotes of a shell. */
function shellQuoted(name: string): string {
  return name.replace(/["\\]/g, "\\$&").replaceAll("'", "'\\''");
}
