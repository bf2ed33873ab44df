// What is told while a song is listened to: how long it may take, and what is known already.

import { text } from "../basic/text";
import type { Part } from "./upload";

const KEY = "seconds-per-megabyte";
const MEGABYTE = 1e6;
const LEAST_S = 3; // below it nobody asks how long
const NEWEST = 0.3; // weight of the last song among those before
const SHOWN_AFTER_MS = 1500; // sooner, the whole answer comes before a part of it is read

export class Waiting {
  #begunMs: number | null = null;
  readonly #megabytes: number;
  #timer = 0;

  constructor(file: File) {
    this.#megabytes = file.size / MEGABYTE;
  }

  /** The whole file is sent. */
  begin(): void {
    this.#begunMs ??= performance.now();
  }

  /** `Listening…`, with the time that is left where such songs were timed. */
  words(known: string[] = []): string {
    const leftS = Math.round(this.#megabytes * pace() - this.#tookS());
    const names = known.map((name) => name.toUpperCase()).join(", ");
    const said = known.length ? text("so_far", { names }) : text("listening");
    return leftS < LEAST_S ? said : `${said} ${text("time_left", { seconds: leftS })}`;
  }

  /** Show the newest part once it has been waited for long enough. */
  show(part: Part, draw: (part: Part) => void): void {
    clearTimeout(this.#timer);
    const inMs = Math.max(0, SHOWN_AFTER_MS - this.#tookS() * 1000);
    this.#timer = window.setTimeout(() => draw(part), inMs);
  }

  /** No more parts; an answer says how long songs take here. */
  end(hasAnswer: boolean): void {
    clearTimeout(this.#timer);
    if (!hasAnswer || this.#megabytes === 0) return;
    const own = this.#tookS() / this.#megabytes;
    const mixed = pace() ? (1 - NEWEST) * pace() + NEWEST * own : own;
    try {
      sessionStorage.setItem(KEY, String(mixed));
    } catch {
      // storage is switched off: no times are told
    }
  }

  #tookS(): number {
    return this.#begunMs === null ? 0 : (performance.now() - this.#begunMs) / 1000;
  }
}

/** How long a megabyte took of late [s]; 0 where nothing is known. */
function pace(): number {
  try {
    return Number(sessionStorage.getItem(KEY)) || 0;
  } catch {
    return 0;
  }
}
