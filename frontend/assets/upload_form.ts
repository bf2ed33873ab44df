// One upload form: choose or drop a file, send it without a reload, cancel.

import { text } from "./text";

type ShowResults = (results: HTMLElement, html: string, file: File | null) => Promise<void>;

void text("cancelled");
const maximumBytes = Number(document.body.dataset.maxUploadBytes);

export function enhanceUpload(form: HTMLFormElement, showResults: ShowResults): void {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = new FormData(form).get("file");
    const results = document.getElementById(form.dataset.results ?? "");
    if (!(file instanceof File) || !results || file.size > maximumBytes) return;
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Fragment": "results" },
    });
    await showResults(results, await response.text(), file);
  });
}
