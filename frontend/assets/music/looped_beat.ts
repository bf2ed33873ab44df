// One beat that loops, alone or in step with the song's own beats.
import type { Player } from "./player";

const FAR_S = 0.12; // off by more, it jumps; off by less, it plays a little faster or slower
const MOST_BEND = 0.06;
const BEND_PER_S = 0.8;

/** When the song's beats fall [s], and its tempo for what lies outside them. */
export interface SongBeats {
  times: number[];
  bpm: number;
}

export class LoopedBeat {
  /** The button of the beat that is on. */
  button: HTMLButtonElement | null = null;
  private readonly audio = new Audio();
  private readonly listeners: ((failed: boolean) => void)[] = [];
  private song: SongBeats | null = null;
  private player: Player | null = null;
  private corrected = 0;

  constructor() {
    this.audio.loop = true;
    this.audio.preload = "none";
    this.audio.addEventListener("error", () => {
      if (!this.button) return;
      this.button = null;
      this.tell(true);
    });
  }

  get isOn(): boolean {
    return this.button !== null;
  }

  listen(listener: (failed: boolean) => void): void {
    this.listeners.push(listener);
  }

  setVolume(volume: number): void {
    this.audio.volume = volume;
  }

  start(button: HTMLButtonElement): void {
    this.button = button;
    this.audio.src = button.dataset.beat ?? "";
    this.audio.playbackRate = 1;
    if (this.song && keepsStep(button)) this.step();
    else this.begin();
    this.tell(false);
  }

  stop(): void {
    if (!this.isOn) return;
    this.audio.pause();
    this.button = null;
    this.tell(false);
  }

  /** From now on play when the song plays, where the song is; only what keeps step with it. */
  follow(player: Player, song: SongBeats): void {
    this.song = song;
    if (this.player !== player) player.listen(() => this.step());
    this.player = player;
    this.step();
  }

  stopFollowing(): void {
    this.song = null;
    this.audio.playbackRate = 1;
  }

  /** Keep in step with the song: jump where it is far off, bend its speed where it is near. */
  private step(): void {
    const { player, song, button } = this;
    if (!player || !song || !button) return;
    if (!player.isPlaying) {
      this.audio.pause();
      return;
    }
    const bpm = Number(button.dataset.bpm);
    const lengthS = (Number(button.dataset.beats) * 60) / bpm;
    const beats = Number(button.dataset.octave) * timeToBeats(player.now, song);
    const goalS = ((((beats * 60) / bpm) % lengthS) + lengthS) % lengthS;
    if (this.audio.paused) {
      this.audio.currentTime = goalS;
      this.begin();
      return;
    }
    this.correct(goalS, lengthS);
  }

  private correct(goalS: number, lengthS: number): void {
    if (this.audio.seeking || performance.now() - this.corrected < 100) return;
    this.corrected = performance.now();
    const around = (goalS - this.audio.currentTime + 1.5 * lengthS) % lengthS;
    const behindS = around - lengthS / 2;
    if (Math.abs(behindS) > FAR_S) this.audio.currentTime = goalS;
    const bend = Math.max(-MOST_BEND, Math.min(MOST_BEND, behindS * BEND_PER_S));
    this.audio.playbackRate = Math.abs(behindS) > FAR_S ? 1 : 1 + bend;
  }

  private begin(): void {
    // Another beat or a pause may come before it has begun; real failures are told by `error`.
    this.audio.play().catch(() => undefined);
  }

  private tell(failed: boolean): void {
    for (const listener of this.listeners) listener(failed);
  }
}

/** Whether a beat's tempo is the song's, its half or its double, so that it can go over it. */
export function keepsStep(button: HTMLButtonElement): boolean {
  return Boolean(button.dataset.octave);
}

/** Beats since the song's first, at its mean tempo before that and after the last. */
export function timeToBeats(timeS: number, { times, bpm }: SongBeats): number {
  const next = times.findIndex((time) => time > timeS);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  if (next === 0) return ((timeS - first) * bpm) / 60;
  if (next < 0) return times.length - 1 + ((timeS - last) * bpm) / 60;
  const [before, after] = [times[next - 1] ?? 0, times[next] ?? 0];
  return next - 1 + (timeS - before) / (after - before);
}
