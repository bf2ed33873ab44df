// A song that plays: an audio element on an object URL, so that nothing is decoded in the page; or,
// while a beat goes over it, an engine on the clock that the beat is on.
import { soundAlone } from "./one_sound";
import type { TimeAxis } from "./time_axis";

export interface Span {
  start_s: number;
  end_s: number;
}

/** Something else that plays the song. */
export interface Engine {
  /** where the song is [s] */
  readonly now: number;
  readonly isPlaying: boolean;
  play(fromS: number): void;
  pause(): void;
}

type Listener = (player: Player) => void;

const STILL_MS = 250; // between two looks at an engine where nothing is to move
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Plays, seeks, and says where it is: every frame, or four times a second without motion. */
export class Player {
  readonly audio = new Audio();
  canPlay = true;
  private readonly listeners: Listener[] = [];
  private spans: Span[] = [];
  private position = 0;
  private engine: Engine | null = null;
  private isLate = false; // the audio element is on its way to where it shall no longer be
  private isAwaited = false; // it plays as soon as it has arrived

  constructor(
    readonly file: File,
    readonly axis: TimeAxis,
    readonly lengthS = axis.durationS, // the axis may be that of a longer song as well
  ) {
    this.audio.preload = "metadata";
    this.audio.addEventListener("error", () => {
      this.canPlay = false;
      this.isAwaited = false;
      this.tell();
    });
    for (const name of ["play", "pause", "ended", "timeupdate"]) {
      this.audio.addEventListener(name, () => this.moved());
    }
    this.audio.addEventListener("seeked", () => this.arrived());
    this.audio.addEventListener("play", () => this.run());
    this.audio.src = URL.createObjectURL(file);
  }

  get now(): number {
    return this.position;
  }

  get isPlaying(): boolean {
    return this.engine?.isPlaying ?? (this.isAwaited || !this.audio.paused);
  }

  /** Whether only chosen stretches are played. */
  get isChoosing(): boolean {
    return this.spans.length > 0;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
    listener(this);
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  /** From now on let an engine play, or the audio element again; what plays goes on. */
  playBy(engine: Engine | null): void {
    const goesOn = this.isPlaying;
    this.pause();
    this.engine = engine;
    if (!engine) this.seekAudio();
    if (goesOn) this.play();
  }

  play(): void {
    if (!this.canPlay) return;
    soundAlone(this);
    if (this.position >= this.lengthS - 0.05) this.seek(0);
    if (this.engine) {
      this.engine.play(this.position);
      this.run();
      return;
    }
    // Started on its way to the end, it would stop there although it shall be elsewhere by now.
    this.isAwaited = this.audio.seeking || this.isLate;
    // A pause or the next song may come before it has begun; that is no error.
    if (!this.isAwaited) this.audio.play().catch(() => this.tell());
    this.tell();
  }

  pause(): void {
    this.isAwaited = false;
    if (this.engine) this.position = Math.min(this.lengthS, this.engine.now);
    (this.engine ?? this.audio).pause();
    this.tell();
  }

  /** Go to a time; chosen stretches are over. */
  seek(timeS: number): void {
    this.spans = [];
    this.jump(timeS);
  }

  /** Play these stretches one after the other, and stop. */
  playSpans(spans: Span[]): void {
    const first = spans[0];
    if (!first) return;
    this.spans = [...spans];
    this.jump(first.start_s);
    this.play();
  }

  /** Stop and let go of the file. */
  close(): void {
    this.pause();
    URL.revokeObjectURL(this.audio.src);
  }

  private jump(timeS: number): void {
    this.position = Math.min(this.lengthS, Math.max(0, timeS));
    if (this.engine?.isPlaying) this.engine.play(this.position);
    this.seekAudio();
    this.axis.reveal(this.position);
    this.tell();
  }

  /** One seek at a time: of several that come while one is under way, the last one follows it. */
  private seekAudio(): void {
    if (this.engine || !this.canPlay) return;
    this.isLate = this.audio.seeking;
    if (!this.isLate) this.audio.currentTime = this.position;
  }

  private arrived(): void {
    if (this.isLate) this.seekAudio();
    else if (this.isAwaited) this.play();
    this.moved();
  }

  private run(): void {
    if (!this.isPlaying || (still.matches && !this.engine)) return;
    this.moved();
    if (still.matches) setTimeout(() => this.run(), STILL_MS);
    else requestAnimationFrame(() => this.run());
  }

  /** Look where the song is, and tell. */
  moved(): void {
    if (this.engine) this.position = Math.min(this.lengthS, this.engine.now);
    else if (this.canPlay && !this.audio.seeking && !this.isLate)
      this.position = this.audio.currentTime;
    const span = this.spans[0];
    if (span && this.position >= span.end_s) this.leave();
    if (this.isPlaying) this.axis.reveal(this.position);
    this.tell();
  }

  /** The end of a chosen stretch: on to the next one, or stop. */
  private leave(): void {
    this.spans.shift();
    const next = this.spans[0];
    if (next) this.jump(next.start_s);
    else this.pause();
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this);
  }
}
