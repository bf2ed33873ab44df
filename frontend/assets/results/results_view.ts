// A fragment of results → its place in the page, with its buttons and its music.
import { showToast } from "../basic/announce";
import { plainButton } from "../basic/element";
import { fileToPath } from "../basic/path";
import { text } from "../basic/text";
import { showCorrection } from "../corrections/correction_view";
import { dataToLink } from "./link";
import { type ResultData, resultsToData } from "./result_data";

/** The address that restores the result on show; the switch of languages takes it along. */
let shown: Promise<string> | null = null;

export function shownLink(): Promise<string> | null {
  return shown;
}

/** What a person has corrected, by its file, for when it is opened again. */
const corrected = new WeakMap<File, string>();

/** Keep a correction. Whoever lists the file hears of it by the event `resultchange`. */
export function correctResult(file: File, html: string, data: ResultData): void {
  corrected.set(file, html);
  shown = dataToLink(data);
  window.dispatchEvent(new CustomEvent("resultchange", { detail: { file, html, data } }));
}

/** Put the server's HTML into the page; `file` is what it is about, null where there is none. */
export function showResults(results: HTMLElement, html: string, file: File | null): void {
  // The server escapes what it puts there.
  results.innerHTML = (file && corrected.get(file)) ?? html;
  const data = resultsToData(results);
  results.classList.toggle("is-reserved", data !== null);
  document.title = resultsToTitle(results);
  if (data) enhanceResults(results, file, data);
}

/** The answer and the site's name, for whoever has many windows. */
function resultsToTitle(results: HTMLElement): string {
  const site = document.querySelector("h1")?.textContent?.trim() ?? "";
  const said = resultsToSummary(results);
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)} – ${site}` : site;
}

/** The one sentence that the results come to. */
export function resultsToSummary(results: HTMLElement): string {
  return results.querySelector<HTMLElement>("[data-summary]")?.dataset.summary ?? "";
}

/** Give results that are in the page their buttons and their music. */
export function enhanceResults(results: HTMLElement, file: File | null, data: ResultData): void {
  const actions: Record<string, () => unknown> = {
    link: () => copyLink(data),
    json: async () => (await import("./export")).saveResult(data),
    print: () => window.print(),
  };
  const picture = plainButton(text("save_picture"), async () =>
    (await import("./picture")).savePicture(data),
  );
  results.querySelector("[data-action=json]")?.after(" ", picture);
  if (file)
    picture.after(
      " ",
      plainButton(text("save_tagged"), () => saveTagged(file, data)),
    );
  for (const button of results.querySelectorAll<HTMLElement>("[data-action]")) {
    button.addEventListener("click", () => actions[button.dataset.action ?? ""]?.());
  }
  shown = dataToLink(data);
  showCorrection(results, file ? fileToPath(file) : data.file_name, data); // at once, so that nothing below it shifts
  void import("../music/music_view").then(({ showMusic }) => showMusic(results, file, data));
}

async function saveTagged(file: File, data: ResultData): Promise<void> {
  const { saveTaggedCopy } = await import("../tags/tagged_copy");
  await saveTaggedCopy(file, data);
}

async function copyLink(data: ResultData): Promise<void> {
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
