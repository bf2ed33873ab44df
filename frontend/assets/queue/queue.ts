// Files one after the other, a few at a time; what becomes of each. Where the site says that it is
// busy, the queue waits as long as it is told, goes on more slowly and sends the file again.

import { errorToHtml, isTooLarge, problemToHtml } from "../basic/problem";
import { type Answer, fileToAnswer } from "../form/upload";
import { rememberResult } from "../results/history";
import type { ResultBody } from "../results/result_data";
import { fileToItem, freshStart, htmlToData, type Item, isOver } from "./queue_item";

const MOST_AT_A_TIME = 2;
const ANSWERS_TO_SPEED_UP = 3;
const MOST_TRIES = 20;
const WAIT_S = 5; // where the site does not say how long
const MOST_JITTER = 0.25; // so that those who were refused together do not come back together
const BUSY: ReadonlySet<number> = new Set([429, 503]);
const OVERLOADED = "overloaded";

/** Where an item stood that was taken out. */
export interface Removed {
  item: Item;
  index: number;
}

export class Queue {
  readonly items: Item[] = [];
  #running = 0;
  #atATime = MOST_AT_A_TIME;
  #answers = 0;
  #pausedUntilMs = 0;

  constructor(
    private readonly address: string,
    private readonly onChange: (item: Item) => void,
  ) {}

  get isWorking(): boolean {
    return this.items.some((item) => !isOver(item));
  }

  add(files: File[]): Item[] {
    const added = files.map(fileToItem);
    this.items.push(...added);
    this.#start();
    return added;
  }

  cancel(item: Item): void {
    if (isOver(item)) return;
    item.stopper.abort();
    this.#change(item, { state: "cancelled" });
    this.#start();
  }

  /** Send those once more. */
  retry(items: Item[]): void {
    for (const item of items) this.#change(item, freshStart());
    this.#start();
  }

  /** Take these out; `restore` puts them back. */
  remove(items: Item[]): Removed[] {
    const removed = items.map((item) => ({ item, index: this.items.indexOf(item) }));
    for (const item of items) {
      this.items.splice(this.items.indexOf(item), 1);
      if (!isOver(item)) item.stopper.abort();
    }
    this.#start();
    return removed;
  }

  restore(removed: Removed[]): void {
    for (const { item, index } of removed.toSorted((one, other) => one.index - other.index)) {
      this.items.splice(index, 0, item);
      this.#change(item, isOver(item) ? {} : freshStart());
    }
    this.#start();
  }

  #start(): void {
    if (performance.now() < this.#pausedUntilMs) return;
    for (const item of this.items) {
      if (this.#running >= this.#atATime) return;
      if (item.state === "waiting" || item.state === "busy") void this.#run(item);
    }
  }

  async #run(item: Item): Promise<void> {
    const { stopper } = item;
    this.#running += 1;
    this.#change(item, { state: "uploading", share: 0 });
    const answer = await this.#itemToAnswer(item, stopper.signal);
    this.#running -= 1;
    if (answer && !stopper.signal.aborted) await this.#take(item, answer);
    this.#start();
  }

  async #take(item: Item, answer: Answer): Promise<void> {
    const data = htmlToData(answer.html);
    const waitS = data ? bodyToWait(data.body) : answerToWait(answer);
    if (waitS !== null && item.tries < MOST_TRIES) {
      this.#pause(waitS);
      this.#change(item, { state: "busy", tries: item.tries + 1, waitS });
      return;
    }
    this.#speedUp();
    this.#change(item, { state: data ? "done" : "failed", html: answer.html, data });
    if (data) await rememberResult(data);
  }

  async #itemToAnswer(item: Item, signal: AbortSignal): Promise<Answer | null> {
    if (isTooLarge(item.file)) return htmlToAnswer(problemToHtml("too-large"));
    try {
      return await fileToAnswer(this.address, item.file, signal, (share) => {
        if (signal.aborted) return;
        this.#change(item, { share, state: share < 1 ? "uploading" : "listening" });
      });
    } catch (error) {
      const html = errorToHtml(error);
      return html === null ? null : htmlToAnswer(html);
    }
  }

  #pause(waitS: number): void {
    const waitMs = waitS * 1000 * (1 + Math.random() * MOST_JITTER);
    this.#atATime = 1;
    this.#answers = 0;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, performance.now() + waitMs);
    const leftMs = this.#pausedUntilMs - performance.now();
    setTimeout(() => this.#start(), leftMs + 1);
  }

  #speedUp(): void {
    this.#answers += 1;
    if (this.#answers >= ANSWERS_TO_SPEED_UP) this.#atATime = MOST_AT_A_TIME;
  }

  #change(item: Item, change: Partial<Item>): void {
    Object.assign(item, change);
    this.onChange(item);
  }
}

/** How long to wait where the whole site is busy [s]; null where it is not. */
function answerToWait({ status, retryAfterS }: Answer): number | null {
  return BUSY.has(status) ? (retryAfterS ?? WAIT_S) : null;
}

/** How long to wait where a service was too busy to have its say [s]; null where none was. */
function bodyToWait({ svm, vgg19, beat }: ResultBody): number | null {
  const waits = [svm, vgg19, beat].flatMap((part) => {
    const refusal = part as { code?: string; retry_after_s?: number } | undefined;
    return refusal?.code === OVERLOADED ? [refusal.retry_after_s ?? WAIT_S] : [];
  });
  return waits.length ? Math.max(...waits) : null;
}

function htmlToAnswer(html: string): Answer {
  return { html, status: 0, retryAfterS: null };
}
