// A set list of the reader's own files: put in order, moved by hand, with what lies between them.

import { html, plainButton } from "../basic/element";
import { save, today } from "../basic/save";
import { language, text } from "../basic/text";
import type { Item } from "../queue/queue_item";
import { itemsToSet } from "../queue/queue_playlist";
import { type SetOrder, type Song, songsInOrder } from "./set_order";
import { dataToSound, isNeighbour, soundsToTransition } from "./transition";
import { transitionToWords } from "./transition_words";

const ORDERS: [SetOrder, string][] = [
  ["smooth", text("order_smooth")],
  ["tempo", text("order_tempo")],
  ["energy", text("order_energy")],
  ["list", text("order_list")],
];
const bpm = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

export class SetList {
  readonly element: HTMLDetailsElement;
  readonly #order = html("select");
  readonly #list = html("ol");
  readonly #said = html("p", { class: "for-ears", role: "status" });
  #songs: Song<Item>[] = [];

  constructor(private readonly items: () => Item[]) {
    this.#order.append(...ORDERS.map(([order, words]) => html("option", { value: order }, words)));
    this.#order.addEventListener("change", () => this.#sort());
    const label = html("label", { class: "queue-filter" }, text("set_order"), " ", this.#order);
    const saving = plainButton(text("save_set"), () => this.#save());
    this.element = html(
      "details",
      { class: "set-list" },
      html("summary", {}, text("set_list")),
      html("div", { class: "queue-top" }, label, saving),
      this.#list,
      this.#said,
    );
    this.element.addEventListener("toggle", () => this.update());
  }

  /** Take in what has been heard since, at the end; take out what is gone. */
  update(): void {
    const items = this.items().filter((item) => item.data && dataToSound(item.data).bpm);
    this.element.hidden = items.length < 2;
    if (!this.element.open) return;
    const kept = this.#songs.filter(({ what }) => items.includes(what));
    const known = new Set(kept.map(({ what }) => what));
    const added = items.flatMap((item) =>
      item.data && !known.has(item) ? [{ what: item, sound: dataToSound(item.data) }] : [],
    );
    if (!added.length && kept.length === this.#songs.length) return;
    const isFirst = this.#songs.length === 0;
    this.#songs = [...kept, ...added];
    if (isFirst) this.#sort();
    else this.#draw();
  }

  #sort(): void {
    this.#songs = songsInOrder(this.#songs, this.#order.value as SetOrder);
    this.#draw();
  }

  #draw(): void {
    this.#list.replaceChildren(...this.#songs.map((song, at) => this.#songToLine(song, at)));
  }

  #songToLine({ what, sound }: Song<Item>, at: number): HTMLLIElement {
    const { name } = what.file;
    const facts = [sound.camelot, sound.bpm && `${bpm.format(sound.bpm)} BPM`];
    const song = html(
      "span",
      { class: "set-song" },
      html("bdi", { class: "file-name" }, name),
      html("span", { class: "note" }, facts.filter(Boolean).join(" · ")),
      this.#moveButton("↑", text("move_up", { name }), at, at - 1),
      this.#moveButton("↓", text("move_down", { name }), at, at + 1),
    );
    const next = this.#songs[at + 1];
    if (!next) return html("li", {}, song);
    const between = soundsToTransition(sound, next.sound);
    const words = transitionToWords(sound, next.sound, between);
    const kind = isNeighbour(between) ? "set-step" : "set-step is-rough";
    const rough = isNeighbour(between) ? "" : ` · ${text("rough")}`;
    return html("li", {}, song, html("span", { class: kind }, `↓ ${words}${rough}`));
  }

  #moveButton(sign: string, label: string, from: number, to: number): HTMLButtonElement {
    const button = plainButton(sign, () => this.#move(from, to, sign));
    button.classList.add("queue-icon");
    button.ariaLabel = label;
    button.title = label;
    button.ariaDisabled = String(to < 0 || to >= this.#songs.length);
    return button;
  }

  #move(from: number, to: number, sign: string): void {
    const song = this.#songs[from];
    if (!song || to < 0 || to >= this.#songs.length) return;
    this.#songs.splice(to, 0, ...this.#songs.splice(from, 1));
    this.#draw();
    const buttons = [...(this.#list.children[to]?.querySelectorAll("button") ?? [])];
    buttons.find((button) => button.textContent === sign)?.focus();
    const total = this.#songs.length;
    const place = text("position_of", { number: to + 1, total });
    this.#said.textContent = `${song.what.file.name}: ${place}`;
  }

  #save(): void {
    const items = this.#songs.map(({ what }) => what);
    save(itemsToSet(items), "audio/x-mpegurl", `${text("set_list")} ${today()}.m3u8`);
  }
}
