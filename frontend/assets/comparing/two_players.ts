// Two songs under one play head: one of them is heard, the other one keeps its place.

import type { Player } from "../music/player";
import type { TimeAxis } from "../music/time_axis";

type Listener = () => void;

export class TwoPlayers {
  #heard = 0;
  #position = 0; // on the axis of both [s]; it may lie behind the end of the song that is heard
  readonly #players: [Player, Player];
  readonly #listeners: Listener[] = [];

  constructor(
    first: Player,
    second: Player,
    readonly axis: TimeAxis,
  ) {
    this.#players = [first, second];
    for (const player of this.#players) player.listen(() => this.#follow(player));
  }

  /** Which is heard, 0 the first and 1 the second. */
  get heard(): number {
    return this.#heard;
  }

  get now(): number {
    return this.#position;
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

  /** Hear the first (0) or the second (1) song at the same time; what plays goes on, if it can. */
  hear(which: number): void {
    if (which === this.#heard) return;
    const goesOn = this.isPlaying;
    this.#player.pause();
    this.#heard = which;
    this.seek(this.#position);
    if (goesOn) this.play();
  }

  /** Pause, or play: from the beginning where the song is over. */
  toggle(): void {
    if (this.isPlaying) {
      this.#player.pause();
      return;
    }
    if (!this.#isInside) this.seek(0);
    this.play();
  }

  /** Play where there is something to hear. */
  play(): void {
    if (this.#isInside) this.#player.play();
  }

  seek(timeS: number): void {
    this.#position = Math.min(this.axis.durationS, Math.max(0, timeS));
    if (this.#isInside) {
      this.#player.seek(this.#position);
      return;
    }
    this.#player.pause();
    this.axis.reveal(this.#position);
    this.#tell();
  }

  close(): void {
    for (const player of this.#players) player.close();
  }

  get #player(): Player {
    return this.#players[this.#heard === 0 ? 0 : 1];
  }

  get #isInside(): boolean {
    return this.#position <= this.#player.lengthS;
  }

  #follow(player: Player): void {
    if (player !== this.#player) return; // where the other one is, is not shown
    if (this.#isInside) this.#position = player.now;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
