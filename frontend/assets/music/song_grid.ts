// Where a song's beats fall, and how fast a loop plays to fall on them.

/** When the song's beats fall [s], and its tempo for what lies outside them. */
export interface SongBeats {
  times: number[];
  bpm: number;
  /** the number of the beat with which the first bar begins */
  firstBar: number;
}

/** A loop's own beats; `octave` is how many of them one of the song's beats lasts. */
export interface LoopBeats {
  /** when it begins anew [s] */
  lengthS: number;
  beats: number;
  octave: number;
}

/** From this time of the context on [s], the loop plays at this rate. */
export interface RateChange {
  atS: number;
  rate: number;
}

/** Beats since the song's first, at its mean tempo before that and after the last. */
export function timeToBeats(
  timeS: number,
  { times, bpm }: Pick<SongBeats, "times" | "bpm">,
): number {
  const next = times.findIndex((time) => time > timeS);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  if (next === 0) return ((timeS - first) * bpm) / 60;
  if (next < 0) return times.length - 1 + ((timeS - last) * bpm) / 60;
  const [before, after] = [times[next - 1] ?? 0, times[next] ?? 0];
  return next - 1 + (timeS - before) / (after - before);
}

/** Where in the loop it is when the song is at a time [s]: its bars begin with the song's. */
export function timeToLoop(timeS: number, song: SongBeats, loop: LoopBeats): number {
  const beats = timeToBeats(timeS, song) - song.firstBar;
  return (loop.octave * beats * loop.lengthS) / loop.beats; // not wrapped round the loop's end
}

/**
 * How fast the loop plays when, if the song is at `fromS` when the context is at `atS`.
 *
 * A rate changes only every `quantumS`: each change is put on that grid, and each rate leads to where
 * the loop must be at the next one, so that nothing adds up.
 */
export function loopToRates(
  song: SongBeats,
  loop: LoopBeats,
  fromS: number,
  atS: number,
  quantumS: number,
): RateChange[] {
  const onGrid = (timeS: number) => Math.ceil(timeS / quantumS) * quantumS;
  const beats = song.times.filter((time) => time > fromS).map((time) => onGrid(atS + time - fromS));
  const knots = [atS, ...new Set(beats)];
  const place = (knotS: number) => timeToLoop(fromS + knotS - atS, song, loop);
  return knots.map((knotS, n) => {
    const nextS = knots[n + 1] ?? knotS + 1;
    return { atS: knotS, rate: (place(nextS) - place(knotS)) / (nextS - knotS) };
  });
}
