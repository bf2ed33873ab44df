// A fragment of results → its place in the page, with its music.
import { resultsToData } from "./result_data";

/** Put the server's HTML into the page; `file` is what it is about, null where there is none. */
export async function showResults(
  results: HTMLElement,
  html: string,
  file: File | null,
): Promise<void> {
  results.innerHTML = html; // the server escapes what it puts there
  const data = resultsToData(results);
  if (!data) return;
  const { showMusic } = await import("./music_view");
  showMusic(results, file, data);
}
