// Texts of scripts, in the page's language. They stand in `frontend/texts/scripts.py` and
// `frontend/texts/music.py`; the page brings those of its language as one block of JSON.

interface Texts {
  language: string;
  genres: Record<string, string>;
  texts: Record<string, string>;
}

const block = document.getElementById("texts") as HTMLScriptElement;
const all = JSON.parse(block.text) as Texts;

export const language = all.language;

/** A text by its name in Python, with its `{…}` filled in. Throws where there is none. */
export function text(name: string, facts: Record<string, string | number> = {}): string {
  const found = all.texts[name];
  if (found === undefined) throw new Error(`no text ${name}`);
  return found.replace(/\{(\w+)\}/g, (_, fact: string) => String(facts[fact]));
}

/** A genre as people write it. */
export function genreLabel(genre: string): string {
  return all.genres[genre] ?? genre;
}
