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

/** The HTML of `fileToAnswer` alone. */
export async function fileToHtml(...asked: Parameters<typeof fileToAnswer>): Promise<string> {
  return (await fileToAnswer(...asked)).html;
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
    request.setRequestHeader("X-Fragment", "results");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.upload.addEventListener("load", () => onProgress(1));
    request.addEventListener("load", () => {
      const isPage = request.getResponseHeader("Content-Type")?.startsWith("text/html");
      const again = Number.parseInt(request.getResponseHeader("Retry-After") ?? "", 10);
      const retryAfterS = Number.isNaN(again) ? null : again;
      const { status, responseText: html } = request;
      if (isPage) resolve({ html, status, retryAfterS });
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

/** Who is to answer, as it is chosen under "More" when a file is sent; "" for all. */
function chosenModels(): string {
  const chosen = document.querySelector<HTMLInputElement>("#compare-form [name=models]:checked");
  return chosen?.value ?? "";
}
