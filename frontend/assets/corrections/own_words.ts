// What somebody said that a file is, in words.

import { fileToPath } from "../basic/path";
import { genreLabel, text } from "../basic/text";
import { pathToCorrection } from "./corrections";

/** `you say: rock`; null where nobody corrected the file. */
export function fileToOwnWords(file: File): string | null {
  const own = pathToCorrection(fileToPath(file));
  return own === null ? null : text("you_say", { genre: genreLabel(own) });
}
