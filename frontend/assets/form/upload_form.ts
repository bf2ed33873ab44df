// One upload form: choose or drop, progress, cancel. Several files go to the queue.

import { errorToHtml, isTooLarge, problemToHtml } from "../basic/problem";
import { text } from "../basic/text";
import { rememberResult } from "../results/history";
import { resultsToData } from "../results/result_data";
import { resultsToSummary, showResults } from "../results/results_view";
import { fileToHtml } from "./upload";

export interface UploadForm {
  /** Listen to these files at once. */
  listenTo(files: File[]): Promise<void>;
  showProblem(html: string): void;
  setStatus(words: string): void;
}

interface Parts {
  form: HTMLFormElement;
  input: HTMLInputElement;
  submit: HTMLButtonElement;
  cancel: HTMLButtonElement;
  progress: HTMLProgressElement;
  status: HTMLElement;
  chosen: HTMLElement;
  results: HTMLElement;
  queue: HTMLElement | null;
}

export function enhanceUpload(form: HTMLFormElement): UploadForm {
  const parts = formToParts(form);
  const nothingChosen = parts.chosen.textContent ?? "";
  let listening: AbortController | null = null;

  function showChosen(): void {
    const files = [...(parts.input.files ?? [])];
    const many = text("n_files", { number: files.length });
    parts.chosen.textContent = files.length > 1 ? many : (files[0]?.name ?? nothingChosen);
    form.classList.toggle("has-file", files.length > 0);
  }

  async function listenTo(files: File[]): Promise<void> {
    const first = files[0];
    if (!first || listening) return;
    if (parts.queue && (files.length > 1 || parts.queue.childElementCount)) {
      const { addToQueue } = await import("../queue/queue_view");
      addToQueue(parts.queue, parts.results, form.action, files);
      return;
    }
    listening = new AbortController();
    try {
      await listenToOne(parts, first, listening.signal);
    } finally {
      listening = null;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void listenTo([...(parts.input.files ?? [])]);
  });
  parts.cancel.addEventListener("click", () => listening?.abort());
  parts.input.addEventListener("change", showChosen);
  if (parts.queue) parts.input.multiple = true;
  acceptDrops(form, (files) => {
    if (listening) return;
    parts.input.files = files;
    showChosen();
    void listenTo(parts.queue ? [...files] : [...files].slice(0, 1));
  });
  showChosen(); // a browser that comes back to the page may have kept the file
  return {
    listenTo,
    showProblem(html) {
      showResults(parts.results, html, null);
    },
    setStatus: (words) => setStatus(parts, words),
  };
}

async function listenToOne(parts: Parts, file: File, signal: AbortSignal): Promise<void> {
  if (isTooLarge(file)) return showResults(parts.results, problemToHtml("too-large"), null);
  setBusy(parts, true);
  try {
    const html = await fileToHtml(parts.form.action, file, signal, (share) =>
      showProgress(parts, share),
    );
    showResults(parts.results, html, file);
    const data = resultsToData(parts.results);
    setStatus(parts, data ? resultsToSummary(parts.results) : "");
    parts.status.classList.add("for-ears"); // eyes have the results
    if (data) await rememberResult(data);
  } catch (error) {
    const html = errorToHtml(error);
    if (html === null) setStatus(parts, text("cancelled"));
    showResults(parts.results, html ?? "", null);
  } finally {
    setBusy(parts, false);
  }
}

function showProgress(parts: Parts, share: number): void {
  parts.progress.value = share;
  if (share < 1 || parts.form.classList.contains("is-listening")) return;
  parts.progress.hidden = true;
  parts.form.classList.add("is-listening");
  setStatus(parts, text("listening"));
}

function setBusy(parts: Parts, isBusy: boolean): void {
  const hadFocus = parts.form.contains(document.activeElement);
  if (isBusy) {
    parts.results.replaceChildren();
    parts.results.classList.add("is-reserved");
    parts.progress.value = 0;
    setStatus(parts, text("uploading"));
  }
  parts.form.classList.toggle("is-busy", isBusy);
  parts.form.classList.remove("is-listening");
  parts.submit.disabled = isBusy;
  parts.cancel.hidden = !isBusy;
  parts.progress.hidden = !isBusy;
  if (hadFocus) (isBusy ? parts.cancel : parts.submit).focus(); // hiding loses it to nowhere
}

function setStatus(parts: Parts, words: string): void {
  parts.status.classList.remove("for-ears");
  parts.status.textContent = words;
}

function acceptDrops(form: HTMLFormElement, useFiles: (files: FileList) => void): void {
  const card = form.closest<HTMLElement>(".card") ?? form;
  const mark = (isOver: boolean) => form.classList.toggle("is-over", isOver);
  card.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  card.addEventListener("dragleave", (event) => mark(card.contains(event.relatedTarget as Node)));
  card.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer?.files.length) useFiles(event.dataTransfer.files);
  });
}

function formToParts(form: HTMLFormElement): Parts {
  function part<Kind extends HTMLElement>(selector: string): Kind {
    const found = form.querySelector<Kind>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  }
  const key = form.id.replace("-form", "");
  return {
    form,
    input: part("input[type=file]"),
    submit: part("[type=submit]"),
    cancel: part("[data-cancel]"),
    progress: part("progress"),
    status: part(".status"),
    chosen: part("[data-chosen]"),
    results: document.getElementById(`${key}-results`) as HTMLElement,
    queue: document.getElementById(`${key}-queue`),
  };
}
