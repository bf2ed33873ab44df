// One file of the queue: where it is on its way, and what is known of it.

import { text } from "../basic/text";
import { type ResultData, resultsToData } from "../results/result_data";

/** `busy`: the site refused it for now, it is sent again. */
export type State =
  | "waiting"
  | "uploading"
  | "listening"
  | "busy"
  | "done"
  | "failed"
  | "cancelled";

/** One file; the HTML is what the server drew for it. */
export interface Item {
  readonly file: File;
  stopper: AbortController;
  state: State;
  share: number;
  tries: number;
  /** how long the site asked to wait, the last time [s] */
  waitS: number;
  html: string;
  data: ResultData | null;
}

/** What was wrong with a file, and what to do. */
export interface Failure {
  title: string;
  detail: string;
}

const OVER: ReadonlySet<State> = new Set(["done", "failed", "cancelled"]);
const OPEN: ReadonlySet<State> = new Set(["done", "failed"]);

export function fileToItem(file: File): Item {
  return { file, ...freshStart(), html: "", data: null };
}

/** What an item has before it is sent, the first time or once more. */
export function freshStart() {
  const state: State = "waiting";
  return { stopper: new AbortController(), state, share: 0, tries: 0, waitS: 0 };
}

/** Nothing more comes of it by itself. */
export function isOver({ state }: Item): boolean {
  return OVER.has(state);
}

/** There is something to show. */
export function isOpenable({ state }: Item): boolean {
  return OPEN.has(state);
}

export function htmlToData(html: string): ResultData | null {
  return resultsToData(htmlToBody(html));
}

/** Why there is no answer; null where there is one, or may still come. */
export function itemToFailure(item: Item): Failure | null {
  if (item.state === "cancelled") return { title: text("cancelled"), detail: "" };
  if (item.state !== "failed") return null;
  const [title, detail] = [...htmlToBody(item.html).querySelectorAll(".problem p")].map(
    (words) => words.textContent?.trim() ?? "",
  );
  return { title: title ?? text("not_heard"), detail: detail ?? "" };
}

function htmlToBody(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, "text/html").body;
}
