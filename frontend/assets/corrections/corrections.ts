// What people say that a file is, where the page was wrong: kept by this browser alone, and the table
// that training reads (`docs/train-your-own.md`).

import { isFormula, rowsToCsv } from "../basic/csv";

export interface Correction {
  /** of the file, in its folder where that is known */
  path: string;
  genre: string;
}

const KEY = "corrections";
const LONGEST_GENRE = 40;
// As training finds the artist in a file's name: "07. Artist - Title".
const ARTIST = /^(?:\d+\s*[.-]\s*)?(.*?[^\d\s].*?) - .+/su;

/** In the order of the paths. What cannot be read counts as nothing. */
export function keptCorrections(): Correction[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isCorrection) : [];
  } catch {
    return [];
  }
}

/** The genre that somebody gave the file; null where nobody did. */
export function pathToCorrection(path: string): string | null {
  return keptCorrections().find((one) => one.path === path)?.genre ?? null;
}

/** Keep a genre for a file, instead of any before. False where this browser keeps nothing. */
export function correct(path: string, genre: string): boolean {
  const others = keptCorrections().filter((one) => one.path !== path);
  const corrections = [...others, { path, genre: wordsToGenre(genre) }];
  return keep(corrections.toSorted((one, other) => (one.path < other.path ? -1 : 1)));
}

export function forgetCorrection(path: string): void {
  keep(keptCorrections().filter((one) => one.path !== path));
}

export function forgetAllCorrections(): void {
  keep([]);
}

/** A genre as it may be called: one line, of a length that can be drawn, no formula. */
export function wordsToGenre(words: string): string {
  let genre = words.normalize("NFC").replace(/\s+/gu, " ").trim().slice(0, LONGEST_GENRE);
  while (isFormula(genre)) genre = genre.slice(1).trim();
  return genre;
}

/**
 * The table `clips.csv`: `audio`, `genre`, `artist`. A path that a spreadsheet would compute begins
 * with `./`, which changes nothing for who opens it.
 */
export function correctionsToCsv(corrections: Correction[]): string {
  const rows = corrections.map(({ path, genre }) => [
    isFormula(path) ? `./${path}` : path,
    genre,
    pathToArtist(path),
  ]);
  return rowsToCsv([["audio", "genre", "artist"], ...rows]);
}

function pathToArtist(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  return ARTIST.exec(name)?.[1]?.trim().toLowerCase().normalize("NFC") ?? "";
}

function keep(corrections: Correction[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(corrections));
  } catch {
    return false; // storage is full or switched off
  }
  window.dispatchEvent(new Event("correctionschange"));
  return true;
}

function isCorrection(one: unknown): one is Correction {
  const found = one as Correction | null;
  return typeof found?.path === "string" && typeof found.genre === "string";
}
