// Two songs under one play head: one of them is heard, the other one keeps its place.

import type { Player } from "../music/player";
import type { TimeAxis } from "../music/time_axis";

type Listener = () => void;

export class TwoPlayers {
  #heard = 0;
  readonly #players: [Player, Player];
  readonly #listeners: Listener[] = [];

  constructor(
    first: Player,
    second: Player,
    readonly axis: TimeAxis,
  ) {
    this.#players = [first, second];
    for (const player of this.#players) player.listen(() => this.#tell(player));
  }

  /** Which is heard, 0 the first and 1 the second. */
  get heard(): number {
    return this.#heard;
  }

  get now(): number {
    return this.#player.now;
  }

  get isPlaying(): boolean {
    return this.#player.isPlaying;
  }

  get canPlay(): boolean {
    return this.#player.canPlay;
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
    listener();
  }

  /** Hear the first (0) or the second (1) song at the same time; what plays goes on. */
  hear(which: number): void {
    if (which === this.#heard) return;
    const before = this.#player;
    const goesOn = before.isPlaying;
    before.pause();
    this.#heard = which;
    this.#player.seek(before.now);
    if (goesOn) this.#player.play();
    this.#tell(this.#player);
  }

  toggle(): void {
    this.#player.toggle();
  }

  play(): void {
    this.#player.play();
  }

  seek(timeS: number): void {
    this.#player.seek(timeS);
  }

  close(): void {
    for (const player of this.#players) player.close();
  }

  get #player(): Player {
    return this.#players[this.#heard === 0 ? 0 : 1];
  }

  #tell(teller: Player): void {
    if (teller !== this.#player) return; // where the other one is, is not shown
    for (const listener of this.#listeners) listener();
  }
}
