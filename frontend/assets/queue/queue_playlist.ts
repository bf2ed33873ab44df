// The queue → a playlist that lies beside the songs: those of a genre together.

import { fileToPath } from "../basic/path";
import { genreLabel, language } from "../basic/text";
import { isProblem, type ResultData } from "../results/result_data";
import { dataToVerdict, saidToWords, verdictToSaid } from "../results/verdict";
import type { Item } from "./queue_item";

const NO_SONG: ReadonlySet<string> = new Set(["not_music", "silence"]);

/** M3U in UTF-8, by genre; within a genre in the order given. What is no music is left out. */
export function itemsToPlaylist(items: Item[]): string {
  const groups = new Map<string, string[]>();
  for (const item of items) {
    const verdict = item.data && dataToVerdict(item.data);
    if (!item.data || !verdict || NO_SONG.has(verdict.outcome)) continue;
    const { genre } = verdict;
    const group = genre === null ? saidToWords(verdictToSaid(verdict)) : genreLabel(genre);
    groups.set(group, [...(groups.get(group) ?? []), ...itemToLines(item, item.data)]);
  }
  const names = [...groups.keys()].sort((one, other) => one.localeCompare(other, language));
  const lines = names.flatMap((name) => [`#EXTGRP:${name}`, ...(groups.get(name) ?? [])]);
  return ["#EXTM3U", ...lines, ""].join("\n");
}

/** M3U in UTF-8, in the order given. */
export function itemsToSet(items: Item[]): string {
  const lines = items.flatMap((item) => (item.data ? itemToLines(item, item.data) : []));
  return ["#EXTM3U", ...lines, ""].join("\n");
}

/** Two lines for each file. */
function itemToLines({ file }: Item, { body }: ResultData): string[] {
  const heard = [body.vgg19, body.svm].find((model) => model && !isProblem(model));
  const seconds = heard && !isProblem(heard) ? Math.round(heard.audio.duration_s) : -1;
  const title = file.name.replace(/\.[^.]*$/, "");
  const path = fileToPath(file);
  // A line that begins with # would be a remark, and one with a colon in it an address.
  return [`#EXTINF:${seconds},${title}`, /^#|:/.test(path) ? `./${path}` : path];
}
