// Songs → the order of a set.

import { type Sound, soundsToTransition } from "./transition";

const MOST_PASSES = 10;
const LEAST_GAIN = 0.001;

export type SetOrder = "smooth" | "tempo" | "energy" | "list";

export interface Song<Kind> {
  what: Kind;
  sound: Sound;
}

/** Put songs in order; those without the number that it goes by come last, in the order given. */
export function songsInOrder<Kind>(songs: Song<Kind>[], order: SetOrder): Song<Kind>[] {
  if (order === "smooth") return smoothly(songs);
  if (order === "list") return [...songs];
  const value = ({ sound }: Song<Kind>) => (order === "tempo" ? sound.bpm : sound.energy);
  return songs.toSorted((one, other) => (value(one) ?? Infinity) - (value(other) ?? Infinity) || 0);
}

/** From the calmest song on, always the one that fits best of those left; then mended. */
function smoothly<Kind>(songs: Song<Kind>[]): Song<Kind>[] {
  const left = songsInOrder(songs, "energy");
  const ordered: Song<Kind>[] = [];
  for (let last = left.shift(); last; ) {
    ordered.push(last);
    const fits = left.map((song) => songsToFit(last, song));
    last = left.splice(fits.indexOf(Math.max(...fits)), 1)[0];
  }
  for (let pass = 0; pass < MOST_PASSES; pass += 1) if (!mend(ordered)) break;
  return ordered;
}

/** Turn round each stretch that fits better so (2-opt); the first song stays. */
function mend<Kind>(songs: Song<Kind>[]): boolean {
  let isMended = false;
  for (let from = 1; from < songs.length - 1; from += 1) {
    for (let to = from + 1; to < songs.length; to += 1) {
      const [before, first, last, after] = [songs[from - 1], songs[from], songs[to], songs[to + 1]];
      const now = songsToFit(before, first) + songsToFit(last, after);
      const turned = songsToFit(before, last) + songsToFit(first, after);
      if (turned <= now + LEAST_GAIN) continue;
      songs.splice(from, to - from + 1, ...songs.slice(from, to + 1).reverse());
      isMended = true;
    }
  }
  return isMended;
}

/** 0 where there is no song before or after. */
function songsToFit<Kind>(first: Song<Kind> | undefined, second: Song<Kind> | undefined): number {
  return first && second ? soundsToTransition(first.sound, second.sound).fit : 0;
}
