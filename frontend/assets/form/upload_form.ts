// One upload form: what is chosen is listened to at once. Several files go to the queue.

import { part } from "../basic/element";
import { errorToHtml, isTooLarge, problemToHtml } from "../basic/problem";
import { text } from "../basic/text";
import { moveTo } from "../basic/view";
import { rememberResult } from "../results/history";
import { resultsToData } from "../results/result_data";
import { resultsToSummary, showResults } from "../results/results_view";
import { fileToHtml, type Part } from "./upload";
import { Waiting } from "./waiting";

export interface UploadForm {
  /** The part of the page that is about this form. */
  card: HTMLElement;
  /** Whether it listens to a file now. */
  readonly isBusy: boolean;
  /** Listen to these files at once; those that come meanwhile join it in the queue. */
  listenTo(files: File[]): Promise<void>;
  /** Whether the chooser would offer a file. */
  isAudio(file: File): boolean;
  showProblem(html: string): void;
  setStatus(words: string): void;
}

interface Parts {
  form: HTMLFormElement;
  input: HTMLInputElement;
  submit: HTMLButtonElement;
  chosen: HTMLElement;
  outcome: HTMLElement;
  cancel: HTMLButtonElement;
  progress: HTMLProgressElement;
  status: HTMLElement;
  results: HTMLElement;
  queue: HTMLElement | null;
}

/** A file on its way; `joins` where it is taken off to go with others. */
interface Running {
  file: File;
  stopper: AbortController;
  done: Promise<void>;
  joins: boolean;
}

export function enhanceUpload(form: HTMLFormElement): UploadForm {
  const parts = formToParts(form);
  const nothingChosen = parts.chosen.textContent ?? "";
  const endings = new Set(parts.input.accept.split(",").filter((one) => one.startsWith(".")));
  const queued = new WeakSet<File>();
  let running: Running | null = null;

  function showChosen(): void {
    const files = [...(parts.input.files ?? [])];
    const many = text("n_files", { number: files.length });
    parts.chosen.textContent = files.length > 1 ? many : (files[0]?.name ?? nothingChosen);
    form.classList.toggle("has-file", files.length > 0);
  }

  async function listenTo(files: File[]): Promise<void> {
    const first = files[0];
    if (!first) return;
    if (parts.queue && (running || files.length > 1 || parts.queue.childElementCount)) {
      await queueUp(parts.queue, files);
    } else if (!running) await listenToFirst(first);
  }

  async function listenToFirst(file: File): Promise<void> {
    const stopper = new AbortController();
    const begun: Running = { file, stopper, done: Promise.resolve(), joins: false };
    running = begun;
    begun.done = listenToOne(parts, begun).finally(() => {
      running = null;
    });
    await begun.done;
  }

  async function queueUp(queue: HTMLElement, files: File[]): Promise<void> {
    const { addToQueue } = await import("../queue/queue_view");
    const earlier = running ? [running.file] : [];
    if (running) {
      running.joins = true;
      running.stopper.abort();
      await running.done;
    }
    setStatus(parts, "");
    addToQueue(queue, parts.results, form.action, [...earlier, ...files]);
    for (const file of [...earlier, ...files]) queued.add(file);
    moveTo(parts.outcome);
  }

  form.noValidate = true; // without a file the button lets one be chosen
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...(parts.input.files ?? [])];
    // what was chosen was begun at once, and is a row each
    const isListed = parts.queue?.childElementCount && files.every((file) => queued.has(file));
    if (!files.length) parts.input.click();
    else if (isListed) moveTo(parts.outcome);
    else void listenTo(files);
  });
  parts.cancel.addEventListener("click", () => running?.stopper.abort());
  parts.input.addEventListener("click", () => {
    parts.input.value = ""; // the same file again is a choice, too
  });
  parts.input.addEventListener("change", () => {
    showChosen();
    void listenTo([...(parts.input.files ?? [])]);
  });
  parts.input.addEventListener("cancel", showChosen);
  if (parts.queue) parts.input.multiple = true;
  showChosen(); // a browser that comes back to the page may have kept the file
  return {
    card: form.closest<HTMLElement>(".card") ?? form,
    get isBusy() {
      return running !== null;
    },
    listenTo,
    isAudio: ({ name, type }) =>
      type.startsWith("audio/") || endings.has(`.${name.split(".").at(-1)?.toLowerCase()}`),
    showProblem(html) {
      setStatus(parts, "");
      showResults(parts.results, html, null);
      moveTo(parts.outcome);
    },
    setStatus: (words) => setStatus(parts, words),
  };
}

