// What DJs ask of a song beside its genre, where the beat service heard it.

import type { ResultData } from "./result_data";
import { dataToVerdict } from "./verdict";

/** Each is null where it is not known; what is not music has none of them. */
export interface Traits {
  bpm: number | null;
  /** `F# minor` */
  key: string | null;
  /** `11A` */
  camelot: string | null;
  /** `4m` */
  openKey: string | null;
  /** 0–1 */
  energy: number | null;
  /** of the beat that fits */
  style: string | null;
}

/** What of the beat service's answer is used here; `docs/api.md` says what it means. */
interface BeatBody {
  tempo?: { bpm?: number } | null;
  key?: {
    tonic?: string | null;
    mode?: string | null;
    camelot?: string | null;
    open_key?: string | null;
  } | null;
  energy?: { energy?: number } | null;
  recommended_beat?: string | null;
}

export function dataToTraits(data: ResultData): Traits {
  const isMusic = dataToVerdict(data)?.outcome !== "not_music";
  const beat = (isMusic ? (data.body.beat ?? {}) : {}) as BeatBody;
  const { tonic, mode, camelot, open_key } = beat.key ?? {};
  return {
    bpm: beat.tempo?.bpm ?? null,
    key: tonic && mode ? `${tonic} ${mode}` : null,
    camelot: camelot ?? null,
    openKey: open_key ?? null,
    energy: beat.energy?.energy ?? null,
    style: beat.recommended_beat ?? null,
  };
}
