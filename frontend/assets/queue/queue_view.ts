// The queue as a list above the result that is open: progress, then what each file is; sorted,
// filtered, each row opens its result. What was taken out can be put back.

import { html, plainButton } from "../basic/element";
import { text } from "../basic/text";
import { Comparison } from "../comparing/comparison";
import { itemToNeighbours } from "../mixing/neighbours";
import { SetList } from "../mixing/set_list";
import { showResults } from "../results/results_view";
import { Queue, type Removed } from "./queue";
import { QueueDetail } from "./queue_detail";
import { QueueFilter } from "./queue_filter";
import { type Item, isOpenable, isOver } from "./queue_item";
import { itemToRow, updateProgress } from "./queue_row";
import { type Order, queueToHead, sortItems } from "./queue_sort";
import { QueueState } from "./queue_state";
import { QueueUndo } from "./queue_undo";

/** What became of a file after it was heard: somebody corrected it. */
type Heard = Pick<Item, "file" | "html" | "data">;

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
  readonly #body = html("tbody");
  readonly #scroll = html("div", { class: "queue-scroll" });
  readonly #nothing = html("p", { class: "note" }, text("nothing_shown"));
  readonly #state = new QueueState(() => this.#retryFailed());
  readonly #filter = new QueueFilter(() => this.#arrange());
  readonly #detail = new QueueDetail(() => this.#backToList());
  readonly #undo = new QueueUndo((removed) => this.#restore(removed));
  readonly #set = new SetList(() => this.#queue.items);
  readonly #comparison = new Comparison(() => this.#queue.items);
  #neighbours: HTMLElement | null = null;
  #order: Order | null = null;
  #open: Item | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly results: HTMLElement,
    address: string,
  ) {
    this.#queue = new Queue(address, (item) => this.#drawRow(item));
    place.before(this.#undo.element);
    results.before(this.#detail.element);
    this.#body.addEventListener("keydown", (event) => this.#moveFocus(event));
    window.addEventListener("correctionschange", () => {
      for (const item of this.#queue.items) if (item.state === "done") this.#drawRow(item);
    });
    window.addEventListener("resultchange", (event) => {
      const { file, html, data } = (event as CustomEvent<Heard>).detail;
      const item = this.#queue.items.find((one) => one.file === file);
      if (!item) return;
      Object.assign(item, { html, data });
      this.#drawRow(item);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.#queue.isWorking) event.preventDefault(); // the browser asks
    });
  }

  add(files: File[]): void {
    const isFirst = !this.place.childElementCount;
    if (isFirst) this.#drawFrame();
    for (const item of this.#queue.add(files)) this.#drawRow(item);
    this.#arrange();
    if (isFirst) this.place.scrollIntoView({ block: "nearest" });
  }

  #drawFrame(): void {
    const caption = html("caption", { class: "for-ears" }, text("queue_caption"));
    const head = queueToHead((order) => {
      this.#order = order;
      this.#arrange();
    });
    this.#scroll.replaceChildren(html("table", {}, caption, head, this.#body), this.#nothing);
    const actions = html(
      "div",
      { class: "queue-actions" },
      plainButton(text("save_csv"), () => this.#save("csv")),
      plainButton(text("save_all_json"), () => this.#save("json")),
      plainButton(text("save_playlist"), () => this.#save("m3u8")),
      plainButton(text("clear_queue"), () => this.#clear()),
    );
    const top = html("div", { class: "queue-top" }, this.#state.element, this.#filter.element);
    this.place.replaceChildren(
      top,
      actions,
      this.#scroll,
      this.#set.element,
      this.#comparison.element,
    );
  }

  async #save(kind: "csv" | "json" | "m3u8"): Promise<void> {
    const { saveItems } = await import("./queue_export");
    saveItems(kind, kind === "m3u8" ? this.#shown() : this.#queue.items, this.#filter.genre);
  }

  #clear(): void {
    const removed = this.#queue.remove([...this.#queue.items]);
    this.#rows.clear();
    this.#body.replaceChildren();
    this.place.replaceChildren();
    this.#filter.showAll();
    this.#close();
    this.#undo.offer(removed);
    this.#undo.focus();
  }

  #remove(item: Item): void {
    const rows = this.#shown();
    const at = rows.indexOf(item);
    const neighbour = rows[at + 1] ?? rows[at - 1];
    const removed = this.#queue.remove([item]);
    this.#rows.get(item)?.remove();
    this.#rows.delete(item);
    if (item === this.#open) this.#close();
    if (this.#queue.items.length === 0) this.place.replaceChildren();
    this.#undo.offer(removed);
    const row = neighbour && this.#rows.get(neighbour);
    if (row) row.querySelector<HTMLElement>("td:last-child button:last-child")?.focus();
    else this.#undo.focus();
    this.#arrange();
  }

  #restore(removed: Removed[]): void {
    if (!this.place.childElementCount) this.#drawFrame();
    this.#queue.restore(removed);
    this.#arrange();
    const row = removed[0] && this.#rows.get(removed[0].item);
    row?.querySelector<HTMLElement>("button")?.focus();
  }

  #retryFailed(): void {
    this.#queue.retry(this.#queue.items.filter((item) => item.state === "failed"));
  }

  #close(): void {
    this.#open = null;
    this.#detail.hide();
    this.results.replaceChildren();
    this.results.classList.remove("is-reserved");
  }

  #drawRow(item: Item): void {
    if (!this.#queue.items.includes(item)) return; // taken out
    const old = this.#rows.get(item);
    if (old && !isOver(item) && updateProgress(old, item)) return;
    const row = itemToRow(item, {
      open: () => this.#show(item, true),
      cancel: () => this.#queue.cancel(item),
      retry: () => this.#queue.retry([item]),
      remove: () => this.#remove(item),
    });
    if (item === this.#open) row.setAttribute("aria-current", "true");
    this.#rows.set(item, row);
    const hadFocus = old?.contains(document.activeElement);
    old?.replaceWith(row);
    if (hadFocus) row.querySelector("button")?.focus();
    this.#arrange();
  }

  /** Those that the filter keeps, in the order of the rows. */
  #shown(): Item[] {
    const items = this.#order ? sortItems(this.#queue.items, this.#order) : this.#queue.items;
    return items.filter((item) => this.#filter.keeps(item));
  }

  #arrange(): void {
    this.#state.draw(this.#queue.items);
    this.#filter.draw(this.#queue.items);
    const rows = this.#shown().flatMap((item) => this.#rows.get(item) ?? []);
    this.#nothing.hidden = rows.length > 0;
    if (
      rows.length !== this.#body.rows.length ||
      rows.some((row, n) => row !== this.#body.rows[n])
    ) {
      const focused = document.activeElement as HTMLElement | null;
      this.#body.replaceChildren(...rows);
      if (focused !== document.activeElement) focused?.focus({ preventScroll: true });
    }
    this.#drawDetail();
    this.#drawMixing();
  }

  #drawMixing(): void {
    this.#set.update();
    this.#comparison.update();
    const item = this.#open;
    if (!item?.data) return;
    const others = this.#queue.items;
    const drawn = itemToNeighbours(item, others, {
      open: (other) => this.#show(other, true),
      compare: (other) => this.#comparison.show(item, other),
    });
    if (drawn.textContent === this.#neighbours?.textContent) return;
    const hadFocus = this.#neighbours?.contains(document.activeElement);
    if (this.#neighbours?.isConnected) this.#neighbours.replaceWith(drawn);
    else this.results.querySelector(".correction")?.after(drawn);
    if (hadFocus) drawn.querySelector("button")?.focus();
    this.#neighbours = drawn;
  }

  #drawDetail(): void {
    const item = this.#open;
    if (!item) return;
    const items = this.#shown().filter(isOpenable);
    const at = items.indexOf(item);
    const [previous, next] = [items[at - 1], items[at + 1]];
    this.#detail.draw(item.file.name, at, items.length, {
      previous: at > 0 && previous ? () => this.#show(previous, false) : null,
      next: next ? () => this.#show(next, false) : null,
    });
  }

  #show(item: Item, takesFocus: boolean): void {
    if (this.#open) this.#rows.get(this.#open)?.removeAttribute("aria-current");
    this.#open = item;
    this.#drawDetail();
    const row = this.#rows.get(item);
    row?.setAttribute("aria-current", "true");
    this.#neighbours = null;
    showResults(this.results, item.html, item.file);
    this.#drawMixing();
    if (row) keepInView(row, this.#scroll);
    const top = this.#set.element.open ? this.#detail.element : this.#scroll;
    top.scrollIntoView({ block: "start" });
    const head = this.results.querySelector<HTMLElement>(".facts");
    if (takesFocus) head?.focus({ preventScroll: true });
  }

  #backToList(): void {
    const row = this.#open && this.#rows.get(this.#open);
    (row ?? this.#body).querySelector<HTMLElement>("button")?.focus();
  }

  /** The arrows go from file to file, as in any list. */
  #moveFocus(event: KeyboardEvent): void {
    const row = (event.target as Element).closest("tr");
    const other = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling };
    const next = other[event.key as keyof typeof other];
    if (!next) return;
    event.preventDefault();
    next.querySelector<HTMLElement>("button")?.focus();
  }
}

/** Scroll the list, not the page, so that a row is seen. */
function keepInView(row: HTMLElement, list: HTMLElement): void {
  const headPx = list.querySelector("thead")?.offsetHeight ?? 0;
  const above = row.offsetTop - headPx - list.scrollTop;
  const below = row.offsetTop + row.offsetHeight - list.scrollTop - list.clientHeight;
  if (above < 0) list.scrollTop += above;
  else if (below > 0) list.scrollTop += below;
}