async function listenToOne(parts: Parts, running: Running): Promise<void> {
  const { file, stopper } = running;
  if (isTooLarge(file)) {
    setStatus(parts, "");
    showResults(parts.results, problemToHtml("too-large"), null);
    moveTo(parts.outcome);
    return;
  }
  const hadFocus = setBusy(parts, true);
  const showAgain = moveTo(parts.outcome);
  const waiting = new Waiting(file);
  const onProgress = (share: number) => {
    if (share >= 1) waiting.begin();
    showProgress(parts, share, waiting);
  };
  const onPart = (part: Part) => waiting.show(part, () => showPart(parts, part, waiting));
  try {
    const html = await fileToHtml(parts.form.action, file, stopper.signal, onProgress, onPart);
    waiting.end(true);
    showResults(parts.results, html, file);
    const data = resultsToData(parts.results);
    setStatus(parts, data ? resultsToSummary(parts.results) : "");
    const isSilent = parts.results.querySelector(".is-silent") !== null; // the answer is the line
    parts.outcome.classList.toggle("is-silent-answer", isSilent);
    if (data) await rememberResult(data);
  } catch (error) {
    const html = errorToHtml(error);
    setStatus(parts, html === null && !running.joins ? text("cancelled") : "");
    showResults(parts.results, html ?? "", null);
  } finally {
    waiting.end(false);
    setBusy(parts, false, hadFocus);
    showAgain();
  }
}

/** What is known so far, without its buttons and its music: they come with the rest. */
function showPart(parts: Parts, part: Part, waiting: Waiting): void {
  parts.results.innerHTML = part.html; // the server escapes what it puts there
  setStatus(parts, waiting.words(part.known));
}

function showProgress(parts: Parts, share: number, waiting: Waiting): void {
  parts.progress.value = share;
  if (share < 1 || parts.outcome.classList.contains("is-listening")) return;
  parts.progress.hidden = true;
  parts.outcome.classList.add("is-listening");
  setStatus(parts, waiting.words());
}

/**
 * Show that something is on its way, or no more. What had the focus loses it to nowhere: it goes
 * to the one button that is left, and from there to the answer, or back where there is none.
 */
function setBusy(parts: Parts, isBusy: boolean, hadFocus = false): boolean {
  const isHere = parts.form.contains(document.activeElement);
  if (isBusy) {
    parts.results.replaceChildren();
    parts.results.classList.add("is-reserved");
    parts.progress.value = 0;
    setStatus(parts, text("uploading"));
  }
  const onCancel = document.activeElement === parts.cancel;
  parts.form.classList.toggle("is-busy", isBusy);
  parts.outcome.classList.remove("is-listening");
  parts.submit.disabled = isBusy;
  parts.cancel.hidden = !isBusy;
  parts.progress.hidden = !isBusy;
  if (isBusy && isHere) parts.cancel.focus({ preventScroll: true });
  if (!isBusy && hadFocus && onCancel) {
    const answer = parts.results.querySelector<HTMLElement>(".facts");
    (answer ?? parts.submit).focus({ preventScroll: true });
  }
  return isHere;
}

function setStatus(parts: Parts, words: string): void {
  parts.outcome.classList.remove("is-silent-answer");
  parts.status.textContent = words;
}

function formToParts(form: HTMLFormElement): Parts {
  const key = form.id.replace("-form", "");
  const outcome = document.getElementById(`${key}-outcome`) as HTMLElement;
  return {
    form,
    input: part(form, "input[type=file]"),
    submit: part(form, "[type=submit]"),
    chosen: part(form, "[data-chosen]"),
    outcome,
    cancel: part(outcome, "[data-cancel]"),
    progress: part(outcome, "progress"),
    status: part(outcome, ".status"),
    results: part(outcome, ".results"),
    queue: document.getElementById(`${key}-queue`),
  };
}
