// The one beat that is on, by its button: alone, or in step with the song.

import { Mixer } from "./mixer";
import type { Player } from "./player";
import type { SongBeats } from "./song_grid";

export class LoopedBeat {
  /** The button of the beat that is on. */
  button: HTMLButtonElement | null = null;
  readonly #listeners: ((failed: boolean) => void)[] = [];
  #mixer: Mixer | null = null;
  #followed: Player | null = null;
  #volume = 1;
  #countsIn = false;

  get isOn(): boolean {
    return this.button !== null;
  }

  get isFollowing(): boolean {
    return this.#followed !== null;
  }

  listen(listener: (failed: boolean) => void): void {
    this.#listeners.push(listener);
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#mixer?.setVolume(volume);
  }

  countIn(counts: boolean): void {
    this.#countsIn = counts;
    if (this.#mixer) this.#mixer.countsIn = counts;
  }

  /** Let the beat of a button play; over the song it sounds once the song plays. */
  async start(button: HTMLButtonElement): Promise<void> {
    this.button = button;
    this.#tell(false);
    const { beat = "", bpm, beats, octave } = button.dataset;
    const numbers = { bpm: Number(bpm), beats: Number(beats), octave: Number(octave) };
    try {
      const isAlone = !this.isFollowing || !keepsStep(button);
      await this.#opened().beat({ url: beat, ...numbers }, isAlone);
    } catch {
      if (this.button !== button) return;
      this.button = null;
      this.#tell(true);
    }
  }

  stop(): void {
    if (!this.isOn) return;
    this.#mixer?.noBeat();
    this.button = null;
    this.#tell(false);
  }

  /** From now on play with the song. Rejects where this browser cannot decode it. */
  async follow(player: Player, song: SongBeats): Promise<void> {
    const mixer = this.#opened();
    await mixer.take(player.file, song);
    this.#followed = player;
    player.playBy(mixer);
  }

  /** The song goes on by itself, or not at all; a beat that is on goes on alone. */
  stopFollowing(): void {
    if (!this.#followed) return;
    this.#followed.pause();
    this.#followed.playBy(null);
    this.#followed = null;
    this.#mixer?.leave();
    if (this.button) void this.start(this.button);
  }

  /** The page has no place for it any more. */
  close(): void {
    this.stop();
    this.#mixer?.close();
    this.#mixer = null;
  }

  /** The mixer; it is made by the first press, since a browser lets none sound before. */
  #opened(): Mixer {
    this.#mixer ??= new Mixer(() => this.#followed?.moved());
    this.#mixer.setVolume(this.#volume);
    this.#mixer.countsIn = this.#countsIn;
    return this.#mixer;
  }

  #tell(failed: boolean): void {
    for (const listener of this.#listeners) listener(failed);
  }
}

/** Whether a beat's tempo is the song's, its half or its double, so that it can go over it. */
export function keepsStep(button: HTMLButtonElement): boolean {
  return Boolean(button.dataset.octave);
}
