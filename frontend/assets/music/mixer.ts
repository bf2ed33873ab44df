// A beat that plays, alone or over the song, sample by sample on the clock of one audio context.

import { gainToMatch } from "./loudness";
import {
  countInLength,
  type Loop,
  startCountIn,
  startLoop,
  startLoopAlone,
  startSong,
} from "./mix_graph";
import type { Engine } from "./player";
import type { SongBeats } from "./song_grid";

const SOON_S = 0.06; // from a press to the sound: time to compute what comes first
const HEADROOM = 0.7; // both together must not clip
const GROWTH = 0.01; // by which a sound may differ from its beats' length and still be a whole loop

/** What is to be known of a beat before its sound is there. */
export interface BeatFacts {
  url: string;
  bpm: number;
  beats: number;
  octave: number;
}

/** A song that is decoded, with its beats. */
export interface Song {
  buffer: AudioBuffer;
  beats: SongBeats;
}

export class Mixer implements Engine {
  countsIn = false;
  readonly #context = new AudioContext({ latencyHint: "playback" });
  readonly #out = new GainNode(this.#context, { gain: HEADROOM });
  readonly #level = new GainNode(this.#context);
  readonly #loops = new Map<string, Promise<AudioBuffer>>();
  #song: Song | null = null;
  #loop: Loop | null = null;
  #sources: AudioScheduledSourceNode[] = [];
  #beating: AudioScheduledSourceNode | null = null;
  #fromS = 0;
  #atS = 0;
  #isPlaying = false;
  #asked = 0;

  /** `onEnd` is told when the song is over. */
  constructor(private readonly onEnd: () => void) {
    this.#level.connect(this.#out).connect(this.#context.destination);
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get now(): number {
    if (!this.#isPlaying) return this.#fromS;
    return this.#fromS + Math.max(0, this.#context.currentTime - this.#atS);
  }

  /** Decode the song. Rejects where this browser cannot. */
  async take(file: File, beats: SongBeats): Promise<void> {
    const buffer = await this.#context.decodeAudioData(await file.arrayBuffer());
    this.#song = { buffer, beats };
  }

  setVolume(volume: number): void {
    this.#level.gain.value = volume;
  }

  /** Let go of the song. */
  leave(): void {
    this.pause();
    this.#song = null;
  }

  close(): void {
    this.leave();
    this.noBeat();
    void this.#context.close();
  }

  /** Let a beat play: over the song where it is taken, else alone. Rejects without its sound. */
  async beat(facts: BeatFacts, isAlone: boolean): Promise<void> {
    void this.#context.resume();
    this.noBeat();
    const asked = this.#asked;
    const buffer = await this.#urlToBuffer(facts.url);
    const wholeS = (facts.beats * 60) / facts.bpm;
    const isWhole = Math.abs(buffer.duration - wholeS) < GROWTH * wholeS;
    const lengthS = isWhole ? Math.min(wholeS, buffer.duration) : wholeS;
    const song = isAlone ? null : this.#song;
    const gain = song ? await gainToMatch(buffer, song.buffer) : 1;
    if (asked !== this.#asked) return; // another one, or none, was asked for meanwhile
    this.#loop = { ...facts, lengthS, buffer, gain };
    if (!song) this.#beating = startLoopAlone(this.#loop, this.#level);
    else if (this.#isPlaying) this.#startBeat(this.#context.currentTime + SOON_S);
  }

  noBeat(): void {
    this.#asked += 1;
    this.#silenceBeat();
    this.#loop = null;
  }

  play(fromS: number): void {
    const song = this.#song;
    if (!song) return;
    const continues = this.#isPlaying;
    this.#stop();
    void this.#context.resume();
    const leadS = this.countsIn && !continues ? countInLength(song.beats, fromS) : 0;
    this.#fromS = fromS;
    this.#atS = this.#context.currentTime + SOON_S + leadS;
    const start = { fromS, atS: this.#atS };
    const source = startSong(song.buffer, this.#out, start);
    source.addEventListener("ended", () => this.#ended(source));
    this.#sources = [source];
    if (leadS > 0) this.#sources.push(...startCountIn(song.beats, this.#out, start));
    this.#isPlaying = true;
    this.#startBeat(this.#atS);
  }

  pause(): void {
    this.#fromS = this.now;
    this.#stop();
  }

  #startBeat(atS: number): void {
    const { song, loop } = { song: this.#song, loop: this.#loop };
    if (!song || !loop) return;
    const match = new GainNode(this.#context, { gain: loop.gain });
    match.connect(this.#level);
    const laterS = Math.max(atS, this.#atS);
    const start = { fromS: this.#fromS + laterS - this.#atS, atS: laterS };
    this.#beating = startLoop(loop, song.beats, match, start);
  }

  #stop(): void {
    this.#isPlaying = false;
    for (const source of this.#sources) source.stop();
    this.#sources = [];
    this.#silenceBeat();
  }

  #silenceBeat(): void {
    this.#beating?.stop();
    this.#beating = null;
  }

  #ended(source: AudioScheduledSourceNode): void {
    if (!this.#isPlaying || !this.#sources.includes(source)) return;
    this.pause();
    this.onEnd();
  }

  #urlToBuffer(url: string): Promise<AudioBuffer> {
    const known = this.#loops.get(url);
    if (known) return known;
    const coming = this.#fetch(url);
    this.#loops.set(url, coming);
    coming.catch(() => this.#loops.delete(url)); // it may come the next time
    return coming;
  }

  async #fetch(url: string): Promise<AudioBuffer> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${response.status}`);
    return this.#context.decodeAudioData(await response.arrayBuffer());
  }
}
