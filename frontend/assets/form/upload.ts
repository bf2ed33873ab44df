// A file → the piece of HTML that the server draws for it, with progress on the way.

import { rememberRequest } from "../basic/last_request";

/** The server did not answer, or not with a page. */
export class UnreachableError extends Error {}

/** What the server drew, and what it said beside it. */
export interface Answer {
  html: string;
  status: number;
  /** when to come again [s]; null where it does not say */
  retryAfterS: number | null;
}

/** What is known of a song while the slower models still listen. */
export interface Part {
  html: string;
  /** who has answered */
  known: string[];
  is_final: boolean;
}

/** The HTML of `fileToAnswer` alone; `onPart` gets what is known before. */
export async function fileToHtml(
  address: string,
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
  onPart: (part: Part) => void,
): Promise<string> {
  return (await fileToAnswer(address, file, signal, onProgress, onPart)).html;
}

/**
 * Send a file as the form does and ask for the results alone. The browser reads the file while it
 * sends; nothing holds a copy. `onProgress` gets the share that is sent, 0 to 1.
 * Rejects with `UnreachableError`, or with the signal's reason when it is aborted.
 */
export function fileToAnswer(
  address: string,
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
  onPart: ((part: Part) => void) | null = null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const form = new FormData();
    form.append("file", file);
    if (!new URL(address, location.href).searchParams.has("models")) {
      form.append("models", chosenModels());
    }
    const asked = new URL(address, location.href).searchParams.get("models") ?? chosenModels();
    rememberRequest({ file_name: file.name, models: asked });
    const request = new XMLHttpRequest(); // fetch does not tell how much is sent
    request.open("POST", address);
    request.setRequestHeader("X-Fragment", onPart ? "parts" : "results");
    let shown = 0;
    request.addEventListener("progress", () => {
      const parts = textToParts(request);
      for (const part of parts.slice(shown)) if (!part.is_final) onPart?.(part);
      shown = parts.length;
    });
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.upload.addEventListener("load", () => onProgress(1));
    request.addEventListener("load", () => {
      const isPage = request.getResponseHeader("Content-Type")?.startsWith("text/html");
      const last = textToParts(request).at(-1);
      const again = Number.parseInt(request.getResponseHeader("Retry-After") ?? "", 10);
      const retryAfterS = Number.isNaN(again) ? null : again;
      const { status, responseText: html } = request;
      if (isPage) resolve({ html, status, retryAfterS });
      else if (last?.is_final) resolve({ html: last.html, status, retryAfterS });
      else reject(new UnreachableError());
    });
    request.addEventListener("error", () => reject(new UnreachableError()));
    signal.addEventListener("abort", () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(form);
  });
}

/** The lines that have come whole; none where the answer is no parts. */
function textToParts(request: XMLHttpRequest): Part[] {
  const kind = request.getResponseHeader("Content-Type") ?? "";
  if (!kind.startsWith("application/x-ndjson")) return [];
  const lines = request.responseText.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Part);
}

/** Who is to answer, as it is chosen under "More" when a file is sent; "" for all. */
function chosenModels(): string {
  const chosen = document.querySelector<HTMLInputElement>("#compare-form [name=models]:checked");
  return chosen?.value ?? "";
}
