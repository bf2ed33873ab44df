// The queue as a table: progress, then what each file is; sortable, each row opens its result.

import { language, text } from "../basic/text";
import { showResults } from "../results/results_view";
import {
  dataToVerdict,
  saidToWords,
  verdictToProbability,
  verdictToSaid,
} from "../results/verdict";
import { dataToBpm, type Item, Queue } from "./queue";
import { queueToHead, type SortKey, sortItems } from "./queue_sort";

const percent = new Intl.NumberFormat(language, {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const tempo = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const OVER = new Set(["done", "failed", "cancelled"]);

const views = new WeakMap<HTMLElement, QueueView>();

/** Put files into the queue that is drawn in `place`; results of a chosen row go to `results`. */
export function addToQueue(
  place: HTMLElement,
  results: HTMLElement,
  address: string,
  files: File[],
): void {
  const view = views.get(place) ?? new QueueView(place, results, address);
  views.set(place, view);
  view.add(files);
}

class QueueView {
  readonly #queue: Queue;
  readonly #rows = new Map<Item, HTMLTableRowElement>();
  readonly #body = document.createElement("tbody");
  readonly #state = document.createElement("p");
  #sorted: { key: SortKey; isUp: boolean } | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly results: HTMLElement,
    address: string,
  ) {
    this.#queue = new Queue(address, (item) => this.#drawRow(item));
    this.#state.setAttribute("role", "status");
  }

  add(files: File[]): void {
    if (!this.place.childElementCount) this.#drawFrame();
    for (const item of this.#queue.add(files)) this.#drawRow(item);
    this.#drawState();
  }

  #drawFrame(): void {
    const table = document.createElement("table");
    const caption = table.createCaption();
    caption.className = "for-ears";
    caption.textContent = text("queue_caption");
    table.append(
      queueToHead((key, isUp) => {
        this.#sorted = { key, isUp };
        this.#sort();
      }),
      this.#body,
    );
    const scroll = document.createElement("div");
    scroll.className = "queue-scroll";
    scroll.append(table);
    const actions = document.createElement("div");
    actions.className = "queue-actions";
    actions.append(
      this.#state,
      plainButton(text("save_csv"), () => this.#save("csv")),
      plainButton(text("save_all_json"), () => this.#save("json")),
      plainButton(text("clear_queue"), () => this.#clear()),
    );
    this.place.replaceChildren(scroll, actions);
  }

  async #save(kind: "csv" | "json"): Promise<void> {
    const { saveResults } = await import("../results/export");
    saveResults(
      kind,
      this.#queue.items.flatMap((item) => item.data ?? []),
    );
  }

  #clear(): void {
    this.#queue.clear();
    this.#rows.clear();
    this.#body.replaceChildren();
    this.place.replaceChildren();
    this.results.replaceChildren();
    this.results.classList.remove("is-reserved");
    document.getElementById("compare")?.focus();
  }

  #drawRow(item: Item): void {
    if (!this.#queue.items.includes(item)) return; // cleared away
    const old = this.#rows.get(item);
    if (old && !OVER.has(item.state) && updateProgress(old, item)) return;
    const row = itemToRow(item, {
      open: () => this.#open(item),
      cancel: () => this.#queue.cancel(item),
    });
    this.#rows.set(item, row);
    if (old) {
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(row);
      if (hadFocus) row.querySelector("button")?.focus();
    } else this.#body.append(row);
    if (OVER.has(item.state)) this.#sort();
    this.#drawState();
  }

  #drawState(): void {
    const done = this.#queue.items.filter((item) => OVER.has(item.state)).length;
    this.#state.textContent = text("queue_state", { done, total: this.#queue.items.length });
  }

  #sort(): void {
    if (!this.#sorted) return;
    const focused = document.activeElement as HTMLElement | null;
    const items = sortItems(this.#queue.items, this.#sorted.key, this.#sorted.isUp);
    this.#body.append(...items.flatMap((item) => this.#rows.get(item) ?? []));
    focused?.focus();
  }

  #open(item: Item): void {
    for (const row of this.#rows.values()) row.removeAttribute("aria-current");
    this.#rows.get(item)?.setAttribute("aria-current", "true");
    showResults(this.results, item.html, item.file);
    const head = this.results.querySelector<HTMLElement>(".facts");
    head?.scrollIntoView({ block: "nearest" });
    head?.focus({ preventScroll: true });
  }
}

/** Move the bar of a row that is on its way; false where the row must be drawn anew. */
function updateProgress(row: HTMLTableRowElement, item: Item): boolean {
  const bar = row.querySelector("progress");
  if (!bar || row.dataset.state !== item.state) return false;
  if (item.state === "uploading") bar.value = item.share;
  return true;
}

function itemToRow(item: Item, on: { open: () => void; cancel: () => void }): HTMLTableRowElement {
  const row = document.createElement("tr");
  const name = item.file.name;
  row.dataset.state = item.state;
  const head = document.createElement("th");
  head.scope = "row";
  const isOpen = item.state === "done" || item.state === "failed";
  if (isOpen) {
    row.className = "is-done";
    row.addEventListener("click", on.open);
    const button = plainButton(name, () => {}); // the click reaches the row
    button.title = text("show_file", { name });
    head.append(button);
  } else head.textContent = name;
  row.append(head, ...itemToCells(item));
  const last = row.insertCell();
  last.className = "number";
  if (!OVER.has(item.state)) {
    const cancel = plainButton("×", on.cancel);
    cancel.ariaLabel = text("cancel_file", { name });
    last.append(cancel);
  }
  return row;
}

function itemToCells(item: Item): HTMLTableCellElement[] {
  if (item.state === "done" && item.data) {
    const verdict = dataToVerdict(item.data);
    const bpm = dataToBpm(item.data);
    const share = verdictToProbability(verdict);
    return [
      cell(verdict ? saidToWords(verdictToSaid(verdict)) : text("not_heard")),
      cell(share === null ? "–" : percent.format(share), "number"),
      cell(bpm === null ? "–" : tempo.format(bpm), "number optional"),
    ];
  }
  const wide = cell("", item.state === "failed" ? "is-failed" : "state");
  wide.colSpan = 3;
  if (item.state === "uploading" || item.state === "listening") wide.append(itemToBar(item));
  else wide.textContent = itemToWords(item);
  return [wide];
}

function itemToBar(item: Item): HTMLProgressElement {
  const bar = document.createElement("progress");
  bar.max = 1;
  if (item.state === "uploading") bar.value = item.share;
  bar.ariaLabel = text("progress", { name: item.file.name });
  return bar;
}

function itemToWords(item: Item): string {
  if (item.state === "waiting") return text("waiting");
  if (item.state === "cancelled") return text("cancelled");
  const problem = new DOMParser().parseFromString(item.html, "text/html");
  return problem.querySelector(".problem-title")?.textContent ?? text("not_heard");
}

function cell(words: string, kind = ""): HTMLTableCellElement {
  const made = document.createElement("td");
  made.className = kind;
  made.textContent = words;
  return made;
}

function plainButton(words: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = words;
  button.addEventListener("click", onClick);
  return button;
}
