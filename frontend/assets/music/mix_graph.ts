// Song, loop and count-in on the clock of one audio context: each starts at its own sample. The same
// graph plays and, in tests, is rendered.

import { type LoopBeats, loopToRates, type SongBeats, timeToBeats, timeToLoop } from "./song_grid";

export interface Loop extends LoopBeats {
  buffer: AudioBuffer;
  /** what makes it as loud as the song */
  gain: number;
}

/** The song is at `fromS` when the context is at `atS` [s]. */
export interface Start {
  fromS: number;
  atS: number;
}

const QUANTUM = 128; // samples that a context computes at once
const COUNTED = 4;
const CLICK_S = 0.03;
const CLICK_HZ = [1500, 1000, 1000, 1000];

export function startSong(song: AudioBuffer, into: AudioNode, { fromS, atS }: Start) {
  const source = into.context.createBufferSource();
  source.buffer = song;
  source.connect(into);
  source.start(atS, fromS);
  return source;
}

/** The loop over the song: it bends with the song's beats, and has no gap where it begins anew. */
export function startLoop(loop: Loop, song: SongBeats, into: AudioNode, { fromS, atS }: Start) {
  const source = loopToSource(loop, into);
  const quantumS = QUANTUM / into.context.sampleRate;
  for (const { atS: changeS, rate } of loopToRates(song, loop, fromS, atS, quantumS)) {
    // Half a quantum early: a context rounds to the next one.
    source.playbackRate.setValueAtTime(rate, Math.max(0, changeS - quantumS / 2));
  }
  const place = timeToLoop(fromS, song, loop) % loop.lengthS;
  source.start(atS, (place + loop.lengthS) % loop.lengthS);
  return source;
}

/** The loop alone, from its beginning. */
export function startLoopAlone(loop: Loop, into: AudioNode) {
  const source = loopToSource(loop, into);
  source.start();
  return source;
}

/** How long the count-in is that leads to `fromS` of the song [s]: a bar, on the song's beats. */
export function countInLength(song: SongBeats, fromS: number): number {
  const beats = timeToBeats(fromS, song);
  return ((beats - Math.ceil(beats) + COUNTED) * 60) / song.bpm;
}

/** Four clicks on the beats before the song begins. */
export function startCountIn(song: SongBeats, into: AudioNode, { fromS, atS }: Start) {
  const firstS = atS - countInLength(song, fromS);
  return CLICK_HZ.map((hertz, n) => {
    const clickS = firstS + (n * 60) / song.bpm;
    const level = into.context.createGain();
    level.gain.setValueAtTime(0.5, clickS);
    level.gain.linearRampToValueAtTime(0, clickS + CLICK_S);
    level.connect(into);
    const click = into.context.createOscillator();
    click.frequency.value = hertz;
    click.connect(level);
    click.start(clickS);
    click.stop(clickS + CLICK_S);
    return click;
  });
}

function loopToSource(loop: Loop, into: AudioNode): AudioBufferSourceNode {
  const source = into.context.createBufferSource();
  source.buffer = loop.buffer;
  source.loop = true;
  source.loopEnd = loop.lengthS;
  source.connect(into);
  return source;
}
