// How two songs go together: by key on Camelot's wheel, by tempo, by genre.

import type { ResultData } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import { dataToVerdict } from "../results/verdict";

export type KeyStep = "same" | "up" | "down" | "relative" | "far" | "unknown";

/** What of a song decides what it goes with. */
export interface Sound {
  bpm: number | null;
  camelot: string | null;
  energy: number | null;
  probabilities: Record<string, number>;
}

export interface Transition {
  key: KeyStep;
  /** by how much the second song must become faster, 0.02 is 2 %; null where a tempo is missing */
  faster: number | null;
  /** the second song's tempo counts this often: 2 where it is heard in double time */
  octave: 0.5 | 1 | 2;
  /** of their genres, 0–1 */
  alike: number;
  /** 0–1, for ranks */
  fit: number;
}

const MOST_FASTER = 0.06; // what a deck can do without being heard
const WHEEL = 12;
const CAMELOT = /^(\d{1,2})([AB])$/;
const OCTAVES = [1, 2, 0.5] as const;
const KEY_FIT: Record<KeyStep, number> = {
  same: 1,
  up: 0.8,
  down: 0.8,
  relative: 0.8,
  unknown: 0.3,
  far: 0,
};
const WEIGHTS = { key: 0.4, tempo: 0.35, alike: 0.25 };

export function dataToSound(data: ResultData): Sound {
  const { bpm, camelot, energy } = dataToTraits(data);
  return { bpm, camelot, energy, probabilities: dataToVerdict(data)?.probabilities ?? {} };
}

export function soundsToTransition(first: Sound, second: Sound): Transition {
  const key = keysToStep(first.camelot, second.camelot);
  const { faster, octave } = temposToChange(first.bpm, second.bpm);
  const alike = probabilitiesToAlike(first.probabilities, second.probabilities);
  const tempoFit = faster === null ? 0 : Math.max(0, 1 - Math.abs(faster) / (2 * MOST_FASTER));
  const together = WEIGHTS.key * KEY_FIT[key] + WEIGHTS.tempo * tempoFit + WEIGHTS.alike * alike;
  const isInReach = faster !== null && Math.abs(faster) <= MOST_FASTER;
  return { key, faster, octave, alike, fit: isInReach ? together : together / 2 };
}

/** Next to each other on the wheel, and in tempo. */
export function isNeighbour({ key, faster }: Transition): boolean {
  const isNear = key !== "far" && key !== "unknown";
  return isNear && faster !== null && Math.abs(faster) <= MOST_FASTER;
}

function keysToStep(first: string | null, second: string | null): KeyStep {
  const [one, other] = [CAMELOT.exec(first ?? ""), CAMELOT.exec(second ?? "")];
  if (!one || !other) return "unknown";
  const steps = (Number(other[1]) - Number(one[1]) + WHEEL) % WHEEL;
  if (one[2] !== other[2]) return steps === 0 ? "relative" : "far";
  if (steps === 0) return "same";
  if (steps === 1) return "up";
  return steps === WHEEL - 1 ? "down" : "far";
}

function temposToChange(
  first: number | null,
  second: number | null,
): Pick<Transition, "faster" | "octave"> {
  if (!first || !second) return { faster: null, octave: 1 };
  const changes = OCTAVES.map((octave) => ({ octave, faster: first / (second * octave) - 1 }));
  return changes.reduce((best, one) => (Math.abs(one.faster) < Math.abs(best.faster) ? one : best));
}

/** Bhattacharyya's coefficient: 1 where both have the same genres in the same measure. */
function probabilitiesToAlike(
  first: Record<string, number>,
  second: Record<string, number>,
): number {
  const shares = Object.entries(first).map(([genre, p]) => Math.sqrt(p * (second[genre] ?? 0)));
  return Math.min(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  );
}
