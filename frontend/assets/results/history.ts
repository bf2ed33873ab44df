// The last results of this browser, kept by it alone: a line for each and the link that restores it.
import { dataToLink } from "./link";
import type { ResultData } from "./result_data";
import { dataToVerdict, type Said, verdictToProbability, verdictToSaid } from "./verdict";

export interface KeptLine extends Said {
  when_ms: number;
  file_name: string;
  probability: number | null;
  link: string;
}

const KEY = "results";
const MOST_LINES = 50;

/** Newest first. What cannot be read counts as nothing. */
export function keptLines(): KeptLine[] {
  try {
    const lines: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(lines) ? lines.filter(isLine) : [];
  } catch {
    return [];
  }
}

export async function rememberResult(data: ResultData): Promise<void> {
  const verdict = dataToVerdict(data);
  if (!verdict) return;
  const line: KeptLine = {
    when_ms: Date.now(),
    file_name: data.file_name,
    ...verdictToSaid(verdict),
    probability: verdictToProbability(verdict),
    link: await dataToLink(data),
  };
  keep([line, ...keptLines().filter((other) => !isSame(line, other))].slice(0, MOST_LINES));
}

export function forgetResult(link: string): void {
  keep(keptLines().filter((line) => line.link !== link));
}

export function forgetAllResults(): void {
  keep([]);
}

/** Write the lines; where there is no room, the oldest go first. */
function keep(lines: KeptLine[]): void {
  for (let kept = lines; ; kept = kept.slice(0, -1)) {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      break;
    } catch {
      if (kept.length === 0) break; // storage is switched off: nothing is remembered
    }
  }
  window.dispatchEvent(new Event("historychange"));
}

/** The same song heard again: only the times that it took differ. */
function isSame(line: KeptLine, other: KeptLine): boolean {
  const members = ["file_name", "outcome", "kind", "genre", "probability"] as const;
  return members.every((member) => line[member] === other[member]);
}

function isLine(line: unknown): line is KeptLine {
  const found = line as KeptLine | null;
  return typeof found?.link === "string" && found.link.startsWith("/#result=");
}
