// Files one after the other, at most two at a time; what becomes of each.

import { errorToHtml, isTooLarge, problemToHtml } from "../basic/problem";
import { fileToHtml } from "../form/upload";
import { rememberResult } from "../results/history";
import { type ResultData, resultsToData } from "../results/result_data";
import { dataToVerdict } from "../results/verdict";

export type State = "waiting" | "uploading" | "listening" | "done" | "failed" | "cancelled";

/** One file of the queue; the HTML is what the server drew for it. */
export interface Item {
  readonly file: File;
  readonly stopper: AbortController;
  state: State;
  share: number;
  html: string;
  data: ResultData | null;
}

const AT_A_TIME = 2;

export class Queue {
  readonly items: Item[] = [];
  #running = 0;

  constructor(
    private readonly address: string,
    private readonly onChange: (item: Item) => void,
  ) {}

  add(files: File[]): Item[] {
    const added = files.map(fileToItem);
    this.items.push(...added);
    this.#start();
    return added;
  }

  cancel(item: Item): void {
    if (item.state === "waiting") this.#change(item, { state: "cancelled" });
    item.stopper.abort();
  }

  clear(): void {
    for (const item of this.items) this.cancel(item);
    this.items.length = 0;
  }

  #start(): void {
    for (const item of this.items) {
      if (this.#running >= AT_A_TIME) return;
      if (item.state === "waiting") void this.#run(item);
    }
  }

  async #run(item: Item): Promise<void> {
    this.#running += 1;
    this.#change(item, { state: "uploading" });
    const html = await this.#itemToHtml(item);
    const data = html === null ? null : htmlToData(html);
    this.#running -= 1;
    this.#start();
    const state = html === null ? "cancelled" : data ? "done" : "failed";
    this.#change(item, { state, html: html ?? "", data });
    if (data) await rememberResult(data);
  }

  async #itemToHtml(item: Item): Promise<string | null> {
    if (isTooLarge(item.file)) return problemToHtml("too-large");
    try {
      return await fileToHtml(this.address, item.file, item.stopper.signal, (share) =>
        this.#change(item, { share, state: share < 1 ? "uploading" : "listening" }),
      );
    } catch (error) {
      return errorToHtml(error);
    }
  }

  #change(item: Item, change: Partial<Item>): void {
    Object.assign(item, change);
    this.onChange(item);
  }
}

/** The tempo, where the beat service answered with one; what is not music has none. */
export function dataToBpm(data: ResultData): number | null {
  if (dataToVerdict(data)?.outcome === "not_music") return null;
  const beat = data.body.beat as { tempo?: { bpm?: unknown } | null } | undefined;
  const bpm = beat?.tempo?.bpm;
  return typeof bpm === "number" ? bpm : null;
}

function fileToItem(file: File): Item {
  const stopper = new AbortController();
  return { file, stopper, state: "waiting", share: 0, html: "", data: null };
}

function htmlToData(html: string): ResultData | null {
  return resultsToData(new DOMParser().parseFromString(html, "text/html").body);
}
