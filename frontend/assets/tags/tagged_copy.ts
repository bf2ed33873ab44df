// A copy of the song with what was heard of it in its tags: genre, tempo and key.

import { showToast } from "../basic/announce";
import { fileToPath } from "../basic/path";
import { save } from "../basic/save";
import { text } from "../basic/text";
import { pathToCorrection } from "../corrections/corrections";
import type { ResultData } from "../results/result_data";
import { dataToTraits } from "../results/traits";
import { dataToVerdict } from "../results/verdict";
import { mp3WithTexts, NotTaggableError } from "./id3";

/** Save the copy, and say what is in it; a file that cannot be tagged says so. */
export async function saveTaggedCopy(file: File, data: ResultData): Promise<void> {
  const texts = dataToTags(data, pathToCorrection(fileToPath(file)));
  if (Object.keys(texts).length === 0) return showToast(text("no_tags"));
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    const parts = mp3WithTexts(bytes, texts) as BlobPart[];
    save(new Blob(parts), "audio/mpeg", file.name);
  } catch (error) {
    if (!(error instanceof NotTaggableError)) throw error;
    return showToast(text("not_taggable"));
  }
  showToast(text("tagged", { tags: Object.values(texts).join(", ") }));
}

/** Only what is known: a genre that is sure or that a person gave, a steady tempo, a clear key. */
export function dataToTags(data: ResultData, own: string | null): Record<string, string> {
  const verdict = dataToVerdict(data);
  const sure = verdict?.outcome === "confident" ? verdict.genre : null;
  const genre = own ?? sure;
  const tempo = data.body.beat?.tempo as { free?: boolean } | null | undefined;
  const { bpm, key } = dataToTraits(data);
  const tags: Record<string, string> = {};
  if (genre) tags.TCON = genreToTag(genre);
  if (bpm !== null && !tempo?.free) tags.TBPM = String(Math.round(bpm));
  if (key) tags.TKEY = key.replace(" minor", "m").replace(" major", "");
  return tags;
}

/** As players write it, in whatever language the page is. */
function genreToTag(genre: string): string {
  if (genre === "hiphop") return "Hip-Hop";
  return genre.charAt(0).toUpperCase() + genre.slice(1);
}
