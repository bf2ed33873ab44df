// A fragment of results → its place in the page, with its buttons and its music.
import { showToast } from "./announce";
import { type ResultData, resultsToData } from "./result_data";
import { text } from "./text";

/** The address that restores the result on show; the switch of languages takes it along. */
let shown: Promise<string> | null = null;

export function shownLink(): Promise<string> | null {
  return shown;
}

/** Put the server's HTML into the page; `file` is what it is about, null where there is none. */
export async function showResults(
  results: HTMLElement,
  html: string,
  file: File | null,
): Promise<void> {
  results.innerHTML = html; // the server escapes what it puts there
  const data = resultsToData(results);
  results.classList.toggle("is-reserved", data !== null);
  if (data) await enhanceResults(results, file, data);
}

/** The one sentence that the results come to. */
export function resultsToSummary(results: HTMLElement): string {
  return results.querySelector<HTMLElement>("[data-summary]")?.dataset.summary ?? "";
}

/** Give results that are in the page their buttons, their music and their place in the history. */
export async function enhanceResults(
  results: HTMLElement,
  file: File | null,
  data: ResultData,
): Promise<void> {
  const actions: Record<string, () => unknown> = {
    link: () => copyLink(data),
    json: async () => (await import("./export")).saveResult(data),
    print: () => window.print(),
  };
  for (const button of results.querySelectorAll<HTMLElement>("[data-action]")) {
    button.addEventListener("click", () => actions[button.dataset.action ?? ""]?.());
  }
  const { dataToLink } = await import("./link");
  shown = dataToLink(data);
  const { showMusic } = await import("./music_view");
  showMusic(results, file, data);
}

async function copyLink(data: ResultData): Promise<void> {
  const { dataToLink } = await import("./link");
  const link = await dataToLink(data);
  try {
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    showToast(text("link_copied"));
  } catch {
    // No clipboard without https, or not allowed: the address bar is there for everybody.
    history.replaceState(null, "", link);
    showToast(text("link_not_copied"));
  }
}
